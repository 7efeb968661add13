"""Reads for exploring: who belongs where on the day of a release."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import connection
from django.db.models import Count
from django.utils.translation import get_language

from indicators.enums import EDITION_PLACE
from indicators.models import Series
from indicators.selectors import LANGUAGES
from indicators.site.comparators import GROUPS, LAC, OECD, exclusive_groups


@dataclass(frozen=True)
class Membership:
    """The countries of LAC and of the OECD: their names, and the groups in which each counts once."""

    names: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, frozenset[str]] = field(default_factory=lambda: exclusive_groups({}))

    def home_of(self, iso3: str) -> str:
        """Return "LAC" or "OECD", wherever a country counts; "" for the others."""
        return next((group for group in (LAC, OECD) if iso3 in self.groups[group]), "")

    def income_of(self, iso3: str) -> str:
        """Return the code of a country's income group; "" where it has none."""
        return next((group for group in GROUPS[2:] if iso3 in self.groups[group]), "")


@dataclass(frozen=True)
class PublishedSource:
    """A publication with the edition that released values come from."""

    producer: str
    title: str
    url: str
    licence: str
    licence_url: str
    attribution: str
    edition: str
    key: int  # of the Source

    @property
    def asks(self) -> str:
        """What the licence asks to be said beyond what is said anyway."""
        return "" if self.attribution == f"{self.cited}. {self.licence}." else self.attribution

    @property
    def cited(self) -> str:
        """Producer, title and edition."""
        return ", ".join(part for part in (self.producer, self.title, self.edition) if part)


def published_sources(release: int, **of: int) -> list[PublishedSource]:
    """Return where the values (of an ``indicator`` or a ``country``, by its key) come from as of a release.

    That of most series stands first. One query.
    """
    names = ("producer", "title", "url", "licence", "licence_url", "attribution")
    rows = (
        Series.objects.as_of(release)
        .filter(**of)
        .values_list(*(f"source__{name}" for name in names), "edition", "source_id")
        .annotate(count=Count("pk"))
        .order_by("-count", "source__title", "-edition")
    )
    sources = (PublishedSource(*row[:-1]) for row in rows)
    return [
        replace(source, attribution=source.attribution.replace(EDITION_PLACE, source.edition)) for source in sources
    ]


def membership_on(day: date | None) -> Membership:
    """Return who belongs where on a date. One query."""
    if day is None:
        return Membership()
    language = (get_language() or "en")[:2]
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS.format(language=language if language in LANGUAGES else "en"), [list(GROUPS), day, day])
        rows = cursor.fetchall()
    names: dict[str, str] = {}
    members: dict[str, set[str]] = {group: set() for group in GROUPS}
    for iso3, name, found in rows:
        for group in found:
            members[group].add(iso3)
        if {LAC, OECD} & set(found):
            names[iso3] = name
    return Membership(names, exclusive_groups(members))


# By hand, because every public page asks this once, and the query builder would cost more than the database.
_MEMBERS = """
SELECT c.iso3, c.name_{language}, array_agg(m.group) FROM core_countrymembership m
JOIN core_country c ON c.id = m.country_id
WHERE m.group = ANY(%s) AND m.valid_from <= %s AND (m.valid_until IS NULL OR m.valid_until > %s)
GROUP BY c.id
"""
