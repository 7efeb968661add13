"""What stands in the address of a roster list: words, chosen values of the facets, page; read and checked once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.core.paginator import Page, Paginator
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

FACETS = ("area", "country", "language", "instrument")
PARAMETERS = ("q", *FACETS, "page")
LONGEST_SEARCH = 200
MOST_CHOSEN = 12  # of one facet
LARGEST_PAGE_NUMBER = 6  # digits
VALUE = re.compile(r"[A-Za-z_]{2,20}")


@dataclass(frozen=True)
class Choice:
    """The words searched for and the values chosen of each facet; a record has to have one of each facet's values."""

    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, facet: str) -> tuple[str, ...]:
        """Return the chosen values of a facet."""
        return self.chosen.get(facet, ())

    @property
    def is_narrowed(self) -> bool:
        """Whether the list leaves anything out."""
        return bool(self.words or any(self.chosen.values()))

    def toggled(self, facet: str, value: str) -> "Choice":
        """Return the choice with a value of a facet added, or taken away where it is chosen."""
        now = self.of(facet)
        values = tuple(each for each in now if each != value) if value in now else (*now, value)
        return Choice(self.words, {**self.chosen, facet: values})

    def query(self) -> str:
        """Return the choice as a query string; empty when nothing is chosen."""
        pairs = [("q", self.words)] if self.words else []
        pairs += [(facet, value) for facet in FACETS for value in self.of(facet)]
        return f"?{urlencode(pairs)}" if pairs else "?"


def read_choice(query: QueryDict) -> Choice:
    """Return what an address asks for; BadRequest where it cannot be meant."""
    words = query.get("q", "").strip()
    if len(words) > LONGEST_SEARCH:
        raise BadRequest(_("A search has at most {count} characters.").format(count=LONGEST_SEARCH))
    if not words.isprintable():
        raise BadRequest(_("The search contains characters that cannot be read."))
    return Choice(words, {facet: _values(query.getlist(facet)) for facet in FACETS})


def read_page(query: QueryDict, paginator: Paginator) -> Page:
    """Return the page of a list that an address asks for; 404 when there is no such page."""
    text = query.get("page", "") or "1"
    if not (text.isascii() and text.isdigit() and len(text) <= LARGEST_PAGE_NUMBER):
        raise BadRequest(_("The page has to be a whole number."))
    if not 1 <= int(text) <= paginator.num_pages:
        raise Http404
    return paginator.page(int(text))


def _values(given: list[str]) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(value for value in given if value))
    if len(values) > MOST_CHOSEN or not all(VALUE.fullmatch(value) for value in values):
        raise BadRequest(_("The address asks for something that the roster does not know."))
    return values
