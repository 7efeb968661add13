"""The pages of the semi-annual reports: list, report, generate, act, download."""

import logging

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.enums import ArtifactFormat, SnapshotState
from governance.models import Artifact, ReportPeriod, Restatement, Snapshot
from governance.reports.canonical import checksum
from governance.selectors.reports import (
    get_period,
    job_of,
    periods_with_reports,
    reads_drafts,
    unexplained_restatements,
    visible_reports_for,
)
from governance.services.reports import explain_restatement, publish_report, report_path, request_report
from partnership.core.forms import once_per_form_key
from partnership.core.rules import may, require
from partnership.core.selectors import history_of
from partnership.core.services.files import FileRefused, read, serve_file
from partnership.core.transitions import Refused, available
from partnership.core.views.transitions import act

logger = logging.getLogger(__name__)
TONES = {
    SnapshotState.DRAFT: "soon",
    SnapshotState.FROZEN: "info",
    SnapshotState.PUBLISHED: "done",
    SnapshotState.SUPERSEDED: "neutral",
    SnapshotState.WITHDRAWN: "wrong",
}


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """List the half-years with the reports the reader may see."""
    _readers_only(request)
    periods = periods_with_reports(request.user)
    for snapshot in (snapshot for period in periods for snapshot in period.visible):
        snapshot.tone = TONES[snapshot.status]
    context = {
        "periods": periods,
        "may_generate": may(request.user, "governance.generate_report"),
        "reads_drafts": reads_drafts(request.user),
    }
    return render(request, "governance/report_list.html", context)


@require_safe
def report(request: HttpRequest, period: str, number: int) -> HttpResponse:
    """Show a report in the reader's language, with its versions, files and actions."""
    snapshot = _visible_report(request, period, number)
    job = job_of(snapshot) if reads_drafts(request.user) else None
    if job is not None and not job.is_finished:
        return redirect("job", pk=job.pk)
    language = get_language() or "en"
    artifacts = list(snapshot.artifacts.select_related("file"))
    context = {
        "snapshot": snapshot,
        "period": snapshot.period,
        "tone": TONES[SnapshotState(snapshot.status)],
        "body": _body(artifacts, language),
        "files": [artifact for artifact in artifacts if artifact.format != ArtifactFormat.HTML],
        "versions": visible_reports_for(request.user).filter(period=snapshot.period),
        "newest": visible_reports_for(request.user).filter(period=snapshot.period, status="published").first(),
        "job": job,
        **_working_context(request, snapshot),
    }
    return render(request, "governance/report.html", context)


@require_POST
@once_per_form_key
def generate(request: HttpRequest, period: str) -> HttpResponse:
    """Ask for the next version of a report; lead to the page with its progress."""
    job = request_report(_period(request, period), actor=request.user)
    return redirect("job", pk=job.pk)


@require_POST
@once_per_form_key
def report_action(request: HttpRequest, period: str, number: int, action: str) -> HttpResponse:
    """Publish or withdraw a report."""
    snapshot = _visible_report(request, period, number)
    return act(request, snapshot, action, services={"publish": publish_report}, location=report_path(snapshot))


@require_safe
def report_file(request: HttpRequest, period: str, number: int, language: str, kind: str) -> HttpResponse:
    """Serve a file of a report after checking that its bytes are still those that were made."""
    snapshot = _visible_report(request, period, number)
    artifact = snapshot.artifacts.select_related("file").filter(format=kind, language=language).first()
    if artifact is None or kind == ArtifactFormat.HTML:
        raise Http404
    if not _is_intact(artifact):
        return render(request, "governance/report_damaged.html", {"snapshot": snapshot}, status=500)
    return serve_file(artifact.file)


@require_safe
def report_snapshot(request: HttpRequest, period: str, number: int) -> HttpResponse:
    """Serve the frozen record itself: whoever has it can make the files again."""
    snapshot = _visible_report(request, period, number)
    if snapshot.status == SnapshotState.DRAFT:
        raise Http404
    if checksum(snapshot.inputs) != snapshot.sha256:
        logger.error("report.damaged", extra={"snapshot": snapshot.pk})
        return render(request, "governance/report_damaged.html", {"snapshot": snapshot}, status=500)
    response = HttpResponse(snapshot.inputs, content_type="application/json")
    name = f"report-{snapshot.period.code}-v{snapshot.number}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@once_per_form_key
def restatement_reason(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a person's reason for a restated figure."""
    restatement = Restatement.objects.select_related("snapshot__period").filter(pk=pk).first()
    if restatement is None or not may(request.user, "governance.read_reports"):
        raise Http404
    if not visible_reports_for(request.user).filter(pk=restatement.snapshot_id).exists():
        raise Http404
    try:
        explain_restatement(restatement, request.POST.get("reason", ""), actor=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The reason is kept; the next version of the report takes it over."))
    return redirect(report_path(restatement.snapshot))


def _readers_only(request: HttpRequest) -> None:
    if not may(request.user, "governance.read_reports"):
        raise Http404


def _visible_report(request: HttpRequest, period: str, number: int) -> Snapshot:
    found = get_period(period)
    snapshot = visible_reports_for(request.user).filter(period=found, number=number).first() if found else None
    if snapshot is None:
        raise Http404
    return snapshot


def _period(request: HttpRequest, code: str) -> ReportPeriod:
    _readers_only(request)
    period = get_period(code)
    if period is None:
        raise Http404
    require(request.user, "governance.generate_report", period)
    return period


def _body(artifacts: list[Artifact], language: str) -> str | None:
    """Return the stored page of the report in a language; None while it is not made, or when it is damaged."""
    page = next((a for a in artifacts if a.format == ArtifactFormat.HTML and a.language == language), None)
    if page is None or not _is_intact(page):
        return None
    return mark_safe(read(page.file).decode())  # noqa: S308  made by our own template, which escapes every word


def _is_intact(artifact: Artifact) -> bool:
    try:
        read(artifact.file)
    except (FileRefused, OSError):
        logger.exception("report.damaged", extra={"artifact": artifact.pk})
        return False
    return artifact.file.sha256 == artifact.sha256


def _working_context(request: HttpRequest, snapshot: Snapshot) -> dict[str, object]:
    if not reads_drafts(request.user):
        return {}
    own = snapshot.generated_by_id == request.user.pk
    return {
        "offers": available(snapshot, request.user),
        "is_own": own and may(request.user, "governance.replace_report") and snapshot.status == SnapshotState.FROZEN,
        "unexplained": list(unexplained_restatements(snapshot)),
        "may_generate": may(request.user, "governance.generate_report"),
        "history": history_of(snapshot),
    }
