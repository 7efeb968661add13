"""The page of a map: one year of an indicator in all countries, and the same values as a table."""

from functools import cached_property

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators import figures, tables
from indicators.models import Indicator, Release
from indicators.pages import IndicatorPage, map_query
from indicators.parameters import BadParameter, View
from indicators.site.tile_map import TileMap


class MapPage(IndicatorPage):
    """One year of an indicator on the map."""

    def __init__(self, indicator: Indicator, release: Release, year: int | None, newest: int) -> None:
        super().__init__(indicator, release, View(), newest)
        self.chosen_year = year
        if year is not None and year not in self.years_with_values:
            raise BadParameter(_("There are no values in {year}.").format(year=year), status=404)

    @cached_property
    def years_with_values(self) -> list[int]:
        """The years in which some country has a value, newest first."""
        places = reversed(range(len(self.years)))
        return [self.years[at] for at in places if any(row.values[at] is not None for row in self.rows)]

    @cached_property
    def position(self) -> int:
        """The year chosen; the newest well-covered one without a choice."""
        if self.chosen_year is not None:
            return self.years.index(self.chosen_year)
        return figures.last_covered(self.rows, self.years)

    @cached_property
    def map(self) -> TileMap:
        """The map of the year."""
        return TileMap(self.rows, self.years, self.position, self.version, self.membership.names)

    @property
    def values_table(self) -> SafeString:
        """The values of the year, highest first where higher is better; countries without a value are named below."""
        ranked = figures.rank(self.rows, self.position, self.version.direction)
        caption = f"{self.version.name}, {self.year}"
        return tables.ranking_table(ranked, caption, self.version.decimals, tables.country_addresses())

    @property
    def without_value(self) -> list[str]:
        """Names of the countries of LAC and of the OECD without a value in the year, or without any."""
        known = {row.iso3 for row in self.rows if row.values[self.position] is not None}
        return sorted(name for code, name in self.membership.names.items() if code not in known)

    @property
    def page_url(self) -> str:
        """The indicator's page in the same release."""
        return self.address(self.view_of_release)

    @property
    def view_of_release(self) -> View:
        """The default view of the release shown."""
        return View(release=None if self.is_newest else self.number)

    @property
    def data_url(self) -> str:
        """The live map of this year and release, as data."""
        address = reverse("indicators:map_figure", kwargs={"slug": self.indicator.slug})
        return address + map_query(self.years[self.position], self.number)
