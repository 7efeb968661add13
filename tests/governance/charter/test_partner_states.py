"""The states of a partner: what may follow what, in the service and in the database; corrections; nothing is lost."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from governance.charter.lifecycle import FOLLOWS, TONES, PartnerKind, PartnerStatus
from governance.charter.reference import ensure_charter
from governance.charter.selectors import history_of, next_states, partners
from governance.charter.services import add_partner, change_partner_state, describe_partner, write_text
from governance.models import CharterText, CharterTextVersion, FinancingPlan, Partner, PartnerState
from partnership.core.models import AuditEntry
from partnership.core.transitions import Refused
from tests.cast import Cast
from tests.governance.charter.factories import words

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
# The shortest way to each state, from a partner that is new to the list.
WAYS = {
    "named": ("named",), "approached": ("approached",), "announced": ("announced",), "signed": ("signed",),
    "ended": ("signed", "ended"),
}  # fmt: skip


def partner_in(state: str, cast: Cast) -> Partner:
    first, *others = WAYS[state]
    made = add_partner(
        words(name=f"Partner {state}"), kind=PartnerKind.AGENCY, state=PartnerStatus(first), since=DAY, reason="x",
        actor=cast.officer,
    )  # fmt: skip
    for other in others:
        change_partner_state(made, PartnerStatus(other), since=DAY, reason="x", actor=cast.officer)
    return made


def insert(partner: Partner, **fields: object) -> PartnerState:
    """Write a row past the service."""
    row = {"number": partner.states.count() + 1, "state": "signed", "since": DAY, "reason": "x", **fields}
    with transaction.atomic():
        return PartnerState.objects.create(partner=partner, **row)


@pytest.mark.parametrize("after", PartnerStatus.values)
@pytest.mark.parametrize("before", PartnerStatus.values)
def test_service_and_database_let_the_same_states_follow(cast: Cast, before: str, after: str) -> None:
    may_follow = after in FOLLOWS[before]
    partner = partner_in(before, cast)
    with transaction.atomic():
        if may_follow:
            insert(partner, state=after)
        else:
            with pytest.raises(DatabaseError, match="A partner does not go from"):
                insert(partner, state=after)
        transaction.set_rollback(True)
    if may_follow:
        change_partner_state(partner, PartnerStatus(after), since=DAY, reason="x", actor=cast.officer)
    else:
        with pytest.raises(Refused):
            change_partner_state(partner, PartnerStatus(after), since=DAY, reason="x", actor=cast.officer)


@pytest.mark.parametrize("state", PartnerStatus.values)
def test_list_names_the_newest_state(cast: Cast, state: str) -> None:
    partner = partner_in(state, cast)
    row = next(row for row in partners() if row.partner == partner)
    assert (row.state, row.tone, row.since) == (state, TONES[PartnerStatus(state)], DAY)
    assert next_states(partner) == list(FOLLOWS[state])


@pytest.mark.parametrize("name", ["ministry", "committee", "auditor", "admin", "payer"])
def test_others_record_nothing(cast: Cast, name: str) -> None:
    actor, partner, text = getattr(cast, name), partner_in("named", cast), CharterText.objects.get(key="networks")
    with pytest.raises(PermissionDenied):
        change_partner_state(partner, PartnerStatus.SIGNED, since=DAY, reason="x", actor=actor)
    with pytest.raises(PermissionDenied):
        describe_partner(partner, {}, kind=PartnerKind.AGENCY, url="", actor=actor, expected_version=1)
    with pytest.raises(PermissionDenied):
        write_text(text, words(body="x"), is_shown=True, actor=actor, expected_number=1)


def test_states_and_versions_are_never_changed_or_deleted(cast: Cast) -> None:
    partner_in("signed", cast)
    kept = ((PartnerState.objects.all(), {"reason": "y"}), (CharterTextVersion.objects.all(), {"body": "y"}))
    for rows, change in kept:
        for attempt in (lambda: rows.update(**change), lambda: rows._raw_delete("default")):  # noqa: B023
            with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
                attempt()
    for table in ("governance_partnerstate", "governance_chartertextversion", "governance_partner"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table} CASCADE")


def test_rows_past_the_service_are_refused(cast: Cast) -> None:
    partner, other = partner_in("approached", cast), partner_in("announced", cast)
    for wrong, message in (
        ({"number": 3}, "numbered without gaps"),
        ({"since": date(2026, 3, 1)}, "does not begin before"),
        ({"since": None}, "governance_partnerstate_dated"),
        ({"corrects": other.states.get()}, "Only the newest state"),
    ):
        with pytest.raises(DatabaseError, match=message):
            insert(partner, **wrong)


def test_version_number_past_the_service_is_refused() -> None:
    text = CharterText.objects.get(key="networks")
    with pytest.raises(DatabaseError, match="numbered without gaps"), transaction.atomic():
        CharterTextVersion.objects.create(text=text, number=3, body_en="x")


@pytest.mark.parametrize(
    ("since", "message"),
    [
        (None, "Please give the day since when."),
        (date(2026, 3, 1), "The day lies before the state that it follows."),
        (timezone.localdate().replace(year=2999), "The day lies in the future."),
    ],
)
def test_day_of_a_state_is_checked(cast: Cast, since: date | None, message: str) -> None:
    partner = partner_in("approached", cast)
    with pytest.raises(Refused, match=message):
        change_partner_state(partner, PartnerStatus.SIGNED, since=since, reason="x", actor=cast.officer)


def test_correction_takes_the_place_of_the_newest_state(cast: Cast) -> None:
    partner = partner_in("approached", cast)
    wrong = change_partner_state(partner, PartnerStatus.SIGNED, since=date(2026, 4, 1), reason="x", actor=cast.officer)
    change_partner_state(
        partner, PartnerStatus.ANNOUNCED, since=date(2026, 3, 9), reason="Letter only", actor=cast.lead, corrects=True
    )
    row = next(row for row in partners() if row.partner == partner)
    assert (row.state, row.since) == ("announced", date(2026, 3, 9))
    assert [(s.number, s.state, s.corrects) for s in history_of(partner)] == [
        (3, "announced", wrong), (2, "signed", None), (1, "approached", None),
    ]  # fmt: skip
    entry = AuditEntry.objects.filter(action="correct_state").get()
    assert (entry.from_state, entry.to_state, entry.reason) == ("signed", "announced", "Letter only")


def test_correction_may_say_that_nothing_had_changed(cast: Cast) -> None:
    partner = partner_in("approached", cast)
    change_partner_state(partner, PartnerStatus.SIGNED, since=date(2026, 4, 1), reason="x", actor=cast.officer)
    change_partner_state(partner, PartnerStatus.APPROACHED, since=DAY, reason="y", actor=cast.officer, corrects=True)
    assert next_states(partner) == list(FOLLOWS[PartnerStatus.APPROACHED])


def test_what_came_with_the_portal_signed_nothing() -> None:
    assert {(row.state, row.since) for row in partners()} == {(PartnerStatus.NAMED, None)}
    assert FinancingPlan.objects.get().source == "Programme proposal"


def test_loading_again_changes_nothing(cast: Cast) -> None:
    text = CharterText.objects.get(key="networks")
    write_text(text, words(body="New"), is_shown=True, actor=cast.officer, expected_number=1)
    assert ensure_charter() == 0
    assert text.versions.first().body_en == "New"


def test_words_that_change_nothing_make_no_version(cast: Cast) -> None:
    text = CharterText.objects.get(key="networks")
    version = text.versions.get()
    same = {f"{name}_{code}": getattr(version, f"{name}_{code}") for name in ("title", "body") for code in ("en", "fr")}
    write_text(text, same, is_shown=True, actor=cast.officer, expected_number=1)
    assert text.versions.count() == 1
