"""Pages of TA requests: list, board, one request with its parts, exports, conversation, actions."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from partnership.core.forms import once_per_form_key
from partnership.core.rules import may, require
from partnership.core.services.exports import Sheet, csv_response, workbook_response
from partnership.core.services.files import serve_file
from partnership.core.views.transitions import act
from technical_assistance import services
from technical_assistance.completeness import missing_parts
from technical_assistance.exports.requests import COLUMNS, rows_of
from technical_assistance.filters import TARequestFilter, staff_labels
from technical_assistance.forms.requests import MessageForm
from technical_assistance.models import TARequest, TARequestAttachment
from technical_assistance.selectors.ball import ball_of, refined_holder
from technical_assistance.selectors.calendar import secretariat_calendar
from technical_assistance.selectors.requests import BOARD_COLUMNS, visible_ta_requests_for, with_list_columns

from . import request_parts
from .actions import request_actions, split
from .request_lists import cards_by_state, list_context
from .request_steps import big_steps

PAGE_SIZE = 25
SERVICES = {
    "submit": services.submit_ta_request,
    "take": services.take_ta_request,
    "take_over": services.take_over_ta_request,
    "approve": services.approve_ta_request,
    "start_matching": services.start_matching,
    "resume": services.resume_ta_request,
    "complete": services.complete_ta_request,
    "close": services.close_ta_request,
    "withdraw": services.withdraw_ta_request,
    "cancel": services.cancel_ta_request,
}


def find(request: HttpRequest, pk: int) -> TARequest:
    """Return a request that the person may see, or answer 404."""
    visible = visible_ta_requests_for(request.user).select_related("organisation", "country", "assignee")
    return get_object_or_404(visible, pk=pk)


def _filtered(request: HttpRequest) -> TARequestFilter:
    require(request.user, "technical_assistance.list_ta_requests")
    visible = visible_ta_requests_for(request.user)
    return TARequestFilter(request.GET, visible=visible, labels=staff_labels())


@require_safe
def ta_request_list(request: HttpRequest) -> HttpResponse:
    """List the requests the person may see, filtered, sorted, paged."""
    ta_filter = _filtered(request)
    page = Paginator(with_list_columns(ta_filter.apply()), PAGE_SIZE).get_page(request.GET.get("page"))
    context = list_context(request, ta_filter, page)
    context["may_start"] = may(request.user, "technical_assistance.add_ta_request")
    context["may_open_board"] = may(request.user, "technical_assistance.open_board")
    return render(request, "technical_assistance/ta_request_list.html", context)


@require_safe
def export_csv(request: HttpRequest) -> HttpResponse:
    """Download exactly the filtered list as CSV."""
    return csv_response("ta-requests.csv", *_table(request))


@require_safe
def export_xlsx(request: HttpRequest) -> HttpResponse:
    """Download exactly the filtered list as a workbook."""
    columns, rows = _table(request)
    return workbook_response("ta-requests.xlsx", [Sheet("TA requests", columns, rows)])


def _table(request: HttpRequest) -> tuple[list[str], list[list[Any]]]:
    found = with_list_columns(_filtered(request).apply())
    is_staff = may(request.user, "technical_assistance.open_board")
    return [str(label) for label in COLUMNS], rows_of(found, is_staff=is_staff)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show the open requests in columns by state."""
    require(request.user, "technical_assistance.open_board")
    found = with_list_columns(visible_ta_requests_for(request.user)).filter(status__in=BOARD_COLUMNS)
    columns = cards_by_state(found.order_by("due_on", "id"))
    return render(request, "technical_assistance/ta_request_board.html", {"columns": columns})


@require_safe
def ta_request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request: state, ball, next action, and the chosen part."""
    ta_request = find(request, pk)
    entries, part = request_parts.entries_for(ta_request, request.user, request.GET.get("part", ""))
    ball = ball_of(ta_request, secretariat_calendar(), timezone.localdate(), waits_for=refined_holder(ta_request))
    is_staff = may(request.user, "technical_assistance.open_board")
    is_editable = may(request.user, "technical_assistance.change_ta_request", ta_request)
    context = {
        "ta_request": ta_request,
        "state_label": ta_request.get_status_display() if is_staff else ta_request.public_label,
        "tone": request_parts.tone_of(ta_request, ball),
        "ball": ball.sentence,
        "steps": big_steps(ta_request),
        "tabs": entries,
        "part": part,
        "part_template": f"technical_assistance/parts/{part}.html",
        "returned_parts": request_parts.returned_parts(ta_request),
        "missing": missing_parts(ta_request) if is_editable else [],
        "is_editable": is_editable,
        "may_copy": may(request.user, "technical_assistance.copy_ta_request", ta_request),
        **split(request_actions(ta_request, request.user)),
        **request_parts.CONTEXTS[part](ta_request, request.user),
    }
    return render(request, "technical_assistance/ta_request.html", context)


@require_safe
def attachment(request: HttpRequest, pk: int, attachment_pk: int) -> FileResponse:
    """Download a document of a request."""
    ta_request = find(request, pk)
    found = get_object_or_404(TARequestAttachment, pk=attachment_pk, ta_request=ta_request, removed_at=None)
    return serve_file(found.file)


@require_POST
@once_per_form_key
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a message to the conversation."""
    ta_request = find(request, pk)
    require(request.user, "technical_assistance.write_shared_message", ta_request)
    may_be_internal = may(request.user, "technical_assistance.write_internal_message", ta_request)
    form = MessageForm(request.POST, may_be_internal=may_be_internal)
    if form.is_valid():
        services.write_message(
            ta_request, body=form.cleaned_data["body"], visibility=form.cleaned_data["visibility"], actor=request.user
        )
    return redirect(part_url(ta_request, "conversation"))


@require_POST
@once_per_form_key
def act_on(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Perform a transition of a request."""
    ta_request = find(request, pk)
    if action in ("return", "decline", "hold"):  # these have pages of their own, with what they need
        raise PermissionDenied
    return act(request, ta_request, action, services=SERVICES, location=part_url(ta_request))


def part_url(ta_request: TARequest, part: str = "") -> str:
    """Return the address of a request, at one of its parts."""
    url = reverse("technical_assistance:ta_request", kwargs={"pk": ta_request.pk})
    return f"{url}?part={part}" if part else url
