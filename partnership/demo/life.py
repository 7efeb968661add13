"""The two years that the demonstration has lived: which day lies how far back, on whatever day it is loaded.

The stories name ages in days of a life of 700 days. Ages up to 120 days are real days, so that what waits today has
waited as long as the story says; older ones are stretched to the real beginning, which is the first day of the
second half-year before the newest one whose report is due (15 January, 15 July). So two half-years are published,
one is due, and the current one is under way, always.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OFFICE = ZoneInfo("America/Santiago")
NOMINAL_DAYS = 700
RECENT_DAYS = 120
SUMMER_BREAK = ((12, 15), (1, 11))  # nobody travels between these days of December and January
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Half:
    """A half-year: its number counts halves since the year 0."""

    number: int

    @property
    def year(self) -> int:
        return self.number // 2

    @property
    def half(self) -> int:
        return self.number % 2 + 1

    @property
    def code(self) -> str:
        return f"{self.year}-H{self.half}"

    @property
    def starts_on(self) -> date:
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def ends_on(self) -> date:
        return Half(self.number + 1).starts_on - ONE_DAY


def half_of(day: date) -> Half:
    """Return the half-year in which a day lies."""
    return Half(day.year * 2 + (day.month > 6))


@dataclass(frozen=True)
class Life:
    """The calendar of the demonstration as seen from the moment at which it is loaded."""

    now: datetime

    @property
    def today(self) -> date:
        """The day of loading in the programme's time zone."""
        return self.now.astimezone(OFFICE).date()

    @property
    def due(self) -> Half:
        """The newest half-year whose report is due: the first from 15 July, the second from 15 January."""
        day = self.now.astimezone(UTC).date()
        return Half(half_of(day - timedelta(days=14)).number - 1)

    @property
    def published(self) -> tuple[Half, Half]:
        """The two half-years whose reports are published, the older one first."""
        return Half(self.due.number - 2), Half(self.due.number - 1)

    @property
    def starts_on(self) -> date:
        """The first day of the Partnership's first half-year."""
        return self.published[0].starts_on

    @property
    def founded_on(self) -> date:
        """When the people took up their roles: four months before the first half-year."""
        return self.starts_on - timedelta(days=120)

    def day(self, age: float) -> date:
        """Return the day that lies ``age`` days of the nominal life back."""
        if age <= RECENT_DAYS:
            return self.today - timedelta(days=round(age))
        whole = (self.today - self.starts_on).days - RECENT_DAYS
        return self.today - timedelta(days=RECENT_DAYS + round((age - RECENT_DAYS) * whole / self._stretch))

    @property
    def _stretch(self) -> int:
        return NOMINAL_DAYS - RECENT_DAYS

    def working_day(self, age: float) -> date:
        """Return the last working day (holidays of the Secretariat apart) on or before the day of an age."""
        day = self.day(age)
        while day.weekday() > 4:
            day -= ONE_DAY
        return day


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment of office time."""
    return datetime.combine(day, time(hour, minute), tzinfo=OFFICE)


def workdays_after(day: date, count: int) -> date:
    """Return the n-th weekday after a day (the next weekday for 0 on a weekend)."""
    while count > 0 or day.weekday() > 4:
        day += ONE_DAY
        count -= day.weekday() < 5
    return day


def may_travel(first: date, last: date) -> bool:
    """Whether people travel between two days: not over the turn of the year, and not across the end of a half."""
    if half_of(first) != half_of(last + timedelta(days=3)):
        return False
    begins, ends = SUMMER_BREAK
    return all(begins > (day.month, day.day) > ends for day in (first, last))


def monday_from(day: date) -> date:
    """Return the first Monday on or after a day."""
    return day + timedelta(days=-day.weekday() % 7)
