"""Consent to be shown: who gives it, in which words, how it is taken back, and what the database refuses."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from partnership.core.models import AuditEntry
from partnership.core.transitions import Refused
from technical_assistance.models import ConsentText, Practitioner
from technical_assistance.roster import services
from technical_assistance.roster.selectors import public_practitioners
from tests.cast import Cast
from tests.factories.roster import public_person
from tests.factories.technical_assistance import practitioner_of


@pytest.fixture
def version(db) -> str:
    return ConsentText.objects.get().version


def last_entry(person: Practitioner) -> AuditEntry:
    return AuditEntry.objects.filter(object_id=str(person.pk), object_type="technical_assistance.practitioner").latest(
        "pk"
    )


def test_practitioner_agrees_on_the_own_page_and_the_words_are_recorded(cast: Cast, version: str, signed_in) -> None:
    person = practitioner_of(cast)
    browser = signed_in(cast.practitioner)
    address = f"/en/ta/roster/{person.pk}/publish/"
    assert ConsentText.objects.get().text in browser.get(address).content.decode().replace("&#x27;", "'")
    assert browser.post(address, {"version": version}).status_code == 200  # not ticked
    assert not public_practitioners().exists()
    assert browser.post(address, {"agreed": "on", "version": version}).status_code == 302
    shown = public_practitioners().get()
    assert (shown.pk, shown.public_since, shown.public_consent.version) == (person.pk, timezone.localdate(), version)
    entry = last_entry(person)
    assert (entry.action, entry.actor, entry.data) == ("give_public_consent", cast.practitioner, {"version": version})


def test_consent_to_words_that_changed_is_not_taken(cast: Cast, version: str) -> None:
    person = practitioner_of(cast)
    ConsentText.objects.create(version="2026-2", text_en="Other words.", valid_from=timezone.localdate())
    with pytest.raises(Refused):
        services.give_public_consent(person, actor=cast.practitioner, version=version)
    assert services.give_public_consent(person, actor=cast.practitioner, version="2026-2").public_since


@pytest.mark.parametrize("name", ["counterpart", "officer", "lead", "ministry", "auditor", "admin"])
def test_nobody_agrees_in_the_name_of_somebody_who_signs_in(cast: Cast, version: str, name: str) -> None:
    with pytest.raises(PermissionDenied):
        services.give_public_consent(practitioner_of(cast), actor=getattr(cast, name), version=version, note="Paper.")


def test_secretariat_writes_down_a_paper_consent_and_says_where_it_is(cast: Cast, version: str) -> None:
    person = public_person(cast, public_since=None, public_consent=None)
    with pytest.raises(PermissionDenied):
        services.give_public_consent(person, actor=cast.counterpart, version=version, note="Folder 7.")
    with pytest.raises(Refused):
        services.give_public_consent(person, actor=cast.officer, version=version, note=" ")
    services.give_public_consent(person, actor=cast.officer, version=version, note="Folder 7.")
    assert last_entry(person).reason == "Folder 7."


def test_who_agrees_to_be_shown_may_also_be_invited(cast: Cast, version: str) -> None:
    person = practitioner_of(cast, user=cast.practitioner, consented_on=None, consent_version="")
    services.give_public_consent(person, actor=cast.practitioner, version=version)
    person.refresh_from_db()
    assert (person.consented_on, person.consent_version) == (timezone.localdate(), version)


@pytest.mark.parametrize("name", ["practitioner", "counterpart", "officer"])
def test_consent_is_taken_back_and_history_keeps_what_it_was(cast: Cast, version: str, name: str) -> None:
    person = public_person(cast, user=cast.practitioner)
    services.withdraw_public_consent(person, actor=getattr(cast, name), reason="I moved on.")
    person.refresh_from_db()
    assert (person.public_since, person.public_consent) == (None, None)
    assert person.consented_on is not None
    entry = last_entry(person)
    assert (entry.action, entry.reason) == ("withdraw_public_consent", "I moved on.")
    assert entry.data == {"version": version, "since": timezone.localdate().isoformat()}


@pytest.mark.parametrize("name", ["ministry", "lead", "auditor", "verifier", "admin"])
def test_others_take_nobody_off(cast: Cast, name: str) -> None:
    with pytest.raises(PermissionDenied):
        services.withdraw_public_consent(public_person(cast), actor=getattr(cast, name))


def test_taking_back_twice_is_the_same_as_once(cast: Cast) -> None:
    person = public_person(cast, user=cast.practitioner)
    services.withdraw_public_consent(person, actor=cast.practitioner)
    services.withdraw_public_consent(person, actor=cast.practitioner)
    assert AuditEntry.objects.filter(action="withdraw_public_consent").count() == 1


@pytest.mark.parametrize(
    "fields", [{"public_consent": None}, {"public_since": None}, {"consented_on": None, "consent_version": ""}]
)
def test_database_refuses_to_show_anybody_without_a_consent(cast: Cast, fields: dict) -> None:
    person = public_person(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Practitioner.objects.filter(pk=person.pk).update(**fields)


def test_database_refuses_to_change_the_words_that_people_agreed_to(db) -> None:
    with pytest.raises(InternalError), transaction.atomic():
        ConsentText.objects.update(text_en="Anything goes.")
