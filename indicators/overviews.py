"""What the list of indicators, the list of countries, a country's page and the home page show."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators import charts, figures, selectors
from indicators.folding import fold
from indicators.models import Indicator, Release
from indicators.pages import country_address, indicator_address, release_day
from indicators.parameters import BadParameter
from indicators.selectors import IndicatorCard, ProfileRow
from indicators.site.comparators import LAC, OECD, same_countries_mean
from indicators.site.comparison import group_names
from indicators.site.selectors import PublishedSource, membership_on, published_sources
from indicators.tables import number_writer
from partnership.core.models import Country, PSMArea

FEATURED = ("government-effectiveness", "control-of-corruption", "regulatory-quality")


@dataclass(frozen=True)
class Area:
    """An area of public management with the number of its indicators."""

    code: str
    name: str
    count: int


@dataclass(frozen=True)
class AreaChoice:
    """The areas one can choose from, and the one chosen ("" for all)."""

    areas: list[PSMArea]
    chosen: str


@dataclass(frozen=True)
class CountryLink:
    """A country in a list."""

    name: str
    iso3: str
    url: str


@dataclass(frozen=True)
class ProfileLine:
    """One indicator on a country's page, in the reader's notation."""

    name: str
    url: str
    unit: str
    value: str
    period: int
    spark: SafeString
    place: int | None
    place_of: int
    averages: list[tuple[str, str, int, int]]  # heading, average or "–", of how many, members


@dataclass(frozen=True)
class Glance:
    """An indicator on the home page: the averages of LAC and of the OECD, drawn and in numbers."""

    name: str
    url: str
    year: int
    lac: str
    oecd: str
    drawing: SafeString


def area_choices(code: str) -> AreaChoice:
    """Return the areas; BadParameter for a code that none has."""
    areas = list(PSMArea.objects.all())
    if code and code not in {area.code for area in areas}:
        raise BadParameter(_("There is no such area of public management."))
    return AreaChoice(areas, code)


def by_area(cards: Sequence[IndicatorCard]) -> list[tuple[str, list[IndicatorCard]]]:
    """Return the cards in groups of one area, in their order."""
    return [(name, list(group)) for name, group in groupby(cards, key=lambda card: card.area_name)]


def country_groups(release: Release) -> list[tuple[str, list[CountryLink]]]:
    """Return the countries with values: LAC, the OECD outside it, all others; each by name."""
    groups = membership_on(release.date).groups
    lac, oecd = groups[LAC], groups[OECD]
    found = sorted(selectors.countries_with_data(release.number or 0), key=lambda country: fold(country.name))
    links = [CountryLink(country.name, country.iso3, country_address(country.iso3)) for country in found]
    parts = (
        (_("Latin America and the Caribbean"), [link for link in links if link.iso3 in lac]),
        (_("OECD outside LAC"), [link for link in links if link.iso3 in oecd]),
        (_("Other countries and territories"), [link for link in links if link.iso3 not in lac | oecd]),
    )
    return [(label, members) for label, members in parts if members]


class CountryPage:
    """Everything on the page of a country."""

    def __init__(self, country: Country, release: Release, newest: int) -> None:
        self.country, self.release = country, release
        self.is_newest = release.number == newest
        self.rows = selectors.country_profile(country, release.number or 0)
        self.membership = membership_on(release.date)
        self.home = self.membership.home_of(country.iso3)
        self.income = self.membership.income_of(country.iso3)
        self.write = number_writer()

    @cached_property
    def areas(self) -> list[tuple[str, list[ProfileLine]]]:
        """The indicators of the country by area."""
        groups = groupby(self.rows, key=lambda row: row.area_name)
        return [(name, [self._line(row) for row in rows]) for name, rows in groups]

    @cached_property
    def headings(self) -> list[str]:
        """The headings of the averages: LAC, the OECD outside it, the country's income group."""
        names = group_names()
        return [_("LAC average"), names[OECD], *([names[self.income]] if self.income else [])]

    @property
    def place_heading(self) -> str:
        """Among whom the country has its place; empty outside LAC and the OECD."""
        return {LAC: _("Place in LAC"), OECD: _("Place in the OECD outside LAC")}.get(self.home, "")

    def _line(self, row: ProfileRow) -> ProfileLine:
        def text(value: float | None) -> str:
            return "–" if value is None else self.write(value, row.decimals)

        found = (
            (row.lac_average, row.lac_countries, row.lac_members),
            (row.oecd_average, row.oecd_countries, row.oecd_members),
            (row.income_average, row.income_countries, row.income_members),
        )
        return ProfileLine(
            name=row.name, url=f"{indicator_address(row.slug)}?countries={self.country.iso3}", unit=row.unit,
            value=text(row.value), period=row.period, spark=_drawn(charts.sparkline(row.periods, row.values)),
            place=row.place, place_of=row.place_of,
            averages=[(head, text(mean), *of) for head, (mean, *of) in zip(self.headings, found, strict=False)],
        )  # fmt: skip

    @property
    def sources(self) -> list[PublishedSource]:
        """The publications that the country's values come from, with edition and licence."""
        return published_sources(self.release.number or 0, country=self.country.pk)

    @property
    def memberships(self) -> str:
        """The groups the country belongs to, in words."""
        groups = selectors.groups_of_countries(self.release.date, (LAC, OECD)) if self.release.date else {}
        names = {LAC: _("Latin America and the Caribbean"), OECD: _("OECD")}
        found = [name for group, name in names.items() if self.country.iso3 in groups.get(group, ())]
        return " · ".join([*found, *([group_names()[self.income]] if self.income else [])])

    @property
    def day(self) -> str:
        """The date of the release."""
        return release_day(self.release)


class HomePage:
    """What the home page shows of the statistics."""

    def __init__(self) -> None:
        number = selectors.current_release_number()
        self.release = selectors.get_release(number) if number else None
        self.cards = selectors.indicator_list(get_language() or "en", release=number)

    @property
    def day(self) -> str:
        """The date of the newest release."""
        return release_day(self.release) if self.release else ""

    @cached_property
    def areas(self) -> list[Area]:
        """The areas that have indicators."""
        groups = groupby(self.cards, key=lambda card: (card.area_code, card.area_name))
        return [Area(code, name, len(list(cards))) for (code, name), cards in groups]

    @cached_property
    def with_values(self) -> list[IndicatorCard]:
        """The indicators that have values in the newest release."""
        return [card for card in self.cards if card.countries]

    @property
    def countries(self) -> int:
        """The number of countries of the widest indicator."""
        return max((card.countries for card in self.with_values), default=0)

    @property
    def years(self) -> str:
        """First and last year of all values."""
        first = min((card.first_period for card in self.with_values if card.first_period), default=None)
        last = max((card.last_period for card in self.with_values if card.last_period), default=None)
        return f"{first}–{last}" if first else ""

    @cached_property
    def glances(self) -> list[Glance]:
        """Three indicators at a glance: the well-known ones where they have values, else the first of the catalogue."""
        if self.release is None:
            return []
        order = {slug: place for place, slug in enumerate(FEATURED)}
        cards = sorted(self.with_values, key=lambda card: order.get(card.slug, len(order)))[: len(FEATURED)]
        return [glance for card in cards if (glance := self._glance(card)) is not None]

    def _glance(self, card: IndicatorCard) -> Glance | None:
        release = self.release
        if release is None or release.date is None:
            return None
        subject: Indicator = selectors.get_indicator(card.slug)
        series = selectors.series_of_indicator(subject.pk, release.number or 0)
        years = figures.all_years(series)
        rows = [figures.on_years(row, years) for row in series]
        if not subject.current_version or not subject.current_version.average_means_something:
            return None
        groups = membership_on(release.date).groups
        lac, oecd = (same_countries_mean(rows, groups[group], len(years)).values for group in (LAC, OECD))
        known = [place for place in range(len(years)) if lac[place] is not None and oecd[place] is not None]
        if not known:
            return None
        write, decimals = number_writer(), subject.current_version.decimals
        return Glance(
            name=card.name, url=indicator_address(card.slug), year=years[known[-1]],
            lac=write(lac[known[-1]] or 0.0, decimals), oecd=write(oecd[known[-1]] or 0.0, decimals),
            drawing=_drawn(charts.twin_lines(years, lac, oecd)),
        )  # fmt: skip


def _drawn(drawing: str) -> SafeString:
    return mark_safe(drawing)  # noqa: S308  # geometry and our own classes only
