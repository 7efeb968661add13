"""Person-days: half of each half-day of the provider's experts, with the rows they are counted from.

Verified: of activities whose days were verified. Logged: written down, not yet verified. Planned: announced.
The programme's figure uses verified days only. A half-day counts on its local date; a pool of short remote
sessions counts on the date of the session that fills each 210 minutes; an adjustment on the date it was made.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from technical_assistance.enums import ActivityStatus, AssignmentRole
from technical_assistance.models import Activity, Assignment, PersonDayAdjustment, RemoteSession, Slot

HALF = Decimal("0.5")
POOL_MINUTES = 210
VERIFIED, LOGGED, PLANNED = "verified", "logged", "planned"


@dataclass(frozen=True)
class Fact:
    """Half-days with the row that proves them: ``kind`` is slot, session, adjustment or assignment."""

    state: str
    kind: str
    evidence_id: int
    activity_id: int
    practitioner_id: int
    area: str
    day: date | None
    half_days: int


@dataclass(frozen=True)
class PersonDays:
    """Person-days in three states, and the facts behind them."""

    facts: tuple[Fact, ...]

    def _sum(self, state: str) -> Decimal:
        return HALF * sum(fact.half_days for fact in self.facts if fact.state == state)

    @property
    def verified(self) -> Decimal:
        return self._sum(VERIFIED)

    @property
    def logged(self) -> Decimal:
        return self._sum(LOGGED)

    @property
    def planned(self) -> Decimal:
        return self._sum(PLANNED)

    def evidence_ids(self, kind: str, state: str = VERIFIED) -> list[int]:
        """Return the primary keys of the rows of a kind (slot, session, adjustment, assignment) in a state."""
        return [fact.evidence_id for fact in self.facts if fact.kind == kind and fact.state == state]

    def activity_ids(self, state: str = VERIFIED) -> list[int]:
        """Return the activities that contribute, each once, in order."""
        return sorted({fact.activity_id for fact in self.facts if fact.state == state})


def person_days(
    *, start: date | None = None, end: date | None = None, activities: QuerySet[Activity] | None = None
) -> PersonDays:
    """Return the person-days of a period (both limits included), or of some activities, in four queries.

    A planned half-day counts on the activity's first day; without a date it counts only when no period is asked for.
    """
    return PersonDays(tuple(fact for fact in _facts(activities) if _within(fact.day, start, end)))


def person_days_by_area(*, start: date | None = None, end: date | None = None) -> dict[str, PersonDays]:
    """Return the person-days of a period by the code of the area."""
    by_area: dict[str, list[Fact]] = defaultdict(list)
    for fact in person_days(start=start, end=end).facts:
        by_area[fact.area].append(fact)
    return {area: PersonDays(tuple(facts)) for area, facts in sorted(by_area.items())}


def _within(day: date | None, start: date | None, end: date | None) -> bool:
    if day is None:
        return start is None and end is None
    return (start is None or day >= start) and (end is None or day <= end)


def _facts(activities: QuerySet[Activity] | None) -> Iterator[Fact]:
    experts = _experts(activities)
    logged: dict[tuple[int, int], int] = defaultdict(int)
    for fact in (*_slot_facts(experts, activities), *_session_facts(experts, activities)):
        logged[fact.activity_id, fact.practitioner_id] += fact.half_days
        yield fact
    yield from _adjustment_facts(experts, activities)
    yield from _planned_facts(experts, logged)


def _experts(activities: QuerySet[Activity] | None) -> dict[tuple[int, int], Assignment]:
    rows = Assignment.objects.filter(role=AssignmentRole.EXPERT, is_confirmed=True).select_related("activity__area")
    if activities is not None:
        rows = rows.filter(activity__in=activities)
    rows = rows.exclude(activity__status__in=[ActivityStatus.CANCELLED, ActivityStatus.POSTPONED])
    return {(row.activity_id, row.practitioner_id): row for row in rows}


def _slot_facts(experts: dict[tuple[int, int], Assignment], activities: QuerySet[Activity] | None) -> Iterator[Fact]:
    slots = Slot.objects.filter(is_void=False).order_by("local_date", "half", "id")
    if activities is not None:
        slots = slots.filter(activity__in=activities)
    for pk, activity, practitioner, day in slots.values_list("pk", "activity_id", "practitioner_id", "local_date"):
        expert = experts.get((activity, practitioner))
        if expert is not None:
            yield _fact(expert, "slot", pk, day, 1)


def _session_facts(experts: dict[tuple[int, int], Assignment], activities: QuerySet[Activity] | None) -> Iterator[Fact]:
    sessions = RemoteSession.objects.filter(is_void=False).order_by("starts_at", "id")
    if activities is not None:
        sessions = sessions.filter(activity__in=activities)
    pools: dict[tuple[int, int], list[tuple[int, date, int]]] = defaultdict(list)
    columns = ("pk", "activity_id", "practitioner_id", "local_date", "minutes")
    for pk, activity, practitioner, day, minutes in sessions.values_list(*columns):
        pools[activity, practitioner].append((pk, day, minutes))
    for key, pool in pools.items():
        expert = experts.get(key)
        if expert is not None:
            yield from (_fact(expert, "session", pk, day, count) for pk, day, count in pooled_half_days(pool))


def pooled_half_days(sessions: Iterable[tuple[int, date, int]]) -> Iterator[tuple[int, date, int]]:
    """Yield (id, day, half-days) for the sessions (id, day, minutes), in order, that fill another 210 minutes."""
    minutes = 0
    for pk, day, length in sessions:
        before, minutes = minutes // POOL_MINUTES, minutes + length
        if minutes // POOL_MINUTES > before:
            yield pk, day, minutes // POOL_MINUTES - before


def _adjustment_facts(
    experts: dict[tuple[int, int], Assignment], activities: QuerySet[Activity] | None
) -> Iterator[Fact]:
    rows = PersonDayAdjustment.objects.all()
    if activities is not None:
        rows = rows.filter(activity__in=activities)
    for row in rows:
        expert = experts.get((row.activity_id, row.practitioner_id))
        if expert is not None:
            day = timezone.localtime(row.made_at).date()
            yield _fact(expert, "adjustment", row.pk, day, row.half_days)


def _planned_facts(experts: dict[tuple[int, int], Assignment], logged: dict[tuple[int, int], int]) -> Iterator[Fact]:
    for key, expert in experts.items():
        activity = expert.activity
        if activity.status in ActivityStatus.DELIVERED_OR_LATER:
            continue
        rest = expert.planned_half_days - logged.get(key, 0)
        if rest > 0:
            yield Fact(
                PLANNED, "assignment", expert.pk, activity.pk, expert.practitioner_id, activity.area.code,
                activity.starts_on, rest,
            )  # fmt: skip


def _fact(expert: Assignment, kind: str, pk: int, day: date, half_days: int) -> Fact:
    activity = expert.activity
    state = VERIFIED if activity.status in ActivityStatus.VERIFIED_OR_LATER else LOGGED
    return Fact(state, kind, pk, activity.pk, expert.practitioner_id, activity.area.code, day, half_days)
