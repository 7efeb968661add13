"""What several figures of one report have in common, read once."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from governance.models import ReportPeriod, TypedActual
from technical_assistance.models import Activity
from technical_assistance.selectors.activities import activities_delivered
from technical_assistance.selectors.person_days import PersonDays, person_days

SHOWN_HALVES = 4
HALF_DAY = Decimal("0.5")


@dataclass(frozen=True)
class Moment:
    """A half-year that is reported on, and the half-years shown beside it, oldest first."""

    period: ReportPeriod
    halves: tuple[ReportPeriod, ...]

    @cached_property
    def person_days(self) -> PersonDays:
        """All person-days up to the end of the half-year."""
        return person_days(start=date.min, end=self.period.ends_on)

    @cached_property
    def delivered(self) -> list[Activity]:
        """The activities that took place up to the end of the half-year, oldest first."""
        return list(activities_delivered(end=self.period.ends_on).select_related("host_organisation"))

    @cached_property
    def activity_codes(self) -> dict[int, str]:
        """The references of the activities with verified person-days, by primary key."""
        found = Activity.objects.filter(pk__in=self.person_days.activity_ids()).select_related("ta_request")
        return {activity.pk: activity.code for activity in found}

    @cached_property
    def typed(self) -> dict[tuple[str, int], TypedActual]:
        """The newest confirmed value typed for each (code, period)."""
        stored = [half.pk for half in self.halves if half.pk is not None]
        rows = TypedActual.objects.filter(confirmed_by__isnull=False, period__in=stored)
        rows = rows.select_related("indicator").order_by("confirmed_at")
        return {(row.indicator.code, row.period_id): row for row in rows}

    @cached_property
    def _verified(self) -> dict[int, dict[int, int]]:
        """Verified half-days by half-year and activity, from one walk through the facts."""
        sums: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for fact in self.person_days.facts:
            if fact.state == "verified" and fact.day is not None:
                sums[_half_of(fact.day)][fact.activity_id] += fact.half_days
        return sums

    def verified_by_activity(self, *, end: ReportPeriod, start: ReportPeriod | None = None) -> dict[int, Decimal]:
        """Return the verified person-days of each activity up to a half-year, or between two, both included."""
        first, last = _half_of(start.starts_on) if start else 0, _half_of(end.starts_on)
        sums: dict[int, Decimal] = defaultdict(Decimal)
        for half, by_activity in self._verified.items():
            if first <= half <= last:
                for activity, half_days in by_activity.items():
                    sums[activity] += HALF_DAY * half_days
        return dict(sorted(sums.items()))


def _half_of(day: date) -> int:
    return day.year * 2 + (day.month > 6)


def moment_of(period: ReportPeriod) -> Moment:
    """Return a half-year (one that is not stored yet, too) with at most three stored ones before it."""
    earlier = [half for half in ReportPeriod.objects.all() if (half.year, half.half) < (period.year, period.half)]
    return Moment(period, (*reversed(earlier[: SHOWN_HALVES - 1]), period))
