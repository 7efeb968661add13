"""What the pages of activities show."""

from datetime import date
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnership.core.models import User
from partnership.core.rules import may
from partnership.core.selectors import history_of
from technical_assistance.enums import AssignmentRole, HalfDay
from technical_assistance.filters import ListFilter
from technical_assistance.forms.activities import AdjustForm, AssignForm, AttendanceForm, DayLogForm, SessionForm
from technical_assistance.local_time import local_today
from technical_assistance.models import Activity, Practitioner, Slot
from technical_assistance.selectors.person_days import person_days
from technical_assistance.services.activities import days_of

from .actions import activity_actions, split
from .request_lists import sort_link

_P = "technical_assistance."
TONES = {
    "delivered": "soon", "verified": "done", "evaluated": "done", "closed": "done", "cancelled": "wrong",
    "postponed": "soon", "planned": "neutral",
}  # fmt: skip
# Whom each state waits for.
BALLS = {
    "planned": gettext_lazy("Waits for the Secretariat to find the people and the funding, and to confirm."),
    "postponed": gettext_lazy("Waits for the Secretariat to plan it anew."),
    "confirmed": gettext_lazy("Waits for its first day."),
    "in_progress": gettext_lazy("Waits for the practitioners to log their days."),
    "delivered": gettext_lazy("Waits for the ministry to verify the days."),
    "verified": gettext_lazy("Waits for its evaluation."),
    "evaluated": gettext_lazy("Waits for the Secretariat to close it."),
}


def activity_list_context(request: HttpRequest, list_filter: ListFilter, page: Page) -> dict[str, Any]:
    """Return what the list shows."""
    columns = [
        {"key": "title", "label": _("Activity"), "url_key": "url", "note_key": "code",
         **sort_link(request, list_filter, "title")},
        {"key": "state", "label": _("State"), "kind": "state", "tone_key": "tone"},
        {"key": "country", "label": _("Host"), "note_key": "mode"},
        {"key": "area", "label": _("Area")},
        {"key": "people", "label": _("Practitioners")},
        {"key": "starts_on", "label": _("First day"), "kind": "day", **sort_link(request, list_filter, "dates")},
        {"key": "ends_on", "label": _("Last day"), "kind": "day"},
    ]  # fmt: skip
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "filter": list_filter, "page_obj": page, "columns": columns, "rows": [activity_row(row) for row in page],
        "query": query.urlencode(),
    }  # fmt: skip


def activity_row(activity: Activity) -> dict[str, Any]:
    """Return the cells of an activity in a list."""
    return {
        "title": activity.title,
        "url": reverse("technical_assistance:activity", kwargs={"pk": activity.pk}),
        "code": activity.code,
        "state": activity.get_status_display(),
        "tone": TONES.get(activity.status, "info"),
        "country": str(activity.host_country),
        "mode": str(activity.get_mode_display()).partition(":")[0],
        "area": str(activity.area),
        "people": ", ".join(str(assignment.practitioner) for assignment in activity.assignments.all()),
        "starts_on": activity.starts_on,
        "ends_on": activity.ends_on,
    }


def loggable_practitioners(activity: Activity, user: User) -> list[Practitioner]:
    """Return for whom the person may log days: for oneself, or, as an officer, for every expert."""
    if not may(user, f"{_P}log_days", activity):
        return []
    experts = activity.assignments.filter(is_confirmed=True, role=AssignmentRole.EXPERT)
    people = [assignment.practitioner for assignment in experts.select_related("practitioner")]
    if may(user, f"{_P}manage_activity", activity):
        return people
    return [person for person in people if person.user_id == user.pk]


def activity_context(activity: Activity, user: User) -> dict[str, Any]:
    """Return what the page of an activity shows."""
    assignments = list(activity.assignments.select_related("practitioner__organisation", "practitioner__country"))
    slots = list(activity.slots.filter(is_void=False).select_related("practitioner", "logged_by"))
    people = loggable_practitioners(activity, user)
    may_change = may(user, f"{_P}change_activity", activity)
    days = person_days(activities=Activity.objects.filter(pk=activity.pk))
    return {
        "activity": activity,
        "tone": TONES.get(activity.status, "info"),
        "ball": BALLS.get(activity.status, ""),
        "facts": _facts(activity),
        "figures": _figures(days, activity),
        "assignments": assignments,
        "slots": slots,
        "sessions": list(activity.sessions.filter(is_void=False).select_related("practitioner", "logged_by")),
        "adjustments": list(activity.adjustments.select_related("practitioner", "made_by")),
        "grid": _grid(activity, slots) if people else [],
        "log_form": DayLogForm(practitioners=people, activity=activity) if people else None,
        "session_form": SessionForm(practitioners=people) if people and activity.is_remote else None,
        "attendance_form": _attendance_form(activity) if may(user, f"{_P}log_days", activity) else None,
        "may_strike": may(user, f"{_P}log_days", activity),
        "may_change": may_change,
        "assign_form": AssignForm(activity=activity) if may_change else None,
        "adjust_form": AdjustForm(activity=activity) if may(user, f"{_P}adjust_days", activity) else None,
        "entries": _history(activity),
        "sees_request": may(user, f"{_P}list_ta_requests"),
        **split(activity_actions(activity, user)),
    }


def _attendance_form(activity: Activity) -> AttendanceForm:
    return AttendanceForm(
        initial={
            "women": activity.attended_women,
            "men": activity.attended_men,
            "other": activity.attended_other or 0,
        }
    )


def _facts(activity: Activity) -> list[dict[str, Any]]:
    """Return the facts of the plan as definition-list rows."""
    pairs: list[tuple[str, Any]] = [
        (_("Objectives"), activity.objectives),
        (_("Kind of help"), activity.get_kind_display()),
        (_("Mode"), activity.get_mode_display()),
        (_("Area"), str(activity.area)),
        (_("Host"), f"{activity.host_organisation}, {activity.host_country}"),
        (_("Place"), activity.place),
        (_("Link"), activity.link),
        (_("Time zone of the host"), activity.time_zone.replace("_", " ")),
        (_("South-South"), _("yes") if activity.is_south_south else ""),
    ]
    return [{"term": term, "value": value} for term, value in pairs if value]


def _figures(days: Any, activity: Activity) -> list[dict[str, Any]]:
    return [
        {"value": days.verified, "label": _("person-days verified"), "now": True},
        {"value": days.logged, "label": _("person-days logged, not verified")},
        {"value": days.planned, "label": _("person-days still planned")},
    ]


def _grid(activity: Activity, slots: list[Slot]) -> list[dict[str, Any]]:
    """Return one row per day with its two halves: the value of the checkbox, and who is logged already."""
    today = local_today(activity.time_zone)
    taken: dict[tuple[date, str], list[str]] = {}
    for slot in slots:
        taken.setdefault((slot.local_date, slot.half), []).append(str(slot.practitioner))
    return [
        {
            "day": day,
            "weekday": date_format(day, "l"),
            "has_come": day <= today,
            "halves": [
                {"value": f"{day.isoformat()}:{half}", "label": label, "taken": ", ".join(taken.get((day, half), []))}
                for half, label in HalfDay.choices
            ],
        }
        for day in days_of(activity)
    ]


def _history(activity: Activity) -> list[dict[str, Any]]:
    labels = {transition.name: transition.label for transition in activity.machine.transitions}
    own = {"plan": _("Planned"), "fund": _("Funded by the trust fund"), "adjust_days": _("Days corrected")}
    return [
        {"at": entry.at, "text": labels.get(entry.action) or own[entry.action], "actor": entry.actor,
         "reason": entry.reason}
        for entry in history_of(activity)
        if entry.action in labels or entry.action in own
    ]  # fmt: skip
