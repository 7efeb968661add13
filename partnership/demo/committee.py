"""The demonstration's Steering Committee: it meets in June and December and decides what the next year may cost."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from governance.enums import Capacity, Component, Constituency, DecisionKind, HalfYear
from governance.models import Decision, Meeting, Representative, Seat, WorkProgramme
from governance.services.committee import Line, plan_meeting, record_decision, record_programme
from governance.services.spending import allocate, commit, decommit
from partnership.core.transitions import perform

from .life import Half, at, half_of, workdays_after
from .stage import Stage
from .stories import rows_of
from .timeline import Play

# What each meeting allocates, in the order of the meetings; the shares of the components.
ALLOCATED = (250_000, 50_000, 180_000, 250_000, 150_000, 100_000)
SHARES = {
    Component.INDICATORS: Decimal("0.24"),
    Component.NETWORKS: Decimal("0.19"),
    Component.TECHNICAL_ASSISTANCE: Decimal("0.46"),
    Component.GOVERNANCE: Decimal("0.11"),
}
BUDGETS = (320_000, 430_000, 480_000)  # of the work programmes, first, second and third
BOUND = Decimal("0.55")  # the share of a line of the other components that is bound in its half-year
SEATS = (
    ("OECD", Constituency.OECD_SECRETARIAT),
    ("ILPES", Constituency.ECLAC),
    ("MEF", Constituency.RECIPIENT_COUNTRY),
    ("MAP", Constituency.RECIPIENT_COUNTRY),
)
PLACES = ("Santiago", "Lima", "Santiago", "Kingston", "Santiago", "Asunción")
KNOWN_BEFORE = timedelta(days=182)  # the day of a meeting is set when the one before meets
CENT = Decimal("0.01")


def committee_plays(stage: Stage) -> Iterator[Play]:
    """Yield the seats, and the meetings from the one before the first half-year to the one after today."""
    yield _seats(stage)
    first = half_of(stage.life.starts_on).number - 1
    for number in range(first, half_of(stage.life.today).number + 2):
        yield _meeting(number - first, meeting_day(Half(number)), stage)
        yield _other_spending(Half(number + 1), stage)


def meeting_day(half: Half) -> date:
    """Return the day of a half-year's meeting: the second Wednesday of June or December."""
    month = date(half.year, 6 if half.half == 1 else 12, 1)
    return month + timedelta(days=(2 - month.weekday()) % 7 + 7)


def _seats(stage: Stage) -> Play:
    """Enter the seats that need no pledge, and who speaks for one of them; contributors get theirs by pledging."""
    yield at(stage.life.founded_on, 12)
    since = stage.life.founded_on
    seats = {
        code: Seat.objects.create(organisation=stage.organisations[code], constituency=constituency, valid_from=since)
        for code, constituency in SEATS
    }
    Representative.objects.create(
        seat=seats["MEF"], user=stage.people["committee"], capacity=Capacity.PRINCIPAL, valid_from=since
    )


def _meeting(number: int, day: date, stage: Stage) -> Play:
    yield at(max(workdays_after(day - KNOWN_BEFORE, 0), stage.life.founded_on), 17)
    lead = stage.pair(number, "lead", "lead2")
    meeting = plan_meeting(on=day, actor=lead, place=PLACES[number % len(PLACES)])
    yield at(day, 18)
    meeting = perform(meeting, "hold", actor=lead)
    _adopt_programme(meeting, stage)
    _allocate(number, meeting, stage)
    if number > 1:
        record_decision(
            meeting, kind=DecisionKind.OTHER, title="Semi-annual report",
            text="The Committee takes note of the semi-annual report and asks the Secretariat to publish it.",
            actor=lead,
        )  # fmt: skip


def _adopt_programme(meeting: Meeting, stage: Stage) -> None:
    """Adopt the work programme of the year in which the next half-year lies, once."""
    year, lead = Half(half_of(meeting.date).number + 1).year, stage.people["lead"]
    if year in stage.lines:
        return
    decided = record_decision(
        meeting, kind=DecisionKind.WORK_PROGRAMME, title=f"Work programme {year}",
        text=f"The Committee adopts the work programme of {year} as presented.", actor=lead,
    )  # fmt: skip
    budget = BUDGETS[min(len(stage.lines), len(BUDGETS) - 1)]
    lines = [_line(row, budget) for row in rows_of("programme")]
    programme: WorkProgramme = record_programme(year=year, decision=decided, lines=lines, actor=lead)
    stage.lines[year] = list(programme.lines.order_by("number"))


def _line(row: dict[str, str], budget: int) -> Line:
    amount = (Decimal(row["share"]) * budget).quantize(CENT)
    return Line(Component(row["component"]), row["activity"], row["output"], HalfYear(row["half"]), amount)


def _allocate(number: int, meeting: Meeting, stage: Stage) -> None:
    lead, total = stage.people["lead"], ALLOCATED[min(number, len(ALLOCATED) - 1)]
    amounts = {component: (share * total).quantize(CENT) for component, share in SHARES.items()}
    words = "; ".join(f"{component.label}: USD {amount:,.2f}" for component, amount in amounts.items())
    decision: Decision = record_decision(
        meeting, kind=DecisionKind.ALLOCATION, title=f"Allocation of USD {total:,}",
        text=f"The Committee allocates from the trust fund. {words}.", actor=lead,
    )  # fmt: skip
    for component, amount in amounts.items():
        allocate(
            decision=decision, component=component, amount=amount, value_date=meeting.date, actor=lead,
            key=f"demo:allocation:{meeting.reference}:{component}",
        )  # fmt: skip


def _other_spending(half: Half, stage: Stage) -> Play:
    """Bind a part of each line of the other components in its half-year; one turns out cheaper later."""
    yield at(workdays_after(half.starts_on + timedelta(days=40), 0), 15)
    today, holder = stage.timeline.clock.moment.date(), stage.people["holder"]
    lines = [row for row in stage.lines[half.year] if row.half_year == HalfYear(f"H{half.half}")]
    bound = [
        commit(
            line=line, amount=(line.budget * BOUND).quantize(CENT), purpose=f"{line.activity}, {half.code}",
            value_date=today, actor=holder, key=f"demo:commitment:{line.pk}",
        )
        for line in lines
        if line.component != Component.TECHNICAL_ASSISTANCE
    ]  # fmt: skip
    yield at(workdays_after(half.starts_on + timedelta(days=130), 0), 15)
    cheaper = (bound[0].amount / 5).quantize(CENT)
    decommit(
        commitment=bound[0], amount=cheaper, reason="The contract was signed for less.",
        value_date=stage.timeline.clock.moment.date(), actor=holder, key=f"demo:cheaper:{bound[0].pk}",
    )  # fmt: skip
