"""Semi-annual reports: asked for, published, withdrawn; their texts and the reasons of restatements."""

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from governance.enums import ArtifactFormat, NarrativeKey, SnapshotState
from governance.models import (
    NarrativeSection,
    ReportPeriod,
    Restatement,
    RestatementReason,
    Snapshot,
)
from governance.reports.texts import LANGUAGES
from governance.rules import REPORT_MEMBERS
from governance.selectors.reports import unexplained_restatements
from partnership.core.models import Job, User
from partnership.core.rules import require
from partnership.core.selectors import people_with
from partnership.core.services.audit import record
from partnership.core.services.jobs import enqueue
from partnership.core.services.mail import queue_mail
from partnership.core.transitions import Refused, Stale, Text, guard, perform

FILES_PER_REPORT = len(ArtifactFormat) * len(LANGUAGES)


@transaction.atomic
def request_report(period: ReportPeriod, *, actor: User) -> Job:
    """Ask for the next version of a period's report and return the job that makes it.

    While a version is being made, its job is returned: asking twice makes one report.
    """
    require(actor, "governance.generate_report", period)
    locked = ReportPeriod.objects.select_for_update().get(pk=period.pk)
    snapshot = locked.snapshots.filter(status=SnapshotState.DRAFT).defer("inputs").first()
    if snapshot is None:
        last = locked.snapshots.aggregate(last=Max("number"))["last"] or 0
        snapshot = Snapshot.objects.create(period=locked, number=last + 1, generated_by=actor)
        record("generate", snapshot, actor=actor)
    return enqueue(
        "governance.report",
        key=job_key(snapshot),
        args={"snapshot": snapshot.pk},
        actor=actor,
    )


def job_key(snapshot: Snapshot) -> str:
    """Return the name of the work that makes a report: one per period and version."""
    return f"governance.report:{snapshot.period.code}:{snapshot.number}"


@transaction.atomic
def publish_report(
    snapshot: Snapshot, *, actor: User, reason: str = "", expected_version: int | None = None
) -> Snapshot:
    """Publish a frozen report, replace the version before it, and write to the Committee's members, once each."""
    ReportPeriod.objects.select_for_update().get(pk=snapshot.period_id)
    for previous in Snapshot.objects.filter(period_id=snapshot.period_id, status=SnapshotState.PUBLISHED):
        perform(previous, "supersede", actor=actor, data={"by": snapshot.number})
    published = perform(snapshot, "publish", actor=actor, reason=reason, expected_version=expected_version)
    for member in people_with(*REPORT_MEMBERS):
        with translation.override(member.language):
            path = report_path(published)
        context = {"snapshot": published, "period": published.period, "path": path}
        queue_mail(f"report-published:{published.pk}", to=member, template="report_published", context=context)
    return published


def report_path(snapshot: Snapshot) -> str:
    """Return the address of a report's page in the active language."""
    return reverse("governance:report", kwargs={"period": snapshot.period.code, "number": snapshot.number})


@transaction.atomic
def write_narrative(
    period: ReportPeriod, key: NarrativeKey | str, language: str, text: str, *, actor: User, expected_number: int
) -> NarrativeSection:
    """Keep a new version of a section's words; refuse when somebody else wrote one after ``expected_number``."""
    require(actor, "governance.write_narrative", period)
    ReportPeriod.objects.select_for_update().get(pk=period.pk)
    versions = NarrativeSection.objects.filter(period=period, key=key, language=language)
    last = versions.aggregate(last=Max("number"))["last"] or 0
    if last != expected_number:
        raise Stale(_("Somebody else changed this text in the meantime. Please compare both."))
    section = NarrativeSection(
        period=period, key=key, language=language, number=last + 1, text=text.strip(), author=actor
    )
    section.full_clean()
    section.save()
    return section


@transaction.atomic
def explain_restatement(restatement: Restatement, reason: str, *, actor: User) -> RestatementReason:
    """Write down why a figure differs. The frozen version keeps its words; the next one takes the reason over."""
    require(actor, "governance.generate_report", restatement.snapshot.period)
    if not reason.strip():
        raise Refused(_("Please give a reason."))
    written = RestatementReason.objects.create(
        metric=restatement.metric,
        period=restatement.period,
        previously=restatement.previously,
        now=restatement.now,
        reason=reason.strip(),
        written_by=actor,
    )
    record("explain", restatement, actor=actor, reason=reason)
    return written


@guard("governance.report_is_complete")
def _is_complete(snapshot: Snapshot, actor: User) -> Text | None:
    if snapshot.artifacts.count() == FILES_PER_REPORT:
        return None
    return _("The files of this report are not all there yet.")


@guard("governance.report_is_newest")
def _is_newest(snapshot: Snapshot, actor: User) -> Text | None:
    newer = Snapshot.objects.filter(period_id=snapshot.period_id, number__gt=snapshot.number)
    if not newer.exclude(status=SnapshotState.WITHDRAWN).exists():
        return None
    return _("There is a newer version of this report.")


@guard("governance.restatements_are_explained")
def _is_explained(snapshot: Snapshot, actor: User) -> Text | None:
    count = unexplained_restatements(snapshot).count()
    if not count:
        return None
    return _("{count} restated figures have no reason yet: write the reasons, then make a new version.").format(
        count=count
    )
