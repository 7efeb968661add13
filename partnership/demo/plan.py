"""When each step of each request is taken and who comes: worked out before anything is played, from the seed alone.

Pure dates, no database: the same day of loading gives the same plan.
"""

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .life import Life, may_travel, monday_from, workdays_after
from .stories import Story, Visit, rows_of, stories

SEED = "partnership-2"
PUBLIC, CONSENTED = "public", "consented"
INVITABLE = (PUBLIC, CONSENTED)
LATE_TAKEN = 6  # every so many-th request is taken late
SENT_BACK = 5  # every so many-th one that was approved had been sent back once
DAYS_TO_PLAN = 35  # from the counterpart's confirmation to the first day of a visit, at least
NEXT_INVITED, NEXT_ACCEPTED, NEXT_CONFIRMED = 1, 3, 4  # working days after the confirmation of the one before


@dataclass(frozen=True)
class PlannedVisit:
    """A visit with its days and its experts (keys of the roster)."""

    visit: Visit
    first: date
    last: date
    experts: tuple[str, ...]


@dataclass(frozen=True)
class Steps:
    """The days of a request's way from the first words to the counterpart's confirmation."""

    drafted: date
    submitted: date
    taken: date
    returned: date | None  # sent back once; submitted and taken again a few days later
    answered: date
    decided: date
    searched: date
    invited: date
    accepted: date
    confirmed: date


@dataclass(frozen=True)
class Planned:
    """A story with its days, its visits and the people who are invited."""

    story: Story
    steps: Steps
    visits: tuple[PlannedVisit, ...]
    invited: tuple[str, ...]


def dice_for(*names: object) -> random.Random:
    """Return the dice of a thing: the same throws whenever the demonstration is loaded."""
    return random.Random(f"{SEED}:" + ":".join(str(name) for name in names))  # noqa: S311


def plan_all(life: Life) -> list[Planned]:
    """Return all stories with their dates and people, the oldest first."""
    diary = Diary()
    return [_plan(number, story, life, diary) for number, story in enumerate(stories())]


def _plan(number: int, story: Story, life: Life, diary: "Diary") -> Planned:
    steps = _steps(number, story, life)
    visits: list[PlannedVisit] = []
    for visit in story.visits:
        known = tuple(key for planned in visits for key in planned.experts)
        visits.append(_plan_visit(visit, story, steps, life, diary, known))
    travelling = dict.fromkeys(key for planned in visits for key in planned.experts)
    wanted = max(len(travelling), len(story.invite), 1 + (story.state == "matched"))
    others = [key for key in diary.candidates(story) if key not in travelling]
    return Planned(story, steps, tuple(visits), (*travelling, *others[: wanted - len(travelling)]))


def _steps(number: int, story: Story, life: Life) -> Steps:
    dice = dice_for(story.key)
    submitted = life.working_day(story.age)
    drafted = life.working_day(story.age + dice.randint(4, 16))
    taken = workdays_after(submitted, dice.randint(3, 5) if number % LATE_TAKEN == 1 else dice.randint(1, 2))
    returned = workdays_after(taken, 2) if number % SENT_BACK == 3 and story.visits else None
    days = [workdays_after(returned, 6) if returned else taken]
    for least, most in ((2, 6), (1, 4), (1, 2), (1, 4), (2, 7), (1, 3)):
        days.append(workdays_after(days[-1], dice.randint(least, most)))
    return Steps(drafted, submitted, taken, returned, *days[1:])


def _plan_visit(
    visit: Visit, story: Story, steps: Steps, life: Life, diary: "Diary", known: Iterable[str]
) -> PlannedVisit:
    """Take the first week from the wanted one on in which people travel and enough experts are free."""
    first = _wanted_monday(visit, steps, life)
    while True:
        last = first + timedelta(days=visit.days - 1)
        free = diary.free(story, first, last, [*visit.experts_first, *known])
        if visit.when == "now" or (may_travel(first, last) and len(free) >= visit.experts):
            experts = tuple(free[: visit.experts])
            diary.enter(experts, first, last)
            return PlannedVisit(visit, first, last, experts)
        first += timedelta(days=7)


def _wanted_monday(visit: Visit, steps: Steps, life: Life) -> date:
    if visit.when == "now":
        return life.today - timedelta(days=life.today.weekday())
    if visit.when == "soon":
        return monday_from(life.today + timedelta(days=21))
    staffed = workdays_after(steps.confirmed, NEXT_CONFIRMED * (visit.experts - 1))
    wanted = steps.submitted + timedelta(weeks=int(visit.when))
    return monday_from(max(wanted, staffed + timedelta(days=DAYS_TO_PLAN)))


class Diary:
    """Who of the roster is away on which days."""

    def __init__(self) -> None:
        self._away: dict[str, list[tuple[date, date]]] = defaultdict(list)

    @staticmethod
    def candidates(story: Story) -> list[str]:
        """Return the people of the story's agency who may be invited, those of its area first."""
        people = [row for row in rows_of("practitioners") if row["agency"] == story.agency]
        able = [row for row in people if row["consent"] in INVITABLE and int(row["joined"]) >= story.age]
        return [row["key"] for row in sorted(able, key=lambda row: not set(row["areas"].split()) & set(story.areas))]

    def free(self, story: Story, first: date, last: date, before: Iterable[str]) -> list[str]:
        """Return the candidates who are not away, the ones named ``before`` first; two days of travel on each side."""
        margin = timedelta(days=2)
        order = [key for key in dict.fromkeys([*before, *self.candidates(story)]) if key in self.candidates(story)]
        return [
            key
            for key in order
            if all(last + margin < begins or ends < first - margin for begins, ends in self._away[key])
        ]

    def enter(self, people: Iterable[str], first: date, last: date) -> None:
        """Write down that people are away."""
        for key in people:
            self._away[key].append((first, last))
