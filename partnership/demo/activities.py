"""The way of an activity: planned, funded, confirmed, carried out, verified, closed, or stopped on the way."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from governance.enums import Component
from governance.models import Commitment, ProgrammeLine
from governance.selectors.spending import bound_on_line
from governance.services.spending import commit, decommit
from partnership.core.transitions import perform
from technical_assistance import services
from technical_assistance.models import Activity, Practitioner

from .case import Case
from .claims import claim_play
from .costs import ceiling_for
from .life import Half, at, half_of, workdays_after
from .plan import PlannedVisit, dice_for
from .stage import ZONES
from .timeline import Play

SESSION_MINUTES = 90
CONTACT_MINUTES = 180
PLANNED_AHEAD = 30  # days before the first one
NOT_EVALUATED = {
    "es": "Las evaluaciones todavía no están en el portal.",
    "en": "Evaluations are not part of the portal yet.",
}
POSTPONED = {
    "es": "El municipio anfitrión pidió esperar al nuevo concejo.",
    "en": "The host asked to wait for the new council.",
}


@dataclass
class Trip:
    """A visit of a case while it is played; ``commitments`` is what the fund bound for it."""

    case: Case
    planned: PlannedVisit
    row: Activity | None = None
    commitments: list[Commitment] = field(default_factory=list)

    @property
    def stop(self) -> str:
        return self.planned.visit.stop

    @property
    def activity(self) -> Activity:
        """The row as it was when somebody last changed its state here; services read it afresh."""
        assert self.row is not None  # noqa: S101  # played from the plan on
        return self.row

    @property
    def experts(self) -> list[Practitioner]:
        return [self.case.stage.roster[key] for key in self.planned.experts]


def trip_play(trip: Trip) -> Play:
    """Play an activity from its plan to the state at which its story stops, or as far as the days have come."""
    ahead = timedelta(days=max(PLANNED_AHEAD, (trip.planned.first - trip.case.stage.life.today).days + 8))
    planned_on = workdays_after(trip.planned.first - ahead, 0)
    yield at(planned_on, 10, trip.case.number % 50)
    _plan(trip)
    if trip.stop == "planned":
        return
    yield at(workdays_after(planned_on, 2), 11, trip.case.number % 50)
    _fund(trip)
    yield at(workdays_after(planned_on, 3), 16, trip.case.number % 50)
    trip.row = services.confirm_activity(trip.activity, actor=trip.case.officer)
    if trip.stop in ("postponed", "cancelled"):
        yield from _call_off(trip, workdays_after(planned_on, 4))
    elif trip.stop != "confirmed":
        yield from _carry_out(trip)


def _plan(trip: Trip) -> None:
    case, visit = trip.case, trip.planned.visit
    host = case.row.country
    ceiling = ceiling_for(trip.planned, case.story, host.iso3) if visit.mode != "remote" else Decimal(0)
    plan: dict[str, Any] = {
        "title": visit.title,
        "area": case.stage.areas[case.story.areas[0]],
        "kind": visit.kind,
        "mode": visit.mode,
        "place": visit.place,
        "link": "https://meet.demo.example/ta" if visit.mode == "remote" else "",
        "time_zone": ZONES[host.iso3],
        "starts_on": trip.planned.first,
        "ends_on": trip.planned.last,
        "objectives": case.story.outcome,
        "travel_ceiling": ceiling,
    }
    trip.row = services.plan_activity(case.fresh(), actor=case.officer, plan=plan)
    for expert in trip.experts:
        half_days = visit.sessions * SESSION_MINUTES // 210 if visit.sessions else 2 * len(_days(trip.planned))
        services.assign_practitioner(trip.row, expert, actor=case.officer, planned_half_days=half_days)
    case.talk("planned", first=trip.planned.first, last=trip.planned.last)


def _fund(trip: Trip) -> None:
    """Bind the travel ceiling to a line of the work programme, which marks the activity as funded."""
    activity, stage = trip.activity, trip.case.stage
    if not activity.travel_ceiling:
        return
    today = stage.timeline.clock.moment.date()
    commitment = commit(
        line=_line_with_room(stage.lines[today.year], half_of(today), activity.travel_ceiling),
        activity=activity,
        amount=activity.travel_ceiling,
        purpose=activity.title,
        value_date=today,
        actor=stage.people["holder"],
        key=f"demo:activity:{activity.pk}",
    )
    trip.commitments.append(commitment)


def _line_with_room(lines: Iterable[ProgrammeLine], half: Half, amount: Decimal) -> ProgrammeLine:
    """Return the line of technical assistance that covers an amount, the one of the half-year first."""
    ours = [line for line in lines if line.component == Component.TECHNICAL_ASSISTANCE]
    ours.sort(key=lambda line: line.half_year != f"H{half.half}")
    return next(line for line in ours if bound_on_line(line) + amount <= line.budget)


def _call_off(trip: Trip, day: date) -> Play:
    """Postpone or cancel a confirmed activity well before it begins; a cancelled one gives back what was bound."""
    case, visit = trip.case, trip.planned.visit
    yield at(day, 12)
    if trip.stop == "postponed":
        perform(trip.activity, "postpone", actor=case.officer, reason=POSTPONED[case.language])
        return
    trip.row = services.cancel_activity(trip.activity, actor=case.officer, reason=visit.reason)
    today, holder = case.stage.timeline.clock.moment.date(), case.stage.people["holder"]
    for commitment in trip.commitments:
        decommit(
            commitment=Commitment.objects.get(pk=commitment.pk), amount=commitment.amount, value_date=today,
            reason="The activity was cancelled.", actor=holder, key=f"demo:cancelled:{commitment.pk}",
        )  # fmt: skip


def _carry_out(trip: Trip) -> Play:
    case, last = trip.case, trip.planned.last
    if trip.stop == "in_progress" or trip.planned.visit.when == "now":
        yield at(trip.planned.first, 18)
        _log(trip, [trip.planned.first])
        return
    yield at(last + timedelta(days=1), 10, case.number % 50)
    _log(trip, _days(trip.planned))
    for number, expert in enumerate(trip.experts):
        case.stage.timeline.add(claim_play(case, trip.planned, trip.activity, expert, trip.commitments, number))
    dice = dice_for(case.story.key, trip.planned.visit.title)
    yield at(workdays_after(last, dice.randint(2, 4)), 15, case.number % 50)
    _deliver(trip)
    if trip.stop == "delivered":
        return
    yield at(workdays_after(last, dice.randint(5, 8)), 11, case.number % 50)
    trip.row = services.verify_activity(trip.activity, actor=case.ministry)
    case.talk("verified")
    if trip.stop == "verified":
        return
    yield at(workdays_after(last, 15), 10)
    trip.row = services.waive_evaluation(trip.activity, actor=case.lead, reason=NOT_EVALUATED[case.language])
    yield at(workdays_after(last, 17), 10)
    trip.row = services.close_activity(trip.activity, actor=case.lead)


def _days(planned: PlannedVisit) -> list[date]:
    """Return the working days of a visit; on the weekend between two weeks nobody works."""
    days = [planned.first + timedelta(days=number) for number in range(planned.visit.days)]
    return [day for day in days if day.weekday() < 5]


def _log(trip: Trip, days: list[date]) -> None:
    """Write the days down, each expert the own ones."""
    for expert in trip.experts:
        if trip.planned.visit.sessions:
            _log_sessions(trip, expert)
            continue
        halves = [(day, half) for day in days for half in ("AM", "PM")]
        services.log_half_days(trip.activity, expert, halves=halves, contact_minutes=CONTACT_MINUTES, actor=expert.user)


def _log_sessions(trip: Trip, expert: Practitioner) -> None:
    zone, visit = ZoneInfo(trip.activity.time_zone), trip.planned.visit
    for day in _days(trip.planned)[: visit.sessions]:
        services.log_remote_session(
            trip.activity, expert, starts_at=datetime.combine(day, time(10), tzinfo=zone), minutes=SESSION_MINUTES,
            actor=expert.user,
        )  # fmt: skip


def _deliver(trip: Trip) -> None:
    visit, officer = trip.planned.visit, trip.case.officer
    trip.row = services.record_attendance(trip.activity, women=visit.women, men=visit.men, other=0, actor=officer)
    trip.row = services.deliver_activity(trip.activity, actor=officer)
