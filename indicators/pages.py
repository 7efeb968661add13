"""What the public pages show, gathered from the selectors and put into the reader's words."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators import figures, selectors, tables
from indicators.figures import CountryYears, Quality, Ranked
from indicators.models import DefinitionVersion, Indicator, Release
from indicators.page_chart import MOST_IN_COLOUR, PageChart
from indicators.parameters import EVERYBODY, View
from indicators.site.comparators import LAC, OECD
from indicators.site.comparison import Comparison, group_names, rankable
from indicators.site.precision import precision_table
from indicators.site.selectors import PublishedSource, membership_on, published_sources
from indicators.site.tile_map import TileMap
from partnership.core.folding import fold
from partnership.core.selectors import countries_by_iso3
from partnership.core.templatetags.formats import day_in_words

MOST_BREAKS_NAMED = 6


class IndicatorPage:
    """Everything on the page of an indicator for one view of it; expensive parts are made when they are shown."""

    def __init__(self, indicator: Indicator, release: Release, view: View, newest: int) -> None:
        self.indicator, self.release, self.view = indicator, release, view
        self.version: DefinitionVersion = indicator.current_version  # type: ignore[assignment]
        self.is_newest = release.number == newest
        self.number = release.number or 0
        self.membership = membership_on(release.date)
        self.groups = self.membership.groups
        self.series = selectors.series_of_indicator(indicator.pk, self.number)
        self.all_years = figures.all_years(self.series)
        self.years = view.years(self.all_years)
        rows = (figures.on_years(row, self.years) for row in self.series)
        self.rows = sorted(rows, key=lambda row: fold(row.name))
        self.write = tables.number_writer()

    # -- which rows ------------------------------------------------------------------------------------------
    @cached_property
    def chosen(self) -> list[CountryYears]:
        """The chosen countries, in the order of the address."""
        by_code = {row.iso3: row for row in self.rows}
        return [by_code[code] for code in self.view.countries if code in by_code]

    @property
    def shown(self) -> list[CountryYears]:
        """The rows of the table: the chosen countries, or all; the downloads hold the same."""
        return sorted(self.chosen, key=lambda row: fold(row.name)) if self.view.countries else self.rows

    @property
    def ranked_members(self) -> Collection[str]:
        """The countries of the ranking's group."""
        if self.view.ranking == EVERYBODY:
            return {row.iso3 for row in self.rows}
        return self.groups[self.view.ranking]

    @cached_property
    def comparison(self) -> Comparison:
        """The averages that the view asks for; none where an average means nothing."""
        codes = self.view.comparators if self.version.average_means_something else ()
        return Comparison(self.rows, self.years, self.membership, codes, [row.iso3 for row in self.chosen])

    @cached_property
    def position(self) -> int:
        """The newest year with a value in the ranking's group, as a position."""
        members = self.ranked_members
        return figures.last_covered([row for row in self.rows if row.iso3 in members], self.years)

    @property
    def year(self) -> int | None:
        """The year of the ranking."""
        return self.years[self.position] if self.years else None

    @cached_property
    def chart(self) -> PageChart:
        """The line chart with its key."""
        return PageChart(self)

    @cached_property
    def map(self) -> TileMap:
        """The map of the year of the ranking."""
        names, chosen = self.membership.names, [row.iso3 for row in self.chosen]
        return TileMap(self.rows, self.years, self.position, self.version, names, chosen)

    # -- ranking, table, quality -----------------------------------------------------------------------------
    @cached_property
    def ranking(self) -> list[Ranked]:
        """The ranking of the group, with the averages among the countries."""
        if not self.years:
            return []
        members = self.ranked_members
        rows = [row for row in self.rows if row.iso3 in members]
        looks = {row.iso3: f"series-{n + 1} chosen" for n, row in enumerate(self.chosen[:MOST_IN_COLOUR])}
        ranked = figures.rank(rows, self.position, self.version.direction)
        ranked = [replace(row, look=looks.get(row.iso3, "")) for row in ranked]
        return figures.with_averages(ranked, self.comparison.ranked(self.position), self.version.direction)

    @property
    def ranking_html(self) -> SafeString:
        """The ranking as a table."""
        caption = _("{unit}, {year}").format(unit=self.version.unit, year=self.year)
        return tables.ranking_table(self.ranking, caption, self.version.decimals, tables.country_addresses())

    @property
    def without_value(self) -> list[str]:
        """Names of the countries of the group without a value in the year of the ranking."""
        members = self.ranked_members
        return [row.name for row in self.rows if row.iso3 in members and row.values[self.position] is None]

    @property
    def table(self) -> SafeString:
        """Countries × years."""
        caption = f"{self.version.name}, {self.version.unit}"
        return tables.years_table(self.shown, self.years, self.version.decimals, caption)

    @cached_property
    def quality(self) -> Quality:
        """Coverage of LAC in the newest year, flags and breaks of the values shown."""
        lac = self.groups[LAC]
        at = figures.last_covered([row for row in self.rows if row.iso3 in lac], self.years)
        return figures.quality(self.rows, self.shown, lac, at, self.years)

    @property
    def flags_in_words(self) -> str:
        """Return "Estimated: 12, Provisional: 3"; empty when every value is normal."""
        words = tables.flag_words()
        return ", ".join(f"{words[status]}: {count}" for status, count in self.quality.flagged.items())

    @property
    def quality_facts(self) -> list[tuple[str, str]]:
        """Values, flags and breaks of the values shown, as a list of facts."""
        breaks = [f"{name} {year}" for name, year in self.quality.breaks[:MOST_BREAKS_NAMED]]
        more = len(self.quality.breaks) - len(breaks)
        tail = " " + ngettext("and {count} more", "and {count} more", more).format(count=more) if more > 0 else ""
        return [
            (_("Values shown"), self.write(self.quality.values, 0)),
            (_("Flagged"), self.flags_in_words or _("none")),
            (_("Breaks in the series"), (", ".join(breaks) or _("none")) + tail),
        ]

    @property
    def quality_year(self) -> str:
        """The year of the coverage."""
        lac = self.groups[LAC]
        return str(self.years[figures.last_covered([row for row in self.rows if row.iso3 in lac], self.years)])

    @property
    def has_intervals(self) -> bool:
        """Whether the ranking shows intervals."""
        return any(row.low is not None for row in self.ranking)

    # -- words and addresses ---------------------------------------------------------------------------------
    @property
    def span(self) -> str:
        """First to last year of the view."""
        return f"{self.years[0]}–{self.years[-1]}" if self.years else ""

    @property
    def lead(self) -> str:
        """The first sentence of the definition."""
        return first_sentence(self.version.definition)

    @property
    def coverage(self) -> str:
        """Return "214 countries and territories, 1996–2023"."""
        count = len(self.rows)
        countries = ngettext("{count} country", "{count} countries and territories", count).format(count=count)
        return f"{countries}, {self.all_years[0]}–{self.all_years[-1]}" if self.all_years else countries

    @cached_property
    def sources(self) -> list[PublishedSource]:
        """The publications the values come from, with edition and licence; that of most countries first."""
        return published_sources(self.number, indicator=self.indicator.pk)

    @property
    def source(self) -> PublishedSource | None:
        """The publication that most countries' values come from."""
        return next(iter(self.sources), None)

    @property
    def precision(self) -> SafeString | None:
        """Standard errors, numbers of sources and ranks in the world in the year of the ranking."""
        return precision_table(self.series, self.ranked_members, self.year or 0, self.version.decimals)

    @property
    def permanent_link(self) -> str:
        """The address of this view of this release, which does not change."""
        return f"{settings.SITE_URL.rstrip('/')}{self.address(self.pinned)}"

    @property
    def pinned(self) -> View:
        """The view with its release written out."""
        return replace(self.view, release=self.number)

    @property
    def citation(self) -> str:
        """How to cite these values, as plain text."""
        source = f"{self.source.cited}. " if self.source else ""
        return _("{source}{name} ({span}). Release {number} of {day}, {portal}. {link}").format(
            source=source, name=self.version.name, span=self.span, number=self.number, day=release_day(self.release),
            portal=settings.PROGRAMME_NAME, link=self.permanent_link,
        )  # fmt: skip

    @property
    def origin(self) -> tuple[str, ...]:
        """Unit, source and licence, release and portal, as lines for a picture that leaves the page."""
        source = (f"{self.source.cited}. {self.source.licence}.",) if self.source else ()
        release = _("Release {number}, {day}").format(number=self.number, day=self.day)
        unit = self.version.unit
        return (f"{unit[:1].upper()}{unit[1:]}.", *source, f"{release}. {settings.PROGRAMME_NAME}")

    @property
    def chart_title(self) -> str:
        """Unit and years, above the chart."""
        unit = self.version.unit
        return f"{unit[:1].upper()}{unit[1:]}, {self.span}"

    @property
    def year_text(self) -> str:
        """The year of the ranking, as text: a year has no thousands separator."""
        return str(self.year or "")

    @property
    def later_years(self) -> list[int]:
        """The years a view can begin with, but the first."""
        return self.all_years[1:]

    @property
    def newest_year(self) -> int:
        """The last year with values."""
        return self.all_years[-1]

    @property
    def earlier_years(self) -> list[int]:
        """The years a view can end with, but the last, newest first."""
        return self.all_years[-2::-1]

    @property
    def not_coloured(self) -> bool:
        """Whether more countries are chosen than are drawn in colour."""
        return len(self.chosen) > MOST_IN_COLOUR

    @property
    def chosen_without_values(self) -> str:
        """Names of the chosen countries that have no series here."""
        found = {row.iso3 for row in self.chosen}
        missing = [code for code in self.view.countries if code not in found]
        return ", ".join(country.name for country in countries_by_iso3(missing).values()) if missing else ""

    @property
    def has_choices(self) -> bool:
        """Whether the view differs from the default one of its release."""
        return bool(self.view.query(release=None))

    @property
    def ranking_label(self) -> str:
        """The group of the ranking, in words."""
        return _("All countries") if self.view.ranking == EVERYBODY else group_names()[self.view.ranking]

    @property
    def day(self) -> str:
        """The date of the release."""
        return release_day(self.release)

    @property
    def agreed_day(self) -> str:
        """The date on which the definition was agreed."""
        return day_in_words(self.version.agreed_on)

    @property
    def plain_url(self) -> str:
        """The default view of the same release."""
        return self.address(View(release=self.view.release))

    @property
    def pinned_url(self) -> str:
        """This view with its release in the address."""
        return self.address(self.pinned)

    @property
    def newest_url(self) -> str:
        """This view of the newest release."""
        return self.address(replace(self.view, release=None))

    @property
    def area_url(self) -> str:
        """The list of the indicators of the same area."""
        return f"{reverse('indicators:list')}?area={self.indicator.area.code}"

    @property
    def figure_url(self) -> str:
        """The live figure of this view, as data."""
        return reverse("indicators:figure", kwargs={"slug": self.indicator.slug}) + self.pinned.query()

    @property
    def map_url(self) -> str:
        """The map of the year of the ranking, with other years to choose from."""
        address = reverse("indicators:map", kwargs={"slug": self.indicator.slug})
        return address + map_query(self.year if self.position < len(self.years) - 1 else None, self.view.release)

    @property
    def csv_url(self) -> str:
        """The values of this view as CSV."""
        return reverse("indicators:indicator_csv", kwargs={"slug": self.indicator.slug}) + self.view.data_query()

    @property
    def xlsx_url(self) -> str:
        """The values of this view as a workbook."""
        return reverse("indicators:indicator_xlsx", kwargs={"slug": self.indicator.slug}) + self.view.data_query()

    def address(self, view: View) -> str:
        """Return the address of a view of this indicator."""
        return indicator_address(self.indicator.slug) + view.query()

    @property
    def rankings(self) -> list[Mapping[str, object]]:
        """The groups a ranking can be made of, as links."""
        labels = {code: group_names()[code] for code in rankable(self.membership)} | {EVERYBODY: _("All countries")}
        return [
            {"label": label, "url": self.address(replace(self.view, ranking=group)) + "#ranking",
             "current": group == self.view.ranking}
            for group, label in labels.items()
        ]  # fmt: skip

    @property
    def choices(self) -> list[Mapping[str, object]]:
        """The countries that can be chosen, by group; a country of both groups stands with LAC."""
        lac, oecd = self.groups[LAC], self.groups[OECD]
        parts = (
            (_("Latin America and the Caribbean"), [row for row in self.rows if row.iso3 in lac]),
            (_("OECD outside LAC"), [row for row in self.rows if row.iso3 in oecd]),
            (_("Other countries"), [row for row in self.rows if row.iso3 not in lac | oecd]),
        )
        return [
            {"label": label, "count": len(rows), "boxes": tables.choices_list(rows, self.view.countries)}
            for label, rows in parts
            if rows
        ]


def first_sentence(text: str) -> str:
    """Return the first sentence of a text."""
    head, dot, _rest = text.strip().partition(". ")
    return head + dot.strip()


def release_day(release: Release) -> str:
    """Return the date of a release in words."""
    return day_in_words(release.date)


def indicator_address(slug: str) -> str:
    """Return the address of an indicator's page."""
    return reverse("indicators:indicator", kwargs={"slug": slug})


def map_query(year: int | None, release: int | None) -> str:
    """Return the query string of a map's page ("" for the newest year of the newest release)."""
    text = urlencode([(name, value) for name, value in (("year", year), ("release", release)) if value])
    return f"?{text}" if text else ""


def country_address(iso3: str) -> str:
    """Return the address of a country's page."""
    return reverse("indicators:country", kwargs={"iso3": iso3})
