"""Every transition × state × person of the cast, against the tables."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from technical_assistance import services
from technical_assistance.enums import ACTIVITY_MACHINE, PROPOSAL_MACHINE, TA_REQUEST_MACHINE
from technical_assistance.models import Activity, Proposal, TARequest
from tests.cast import Cast
from tests.factories.technical_assistance import (
    activity_in,
    answer_all,
    confirmed_counterpart,
    practitioner_of,
    proposal_for,
    ta_request_in,
)
from tests.transitions import check_table, put_in_state

REQUEST_ALLOWED = {
    "submit": "focal_point",
    "take": "officer",
    "approve": "lead",
    "return": "officer",
    "decline": "lead",
    "take_over": "",  # in triage: the only officer has it; see test_requests
    "start_matching": "officer",
    "match": "ministry focal_point officer lead",
    "hold": "officer",
    "resume": "officer",
    "begin_delivery": "officer",
    "complete": "officer",
    "close": "lead",
    "withdraw": "ministry focal_point",
    "cancel": "lead",
}
PROPOSAL_ALLOWED = {
    "accept": "practitioner counterpart",
    "decline": "practitioner counterpart",
    "confirm": "ministry focal_point",
    "not_select": "ministry focal_point officer lead",
    "withdraw": "officer",
    "release": "ministry focal_point officer lead",
}
ACTIVITY_ALLOWED = {
    "confirm": "officer",
    "start": "officer practitioner",
    "deliver": "officer practitioner",
    "verify": "ministry focal_point officer",
    "send_back": "ministry focal_point officer",
    "waive_evaluation": "lead",
    "close": "lead",
    "postpone": "officer",
    "replan": "officer",
    "cancel": "officer",
}


def _named(service: Callable[..., Any], **fixed: Any) -> Callable[..., Any]:
    """Return the service with what its page asks for; the reason goes where it is wanted."""

    def act(obj: TARequest, *, actor: Any, reason: str) -> TARequest:
        return service(obj, actor=actor, **{"reason": reason, **fixed})

    return act


def _decline(obj: TARequest, *, actor: Any, reason: str) -> TARequest:
    return services.decline_ta_request(obj, actor=actor, code="no_funds", public_text=reason)


REQUEST_SERVICES = {
    "submit": services.submit_ta_request,
    "take": services.take_ta_request,
    "approve": services.approve_ta_request,
    "return": _named(services.return_ta_request, fields=["outcome"]),
    "decline": _decline,
    "hold": _named(services.hold_ta_request, review_on=timezone.localdate() + timedelta(days=30)),
}


def _request(cast: Cast, state: str) -> TARequest:
    """Return a request in a state in which nothing but the state and the person can stand in the way."""
    ta_request = ta_request_in(state, cast)
    if state == "in_triage":
        answer_all(ta_request, cast)
    if state == "matching":
        proposal = proposal_for(ta_request, cast)
        put_in_state(proposal, "confirmed")
    if state == "matched":
        put_in_state(activity_in("planned", cast, ta_request=ta_request, travel_ceiling=Decimal(0)), "confirmed")
    if state == "in_delivery":
        activity_in("verified", cast, activity=ta_request.activities.get())
    return ta_request


@pytest.mark.parametrize("state", TA_REQUEST_MACHINE.states.values)
def test_request_table(state, cast):
    check_table(TA_REQUEST_MACHINE, state, cast, make=_request, allowed=REQUEST_ALLOWED, services=REQUEST_SERVICES)


def _proposal(cast: Cast, state: str) -> Proposal:
    proposal = proposal_for(ta_request_in("matching", cast), cast)
    return put_in_state(proposal, state) if state != "invited" else proposal


@pytest.mark.parametrize("state", PROPOSAL_MACHINE.states.values)
def test_proposal_table(state, cast):
    check_table(PROPOSAL_MACHINE, state, cast, make=_proposal, allowed=PROPOSAL_ALLOWED)


def _activity(cast: Cast, state: str) -> Activity:
    if state in ("postponed", "cancelled"):
        return activity_in(state, cast)
    if state == "planned":
        activity = activity_in("planned", cast)
        services.assign_practitioner(activity, practitioner_of(cast), actor=cast.officer, planned_half_days=2)
        services.mark_funded(
            activity, amount=activity.travel_ceiling, currency="USD", actor=cast.holder, reference="C-1"
        )
        return activity
    activity = activity_in(state, cast)
    if state == "in_progress":
        services.log_half_day(
            activity, practitioner_of(cast), local_date=activity.starts_on, half="AM", contact_minutes=180,
            actor=cast.practitioner,
        )  # fmt: skip
        services.record_attendance(activity, women=1, men=1, other=0, actor=cast.officer)
    return activity


@pytest.mark.parametrize("state", ACTIVITY_MACHINE.states.values)
def test_activity_table(state, cast):
    check_table(ACTIVITY_MACHINE, state, cast, make=_activity, allowed=ACTIVITY_ALLOWED)


def test_second_confirmation_leaves_the_first(cast):
    ta_request = ta_request_in("matched", cast)
    second = confirmed_counterpart(ta_request, cast, practitioner_of(cast, full_name="Second"))
    assert second.status == "confirmed"
    assert ta_request.proposals.filter(status="confirmed").count() == 2
