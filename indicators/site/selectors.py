"""Reads for exploring: who belongs where on the day of a release."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q
from django.utils.translation import get_language

from indicators.enums import EDITION_PLACE
from indicators.models import Series
from indicators.site.comparators import GROUPS, LAC, OECD, exclusive_groups
from partnership.core.models import Country


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
    current = Q(memberships__valid_from__lte=day) & (
        Q(memberships__valid_until__isnull=True) | Q(memberships__valid_until__gt=day)
    )
    rows = (
        Country.objects.filter(current, memberships__group__in=GROUPS)
        .annotate(found=ArrayAgg("memberships__group"))
        .values_list("iso3", f"name_{(get_language() or 'en')[:2]}", "found")
    )
    names: dict[str, str] = {}
    members: dict[str, set[str]] = {group: set() for group in GROUPS}
    for iso3, name, found in rows:
        for group in found:
            members[group].add(iso3)
        if {LAC, OECD} & set(found):
            names[iso3] = name
    return Membership(names, exclusive_groups(members))
