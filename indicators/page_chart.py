"""The line chart of an indicator's page: which lines, in which look, and the same in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from indicators import charts
from indicators.figures import CountryYears

if TYPE_CHECKING:
    from indicators.pages import IndicatorPage

MOST_IN_COLOUR = 8


@dataclass(frozen=True)
class Chip:
    """A chosen country: its name, the key of its line, and the address of the view without it."""

    name: str
    swatch: SafeString
    without: str


class PageChart:
    """The averages and the chosen countries as lines, the others of the ranking's group in grey."""

    def __init__(self, page: IndicatorPage) -> None:
        self.page = page

    @property
    def svg(self) -> SafeString:
        """The chart, wide and narrow."""
        page = self.page
        drawing = charts.line_chart(
            charts.LineChart(
                name="lines",
                title=f"{page.version.name}, {page.span}",
                description=self.in_words,
                years=page.years,
                series=[*self.average_lines, *self.country_lines],
                others=[(row.name, row.values) for row in self.others],
                decimals=page.version.decimals,
                break_label=_("Break in the series"),
                number=page.write,
            )
        )
        return mark_safe(drawing)  # noqa: S308  # charts escapes every text

    @cached_property
    def average_lines(self) -> list[charts.Series]:
        """The lines of the averages."""
        return self.page.comparison.lines

    @property
    def others(self) -> list[CountryYears]:
        """The other countries of the ranking's group, drawn in grey."""
        coloured = {row.iso3 for row in self.page.chosen[:MOST_IN_COLOUR]}
        return [row for row in self.page.rows if row.iso3 in self.page.ranked_members and row.iso3 not in coloured]

    @cached_property
    def country_lines(self) -> list[charts.Series]:
        """The lines of the chosen countries; the first one with its interval."""
        lines = [
            charts.Series(
                label=row.name,
                short=row.iso3,
                values=row.values,
                look=f"series-{number + 1}",
                dash=number // len(charts.SHAPES) + 1,
                shape=charts.SHAPES[number % len(charts.SHAPES)],
                breaks=row.breaks,
            )
            for number, row in enumerate(self.page.chosen[:MOST_IN_COLOUR])
        ]
        return [self._with_interval(lines[0]), *lines[1:]] if lines else []

    def _with_interval(self, line: charts.Series) -> charts.Series:
        intervals = [self.page.chosen[0].interval(position) for position in range(len(self.page.years))]
        if all(low is None for low, _high in intervals):
            return line
        return replace(line, low=[low for low, _high in intervals], high=[high for _low, high in intervals])

    @property
    def band_note(self) -> str:
        """Whose interval the band shows; empty when there is none."""
        if not self.country_lines or not self.country_lines[0].low:
            return ""
        return _("The band is the 90 % interval of {country}.").format(country=self.country_lines[0].label)

    @property
    def in_words(self) -> str:
        """First and newest value of every labelled line as sentences, for those who do not see the drawing."""
        lines = [*self.average_lines, *self.country_lines]
        sentences = [sentence for line in lines if (sentence := self._line_in_words(line))]
        return " ".join([*sentences, _("Grey lines: the other countries of the ranking.")])

    def _line_in_words(self, line: charts.Series) -> str:
        known = [(year, value) for year, value in zip(self.page.years, line.values, strict=True) if value is not None]
        if not known:
            return ""
        write, decimals = self.page.write, self.page.version.decimals
        (first_year, first), (last_year, last) = known[0], known[-1]
        return _("{name}: {first} in {first_year}, {last} in {last_year}.").format(
            name=line.label,
            first=write(first, decimals),
            first_year=first_year,
            last=write(last, decimals),
            last_year=last_year,
        )

    @property
    def chips(self) -> list[Chip]:
        """The chosen countries with the key of their line and a way to take them out."""
        lines = {line.short: line for line in self.country_lines}
        return [
            Chip(row.name, _swatch(lines.get(row.iso3)), self._address_without(row.iso3)) for row in self.page.chosen
        ]

    def _address_without(self, code: str) -> str:
        left = tuple(other for other in self.page.view.countries if other != code)
        return self.page.address(replace(self.page.view, countries=left))


def _swatch(line: charts.Series | None) -> SafeString:
    drawing = charts.swatch(line.look, line.dash, line.shape) if line else ""
    return mark_safe(drawing)  # noqa: S308  # geometry and our own classes only
