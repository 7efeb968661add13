"""Business days of the Secretariat, and the limits of each step."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from technical_assistance.models import ClockRule, Holiday

ONE_DAY = timedelta(days=1)
AMBER_FROM = 0.75


@dataclass(frozen=True)
class Calendar:
    """The Secretariat's working days; read once, asked often."""

    holidays: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays

    def days_between(self, start: date, end: date) -> int:
        """Return the working days after ``start`` up to and including ``end``; 0 when ``end`` is not later."""
        span = (end - start).days
        return sum(self.is_working_day(start + timedelta(days=n)) for n in range(1, span + 1))

    def day_after(self, start: date, working_days: int) -> date:
        """Return the n-th working day after ``start`` (``start`` itself for 0)."""
        day = start
        while working_days > 0:
            day += ONE_DAY
            working_days -= self.is_working_day(day)
        return day

    def tone(self, since: date | None, due: date | None, today: date) -> str:
        """Return the badge tone of a limit: "wrong" once all days are used, "soon" from 75 %, else "neutral"."""
        if due is None or since is None:
            return "neutral"
        if today > due:
            return "wrong"
        allowed, used = self.days_between(since, due), self.days_between(since, today)
        if used >= allowed:
            return "wrong"
        return "soon" if used >= AMBER_FROM * allowed else "neutral"


def secretariat_calendar() -> Calendar:
    """Return the calendar of the Secretariat."""
    return Calendar(frozenset(Holiday.objects.values_list("date", flat=True)))


def limit(key: str, on: date) -> ClockRule | None:
    """Return the time limit in force on a date, or None when there is none."""
    return ClockRule.objects.filter(key=key, valid_from__lte=on).first()


def days_used(stays: Iterable[tuple[str, int]], states: Iterable[str]) -> int:
    """Return the business days of the finished (state, days) stays that a limit counts."""
    counted = set(states)
    return sum(days for state, days in stays if state in counted)
