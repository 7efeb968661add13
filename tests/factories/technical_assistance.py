"""Requests, roster and activities for tests, brought into their states through the services."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from partnership.core.models import PSMArea
from partnership.core.transitions import perform
from technical_assistance import services
from technical_assistance.models import Activity, EligibilityQuestion, Practitioner, Proposal, TARequest
from tests.cast import Cast
from tests.factories.core import country

FIRST_DAY = date(2026, 3, 9)  # a Monday
LAST_DAY = date(2026, 3, 11)


def area(code: str = "HRM") -> PSMArea:
    """Return an area of the reference data."""
    return PSMArea.objects.get(code=code)


def complete_content(**changes: Any) -> dict[str, Any]:
    """Return the content of a form that lacks nothing."""
    return {
        "title": "Merit-based recruitment",
        "problem": "Senior posts are filled without open competition.",
        "areas": [area("HRM")],
        "reform_context": "A civil service law was passed last year.",
        "tried_before": "A pilot in two agencies.",
        "outcome": "An office that runs competitions.",
        "outcome_measure": "Share of senior posts filled by competition.",
        "kinds": ["expert_mission"],
        "preferred_countries": [country("DNK")],
        "preferred_models": "",
        "languages": ["es", "en"],
        "earliest_start": date(2026, 3, 1),
        "latest_end": date(2026, 11, 30),
        "participants_women": 8,
        "participants_men": 7,
        "participants_other": 0,
        "participants_posts": "Heads of human resources",
        "beneficiary_unit": "Civil service office",
        "contact_name": "Focal Point",
        "contact_post": "Director",
        "contact_email": "focal@ministry.example",
        "commitments": "Rooms, local transport and two full-time staff.",
        "is_cleared": True,
        **changes,
    }


def practitioner_of(cast: Cast, **fields: Any) -> Practitioner:
    """Return the roster record of the cast's practitioner (or another one, with other fields)."""
    known = Practitioner.objects.filter(user=cast.practitioner).first()
    if known and not fields:
        return known
    values = {
        "user": None if known else cast.practitioner,
        "full_name": "Practitioner",
        "organisation": cast.denmark,
        "country": cast.denmark.country,
        "languages": ["en", "es"],
        "modes": ["mission", "remote"],
        "consented_on": date(2025, 1, 1),
        "consent_version": "1",
        "last_confirmed": timezone.localdate(),
        **fields,
    }
    record = Practitioner.objects.create(**values)
    record.areas.set([area("HRM")])
    return record


def draft(cast: Cast, **changes: Any) -> TARequest:
    """Return a complete draft of the first ministry."""
    return services.create_ta_request(cast.peru, actor=cast.ministry, content=complete_content(**changes))


def answer_all(ta_request: TARequest, cast: Cast) -> None:
    """Answer every eligibility question with yes."""
    answers = {question.pk: ("yes", "") for question in EligibilityQuestion.objects.filter(is_current=True)}
    services.answer_questions(ta_request, answers, actor=cast.officer)


def proposal_for(ta_request: TARequest, cast: Cast, practitioner: Practitioner | None = None) -> Proposal:
    """Invite the practitioner."""
    return services.invite_practitioner(
        ta_request, practitioner or practitioner_of(cast), note="Two missions.", actor=cast.officer
    )


def confirmed_counterpart(ta_request: TARequest, cast: Cast, practitioner: Practitioner | None = None) -> Proposal:
    """Invite, accept and confirm a practitioner."""
    proposal = proposal_for(ta_request, cast, practitioner)
    answering = cast.practitioner if proposal.practitioner.user_id else cast.counterpart
    proposal = services.accept_proposal(proposal, actor=answering)
    return services.confirm_proposal(proposal, actor=cast.ministry)


_STEPS: dict[str, Callable[[TARequest, Cast], Any]] = {
    "submitted": lambda row, cast: services.submit_ta_request(row, actor=cast.focal_point),
    "in_triage": lambda row, cast: services.take_ta_request(row, actor=cast.officer),
    "approved": lambda row, cast: (answer_all(row, cast), services.approve_ta_request(row, actor=cast.lead)),
    "matching": lambda row, cast: services.start_matching(row, actor=cast.officer),
    "matched": confirmed_counterpart,
    "in_delivery": lambda row, cast: activity_in("confirmed", cast, ta_request=row),
    "delivered": lambda row, cast: (
        activity_in("evaluated", cast, activity=row.activities.get()),
        services.complete_ta_request(row, actor=cast.officer),
    ),
    "closed": lambda row, cast: services.close_ta_request(row, actor=cast.lead),
}
_ENDS: dict[str, tuple[str, Callable[[TARequest, Cast], Any]]] = {
    "returned": (
        "in_triage",
        lambda row, cast: services.return_ta_request(row, actor=cast.officer, reason="Say more.", fields=["outcome"]),
    ),
    "declined": (
        "in_triage",
        lambda row, cast: services.decline_ta_request(row, actor=cast.lead, code="no_funds", public_text="No funds."),
    ),
    "withdrawn": (
        "submitted",
        lambda row, cast: services.withdraw_ta_request(row, actor=cast.ministry, reason="No longer needed."),
    ),
    "on_hold": (
        "matching",
        lambda row, cast: services.hold_ta_request(
            row, actor=cast.officer, reason="Elections.", review_on=timezone.localdate() + timedelta(days=30)
        ),
    ),
    "cancelled": (
        "approved",
        lambda row, cast: services.cancel_ta_request(row, actor=cast.lead, reason="The ministry was dissolved."),
    ),
}


def ta_request_in(state: str, cast: Cast, **changes: Any) -> TARequest:
    """Return a request of the first ministry in a state, brought there by the cast through the services."""
    if state in _ENDS:
        before, act = _ENDS[state]
        ta_request = ta_request_in(before, cast, **changes)
        act(ta_request, cast)
        ta_request.refresh_from_db()
        return ta_request
    ta_request = draft(cast, **changes)
    for step, act in _STEPS.items():
        if state == "draft":
            break
        act(ta_request, cast)
        ta_request.refresh_from_db()
        if step == state:
            break
    return ta_request


def plan(**changes: Any) -> dict[str, Any]:
    """Return the plan of a three-day mission to Lima."""
    return {
        "title": "Mission on competitions",
        "objectives": "Design the first competition.",
        "area": area("HRM"),
        "kind": "expert_mission",
        "mode": "mission",
        "place": "Lima",
        "time_zone": "America/Lima",
        "starts_on": FIRST_DAY,
        "ends_on": LAST_DAY,
        "travel_ceiling": Decimal("5000.00"),
        **changes,
    }


def fund(activity: Activity, cast: Cast, amount: str = "5000.00") -> Activity:
    """Mark the activity as funded."""
    return services.mark_funded(
        activity, amount=Decimal(amount), currency="USD", actor=cast.holder, reference="C-2026-001"
    )


def log_all_days(activity: Activity, cast: Cast) -> None:
    """Log mornings and afternoons of all days of the activity, and the attendance."""
    day = activity.starts_on
    while day <= activity.ends_on:
        for half in ("AM", "PM"):
            services.log_half_day(
                activity, practitioner_of(cast), local_date=day, half=half, contact_minutes=180, actor=cast.practitioner
            )
        day += timedelta(days=1)
    services.record_attendance(activity, women=6, men=6, other=0, actor=cast.practitioner)


def _confirm(row: Activity, cast: Cast) -> Activity:
    services.assign_practitioner(row, practitioner_of(cast), actor=cast.officer, planned_half_days=6)
    if row.travel_ceiling:
        fund(row, cast)
    return services.confirm_activity(row, actor=cast.officer)


_ACTIVITY_STEPS: dict[str, Callable[[Activity, Cast], Any]] = {
    "planned": lambda row, cast: row,
    "confirmed": _confirm,
    "in_progress": lambda row, cast: services.start_activity(row, actor=cast.practitioner),
    "delivered": lambda row, cast: (
        log_all_days(row, cast),
        services.deliver_activity(row, actor=cast.practitioner),
    ),
    "verified": lambda row, cast: services.verify_activity(row, actor=cast.ministry),
    "evaluated": lambda row, cast: services.waive_evaluation(row, actor=cast.lead, reason="Pilot."),
    "closed": lambda row, cast: services.close_activity(row, actor=cast.lead),
}


_ACTIVITY_ENDS = {"postponed": "postpone", "cancelled": "cancel"}


def activity_in(
    state: str,
    cast: Cast,
    *,
    ta_request: TARequest | None = None,
    activity: Activity | None = None,
    **changes: Any,
) -> Activity:
    """Return an activity in a state: a new one (of a matched request), or ``activity`` brought further."""
    if activity is None:
        ta_request = ta_request or ta_request_in("matched", cast)
        activity = services.plan_activity(ta_request, actor=cast.officer, plan=plan(**changes))
    if state in _ACTIVITY_ENDS:
        perform(activity, _ACTIVITY_ENDS[state], actor=cast.officer, reason="Elections.")
        activity.refresh_from_db()
        return activity
    order = list(_ACTIVITY_STEPS)
    for step in order[order.index(activity.status) + 1 : order.index(state) + 1]:
        _ACTIVITY_STEPS[step](activity, cast)
        activity.refresh_from_db()
    return activity
