"""The parameters of public pages: read from the address, bounded, written back in one form."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _

from indicators.site.comparators import COMPARATORS, DEFAULT, GROUPS, NOBODY
from partnership.core.enums import CountryGroup
from partnership.core.selectors import countries_by_iso3

PAGE_PARAMETERS = ("countries", "from", "to", "release", "ranking", "with")
MAP_PARAMETERS = ("year", "release")
DATA_PARAMETERS = ("countries", "from", "to", "release")
LONGEST_SEARCH = 200
MOST_COUNTRIES = 250
FIRST_YEAR, LAST_YEAR = 1900, 2100
LARGEST_RELEASE = 2**31 - 1
EVERYBODY = "all"
ALPHA_3 = re.compile(r"[A-Z]{3}")
RANKINGS = (*GROUPS, EVERYBODY)


class BadParameter(Exception):
    """A parameter that says nothing we know; ``message`` is a sentence for the reader."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.message, self.status = message, status


@dataclass(frozen=True)
class View:
    """What of an indicator is shown: countries (none: all), first and last year, release, ranking's group, averages."""

    countries: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    release: int | None = None
    ranking: str = CountryGroup.LAC.value
    comparators: tuple[str, ...] = DEFAULT

    def query(self, **changes: object) -> str:
        """Return the view as a query string ("" for the default view), with some parameters changed."""
        values: Mapping[str, object] = {
            "countries": ",".join(self.countries),
            "from": self.first,
            "to": self.last,
            "release": self.release,
            "ranking": "" if self.ranking == CountryGroup.LAC.value else self.ranking,
            "with": self.comparators_text,
            **changes,
        }
        text = urlencode([(name, value) for name, value in values.items() if value not in (None, "")], safe=",")
        return f"?{text}" if text else ""

    def data_query(self, **changes: object) -> str:
        """Return the query string of the downloads of this view."""
        return self.query(**{"ranking": "", "with": "", **changes})

    @property
    def comparators_text(self) -> str:
        """Return the averages as the address says them: "" for the usual ones, "none" for none."""
        return "" if self.comparators == DEFAULT else ",".join(self.comparators) or NOBODY

    @property
    def years_bounds(self) -> tuple[int, int]:
        """Return the first and the last year that the view admits."""
        return self.first or FIRST_YEAR, self.last or LAST_YEAR

    def years(self, periods: Sequence[int]) -> list[int]:
        """Return the periods that lie within the view."""
        low, high = self.years_bounds
        return [period for period in periods if low <= period <= high]


def read_view(query: QueryDict) -> View:
    """Return the view that an address asks for; BadParameter with a sentence that names what is wrong."""
    view = View(
        countries=_countries(query.getlist("countries")),
        first=_whole(query, "from", FIRST_YEAR, LAST_YEAR),
        last=_whole(query, "to", FIRST_YEAR, LAST_YEAR),
        release=_whole(query, "release", 1, LARGEST_RELEASE),
        ranking=query.get("ranking") or CountryGroup.LAC.value,
        comparators=_comparators(query.getlist("with")),
    )
    if view.ranking not in RANKINGS:
        raise BadParameter(_("A ranking is of one of {codes}.").format(codes=_listed(RANKINGS)))
    if view.first and view.last and view.first > view.last:
        raise BadParameter(_("The first year lies after the last one."))
    return view


def is_canonical(query: QueryDict, view: View) -> bool:
    """Say whether the address is the one form of its view: every parameter once, none empty, averages in one order."""
    once = all(len(values) == 1 and values[0] for name, values in query.lists() if name in PAGE_PARAMETERS)
    return once and query.get("with", "") == view.comparators_text


def read_year(query: QueryDict) -> int | None:
    """Return the year of a map; None for the newest one."""
    return _whole(query, "year", FIRST_YEAR, LAST_YEAR)


def read_search(query: QueryDict) -> str:
    """Return the words searched for; BadParameter when they are none that can be."""
    words = query.get("q", "").strip()
    if len(words) > LONGEST_SEARCH:
        raise BadParameter(_("A search has at most {count} characters.").format(count=LONGEST_SEARCH))
    if not words.isprintable():
        raise BadParameter(_("The search contains characters that cannot be read."))
    return words


def read_page(query: QueryDict, paginator: Paginator) -> Page:
    """Return the page of a list that an address asks for; BadParameter (404) when the list has no such page."""
    number = _whole(query, "page", 1, 10**6) or 1
    if number > paginator.num_pages:
        raise BadParameter(_("This list has {count} pages.").format(count=paginator.num_pages), status=404)
    return paginator.page(number)


def _countries(given: Sequence[str]) -> tuple[str, ...]:
    codes = [code.strip().upper() for text in given for code in text[: 8 * MOST_COUNTRIES].split(",") if code.strip()]
    if len(codes) > MOST_COUNTRIES:
        raise BadParameter(_("At most {count} countries can be chosen.").format(count=MOST_COUNTRIES))
    well_formed = [code for code in codes if ALPHA_3.fullmatch(code)]
    known = countries_by_iso3(well_formed) if well_formed else {}
    for code in codes:
        if code not in known:
            shown = code[:12] if code.isprintable() else "?"
            raise BadParameter(_("There is no country with the code “{code}”.").format(code=shown))
    return tuple(dict.fromkeys(codes))


def _comparators(given: Sequence[str]) -> tuple[str, ...]:
    """Return the averages in the order of the pages; a form sends "none" along, so that no box checked is said too."""
    codes = [code.strip() for text in given for code in text[:LONGEST_SEARCH].split(",") if code.strip()]
    for code in codes:
        if code not in (*COMPARATORS, NOBODY):
            raise BadParameter(_("An average is of {codes}.").format(codes=_listed((*COMPARATORS, NOBODY))))
    return tuple(code for code in COMPARATORS if code in codes) if codes else DEFAULT


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(codes)


def _whole(query: QueryDict, name: str, low: int, high: int) -> int | None:
    text = query.get(name, "").strip()
    if not text:
        return None
    # ASCII digits only, and few: Python's int() takes other scripts' digits and refuses very long ones with an error.
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(high)) and low <= int(text) <= high):
        raise BadParameter(
            _("“{name}” in the address has to be a whole number from {low} to {high}.").format(
                name=name, low=low, high=high
            )
        )
    return int(text)
