"""The facets of the list: what may be chosen, how many indicators each choice leaves, and what has been chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from indicators.catalogue.selectors import Catalogue, Entry
from indicators.enums import Measures
from indicators.parameters import BadParameter, read_search

FACETS = ("area", "measures", "source", "figures", "cover")
PARAMETERS = ("q", *FACETS, "page")
WITH, WITHOUT = "with", "without"
COVERS = (10, 20, 30)  # of the 33 countries of Latin America and the Caribbean


@dataclass(frozen=True)
class Choice:
    """The words searched for and the facets chosen ("" for all)."""

    words: str = ""
    area: str = ""
    measures: str = ""
    source: str = ""
    figures: str = ""
    cover: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether a facet other than the area is chosen."""
        return bool(self.measures or self.source or self.figures or self.cover)

    @property
    def is_everything(self) -> bool:
        """Whether nothing has been asked for."""
        return not (self.words or self.area or self.is_narrowed)

    def query(self) -> str:
        """Return the choice as a query string."""
        values = {"q": self.words, **{name: getattr(self, name) for name in FACETS}}
        return urlencode({name: value for name, value in values.items() if value})

    def admits(self, entry: Entry, catalogue: Catalogue) -> bool:
        """Say whether an indicator belongs to what the facets leave."""
        return all(_TESTS[name](entry, value, catalogue) for name in FACETS if (value := getattr(self, name)))


@dataclass(frozen=True)
class Option:
    """One value of a facet, and how many indicators it leaves."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A facet with its options; the first stands for all."""

    name: str
    label: str
    everything: str
    options: list[Option]


_TESTS: dict[str, Callable[[Entry, str, Catalogue], bool]] = {
    "area": lambda entry, value, _catalogue: entry.area_code == value,
    "measures": lambda entry, value, _catalogue: entry.measures == value,
    "source": lambda entry, value, _catalogue: any(source.code == value for source in entry.sources),
    "figures": lambda entry, value, _catalogue: bool(entry.country_ids) == (value == WITH),
    "cover": lambda entry, value, catalogue: catalogue.lac_count(entry) >= int(value),
}


def read_choice(query: QueryDict, catalogue: Catalogue) -> Choice:
    """Return what an address asks for; BadParameter for a value that no facet has."""
    choice = Choice(words=read_search(query), **{name: query.get(name, "") for name in FACETS})
    if choice.area and choice.area not in {area.code for area in catalogue.areas}:
        raise BadParameter(_("There is no such area of public management."))
    for name in FACETS[1:]:
        if (value := getattr(choice, name)) and value not in dict(_values(name, catalogue)):
            raise BadParameter(_("The list cannot be narrowed to that."))
    return choice


def facets(choice: Choice, catalogue: Catalogue, entries: Sequence[Entry]) -> list[Facet]:
    """Return every facet for some entries, counted as the other facets leave them."""
    labels = {
        "area": (_("Area"), _("All areas")),
        "measures": (_("What it measures"), _("Structure and performance")),
        "source": (_("Source"), _("All sources")),
        "figures": (_("Figures"), _("With and without figures")),
        "cover": (_("Coverage of LAC"), _("Any coverage")),
    }
    return [
        Facet(name, label, everything, _options(name, choice, catalogue, entries))
        for name, (label, everything) in labels.items()
    ]


def _options(name: str, choice: Choice, catalogue: Catalogue, entries: Sequence[Entry]) -> list[Option]:
    left = [entry for entry in entries if replace(choice, **{name: ""}).admits(entry, catalogue)]
    chosen = getattr(choice, name)
    return [
        Option(value, label, sum(_TESTS[name](entry, value, catalogue) for entry in left), value == chosen)
        for value, label in _values(name, catalogue)
    ]


def _values(name: str, catalogue: Catalogue) -> list[tuple[str, str]]:
    """Return the values of a facet with their labels."""
    if name == "area":
        return [(area.code, area.name) for area in catalogue.areas]
    if name == "measures":
        return [(value, str(label)) for value, label in Measures.choices]
    if name == "source":
        found = {source.code: source.title for entry in catalogue.entries for source in entry.sources}
        return sorted(found.items(), key=lambda pair: pair[1])
    if name == "figures":
        return [(WITH, _("With figures")), (WITHOUT, _("Without open figures yet"))]
    return [(str(least), _("At least {count} countries").format(count=least)) for least in COVERS]
