"""Rows of the list and cards of the board."""

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from partnership.core.rules import may
from technical_assistance.enums import TARequestStatus
from technical_assistance.filters import ListFilter
from technical_assistance.models import TARequest
from technical_assistance.selectors.ball import Ball, ball_of
from technical_assistance.selectors.calendar import secretariat_calendar
from technical_assistance.selectors.requests import BOARD_COLUMNS

TONES = {
    "closed": "done", "delivered": "done", "declined": "wrong", "cancelled": "wrong", "withdrawn": "neutral",
    "returned": "soon", "on_hold": "soon", "draft": "neutral",
}  # fmt: skip


def tone_of_state(status: str) -> str:
    """Return the badge tone of a state."""
    return TONES.get(status, "info")


def list_context(request: HttpRequest, ta_filter: ListFilter, page: Page) -> dict[str, Any]:
    """Return what the list page shows."""
    is_staff = may(request.user, "technical_assistance.open_board")
    calendar, today = secretariat_calendar(), timezone.localdate()
    rows = [_row(ta_request, ball_of(ta_request, calendar, today), is_staff=is_staff) for ta_request in page]
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "filter": ta_filter,
        "page_obj": page,
        "columns": _columns(request, ta_filter, is_staff=is_staff),
        "rows": rows,
        "query": query.urlencode(),
        "is_filtered": any(query.get(name) for name in ("q", "state", "country", "area")),
    }


def sort_link(request: HttpRequest, ta_filter: ListFilter, name: str) -> dict[str, str]:
    """Return the sort address of a column, and its present order."""
    _columns_of_sort, current, is_descending = ta_filter.order()
    query = request.GET.copy()
    query.pop("page", None)
    query["sort"] = f"-{name}" if current == name and not is_descending else name
    order = ("desc" if is_descending else "asc") if current == name else ""
    return {"sort_url": f"?{query.urlencode()}", "sorted": order}


def _columns(request: HttpRequest, ta_filter: ListFilter, *, is_staff: bool) -> list[dict[str, Any]]:
    columns: list[dict[str, Any]] = [
        {"key": "name", "label": _("Request"), "url_key": "url", "note_key": "reference",
         **sort_link(request, ta_filter, "title")},
        {"key": "state", "label": _("State"), "kind": "state", "tone_key": "tone"},
        {"key": "areas", "label": _("Areas")},
        {"key": "waits", "label": _("Waits for")},
        {"key": "due", "label": _("Due"), "kind": "day", "note_key": "urgency", **sort_link(request, ta_filter, "due")},
    ]  # fmt: skip
    if is_staff:
        ministry = {"key": "ministry", "label": _("Ministry"), "note_key": "country",
                    **sort_link(request, ta_filter, "ministry")}  # fmt: skip
        columns.insert(1, ministry)
    return columns


def _row(ta_request: TARequest, ball: Ball, *, is_staff: bool) -> dict[str, Any]:
    return {
        "name": ta_request.name,
        "url": reverse("technical_assistance:ta_request", kwargs={"pk": ta_request.pk}),
        "reference": ta_request.reference or "",
        "ministry": ta_request.organisation.short_name or ta_request.organisation.name,
        "country": str(ta_request.country),
        "state": ta_request.get_status_display() if is_staff else ta_request.public_label,
        "tone": tone_of_state(ta_request.status),
        "areas": ", ".join(str(area) for area in ta_request.areas.all()),
        "waits": holder_label(ball.holder),
        "due": ball.due,
        "urgency": urgency(ball),
    }


def holder_label(holder: str) -> str:
    """Return who is waited for, in a word."""
    return {
        "ministry": _("Ministry"),
        "secretariat": _("Secretariat"),
        "counterpart": _("Counterpart"),
    }.get(holder, "")


def urgency(ball: Ball) -> str:
    """Return the word for a limit that is nearly or wholly used."""
    return {"wrong": _("late"), "soon": _("soon")}.get(ball.tone, "")


def cards_by_state(ta_requests: QuerySet[TARequest]) -> list[dict[str, Any]]:
    """Return the board's columns: the state's label and its cards, the most urgent first."""
    calendar, today = secretariat_calendar(), timezone.localdate()
    columns: dict[str, list[dict[str, Any]]] = {state: [] for state in BOARD_COLUMNS}
    for ta_request in ta_requests:
        ball = ball_of(ta_request, calendar, today)
        age = calendar.days_between(timezone.localtime(ta_request.status_since).date(), today)
        columns[ta_request.status].append(
            {**_row(ta_request, ball, is_staff=True), "age": age, "ball_tone": ball.tone,
             "assignee": ta_request.assignee}
        )  # fmt: skip
    return [{"label": TARequestStatus(state).label, "cards": cards} for state, cards in columns.items()]
