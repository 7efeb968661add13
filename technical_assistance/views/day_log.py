"""The day log of an activity: half-days, short sessions, attendance, corrections."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partnership.core.forms import once_per_form_key
from partnership.core.rules import require
from partnership.core.services.files import FileRefused
from partnership.core.transitions import Refused
from technical_assistance import services
from technical_assistance.forms.activities import AdjustForm, AttendanceForm, DayLogForm, SessionForm
from technical_assistance.local_time import in_zone
from technical_assistance.models import Activity, RemoteSession, Slot

from .activities import find, url_of
from .activity_page import loggable_practitioners

ENTRIES: dict[str, type[Slot] | type[RemoteSession]] = {"slot": Slot, "session": RemoteSession}


def _run(request: HttpRequest, activity: Activity, form: forms.Form, service: Callable[[dict], Any]) -> HttpResponse:
    """Call the service with the cleaned form, say what came of it, lead back to the log."""
    if not form.is_valid():
        for name, texts in form.errors.items():
            label = form[name].label if name in form.fields else ""
            messages.error(request, f"{label}: {' '.join(texts)}" if label else " ".join(texts))
    else:
        try:
            service(form.cleaned_data)
        except (Refused, FileRefused) as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Saved."))
    return redirect(f"{url_of(activity)}#days")


@require_POST
@once_per_form_key
def log_days(request: HttpRequest, pk: int) -> HttpResponse:
    """Log half-days."""
    activity = find(request, pk)
    require(request.user, "technical_assistance.log_days", activity)
    people = loggable_practitioners(activity, request.user)
    form = DayLogForm(request.POST, practitioners=people, activity=activity)
    return _run(
        request, activity, form,
        lambda data: services.log_half_days(
            activity, data["practitioner"], halves=form.chosen_halves(), contact_minutes=data["contact_minutes"],
            subject=data["subject"], actor=request.user,
        ),
    )  # fmt: skip


@require_POST
@once_per_form_key
def log_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Log a remote session."""
    activity = find(request, pk)
    require(request.user, "technical_assistance.log_days", activity)
    form = SessionForm(request.POST, practitioners=loggable_practitioners(activity, request.user))
    return _run(
        request, activity, form,
        lambda data: services.log_remote_session(
            activity, data["practitioner"], starts_at=in_zone(data["starts_at"], activity.time_zone),
            minutes=data["minutes"], subject=data["subject"], actor=request.user,
        ),
    )  # fmt: skip


@require_POST
def void(request: HttpRequest, pk: int, kind: str, entry_pk: int) -> HttpResponse:
    """Strike an entry of the log."""
    activity = find(request, pk)
    model = ENTRIES.get(kind, Slot)
    entry = get_object_or_404(model.objects.filter(is_void=False), pk=entry_pk, activity=activity)
    services.void_entry(entry, actor=request.user)
    messages.success(request, _("The entry is struck."))
    return redirect(f"{url_of(activity)}#days")


@require_POST
@once_per_form_key
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down who came."""
    activity = find(request, pk)
    require(request.user, "technical_assistance.log_days", activity)
    form = AttendanceForm(request.POST, request.FILES)
    return _run(
        request, activity, form,
        lambda data: services.record_attendance(
            activity, women=data["women"], men=data["men"], other=data["other"], upload=data["upload"],
            actor=request.user,
        ),
    )  # fmt: skip


@require_POST
@once_per_form_key
def adjust(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct verified days."""
    activity = find(request, pk)
    require(request.user, "technical_assistance.adjust_days", activity)
    form = AdjustForm(request.POST, activity=activity)
    return _run(
        request, activity, form,
        lambda data: services.adjust_days(
            activity, data["practitioner"], half_days=data["half_days"], reason=data["reason"], actor=request.user
        ),
    )  # fmt: skip
