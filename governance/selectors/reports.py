"""Reads of the semi-annual reports: who sees which, lists, and what a page needs."""

from collections import defaultdict
from typing import Any

from django.db.models import Max, Prefetch, QuerySet

from governance.enums import NarrativeKey, SnapshotState
from governance.models import NarrativeSection, ReportPeriod, Restatement, RestatementReason, Snapshot
from partnership.core.models import Job, User
from partnership.core.rules import may

FOR_MEMBERS = (SnapshotState.PUBLISHED, SnapshotState.SUPERSEDED)


def visible_reports_for(user: User) -> QuerySet[Snapshot]:
    """Return the reports a person may see: all for the Secretariat and auditors, published ones for members.

    The facts themselves, which are long, are read only when asked for.
    """
    if not may(user, "governance.read_reports"):
        return Snapshot.objects.none()
    snapshots = Snapshot.objects.select_related("period", "generated_by").defer("inputs")
    return snapshots if reads_drafts(user) else snapshots.filter(status__in=FOR_MEMBERS)


def reads_drafts(user: User) -> bool:
    """Return whether the person sees reports before they are published: the Secretariat and auditors."""
    return may(user, "governance.prepare_reports") or may(user, "core.read_audit")


def periods_with_reports(user: User) -> list[ReportPeriod]:
    """Return the half-years, newest first, with the reports the person may see in ``visible``. Two queries."""
    prefetch = Prefetch("snapshots", visible_reports_for(user).order_by("-number"), to_attr="visible")
    periods = ReportPeriod.objects.prefetch_related(prefetch)
    return [period for period in periods if period.visible or reads_drafts(user)]


def get_period(code: str) -> ReportPeriod | None:
    """Return the half-year of a code like 2026-H1."""
    year, _dash, half = code.partition("-H")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and half in {"1", "2"}):
        return None
    return ReportPeriod.objects.filter(year=int(year), half=int(half)).first()


def job_of(snapshot: Snapshot) -> Job | None:
    """Return the work that makes a report."""
    return Job.objects.filter(key=f"governance.report:{snapshot.period.code}:{snapshot.number}").first()


def published_inputs(period: ReportPeriod) -> Snapshot | None:
    """Return the published report of a half-year with its facts."""
    return Snapshot.objects.filter(period=period, status=SnapshotState.PUBLISHED).first()


def published_by_half(halves: tuple[ReportPeriod, ...]) -> dict[int, Snapshot]:
    """Return the published report of each half-year, by the half-year's primary key."""
    found = Snapshot.objects.filter(period__in=halves, status=SnapshotState.PUBLISHED)
    return {snapshot.period_id: snapshot for snapshot in found}


def unexplained_restatements(snapshot: Snapshot) -> QuerySet[Restatement]:
    """Return the restated figures of a report that have no reason."""
    return snapshot.restatements.filter(reason="").select_related("period")


def typed_reasons() -> dict[tuple[str, int, str, str], str]:
    """Return the reasons people wrote, by (metric, period, previously, now); the last one counts."""
    rows = RestatementReason.objects.values_list("metric", "period_id", "previously", "now", "reason")
    return {(metric, period, previously, now): reason for metric, period, previously, now, reason in rows}


def latest_narrative(period: ReportPeriod) -> dict[str, list[NarrativeSection]]:
    """Return the newest version of each section's words, all languages, by section; empty texts are left out."""
    newest = (
        NarrativeSection.objects.filter(period=period)
        .order_by()
        .values("key", "language")
        .annotate(last=Max("pk"))
        .values("last")
    )
    found: dict[str, list[NarrativeSection]] = defaultdict(list)
    for section in NarrativeSection.objects.filter(pk__in=newest).select_related("author").order_by("key", "language"):
        if section.text:
            found[section.key].append(section)
    return dict(found)


def narrative_facts(period: ReportPeriod) -> dict[str, list[dict[str, Any]]]:
    """Return the words as the snapshot keeps them."""
    return {
        key: [
            {
                "language": section.language,
                "text": section.text.replace("\r\n", "\n"),
                "author": section.author.full_name,
                "written_on": section.created_at.date(),
                "number": section.number,
            }
            for section in sections
        ]
        for key, sections in latest_narrative(period).items()
    }


def narrative_versions(period: ReportPeriod, key: NarrativeKey, language: str) -> QuerySet[NarrativeSection]:
    """Return all versions of a section's words in a language, newest first."""
    versions = NarrativeSection.objects.filter(period=period, key=key, language=language)
    return versions.select_related("author").order_by("-number")
