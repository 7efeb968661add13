"""What public pages calculate from released series: plain numbers in, plain numbers out.

The rules, as the pages state them:

* an average is of the same countries in every year (indicators.site.comparators);
* a ranking is of one year, over the members with a value in that year; equal values share a place;
* an interval is the value ± 1.645 standard errors: 90 % under a normal distribution.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from indicators.charts import NINETY_PERCENT

BREAK = "B"
NORMAL = "A"


class ReleasedSeries(Protocol):
    """One country's series as the selectors return it."""

    iso3: str
    name: str
    periods: list[int]
    values: list[float | None]
    statuses: list[str]
    errors: list[float | None]


@dataclass(frozen=True, slots=True)
class CountryYears:
    """A country's values on the years of the page: one entry per year, None and "" where there is nothing."""

    iso3: str
    name: str
    values: tuple[float | None, ...]
    statuses: tuple[str, ...]
    errors: tuple[float | None, ...]

    def interval(self, position: int) -> tuple[float | None, float | None]:
        """Return the bounds of the 90 % interval at a position; None without a standard error."""
        value, error = self.values[position], self.errors[position]
        if value is None or error is None:
            return None, None
        return value - NINETY_PERCENT * error, value + NINETY_PERCENT * error

    @property
    def breaks(self) -> frozenset[int]:
        """Return the positions at which a new, not comparable series begins."""
        return frozenset(position for position, status in enumerate(self.statuses) if status == BREAK)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A row of a ranking; an average has no code and no place. ``look`` is a CSS class."""

    iso3: str
    name: str
    value: float
    low: float | None
    high: float | None
    place: int | None
    look: str = ""


@dataclass(frozen=True, slots=True)
class Quality:
    """What a reader needs to judge the values shown."""

    members: int
    members_with_value: int
    values: int
    flagged: Mapping[str, int]
    breaks: Sequence[tuple[str, int]]

    @property
    def share(self) -> int:
        """Return the covered share of the members in whole percent."""
        return round(100 * self.members_with_value / self.members) if self.members else 0


def all_years(rows: Iterable[ReleasedSeries]) -> list[int]:
    """Return every year for which some country has a period, ascending."""
    return sorted({period for row in rows for period in row.periods})


def on_years(row: ReleasedSeries, years: Sequence[int]) -> CountryYears:
    """Return a series laid out on years."""
    if row.periods == years:
        return CountryYears(row.iso3, row.name, tuple(row.values), tuple(row.statuses), tuple(row.errors))
    place = {period: position for position, period in enumerate(row.periods)}
    found = [place.get(year) for year in years]
    return CountryYears(
        row.iso3,
        row.name,
        tuple(None if p is None else row.values[p] for p in found),
        tuple("" if p is None else row.statuses[p] for p in found),
        tuple(None if p is None else row.errors[p] for p in found),
    )


def rank(rows: Iterable[CountryYears], position: int, direction: int) -> list[Ranked]:
    """Return the countries with a value at a position, best first (highest first where neither is better)."""
    known = [(value, row) for row in rows if (value := row.values[position]) is not None]
    sign = 1.0 if direction < 0 else -1.0
    known.sort(key=lambda pair: (sign * pair[0], pair[1].name))
    ranked: list[Ranked] = []
    for number, (value, row) in enumerate(known, start=1):
        tied = bool(ranked) and ranked[-1].value == value
        place = ranked[-1].place if tied else number
        ranked.append(Ranked(row.iso3, row.name, value, *row.interval(position), place if direction else None))
    return ranked


def with_averages(ranking: Sequence[Ranked], averages: Sequence[Ranked], direction: int) -> list[Ranked]:
    """Return a ranking with averages among the countries, where their value puts them."""
    sign = 1.0 if direction < 0 else -1.0
    return sorted([*ranking, *averages], key=lambda row: sign * row.value)


def last_covered(rows: Sequence[CountryYears], years: Sequence[int]) -> int:
    """Return the newest position with at least half as many values as the position that has most.

    A ranking of the one country that has published this year already would compare it with nobody.
    The last position where there is no value at all.
    """
    counts = [sum(row.values[position] is not None for row in rows) for position in range(len(years))]
    most = max(counts, default=0)
    enough = [position for position, count in enumerate(counts) if count and 2 * count >= most]
    return enough[-1] if enough else len(years) - 1


def quality(
    rows: Sequence[CountryYears],
    shown: Sequence[CountryYears],
    members: Collection[str],
    position: int,
    years: Sequence[int],
) -> Quality:
    """Return the members' coverage at a position among all rows, and the flags and breaks of the rows shown."""
    flagged: dict[str, int] = {}
    values = 0
    breaks = []
    for row in shown:
        for place, (value, status) in enumerate(zip(row.values, row.statuses, strict=True)):
            values += value is not None
            if value is not None and status not in ("", NORMAL):
                flagged[status] = flagged.get(status, 0) + 1
            if status == BREAK:
                breaks.append((row.name, years[place]))
    covered = sum(row.iso3 in members and row.values[position] is not None for row in rows)
    return Quality(len(members), covered, values, dict(sorted(flagged.items())), breaks)
