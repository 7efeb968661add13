"""The registers beside the ledger: pledges, commitments, decisions and meetings, work programmes, periods."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.enums import MeetingState
from governance.models import Meeting
from governance.selectors import fund as figures
from governance.selectors.ledger import (
    commitments_for,
    decisions_for,
    meetings_for,
    periods_for,
    pledges_for,
    programmes_for,
)
from governance.selectors.spending import programme_lines
from governance.services.periods import close_period
from governance.views.areas import for_readers_of_the_fund, tabs
from governance.views.documents import offered
from partnership.core.forms import once_per_form_key
from partnership.core.transitions import available
from partnership.core.views.transitions import act

PAGE = 25
MEETING_TONES = {MeetingState.HELD: "done", MeetingState.PLANNED: "info", MeetingState.CANCELLED: "neutral"}


@require_safe
@for_readers_of_the_fund
def pledges(request: HttpRequest) -> HttpResponse:
    """Show who promised what, and what of it arrived."""
    page = Paginator(pledges_for(request.user), PAGE).get_page(request.GET.get("page"))
    contributors = [
        {
            "name": row.name,
            "kind": row.kind_label,
            "pledged": row.pledged.amount,
            "received": row.received.amount,
            "outstanding": row.outstanding.amount,
        }
        for row in figures.contributors()
    ]
    rows = [
        {
            "number": pledge.number,
            "url": _entry_url(pledge.transaction.sequence),
            "contributor": pledge.contributor.organisation.name,
            "agreement": pledge.agreement,
            "signed_on": pledge.value_date,
            "amount": pledge.amount,
            "currency": pledge.currency_id,
        }
        for pledge in page
    ]
    more = {"page_obj": page, "rows": rows, "contributors": contributors}
    return _page(request, "pledges", _("Pledges"), **more)


@require_safe
@for_readers_of_the_fund
def commitments(request: HttpRequest) -> HttpResponse:
    """Show what is committed, what of it was paid and what is left."""
    page = Paginator(commitments_for(request.user), PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "number": commitment.number,
            "url": _entry_url(commitment.transaction.sequence),
            "purpose": commitment.purpose,
            "line": commitment.line.reference,
            "component": commitment.line.get_component_display(),
            "on": commitment.value_date,
            "bound": commitment.bound,
            "paid": commitment.paid,
            "unpaid": commitment.unpaid,
        }
        for commitment in page
    ]
    return _page(request, "commitments", _("Commitments"), page_obj=page, rows=rows, components=figures.by_component())


@require_safe
@for_readers_of_the_fund
def decisions(request: HttpRequest) -> HttpResponse:
    """Show the Committee's meetings and what it adopted."""
    page = Paginator(decisions_for(request.user), PAGE).get_page(request.GET.get("page"))
    meetings = [
        {
            "meeting": meeting,
            "tone": MEETING_TONES[MeetingState(meeting.status)],
            "offers": available(meeting, request.user),
            "url": reverse("governance:meeting", kwargs={"pk": meeting.pk}),
        }
        for meeting in meetings_for(request.user)[:8]
    ]
    return _page(request, "decisions", _("Committee"), page_obj=page, meetings=meetings)


@require_safe
@for_readers_of_the_fund
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the text of a decision, its checksum and what it changed."""
    found = get_object_or_404(decisions_for(request.user), pk=pk)
    allocations = [
        {
            "number": row.number,
            "url": _entry_url(row.transaction.sequence),
            "component": row.get_component_display(),
            "amount": row.amount,
        }
        for row in found.allocations.select_related("transaction").order_by("id")
    ]
    return render(request, "governance/decision.html", {"decision": found, "allocations": allocations})


@require_safe
@for_readers_of_the_fund
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a meeting with its decisions and what can be done with it."""
    found = get_object_or_404(meetings_for(request.user), pk=pk)
    page = {
        "meeting": found,
        "tone": MEETING_TONES[MeetingState(found.status)],
        "decisions": decisions_for(request.user).filter(meeting=found).order_by("position"),
        "offers": available(found, request.user),
        "url": _meeting_url(found),
    }
    return render(request, "governance/meeting.html", page)


@require_POST
@for_readers_of_the_fund
@once_per_form_key
def meeting_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Record a meeting as held, or cancel it."""
    found = get_object_or_404(meetings_for(request.user), pk=pk)
    return act(request, found, action, services={}, location=_meeting_url(found))


@require_safe
@for_readers_of_the_fund
def programme(request: HttpRequest) -> HttpResponse:
    """Show the work programmes, line by line, with what is committed and paid."""
    years = [
        {"programme": found, "rows": [_line_row(line) for line in programme_lines(found)]}
        for found in programmes_for(request.user)[:3]
    ]
    return _page(request, "programme", _("Work programme"), years=years)


@require_safe
@for_readers_of_the_fund
def periods(request: HttpRequest) -> HttpResponse:
    """Show the half-years of the fund, which of them are closed, and with which ledger head."""
    here = reverse("governance:periods")
    rows = [
        {"period": period, "offers": available(period, request.user), "url": f"{here}{period.pk}/"}
        for period in periods_for(request.user)
    ]
    return _page(request, "periods", _("Periods"), periods=rows, trial_balance=figures.trial_balance())


@require_POST
@for_readers_of_the_fund
@once_per_form_key
def period_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Begin to close, keep open, or close a half-year."""
    period = get_object_or_404(periods_for(request.user), pk=pk)
    return act(request, period, action, services={"close": close_period}, location=reverse("governance:periods"))


def _page(request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
    shared = {"tabs": tabs(request, name), "title": title, "offered": offered(request.user, name)}
    return render(request, f"governance/{name}.html", shared | context)


def _entry_url(sequence: int) -> str:
    return reverse("governance:entry", kwargs={"sequence": sequence})


def _meeting_url(found: Meeting) -> str:
    return reverse("governance:meeting", kwargs={"pk": found.pk})


def _line_row(line: Any) -> dict[str, Any]:
    return {
        "reference": f"{line.number}",
        "activity": line.activity,
        "output": line.expected_output,
        "component": line.get_component_display(),
        "half": line.get_half_year_display(),
        "budget": line.budget,
        "bound": line.bound,
        "paid": line.paid,
    }
