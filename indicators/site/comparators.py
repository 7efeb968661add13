"""Averages that are what they say: which countries, and the same ones in every year that is drawn.

The rules, as the pages state them:

* a country that belongs to LAC and to the OECD counts once, in LAC; "OECD" here is the OECD outside LAC;
* an income group holds the countries of LAC and of the OECD that are in it, because the portal is about these two;
* who is a member is decided by the date of the release, for all years alike;
* an average is the simple mean of the same countries in every year: those with a value in all years drawn;
* it is drawn where at least half of the members (and two) have a value. If too few have one in all of these years,
  years are left out, the one with the fewest values first (of two the older), until at least half have all of them.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from indicators.figures import CountryYears
from partnership.core.enums import CountryGroup

LAC, OECD = CountryGroup.LAC.value, CountryGroup.OECD.value
INCOME = (
    CountryGroup.HIGH_INCOME.value,
    CountryGroup.UPPER_MIDDLE.value,
    CountryGroup.LOWER_MIDDLE.value,
    CountryGroup.LOW_INCOME.value,
)
GROUPS = (LAC, OECD, *INCOME)
OWN = "OWN"
NOBODY = "none"
COMPARATORS = (*GROUPS, OWN)
DEFAULT = (LAC, OECD)
LEAST_SHARE = 0.5
LEAST_COUNTRIES = 2

Values = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Average:
    """A mean per year (None where it is not drawn), the codes of who is in it, and of the members who are not."""

    values: Values
    counted: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def members(self) -> int:
        """The size of the group."""
        return len(self.counted) + len(self.left_out)

    @property
    def drawn(self) -> list[int]:
        """The positions of the years in which there is an average."""
        return [position for position, value in enumerate(self.values) if value is not None]


def exclusive_groups(members: Mapping[str, Collection[str]]) -> dict[str, frozenset[str]]:
    """Return who counts where: the OECD without LAC, the income groups within the two together."""
    lac, oecd = frozenset(members.get(LAC, ())), frozenset(members.get(OECD, ()))
    income = {group: frozenset(members.get(group, ())) & (lac | oecd) for group in INCOME}
    return {LAC: lac, OECD: oecd - lac, **income}


def same_countries_mean(rows: Iterable[CountryYears], members: Collection[str], length: int) -> Average:
    """Return the mean of the members on ``length`` years, over the same countries in every year that is drawn."""
    inside = [row for row in rows if row.iso3 in members]
    least = max(LEAST_COUNTRIES, math.ceil(LEAST_SHARE * len(members)))
    years, counted = _years_in_common([row.values for row in inside], length, least)
    same = [inside[number] for number in counted]
    codes = tuple(sorted(row.iso3 for row in same))
    values = tuple(_mean([row.values[p] for row in same]) if p in years else None for p in range(length))
    return Average(values, codes, tuple(sorted(set(members) - set(codes))))


def _years_in_common(rows: Sequence[Sequence[float | None]], length: int, least: int) -> tuple[set[int], list[int]]:
    """Return the positions of the years that are drawn, and which rows have a value in all of them."""
    known = [{position for position, value in enumerate(values) if value is not None} for values in rows]
    coverage = [sum(position in row for row in known) for position in range(length)]
    years = {position for position, count in enumerate(coverage) if count >= least}
    while years:
        counted = [number for number, row in enumerate(known) if years <= row]
        if len(counted) >= least:
            return years, counted
        years.remove(min(years, key=lambda position: (coverage[position], position)))
    return set(), []


def _mean(values: Sequence[float | None]) -> float:
    known = [value for value in values if value is not None]
    return math.fsum(known) / len(known)
