"""Pages of activities: list, one activity, plan, people, day log, attendance, corrections, actions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnership.core.forms import once_per_form_key
from partnership.core.rules import require
from partnership.core.services.exports import Sheet, csv_response, workbook_response
from partnership.core.services.files import serve_file
from partnership.core.transitions import Refused, Stale
from partnership.core.views.transitions import act
from technical_assistance import services
from technical_assistance.exports.activities import COLUMNS, rows_of
from technical_assistance.filters import ActivityFilter
from technical_assistance.forms.activities import ActivityForm, AssignForm
from technical_assistance.models import Activity, Assignment, TARequest
from technical_assistance.selectors.activities import visible_activities_for, with_list_columns

from .activity_page import activity_context, activity_list_context
from .requests import find as find_ta_request

PAGE_SIZE = 25
SERVICES = {
    "confirm": services.confirm_activity,
    "start": services.start_activity,
    "deliver": services.deliver_activity,
    "verify": services.verify_activity,
    "cancel": services.cancel_activity,
    "waive_evaluation": services.waive_evaluation,
    "close": services.close_activity,
}


def find(request: HttpRequest, pk: int) -> Activity:
    """Return an activity that the person may see, or answer 404."""
    visible = visible_activities_for(request.user).select_related("area", "host_country", "host_organisation")
    return get_object_or_404(visible, pk=pk)


def url_of(activity: Activity) -> str:
    """Return the address of an activity."""
    return reverse("technical_assistance:activity", kwargs={"pk": activity.pk})


def _filtered(request: HttpRequest) -> ActivityFilter:
    require(request.user, "technical_assistance.list_activities")
    return ActivityFilter(request.GET, visible=visible_activities_for(request.user))


@require_safe
def activity_list(request: HttpRequest) -> HttpResponse:
    """List the activities the person may see."""
    list_filter = _filtered(request)
    page = Paginator(with_list_columns(list_filter.apply()), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "technical_assistance/activity_list.html", activity_list_context(request, list_filter, page))


@require_safe
def export_csv(request: HttpRequest) -> HttpResponse:
    """Download exactly the filtered list as CSV."""
    return csv_response("ta-activities.csv", *_table(request))


@require_safe
def export_xlsx(request: HttpRequest) -> HttpResponse:
    """Download exactly the filtered list as a workbook."""
    columns, rows = _table(request)
    return workbook_response("ta-activities.xlsx", [Sheet("Activities", columns, rows)])


def _table(request: HttpRequest) -> tuple[list[str], list[list[Any]]]:
    return [str(label) for label in COLUMNS], rows_of(with_list_columns(_filtered(request).apply()))


@require_safe
def activity_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one activity."""
    return render(request, "technical_assistance/activity.html", activity_context(find(request, pk), request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form_key
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan an activity of a request."""
    ta_request = find_ta_request(request, pk)
    require(request.user, "technical_assistance.plan_activity", ta_request)
    form = ActivityForm(request.POST or None, initial=_suggestion(ta_request))
    if request.method == "POST" and form.is_valid():
        try:
            activity = services.plan_activity(ta_request, actor=request.user, plan=form.plan())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The activity is planned. Next: its people, then its funding."))
            return redirect(url_of(activity))
    context = {"ta_request": ta_request, "form": form, "title": _("Plan an activity"), "label": _("Plan")}
    return render(request, "technical_assistance/form_page.html", context)


def _suggestion(ta_request: TARequest) -> dict[str, Any]:
    return {
        "title": ta_request.title,
        "area": ta_request.areas.first(),
        "kind": ta_request.kinds[0] if ta_request.kinds else None,
        "starts_on": ta_request.earliest_start,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the plan of an activity that is not confirmed yet."""
    activity = find(request, pk)
    require(request.user, "technical_assistance.change_activity", activity)
    version = request.POST.get("version", "")
    form = ActivityForm(request.POST or None, instance=find(request, pk))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_activity(
                activity, actor=request.user, plan=form.plan(),
                expected_version=int(version) if version.isdigit() and len(version) < 10 else None,
            )  # fmt: skip
        except Stale as refusal:
            context = {"message": refusal.message, "location": url_of(activity)}
            return render(request, "core/conflict.html", context, status=409)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(url_of(activity))
    context = {"activity": activity, "form": form, "title": _("Change the plan"), "label": _("Save"),
               "version": activity.version}  # fmt: skip
    return render(request, "technical_assistance/form_page.html", context)


@require_POST
@once_per_form_key
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a practitioner on an activity."""
    activity = find(request, pk)
    require(request.user, "technical_assistance.change_activity", activity)
    form = AssignForm(request.POST, activity=activity)
    if not form.is_valid():
        messages.error(request, _("Please choose a practitioner and a number of half-days."))
        return redirect(f"{url_of(activity)}#people")
    try:
        services.assign_practitioner(
            activity, form.cleaned_data["practitioner"], actor=request.user, role=form.cleaned_data["role"],
            planned_half_days=form.cleaned_data["planned_half_days"],
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect(f"{url_of(activity)}#people")


@require_POST
def unassign(request: HttpRequest, pk: int, assignment_pk: int) -> HttpResponse:
    """Take a practitioner off an activity."""
    activity = find(request, pk)
    assignment = get_object_or_404(Assignment, pk=assignment_pk, activity=activity)
    services.unassign_practitioner(assignment, actor=request.user)
    return redirect(f"{url_of(activity)}#people")


@require_safe
def attendance_file(request: HttpRequest, pk: int) -> FileResponse:
    """Download the attendance list."""
    activity = find(request, pk)
    if activity.attendance_file is None:
        raise Http404
    return serve_file(activity.attendance_file)


@require_POST
@once_per_form_key
def act_on(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Perform a transition of an activity."""
    activity = find(request, pk)
    return act(request, activity, action, services=SERVICES, location=url_of(activity))
