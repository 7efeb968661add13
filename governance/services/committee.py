"""Meetings and what the Committee adopted there, recorded by the Secretariat's lead; work programmes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.enums import Component, DecisionKind, HalfYear, MeetingKind, MeetingState
from governance.models import Decision, Meeting, ProgrammeLine, WorkProgramme
from partnership.core.models import User
from partnership.core.rules import require
from partnership.core.services.audit import record
from partnership.core.transitions import Refused, guard


@dataclass(frozen=True)
class Line:
    """A line of a work programme as the Committee adopted it; the budget is in US dollars."""

    component: Component
    activity: str
    expected_output: str
    half_year: HalfYear
    budget: Decimal


@guard("governance.meeting_day_has_come")
def _meeting_day_has_come(meeting: Meeting, actor: User) -> str | None:
    return None if meeting.date <= timezone.localdate() else _("The day of the meeting has not come yet.")


@transaction.atomic
def plan_meeting(*, on: date, actor: User, kind: MeetingKind = MeetingKind.ORDINARY, place: str = "") -> Meeting:
    """Enter a meeting under the next number of its year."""
    require(actor, "governance.record_meeting")
    last = Meeting.objects.select_for_update().filter(year=on.year).order_by("-number").first()
    meeting = Meeting(year=on.year, number=last.number + 1 if last else 1, date=on, kind=kind, place=place)
    meeting.full_clean()
    meeting.save()
    record("plan_meeting", meeting, actor=actor)
    return meeting


@transaction.atomic
def record_decision(
    meeting: Meeting,
    *,
    kind: DecisionKind,
    title: str,
    text: str,
    actor: User,
    supersedes: Decision | None = None,
) -> Decision:
    """Record a text that the Committee adopted at a held meeting, under the meeting's next number.

    Raises Refused for a meeting that was not held.
    """
    require(actor, "governance.record_decision")
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.status != MeetingState.HELD:
        raise Refused(_("Decisions are recorded for a meeting that was held."))
    position = meeting.decisions.count() + 1
    decision = Decision(
        meeting=meeting,
        position=position,
        number=f"{meeting.reference}/{position}",
        kind=kind,
        title=title,
        text=text,
        adopted_on=meeting.date,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        supersedes=supersedes,
        recorded_by=actor,
    )
    decision.full_clean()
    decision.save()
    record("record_decision", decision, actor=actor, data={"sha256": decision.sha256})
    return decision


@transaction.atomic
def record_programme(*, year: int, decision: Decision, lines: Sequence[Line], actor: User) -> WorkProgramme:
    """Record the work programme of a year as the Committee adopted it, with its lines numbered from 1."""
    require(actor, "governance.record_programme")
    if decision.kind != DecisionKind.WORK_PROGRAMME:
        raise Refused(_("A work programme needs a decision on a work programme."))
    programme = WorkProgramme(year=year, decision=decision)
    programme.full_clean()
    programme.save()
    for number, line in enumerate(lines, start=1):
        row = ProgrammeLine(programme=programme, number=number, **vars(line))
        row.full_clean()
        row.save()
    record("record_programme", programme, actor=actor, data={"decision": decision.number, "lines": len(lines)})
    return programme
