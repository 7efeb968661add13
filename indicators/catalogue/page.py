"""What the list of indicators shows: an overview by area, a narrowed list, or what a search found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from indicators.catalogue.areas import Holding, coverage, holding
from indicators.catalogue.facets import Choice, Facet, facets
from indicators.catalogue.search import Found, search
from indicators.catalogue.selectors import Catalogue, Entry, Place
from indicators.pages import country_address, indicator_address

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN_PER_AREA = 6


@dataclass(frozen=True)
class Card:
    """An indicator in the list."""

    name: str
    url: str
    lead: str
    coverage: str  # "" without figures
    sources: str
    area: str


@dataclass(frozen=True)
class Link:
    """An area or a country that a search found, or an example of a search."""

    name: str
    url: str
    text: str = ""


@dataclass(frozen=True)
class Section:
    """An area of the list: what it holds and (in the overview the first of) its indicators."""

    code: str
    name: str
    url: str
    holding: Holding
    cards: list[Card]
    count: int

    @property
    def has_more(self) -> bool:
        """Whether the area has more indicators than are shown."""
        return self.count > len(self.cards)


class CataloguePage:
    """Everything on the list of indicators for one choice."""

    def __init__(self, choice: Choice, catalogue: Catalogue) -> None:
        self.choice, self.catalogue = choice, catalogue
        self.found = search(choice.words, catalogue) if choice.words else Found(entries=catalogue.entries)
        self.entries = [entry for entry in self.found.entries if choice.admits(entry, catalogue)]

    @property
    def lead(self) -> str:
        """What the catalogue holds, in one sentence."""
        filled = sum(bool(entry.country_ids) for entry in self.catalogue.entries)
        if not filled:
            return _("How public administrations are built and how they perform. No figures have been released yet.")
        text = _(
            "How the administrations of Latin America, the Caribbean and the OECD are built and how they perform: "
            "{filled} indicators with figures of {countries} countries, and {empty} agreed definitions that wait for "
            "open figures."
        )
        return text.format(
            filled=filled, countries=len(self.catalogue.countries), empty=len(self.catalogue.entries) - filled
        )

    @property
    def left(self) -> str:
        """How many indicators a narrowed list leaves, in words; "" for the overview and for a search."""
        if self.choice.is_everything or self.choice.words:
            return ""
        text = ngettext("{count} indicator of {total}", "{count} indicators of {total}", len(self.entries))
        return text.format(count=len(self.entries), total=len(self.catalogue.entries))

    @property
    def area_name(self) -> str:
        """The name of the area chosen; "" without one."""
        return self._area_name(self.choice.area) if self.choice.area else ""

    @cached_property
    def facets(self) -> list[Facet]:
        """The facets of what the words found."""
        return facets(self.choice, self.catalogue, self.found.entries)

    # -- the list --------------------------------------------------------------------------------------------
    def sections(self, entries: Sequence[Entry]) -> list[Section]:
        """The areas of some entries; of an overview each with its first indicators."""
        most = SHOWN_PER_AREA if self.choice.is_everything else None
        groups = [(code, list(group)) for code, group in groupby(entries, key=lambda entry: entry.area_code)]
        return [
            Section(
                code=code, name=self._area_name(code), url=area_address(code),
                holding=holding(code, self._of_area(code), self.catalogue),
                cards=[self.card(entry) for entry in members[:most]], count=len(members),
            )
            for code, members in groups
        ]  # fmt: skip

    def card(self, entry: Entry) -> Card:
        """An indicator as the list shows it; its address keeps the countries that a search named."""
        named = ",".join(place.code for place in self.found.countries)
        return Card(
            name=entry.name,
            url=indicator_address(entry.slug) + (f"?countries={named}" if named and entry.country_ids else ""),
            lead=first_sentence(entry.definition),
            coverage=coverage(entry, self.catalogue),
            sources=", ".join(dict.fromkeys(source.title for source in entry.sources)),
            area=self._area_name(entry.area_code),
        )

    # -- the search ------------------------------------------------------------------------------------------
    @property
    def countries(self) -> list[Link]:
        """The countries found."""
        text = _("All its indicators, beside the averages of the region and of the OECD")
        return [Link(place.name, country_address(place.code), text) for place in self.found.countries]

    @property
    def areas(self) -> list[Link]:
        """The areas found."""
        return [self._area_link(area) for area in self.found.areas]

    @property
    def outcome(self) -> str:
        """How much was found, in one sentence; "" when nothing was."""
        counts = (
            (len(self.found.countries), ngettext("{count} country", "{count} countries", len(self.found.countries))),
            (len(self.found.areas), ngettext("{count} area", "{count} areas", len(self.found.areas))),
            (len(self.entries), ngettext("{count} indicator", "{count} indicators", len(self.entries))),
        )
        parts = [text.format(count=count) for count, text in counts if count]
        return _("Found for “{words}”: {what}.").format(words=self.choice.words, what=", ".join(parts)) if parts else ""

    @property
    def hidden_by_facets(self) -> int:
        """How many indicators the words find that the facets leave out."""
        return len(self.found.entries) - len(self.entries)

    @property
    def without_facets_url(self) -> str:
        """The address of the same words without facets."""
        return list_address(q=self.choice.words)

    @property
    def corrected_url(self) -> str:
        """The address of the search for the words that were taken instead."""
        return list_address(q=self.found.corrected)

    @property
    def all_areas(self) -> list[Link]:
        """Every area, to go on from where nothing was found."""
        return [Link(area.name, area_address(area.code)) for area in self.catalogue.areas]

    @property
    def examples(self) -> list[Link]:
        """Searches that find something."""
        words = (pgettext("search", "public expenditure"), pgettext("search", "women"), pgettext("search", "debt"))
        return [Link(text, list_address(q=text)) for text in words]

    def _area_link(self, area: Place) -> Link:
        said = holding(area.code, self._of_area(area.code), self.catalogue)
        text = " ".join(part for part in (said.about, said.figures or said.definitions) if part)
        return Link(area.name, area_address(area.code), text)

    def _of_area(self, code: str) -> list[Entry]:
        return [entry for entry in self.catalogue.entries if entry.area_code == code]

    def _area_name(self, code: str) -> str:
        return next(area.name for area in self.catalogue.areas if area.code == code)


def area_address(code: str) -> str:
    """Return the address of the list of an area."""
    return list_address(area=code)


def list_address(**values: str) -> str:
    """Return the address of the list for some parameters."""
    return f"{reverse('indicators:list')}?{urlencode(values)}"


def first_sentence(text: str) -> str:
    """Return the first sentence of a definition: it says what is measured."""
    head, point, _rest = text.partition(". ")
    return head + "." if point else text
