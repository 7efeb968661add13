"""Pages of imports: the list, the upload, one import with its messages, and its actions."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.enums import ImportStatus, MessageLevel
from indicators.forms import UploadForm
from indicators.models import ImportBatch
from indicators.services import imports
from indicators.work import history_lines, message_counts, messages_of, visible_imports_for
from partnership.core.forms import once_per_form_key
from partnership.core.rules import may, require
from partnership.core.services.exports import csv_response
from partnership.core.services.files import FileRefused, serve_file
from partnership.core.transitions import available
from partnership.core.views.transitions import act

PER_PAGE = 50
TONES = {
    ImportStatus.RECEIVED: "neutral", ImportStatus.CHECKED: "neutral", ImportStatus.STAGED: "soon",
    ImportStatus.SIGNED_OFF: "info", ImportStatus.RELEASED: "done", ImportStatus.REJECTED: "wrong",
    ImportStatus.WITHDRAWN: "neutral",
}  # fmt: skip
LEVEL_TONES = {MessageLevel.ERROR: "wrong", MessageLevel.WARNING: "soon", MessageLevel.INFO: "info"}
MESSAGE_COLUMNS = ("line", "column", "cell", "importance", "message")
LIST_COLUMNS = [
    {"key": "file", "label": gettext_lazy("File"), "url_key": "url", "note_key": "source"},
    {"key": "status", "label": gettext_lazy("Status"), "kind": "state", "tone_key": "tone"},
    {"key": "added", "label": gettext_lazy("Added"), "kind": "number"},
    {"key": "changed", "label": gettext_lazy("Changed"), "kind": "number"},
    {"key": "rejected", "label": gettext_lazy("Refused"), "kind": "number"},
    {"key": "person", "label": gettext_lazy("Imported by")},
    {"key": "at", "label": gettext_lazy("Received"), "kind": "moment"},
]
TABLE_COLUMNS = [
    {"key": "line", "label": gettext_lazy("Line"), "kind": "code"},
    {"key": "level", "label": gettext_lazy("Importance"), "kind": "state", "tone_key": "tone"},
    {"key": "column", "label": gettext_lazy("Column")},
    {"key": "value", "label": gettext_lazy("Cell")},
    {"key": "message", "label": gettext_lazy("What was found")},
]


@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    """Show every import, newest first."""
    if not may(request.user, "indicators.view_work"):
        raise Http404
    page = Paginator(visible_imports_for(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "columns": LIST_COLUMNS,
        "rows": [_list_row(batch) for batch in page],
        "may_add": may(request.user, "indicators.add_import"),
    }
    return render(request, "indicators/import_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form_key
def import_upload(request: HttpRequest) -> HttpResponse:
    """Take a file, ask a worker to read it, and lead to its progress."""
    if not may(request.user, "indicators.view_work"):
        raise Http404
    require(request.user, "indicators.add_import")
    is_posted = request.method == "POST"
    form = UploadForm(request.POST if is_posted else None, request.FILES if is_posted else None)
    if is_posted and form.is_valid():
        try:
            return _receive(request, form.cleaned_data)
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
    return render(request, "indicators/import_upload.html", {"form": form}, status=422 if form.errors else 200)


def _receive(request: HttpRequest, data: dict[str, Any]) -> HttpResponse:
    batch, is_new = imports.receive_file(
        data["file"], source=data["source"], actor=request.user, edition=data["edition"]
    )
    if not is_new and batch.status not in {ImportStatus.RECEIVED, ImportStatus.CHECKED}:
        return redirect(f"{_url(batch)}?known=1")
    job = imports.request_import(batch, actor=request.user, stage=not data["dry_run"])
    return redirect("job", pk=job.pk)


@require_safe
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was in a file, what was wrong with it, and what can be done now."""
    batch = _visible(request, pk)
    level = request.GET.get("level", "")
    level = level if level in MessageLevel.values else ""
    page = Paginator(messages_of(batch, level), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "url": _url(batch),
        "tone": TONES[ImportStatus(batch.status)],
        "offers": available(batch, request.user),
        "may_stage": _may_stage(request, batch),
        "is_known": "known" in request.GET,
        "history": history_lines(batch),
        "page_obj": page,
        "tabs": _tabs(batch, level),
        "columns": TABLE_COLUMNS,
        "messages_found": [_message_row(message) for message in page],
    }
    return render(request, "indicators/import_detail.html", context)


@require_safe
def import_messages(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Download every message as CSV."""
    batch = _visible(request, pk)
    return csv_response(f"import-{batch.pk}-messages.csv", MESSAGE_COLUMNS, _message_cells(batch), are_real=True)


@require_safe
def import_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Download the file as it came in."""
    return serve_file(_visible(request, pk).file)


@require_POST
@once_per_form_key
def import_stage(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a worker to put a checked file forward for sign-off."""
    batch = _visible(request, pk)
    require(request.user, "indicators.process_import", batch)
    if batch.status != ImportStatus.CHECKED:
        return redirect(_url(batch))
    return redirect("job", pk=imports.request_import(batch, actor=request.user, stage=True).pk)


@require_POST
@once_per_form_key
def import_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Sign off, reject, withdraw or reopen."""
    batch = _visible(request, pk)
    return act(request, batch, action, services=imports.BATCH_SERVICES, location=_url(batch))


def _visible(request: HttpRequest, pk: int) -> ImportBatch:
    return get_object_or_404(visible_imports_for(request.user), pk=pk)


def _url(batch: ImportBatch) -> str:
    return reverse("indicators:import_detail", kwargs={"pk": batch.pk})


def _may_stage(request: HttpRequest, batch: ImportBatch) -> bool:
    is_ready = batch.status == ImportStatus.CHECKED and bool(batch.rows_added or batch.rows_changed)
    return is_ready and may(request.user, "indicators.process_import", batch)


def _list_row(batch: ImportBatch) -> dict[str, Any]:
    return {
        "file": batch.file.name, "url": _url(batch), "source": batch.source.title,
        "status": batch.get_status_display(), "tone": TONES[ImportStatus(batch.status)], "added": batch.rows_added,
        "changed": batch.rows_changed, "rejected": batch.rows_rejected, "person": batch.imported_by,
        "at": batch.created_at,
    }  # fmt: skip


def _message_row(message: Any) -> dict[str, Any]:
    return {
        "line": message.line, "level": message.get_level_display(), "tone": LEVEL_TONES[message.level],
        "column": message.column, "value": message.value, "message": message.message,
    }  # fmt: skip


def _message_cells(batch: ImportBatch) -> Iterator[tuple]:
    for found in messages_of(batch).iterator(chunk_size=2_000):
        yield found.line, found.column, found.value, found.get_level_display(), found.message


def _tabs(batch: ImportBatch, level: str) -> list[dict[str, Any]]:
    counts, url = message_counts(batch), _url(batch)
    every = {"label": _("All"), "url": url, "current": not level, "count": sum(counts.values())}
    return [every] + [
        {"label": choice.label, "url": f"{url}?level={choice}", "current": level == choice, "count": counts[choice]}
        for choice in MessageLevel
        if counts.get(choice)
    ]
