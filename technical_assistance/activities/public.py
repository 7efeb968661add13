"""What everybody may know of the assistance: figures, missions that took place, which country helped which.

Only activities that were delivered count here; of them only public facts: no person, no place, no money.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from partnership.core.models import Country, PSMArea
from technical_assistance.enums import ActivityStatus, AssignmentRole, HelpKind
from technical_assistance.models import Activity, Assignment
from technical_assistance.selectors.person_days import VERIFIED, PersonDays, person_days

HALF = Decimal("0.5")


@dataclass(frozen=True)
class AssistanceFigures:
    """The assistance in figures: verified person-days, and what was delivered by and for how many countries."""

    person_days: Decimal
    missions: int
    countries_helped: int
    countries_helping: int


@dataclass(frozen=True)
class Mission:
    """An activity that took place. ``days`` are its verified person-days; None until they are verified."""

    title: str
    area: PSMArea
    kind: str
    helped: Country
    helping: tuple[Country, ...]
    starts_on: date
    ends_on: date
    days: Decimal | None


@dataclass(frozen=True)
class Pair:
    """One country's help to another: verified person-days and activities delivered."""

    helping: Country
    helped: Country
    days: Decimal
    missions: int


@dataclass(frozen=True)
class MonthTable:
    """Counts by country (rows) and month (columns, named by their first day)."""

    months: tuple[date, ...]
    rows: list[tuple[Country, list[int]]]


def assistance_in_figures() -> AssistanceFigures:
    """Return the assistance in figures, over the programme's whole life."""
    pairs = who_helped_whom()
    return AssistanceFigures(
        person_days=person_days().verified,
        missions=Activity.objects.filter(status__in=ActivityStatus.DELIVERED_OR_LATER).count(),
        countries_helped=len({pair.helped.pk for pair in pairs}),
        countries_helping=len({pair.helping.pk for pair in pairs}),
    )


def newest_missions(limit: int) -> list[Mission]:
    """Return the activities that took place last, the newest first, in a number of queries that is always the same."""
    rows = Activity.objects.filter(status__in=ActivityStatus.DELIVERED_OR_LATER).select_related(
        "area", "ta_request__country"
    )
    newest = list(rows.order_by("-ends_on", "-pk")[:limit])
    days = _days_by_activity(person_days(activities=Activity.objects.filter(pk__in=[row.pk for row in newest])))
    experts = _countries_helping(newest)
    return [
        Mission(
            title=row.title,
            area=row.area,
            kind=str(HelpKind(row.kind).label),
            helped=row.ta_request.country,
            helping=tuple(sorted({country for _person, country in experts[row.pk]}, key=lambda country: country.name)),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            days=days[row.pk] if row.status in ActivityStatus.VERIFIED_OR_LATER else None,
        )
        for row in newest
        if row.starts_on and row.ends_on
    ]


def who_helped_whom() -> list[Pair]:
    """Return which country helped which, the most person-days first."""
    activities = Activity.objects.filter(status__in=ActivityStatus.DELIVERED_OR_LATER)
    rows = {row.pk: row for row in activities.select_related("ta_request__country")}
    days: dict[tuple[int, Country], Decimal] = defaultdict(Decimal)
    half_days: dict[tuple[int, int], int] = defaultdict(int)
    for fact in person_days(activities=activities).facts:
        if fact.state == VERIFIED:
            half_days[fact.activity_id, fact.practitioner_id] += fact.half_days
    for activity, people in _countries_helping(rows.values()).items():
        for person, country in people:
            days[activity, country] += HALF * half_days[activity, person]
    return _pairs(rows, days)


def missions_by_month(months: int, *, today: date) -> MonthTable:
    """Return the missions that ended in the last months, today's included, by the country helped."""
    newest = today.year * 12 + today.month - 1
    firsts = [date(number // 12, number % 12 + 1, 1) for number in range(newest - months + 1, newest + 1)]
    delivered = Activity.objects.filter(status__in=ActivityStatus.DELIVERED_OR_LATER, ends_on__gte=firsts[0])
    counts: dict[Country, Counter[date]] = defaultdict(Counter)
    for row in delivered.filter(ends_on__lte=today).select_related("ta_request__country"):
        counts[row.ta_request.country][row.ends_on.replace(day=1)] += 1  # type: ignore[union-attr]  # filtered
    rows = [(country, [found[first] for first in firsts]) for country, found in counts.items()]
    return MonthTable(tuple(firsts), sorted(rows, key=lambda row: (-sum(row[1]), row[0].name)))


def _pairs(rows: dict[int, Activity], days: dict[tuple[int, Country], Decimal]) -> list[Pair]:
    sums: dict[tuple[Country, Country], list[Decimal]] = defaultdict(list)
    for (activity, helping), amount in days.items():
        sums[helping, rows[activity].ta_request.country].append(amount)
    pairs = [
        Pair(helping, helped, sum(amounts, Decimal(0)), len(amounts)) for (helping, helped), amounts in sums.items()
    ]
    return sorted(pairs, key=lambda pair: (-pair.days, pair.helping.name, pair.helped.name))


def _countries_helping(activities: Iterable[Activity]) -> dict[int, list[tuple[int, Country]]]:
    """Return (practitioner, country of the agency) of the confirmed experts, by activity."""
    rows = Assignment.objects.filter(activity__in=list(activities), role=AssignmentRole.EXPERT, is_confirmed=True)
    found: dict[int, list[tuple[int, Country]]] = defaultdict(list)
    for row in rows.select_related("practitioner__organisation__country", "practitioner__country"):
        country = row.practitioner.organisation.country or row.practitioner.country
        found[row.activity_id].append((row.practitioner_id, country))
    return found


def _days_by_activity(days: PersonDays) -> dict[int, Decimal]:
    found: dict[int, Decimal] = defaultdict(Decimal)
    for fact in days.facts:
        if fact.state == VERIFIED:
            found[fact.activity_id] += HALF * fact.half_days
    return found
