"""Reads of the catalogue as the list and the search need it: the same few queries whatever is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils.translation import get_language

from indicators import selectors
from indicators.enums import TOTAL
from indicators.models import Source
from indicators.site.comparators import LAC
from partnership.core.models import Country, PSMArea

LANGUAGES = selectors.LANGUAGES


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator with an agreed definition. Texts come in four languages, in the order of LANGUAGES."""

    code: str
    slug: str
    area_code: str
    measures: str
    names: tuple[str, ...]
    definitions: tuple[str, ...]
    first_period: int | None
    last_period: int | None
    country_ids: frozenset[int]
    sources: tuple[Publication, ...]

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self.names)

    @property
    def definition(self) -> str:
        """The definition in the reader's language."""
        return in_language(self.definitions)


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication that values come from."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Place:
    """An area or a country: its code and its names in four languages."""

    code: str
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self.names)


@dataclass(frozen=True)
class Catalogue:
    """Everything that the list and the search look through, as of a release."""

    entries: list[Entry]
    areas: list[Place]
    countries: dict[int, Place]  # those with values, by id
    lac: frozenset[int] = field(default_factory=frozenset)

    def lac_count(self, entry: Entry) -> int:
        """Return how many countries of Latin America and the Caribbean have values."""
        return len(entry.country_ids & self.lac)


def read_catalogue() -> Catalogue:
    """Return the catalogue with the coverage of the newest release."""
    number = selectors.current_release_number()
    release = selectors.get_release(number) if number else None
    groups = selectors.groups_of_countries(release.date, (LAC,)) if release and release.date else {}
    countries = _countries(number or 0)
    lac = frozenset(pk for pk, place in countries.items() if place.code in groups.get(LAC, ()))
    return Catalogue(_entries(number or 0), _areas(), countries, lac)


def in_language(texts: Sequence[str]) -> str:
    """Return the text in the reader's language; the English one where it is not translated."""
    language = (get_language() or "en")[:2]
    return (texts[LANGUAGES.index(language)] if language in LANGUAGES else "") or texts[0]


def _areas() -> list[Place]:
    names = [f"name_{language}" for language in LANGUAGES]
    return [Place(code, tuple(texts)) for code, *texts in PSMArea.objects.values_list("code", *names)]


def _countries(release: int) -> dict[int, Place]:
    names = [f"name_{language}" for language in LANGUAGES]
    found: list[Country] = selectors.countries_with_data(release)
    return {each.pk: Place(each.iso3, tuple(getattr(each, name) or "" for name in names)) for each in found}


def _entries(release: int) -> list[Entry]:
    sources = {pk: Publication(code, title) for pk, code, title in Source.objects.values_list("pk", "code", "title")}
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, {"release": release})
        return [_entry(row, sources) for row in cursor.fetchall()]


def _entry(row: Sequence[Any], sources: Mapping[int, Publication]) -> Entry:
    code, slug, area, measures, *texts, first, last, countries, publications = row
    return Entry(
        code=code, slug=slug, area_code=area, measures=measures,
        names=tuple(texts[: len(LANGUAGES)]), definitions=tuple(texts[len(LANGUAGES) :]),
        first_period=first, last_period=last, country_ids=frozenset(countries or ()),
        sources=tuple(sorted((sources[pk] for pk in publications or ()), key=lambda each: each.code)),
    )  # fmt: skip


_TEXTS = ", ".join(f"coalesce(v.{name}_{code}, '')" for name in ("name", "definition") for code in LANGUAGES)
_ENTRIES = f"""
SELECT i.code, i.slug, a.code, v.measures, {_TEXTS}, c.first_period, c.last_period, c.countries, c.sources
FROM indicators_indicator i
JOIN indicators_definitionversion v ON v.id = i.current_version_id
JOIN core_psmarea a ON a.id = i.area_id
LEFT JOIN LATERAL (
    SELECT array_agg(DISTINCT country_id) AS countries, array_agg(DISTINCT source_id) AS sources,
           min(periods[1]) AS first_period, max(periods[cardinality(periods)]) AS last_period
    FROM indicators_series
    WHERE indicator_id = i.id AND breakdown = '{TOTAL}'
      AND from_release <= %(release)s AND (until_release IS NULL OR until_release > %(release)s)
) c ON true
ORDER BY a.position, i.position, i.code
"""  # noqa: S608  # only names of our own columns are put in
