"""Reports for tests: periods, drafts, frozen and finished ones."""

from datetime import UTC, datetime

import pgtrigger

from governance.models import Artifact, ReportPeriod, Snapshot
from governance.services.report_files import make_files
from governance.services.reports import publish_report
from governance.services.snapshot import Collected, collect, store
from partnership.core.models import User
from partnership.core.services.files import store_bytes
from tests.factories.report_facts import facts

CUTOFF = datetime(2026, 7, 15, 12, 30, tzinfo=UTC)


def period(year: int = 2026, half: int = 1) -> ReportPeriod:
    """Return a half-year."""
    return ReportPeriod.objects.get_or_create(year=year, half=half)[0]


def draft(actor: User, of: ReportPeriod | None = None, number: int = 1) -> Snapshot:
    """Return a report that is being made."""
    return Snapshot.objects.create(period=of or period(), number=number, generated_by=actor)


def frozen(actor: User, of: ReportPeriod | None = None, number: int = 1, *, cutoff: datetime = CUTOFF) -> Snapshot:
    """Return a report whose facts are frozen, inside the test's own transaction."""
    snapshot = draft(actor, of, number)
    return store(snapshot, Collected(collect(snapshot, cutoff), cutoff))


def finished(actor: User, of: ReportPeriod | None = None, number: int = 1, *, cutoff: datetime = CUTOFF) -> Snapshot:
    """Return a frozen report with all its files."""
    snapshot = frozen(actor, of, number, cutoff=cutoff)
    make_files(snapshot, lambda percent, stage: None)
    return snapshot


def published(actor: User, lead: User, of: ReportPeriod | None = None, number: int = 1) -> Snapshot:
    """Return a published report: asked for by ``actor``, published by ``lead``."""
    return publish_report(finished(actor, of, number), actor=lead)


def published_at_once(actor: User) -> Snapshot:
    """Return a published report with invented facts and one small file, for tests of who may see it."""
    snapshot = store(draft(actor), Collected(facts(), CUTOFF))
    stored = store_bytes(b"%PDF-", name="report.pdf", purpose="reports", actor=actor)
    Artifact.objects.create(
        snapshot=snapshot, format="pdf", language="es", file=stored, sha256=stored.sha256, size=stored.size
    )
    with pgtrigger.ignore("governance.Snapshot:status_by_engine"):
        Snapshot.objects.filter(pk=snapshot.pk).update(status="published")
    snapshot.refresh_from_db()
    return snapshot
