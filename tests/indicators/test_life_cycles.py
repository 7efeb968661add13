"""The life-cycles of imports and releases: every state, transition and person, and the guards."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from indicators.enums import IMPORT_MACHINE, RELEASE_MACHINE, ImportStatus, ReleaseStatus
from indicators.models import ImportBatch, Release
from indicators.services import imports, releases
from indicators.services.publishing import publish_release
from partnership.core.transitions import GuardFailed, NotPermitted, ReasonMissing, perform
from tests.cast import Cast
from tests.factories.core import give_role
from tests.factories.indicators import approved, drafted, imported, published, signed_off, wgi, wgi_csv
from tests.transitions import check_table, put_in_state

FILE = wgi_csv([("PER", 2020, "va", 0.5)])
OTHER = wgi_csv([("PER", 2020, "va", 0.6)])
WORKS = "officer lead advisory"
IMPORT_ALLOWED = {
    "check": WORKS,
    "fail": WORKS,
    "stage": WORKS,
    "sign_off": "advisory",
    "reject": "advisory",
    "reopen": "advisory",
    "withdraw": "officer lead",
    "release": "advisory lead",
}
RELEASE_ALLOWED = {
    "approve": "advisory",
    "return_to_draft": "advisory",
    "discard": WORKS,
    "publish": "advisory lead",
}


def _batch(cast: Cast, state: str) -> ImportBatch:
    batch = imported(FILE, actor=cast.officer)
    signer = cast.advisory if state in {ImportStatus.SIGNED_OFF, ImportStatus.RELEASED} else None
    return put_in_state(batch, state, signed_off_by=signer)


def _release(cast: Cast, state: str) -> Release:
    release = drafted(FILE, cast=cast)
    numbers = {"number": 1, "date": timezone.localdate(), "compared_with": 1} if state == "published" else {}
    return put_in_state(release, state, **numbers)


@pytest.mark.parametrize("state", ImportStatus.values)
def test_import_follows_its_table(state: str, cast: Cast) -> None:
    check_table(IMPORT_MACHINE, state, cast, make=_batch, allowed=IMPORT_ALLOWED, services=imports.BATCH_SERVICES)


@pytest.mark.parametrize("state", ReleaseStatus.values)
def test_release_follows_its_table(state: str, cast: Cast) -> None:
    services = {"publish": publish_release, "discard": releases.discard_release}
    check_table(RELEASE_MACHINE, state, cast, make=_release, allowed=RELEASE_ALLOWED, services=services)


def test_nobody_signs_off_an_own_import(cast: Cast) -> None:
    batch = imported(FILE, actor=cast.advisory)
    with pytest.raises(NotPermitted):
        imports.sign_off_batch(batch, actor=cast.advisory)


def test_the_database_refuses_a_sign_off_by_the_importer(cast: Cast) -> None:
    batch = imported(FILE, actor=cast.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk).update(signed_off_by=cast.officer)


def test_status_changes_in_the_engine_only(cast: Cast) -> None:
    batch = imported(FILE, actor=cast.officer)
    with pytest.raises(DatabaseError), transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk).update(status=ImportStatus.SIGNED_OFF, signed_off_by=cast.advisory)


def test_nobody_approves_an_own_release(cast: Cast) -> None:
    give_role(cast.officer, "advisory_member")
    release = drafted(FILE, cast=cast)
    with pytest.raises(NotPermitted):
        perform(release, "approve", actor=cast.officer)


def test_a_revision_without_a_reason_stops_the_approval(cast: Cast) -> None:
    published(FILE, cast=cast)
    batch = signed_off(OTHER, cast=cast)
    release = releases.draft_release(title="Second", batches=[batch], actor=cast.officer)
    with pytest.raises(GuardFailed):
        perform(release, "approve", actor=cast.advisory)


def test_a_release_that_was_overtaken_is_compared_again(cast: Cast) -> None:
    overtaken = approved(FILE, cast=cast)
    published(OTHER, cast=cast)
    with pytest.raises(GuardFailed):
        publish_release(overtaken, actor=cast.advisory)
    draft = perform(overtaken, "return_to_draft", actor=cast.advisory, reason="Overtaken.")
    draft = releases.compare_release(draft, actor=cast.officer)
    revision = draft.revisions.get()
    assert (revision.old_value, revision.new_value) == (0.6, 0.5)


def test_an_embargo_stops_the_publication(cast: Cast) -> None:
    release = approved(FILE, cast=cast)
    Release.objects.filter(pk=release.pk).update(embargo_until=timezone.now() + timedelta(hours=1))
    with pytest.raises(GuardFailed):
        publish_release(release, actor=cast.advisory)
    assert Release.objects.get(pk=release.pk).number is None


def test_discarding_a_release_frees_its_imports(cast: Cast) -> None:
    release = drafted(FILE, cast=cast)
    releases.discard_release(release, actor=cast.officer, reason="Too early.")
    assert list(ImportBatch.objects.values_list("release", "status")) == [(None, ImportStatus.SIGNED_OFF)]


def test_an_import_in_a_release_keeps_its_sign_off(cast: Cast) -> None:
    drafted(FILE, cast=cast)
    with pytest.raises(GuardFailed):
        imports.reopen_batch(ImportBatch.objects.get(), actor=cast.advisory, reason="A doubt.")


@pytest.mark.parametrize("service", [imports.reject_batch, imports.withdraw_batch])
def test_refused_and_withdrawn_values_are_removed(service, cast: Cast) -> None:
    give_role(cast.lead, "advisory_member")
    batch = imported(FILE, actor=cast.officer)
    with pytest.raises(ReasonMissing):
        service(batch, actor=cast.lead, reason=" ")
    service(batch, actor=cast.lead, reason="Wrong edition.")
    assert batch.observations.count() == 0
    assert imported(FILE, actor=cast.officer, source=wgi()).pk != batch.pk
