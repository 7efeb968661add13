"""The form of a request: begin, step by step, saved on the way, compared when two people write, reviewed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnership.core.forms import once_per_form_key
from partnership.core.rules import may, require
from partnership.core.services.files import FileRefused
from partnership.core.transitions import Refused, Stale, problems
from technical_assistance import services
from technical_assistance.completeness import STEPS, Step, missing_parts, step_named
from technical_assistance.enums import TARequestStatus
from technical_assistance.forms.requests import AttachmentForm, NewRequestForm, TARequestForm
from technical_assistance.models import DraftConflict, TARequest, TARequestAttachment

from .draft_conflicts import comparison, merged_content
from .request_parts import facts_of
from .requests import find, part_url


def _editable(request: HttpRequest, pk: int) -> TARequest:
    ta_request = find(request, pk)
    require(request.user, "technical_assistance.change_ta_request", ta_request)
    return ta_request


def _closed(request: HttpRequest, pk: int) -> HttpResponse | None:
    """Lead from a form that is closed by now to its request: the back button comes here after a submission."""
    ta_request = find(request, pk)
    return None if ta_request.status in TARequestStatus.EDITABLE else redirect(part_url(ta_request))


def _step(key: str) -> Step:
    step = step_named(key)
    if step is None:
        raise Http404
    return step


def _version(request: HttpRequest) -> int:
    """Return the version the person had read; without one the text is never saved over another."""
    given = request.POST.get("version", "")
    return int(given) if given.isdigit() and len(given) < 10 else 0


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form_key
def start(request: HttpRequest) -> HttpResponse:
    """Begin a draft."""
    require(request.user, "technical_assistance.add_ta_request")
    form = NewRequestForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            ta_request = services.create_ta_request(
                form.cleaned_data["organisation"], actor=request.user, content={"title": form.cleaned_data["title"]}
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return redirect("technical_assistance:ta_request_edit", pk=ta_request.pk, step=STEPS[0].key)
    return render(request, "technical_assistance/ta_request_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Show or save one step. What can be read is saved even when another field has an error."""
    if request.method != "POST" and (closed := _closed(request, pk)):
        return closed
    ta_request, this = _editable(request, pk), _step(step)
    if request.method != "POST":
        return _render_step(request, ta_request, this, TARequestForm(instance=ta_request, step=this))
    form = TARequestForm(request.POST, instance=ta_request, step=this)
    try:
        saved = services.save_draft(
            ta_request, content=form.content(), actor=request.user, expected_version=_version(request), step=step
        )
    except services.DraftChanged as late:
        return _render_conflict(request, late.conflict, status=409)
    if form.errors:
        return _render_step(request, saved, this, form)
    if "save_draft" in request.POST:
        messages.success(request, _("Saved."))
        return redirect(request.path)
    return redirect(_next_url(saved, this))


def _next_url(ta_request: TARequest, step: Step) -> str:
    place = STEPS.index(step) + 1
    if place == len(STEPS):
        return reverse("technical_assistance:ta_request_review", kwargs={"pk": ta_request.pk})
    return reverse("technical_assistance:ta_request_edit", kwargs={"pk": ta_request.pk, "step": STEPS[place].key})


def _render_step(request: HttpRequest, ta_request: TARequest, step: Step, form: TARequestForm) -> HttpResponse:
    lacking = {part.step for part in missing_parts(TARequest.objects.get(pk=ta_request.pk))}
    context = {
        "ta_request": ta_request,
        "step": step,
        "form": form,
        "steps": [
            {
                "label": each.label,
                "url": reverse("technical_assistance:ta_request_edit", kwargs={"pk": ta_request.pk, "step": each.key}),
                "current": each is step,
                "is_complete": each.key not in lacking,
            }
            for each in STEPS
        ],
        "number": STEPS.index(step) + 1,
        "count": len(STEPS),
        "attachment_form": AttachmentForm() if step is STEPS[-1] else None,
        "attachments": ta_request.attachments.filter(removed_at=None).select_related("file"),
    }
    return render(request, "technical_assistance/ta_request_edit.html", context)


@require_POST
def autosave(request: HttpRequest, pk: int, step: str) -> JsonResponse:
    """Save a step while it is written; answers as static/js/autosave.js expects."""
    ta_request, this = _editable(request, pk), _step(step)
    form = TARequestForm(request.POST, instance=ta_request, step=this)
    try:
        saved = services.save_draft(
            ta_request, content=form.content(), actor=request.user, expected_version=_version(request), step=step
        )
    except services.DraftChanged as late:
        url = reverse("technical_assistance:ta_request_conflict", kwargs={"pk": pk, "conflict_pk": late.conflict.pk})
        return JsonResponse({"message": str(late.message), "url": url}, status=409)
    message = _("Saved {time}").format(time=f"{timezone.localtime():%H:%M}")
    if form.errors:
        labels = ", ".join(str(form[name].label) for name in form.errors if name in form.fields)
        message = _("{saved}, except: {fields}").format(saved=message, fields=labels)
    return JsonResponse({"version": saved.version, "message": message})


@require_http_methods(["GET", "HEAD", "POST"])
def conflict(request: HttpRequest, pk: int, conflict_pk: int) -> HttpResponse:
    """Show both texts side by side; the person chooses field by field, nothing is overwritten before that."""
    ta_request = _editable(request, pk)
    late = get_object_or_404(DraftConflict, pk=conflict_pk, ta_request=ta_request, author=request.user)
    if request.method != "POST":
        return _render_conflict(request, late)
    try:
        services.settle_conflict(
            late, content=merged_content(late, request.POST), actor=request.user, expected_version=_version(request)
        )
    except Stale as refusal:
        messages.error(request, str(refusal.message))
        return _render_conflict(request, late, status=409)
    messages.success(request, _("Saved."))
    return redirect("technical_assistance:ta_request_edit", pk=pk, step=late.step or STEPS[0].key)


def _render_conflict(request: HttpRequest, late: DraftConflict, status: int = 200) -> HttpResponse:
    now = TARequest.objects.get(pk=late.ta_request_id)
    last = now.revisions.select_related("author").first()
    context: dict[str, Any] = {
        "ta_request": now,
        "conflict": late,
        "other": last,
        "fields": comparison(late, now),
        "step": late.step or STEPS[0].key,
    }
    return render(request, "technical_assistance/ta_request_conflict.html", context, status=status)


@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the whole request before it is submitted, what is missing, and who may submit."""
    if closed := _closed(request, pk):
        return closed
    ta_request = _editable(request, pk)
    transition = ta_request.machine["submit"]
    context = {
        "ta_request": ta_request,
        "sections": facts_of(ta_request),
        "attachments": ta_request.attachments.filter(removed_at=None).select_related("file"),
        "missing": missing_parts(ta_request),
        "problems": problems(ta_request, transition, request.user),
        "may_submit": may(request.user, transition.permission, ta_request),
    }
    return render(request, "technical_assistance/ta_request_review.html", context)


@require_POST
@once_per_form_key
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a document to a draft."""
    ta_request = _editable(request, pk)
    form = AttachmentForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Please choose a file."))
    else:
        try:
            services.add_attachment(ta_request, form.cleaned_data["upload"], actor=request.user)
        except FileRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The document is added."))
    return redirect("technical_assistance:ta_request_edit", pk=pk, step=STEPS[-1].key)


@require_POST
def detach(request: HttpRequest, pk: int, attachment_pk: int) -> HttpResponse:
    """Take a document off a draft."""
    ta_request = _editable(request, pk)
    found = get_object_or_404(TARequestAttachment, pk=attachment_pk, ta_request=ta_request, removed_at=None)
    services.remove_attachment(found, actor=request.user)
    return redirect("technical_assistance:ta_request_edit", pk=pk, step=STEPS[-1].key)


@require_POST
@once_per_form_key
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Copy a request into a new draft."""
    ta_request = find(request, pk)
    draft = services.copy_ta_request(ta_request, actor=request.user)
    messages.success(request, _("Copied into a new draft. The clearance has to be given anew."))
    return redirect(part_url(draft))
