"""Meetings, decisions and work programmes: numbers without gaps, texts that never change, who records them."""

import hashlib
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError
from django.utils import timezone

from governance.enums import (
    FUND_PERIOD_MACHINE,
    MEETING_MACHINE,
    DecisionKind,
    FundPeriodState,
    HalfYear,
    MeetingState,
)
from governance.models import Decision, FundPeriod, Meeting
from governance.services.committee import plan_meeting, record_decision, record_programme
from partnership.core.transitions import GuardFailed, NotPermitted, ReasonMissing, Refused, Stale, perform
from tests.cast import ROLES
from tests.factories.governance import DAY, decision, held_meeting, programme

pytestmark = pytest.mark.django_db


def test_decisions_of_a_meeting_are_numbered_without_gaps(cast):
    first, second = held_meeting(cast), held_meeting(cast)
    numbers = [decision(cast, meeting=meeting).number for meeting in (first, first, second)]
    assert numbers == ["SC-2026-1/1", "SC-2026-1/2", "SC-2026-2/1"]


def test_decision_carries_the_checksum_of_its_text(cast):
    found = decision(cast)
    assert found.sha256 == hashlib.sha256(found.text.encode()).hexdigest()


def test_decision_needs_a_held_meeting(cast):
    with pytest.raises(Refused, match="was held"):
        decision(cast, meeting=plan_meeting(on=DAY, actor=cast.lead))


@pytest.mark.parametrize(
    "change", [{"position": 2, "number": "SC-2026-1/2"}, {"number": "SC-2026-1/7"}, {"sha256": "0" * 64},
               {"adopted_on": DAY + timedelta(days=1)}]
)  # fmt: skip
def test_database_refuses_a_decision_that_is_not_the_next_or_not_its_text(cast, change):
    right = {
        "meeting": held_meeting(cast), "position": 1, "number": "SC-2026-1/1", "kind": "other", "title": "T",
        "text": "x", "adopted_on": DAY, "sha256": hashlib.sha256(b"x").hexdigest(), "recorded_by": cast.lead,
    }  # fmt: skip
    with pytest.raises(IntegrityError):
        Decision.objects.create(**right | change)


def test_decision_is_never_changed(cast):
    found = decision(cast)
    with pytest.raises(DatabaseError):
        Decision.objects.filter(pk=found.pk).update(text="another text")


@pytest.mark.parametrize("role", [role for role in ROLES if role != "lead"])
def test_only_the_lead_records(cast, role):
    with pytest.raises(PermissionDenied):
        record_decision(held_meeting(cast), kind=DecisionKind.OTHER, title="T", text="x", actor=getattr(cast, role))


def test_programme_needs_its_kind_of_decision(cast):
    with pytest.raises(Refused, match="work programme"):
        record_programme(year=2026, decision=decision(cast), lines=[], actor=cast.lead)


def test_one_programme_per_year(cast):
    programme(cast, 100)
    with pytest.raises(ValidationError):
        programme(cast, 100)


# --- the tables of the life-cycles, every state × action × role ------------------------------------------------


def _meeting(state: str, cast) -> Meeting:
    meeting = plan_meeting(on=DAY, actor=cast.lead)
    if state == MeetingState.HELD:
        return perform(meeting, "hold", actor=cast.lead)
    if state == MeetingState.CANCELLED:
        return perform(meeting, "cancel", actor=cast.lead, reason="Elections")
    return meeting


def _period(state: str, cast) -> FundPeriod:
    period = FundPeriod.objects.create(year=2025, half=HalfYear.FIRST, starts_on="2025-01-01", ends_on="2025-06-30")
    if state != FundPeriodState.OPEN:
        period = perform(period, "begin_closing", actor=cast.payer)
    if state == FundPeriodState.CLOSED:
        changes = {"head_hash": "0" * 64, "head_sequence": 0}
        period = perform(period, "close", actor=cast.lead, changes=changes)
    return period


STARTS = {
    MEETING_MACHINE: _meeting,
    FUND_PERIOD_MACHINE: _period,
}
MAY = {"hold": "lead", "cancel": "lead", "begin_closing": "payer", "resume": "payer", "close": "lead"}
CASES = [
    (machine, state, transition.name)
    for machine in STARTS
    for state in machine.states.values
    for transition in machine.transitions
]


@pytest.mark.parametrize(("machine", "state", "name"), CASES)
def test_life_cycle_goes_as_its_table_says(cast, machine, state, name):
    row, transition = STARTS[machine](state, cast), machine[name]
    changes = {"head_hash": "0" * 64, "head_sequence": 0} if name == "close" else {}
    for role in ROLES:
        actor = getattr(cast, role)
        if state not in transition.sources:
            with pytest.raises(Stale):
                perform(row, name, actor=actor, reason="x")
        elif role != MAY[name]:
            with pytest.raises(NotPermitted):
                perform(row, name, actor=actor, reason="x")
    if state in transition.sources:
        done = perform(row, name, actor=getattr(cast, MAY[name]), reason="x", changes=changes)
        assert done.status == transition.target


def test_cancelling_needs_a_reason(cast):
    with pytest.raises(ReasonMissing):
        perform(plan_meeting(on=DAY, actor=cast.lead), "cancel", actor=cast.lead)


def test_meeting_of_the_future_was_not_held(cast):
    meeting = plan_meeting(on=timezone.localdate() + timedelta(days=1), actor=cast.lead)
    with pytest.raises(GuardFailed):
        perform(meeting, "hold", actor=cast.lead)


def test_status_changes_only_in_the_engine(cast):
    meeting = plan_meeting(on=DAY, actor=cast.lead)
    with pytest.raises(IntegrityError):
        Meeting.objects.filter(pk=meeting.pk).update(status="held")
