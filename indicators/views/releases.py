"""Pages of releases: the list, a draft, one release with what it revises and why, and its actions."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.enums import ReleaseStatus
from indicators.forms import ReasonForm, ReleaseForm
from indicators.models import Release, Revision
from indicators.services import publishing, releases
from indicators.work import free_batches, history_lines, revision_groups, revisions_of, visible_releases_for
from partnership.core.forms import once_per_form_key
from partnership.core.rules import may, require
from partnership.core.services.exports import csv_response
from partnership.core.transitions import Refused, available
from partnership.core.views.transitions import act

PER_PAGE = 50
TONES = {
    ReleaseStatus.DRAFT: "neutral",
    ReleaseStatus.APPROVED: "soon",
    ReleaseStatus.PUBLISHED: "done",
    ReleaseStatus.DISCARDED: "neutral",
}
SERVICES = {"publish": publishing.publish_release, "discard": releases.discard_release}
REVISION_COLUMNS = ("indicator", "country_code", "period", "old_value", "new_value", "kind", "reason")
LIST_COLUMNS = [
    {"key": "title", "label": gettext_lazy("Release"), "url_key": "url"},
    {"key": "number", "label": gettext_lazy("Number"), "kind": "number", "decimals": 0},
    {"key": "status", "label": gettext_lazy("Status"), "kind": "state", "tone_key": "tone"},
    {"key": "date", "label": gettext_lazy("Published"), "kind": "day"},
    {"key": "person", "label": gettext_lazy("Prepared by")},
]
TABLE_COLUMNS = [
    {"key": "indicator", "label": gettext_lazy("Indicator")},
    {"key": "country", "label": gettext_lazy("Country")},
    {"key": "period", "label": gettext_lazy("Year"), "kind": "code"},
    {"key": "old", "label": gettext_lazy("Old value"), "kind": "number"},
    {"key": "new", "label": gettext_lazy("New value"), "kind": "number"},
    {"key": "kind", "label": gettext_lazy("Kind")},
    {"key": "reason", "label": gettext_lazy("Reason")},
]


@require_safe
def release_list(request: HttpRequest) -> HttpResponse:
    """Show every release, published ones and drafts."""
    if not may(request.user, "indicators.view_work"):
        raise Http404
    page = Paginator(visible_releases_for(request.user).order_by("-id"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "columns": LIST_COLUMNS,
        "rows": [_list_row(release) for release in page],
        "may_prepare": may(request.user, "indicators.prepare_release"),
        "waiting": free_batches().count(),
    }
    return render(request, "indicators/release_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form_key
def release_new(request: HttpRequest) -> HttpResponse:
    """Put signed-off imports together as a draft."""
    if not may(request.user, "indicators.view_work"):
        raise Http404
    require(request.user, "indicators.prepare_release")
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_url(releases.draft_release(**form.cleaned_data, actor=request.user)))
        except Refused as refusal:
            form.add_error("batches", str(refusal))
    context = {"form": form, "has_batches": free_batches().exists()}
    return render(request, "indicators/release_new.html", context, status=422 if form.errors else 200)


@require_safe
def release_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a release adds and revises, and what can be done now."""
    release = _visible(request, pk)
    page = Paginator(revisions_of(release), PER_PAGE).get_page(request.GET.get("page"))
    may_edit = release.status == ReleaseStatus.DRAFT and may(request.user, "indicators.prepare_release", release)
    context = {
        "release": release,
        "url": _url(release),
        "tone": TONES[ReleaseStatus(release.status)],
        "offers": available(release, request.user),
        "may_edit": may_edit,
        "batches": list(release.batches.select_related("source", "file")),
        "groups": revision_groups(release),
        "history": history_lines(release),
        "page_obj": page,
        "columns": TABLE_COLUMNS,
        "rows": [_revision_row(revision) for revision in page],
    }
    return render(request, "indicators/release_detail.html", context)


@require_safe
def release_revisions(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Download every revision as CSV."""
    release = _visible(request, pk)
    name = f"release-{release.pk}-revisions.csv"
    return csv_response(name, REVISION_COLUMNS, _revision_cells(release), are_real=True)


@require_POST
def release_explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the reason for the revisions of one indicator."""
    release = _visible(request, pk)
    require(request.user, "indicators.prepare_release", release)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please give a reason."))
        return redirect(_url(release))
    return _told(request, release, releases.explain_revisions, **form.cleaned_data)


@require_POST
def release_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """List anew what a draft would revise."""
    release = _visible(request, pk)
    require(request.user, "indicators.prepare_release", release)
    return _told(request, release, releases.compare_release)


@require_POST
@once_per_form_key
def release_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Approve, return, discard or publish."""
    release = _visible(request, pk)
    return act(request, release, action, services=SERVICES, location=_url(release))


def _told(request: HttpRequest, release: Release, service: Any, **arguments: Any) -> HttpResponse:
    try:
        service(release, actor=request.user, **arguments)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Saved."))
    return redirect(_url(release))


def _visible(request: HttpRequest, pk: int) -> Release:
    return get_object_or_404(visible_releases_for(request.user), pk=pk)


def _url(release: Release) -> str:
    return reverse("indicators:release_detail", kwargs={"pk": release.pk})


def _list_row(release: Release) -> dict[str, Any]:
    return {
        "title": release.title, "url": _url(release), "number": release.number, "status": release.get_status_display(),
        "tone": TONES[ReleaseStatus(release.status)], "date": release.date, "person": release.prepared_by,
    }  # fmt: skip


def _revision_row(revision: Revision) -> dict[str, Any]:
    return {
        "indicator": revision.indicator, "country": revision.country, "period": revision.period,
        "old": revision.old_value, "new": revision.new_value, "kind": revision.get_kind_display(),
        "reason": revision.reason,
    }  # fmt: skip


def _revision_cells(release: Release) -> Iterator[tuple]:
    for revision in revisions_of(release).iterator(chunk_size=2_000):
        yield (
            revision.indicator.slug, revision.country.iso3, revision.period, revision.old_value, revision.new_value,
            revision.kind, revision.reason,
        )  # fmt: skip
