"""Reads of released statistics. Everything here depends on (release, language, arguments) alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils.translation import get_language

from indicators.enums import CURRENT_RELEASE_KEY, TOTAL, ReleaseStatus, VersionStatus
from indicators.models import DefinitionVersion, Indicator, Latest, Release, Series
from indicators.search import find
from partnership.core.enums import CountryGroup
from partnership.core.models import Country

RELEASE_CACHE_SECONDS = 30  # a lost cache message is healed after this time
LANGUAGES = ("en", "es", "pt", "fr")


@dataclass(frozen=True, slots=True)
class IndicatorCard:
    """An indicator as a list shows it; texts in the language asked for (another where it is not translated)."""

    id: int
    code: str
    slug: str
    name: str
    definition: str
    unit: str
    area_code: str
    area_name: str
    source_title: str
    countries: int
    first_period: int | None
    last_period: int | None


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """All years of one country. The lists have equal length; a missing value or error is None.

    ``ranks`` are percentile ranks among all economies of the world (0 lowest, 100 highest) with the bounds of their
    90 % interval; all three are None where the source publishes none.
    """

    iso3: str
    name: str
    periods: list[int]
    values: list[float | None]
    statuses: list[str]
    errors: list[float | None]
    sources_counts: list[int | None]
    ranks: list[float | None] | None = None
    ranks_lower: list[float | None] | None = None
    ranks_upper: list[float | None] | None = None
    definition_number: int = 1
    source_id: int = 0
    edition: str = ""


@dataclass(frozen=True, slots=True)
class LatestRow:
    """The newest value of a country. ``rank`` of ``of`` as models.Latest explains; None where it is not ranked."""

    iso3: str
    name: str
    period: int
    value: float
    obs_status: str
    rank: int | None
    of: int | None


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One indicator in a country profile, beside the averages of the groups for the same year.

    An average is the simple mean of the members with a value in that year (``…_countries`` of ``…_members``); None
    where fewer than half of them have one, where there is only one, or where an average means nothing. A country of
    LAC and of the OECD counts in LAC. ``place`` of ``place_of`` is its place in LAC or in the OECD outside it.
    """

    indicator_id: int
    slug: str
    name: str
    unit: str
    decimals: int
    area_code: str
    area_name: str
    period: int
    value: float
    obs_status: str
    rank: int | None
    of: int | None
    place: int | None
    place_of: int
    lac_average: float | None
    lac_countries: int
    lac_members: int
    oecd_average: float | None
    oecd_countries: int
    oecd_members: int
    income_average: float | None
    income_countries: int
    income_members: int
    periods: list[int]
    values: list[float | None]


def current_release_number() -> int | None:
    """Return the number of the newest published release, or None before the first one. Cache first, then database."""
    number = cache.get(CURRENT_RELEASE_KEY)
    if number is None:
        number = newest_release_number()
        if number is not None:
            cache.set(CURRENT_RELEASE_KEY, number, RELEASE_CACHE_SECONDS)
    return number


def newest_release_number() -> int | None:
    """Return the number of the newest published release from the database."""
    newest = Release.objects.filter(status=ReleaseStatus.PUBLISHED).order_by("-number")
    return newest.values_list("number", flat=True).first()


def get_release(number: int | None = None) -> Release:
    """Return a published release (the current one without a number); Http404 when there is none."""
    wanted = current_release_number() if number is None else number
    if wanted is None or not 1 <= wanted < 2**31:
        raise Http404
    release = Release.objects.filter(status=ReleaseStatus.PUBLISHED, number=wanted).first()
    if release is None:
        raise Http404
    return release


def published_releases() -> list[Release]:
    """Return all published releases, newest first."""
    return list(Release.objects.filter(status=ReleaseStatus.PUBLISHED).order_by("-number"))


def get_indicator(slug: str) -> Indicator:
    """Return an indicator that has an agreed definition, with area and definition; Http404 otherwise."""
    indicator = (
        Indicator.objects.select_related("area", "current_version")
        .filter(slug=slug, current_version__isnull=False)
        .first()
    )
    if indicator is None:
        raise Http404
    return indicator


def definition_versions(indicator_id: int) -> list[DefinitionVersion]:
    """Return the agreed versions of a definition, newest first."""
    versions = DefinitionVersion.objects.filter(indicator_id=indicator_id, status=VersionStatus.AGREED)
    return list(versions.order_by("-number"))


def series_of_indicator(
    indicator_id: int, release: int, breakdown: str = TOTAL, countries: Sequence[str] = ()
) -> list[SeriesRow]:
    """Return one row per country (all, or those of the alpha-3 codes) as of a release, by name. One query."""
    rows = Series.objects.as_of(release).filter(indicator_id=indicator_id, breakdown=breakdown)
    if countries:
        rows = rows.filter(country__iso3__in=countries)
    name = f"country__name_{_language()}"
    fields = (
        "country__iso3", name, "periods", "values", "statuses", "errors", "sources_counts", "ranks", "ranks_lower",
        "ranks_upper", "definition_number", "source_id", "edition",
    )  # fmt: skip
    return [SeriesRow(*row) for row in rows.order_by(name, "country__iso3").values_list(*fields)]


def latest_of_indicator(indicator_id: int, release: int) -> list[LatestRow]:
    """Return the newest value of every country as of a release: ranked ones first, in the order of their rank."""
    rows = Latest.objects.as_of(release).filter(indicator_id=indicator_id)
    name = f"country__name_{_language()}"
    fields = ("country__iso3", name, "period", "value", "obs_status", "rank", "of")
    ordered = rows.order_by("rank", "-period", name)  # PostgreSQL puts nulls, the unranked, last
    return [LatestRow(*row) for row in ordered.values_list(*fields)]


def indicator_list(language: str, query: str = "", area: str = "", release: int | None = None) -> list[IndicatorCard]:
    """Return the indicators with an agreed definition, in the order of the catalogue.

    ``query``: every word must occur (accents and case do not matter) in a text of any language, the code or the
    source; where that finds nothing, small mistakes are forgiven and the nearest stand first.
    ``area``: a code of an area. ``release`` fills the coverage; without one it is empty.
    """
    language = language if language in LANGUAGES else "en"
    with connection.cursor() as cursor:
        cursor.execute(_CARDS.format(language=language), {"release": release or 0, "area": area})
        cards = [(IndicatorCard(*row[:-1]), row[-1]) for row in cursor.fetchall()]
    return [cards[position][0] for position in find(query, [text for _card, text in cards])]


def indicators_with_data(release: int) -> list[Indicator]:
    """Return the indicators that have at least one series as of a release."""
    series = Series.objects.as_of(release).filter(indicator=OuterRef("pk"))
    return list(Indicator.objects.filter(Exists(series)).select_related("area", "current_version"))


def countries_with_data(release: int) -> list[Country]:
    """Return the countries that have at least one value as of a release, by name."""
    latest = Latest.objects.as_of(release).filter(country=OuterRef("pk"))
    return list(Country.objects.filter(Exists(latest)).order_by(f"name_{_language()}"))


def groups_of_countries(on: date, wanted: Sequence[str] = tuple(CountryGroup.values)) -> dict[str, set[str]]:
    """Return the alpha-3 codes of the countries in each group on a date, by the group's code."""
    current = Q(memberships__valid_until__isnull=True) | Q(memberships__valid_until__gt=on)
    members = Country.objects.filter(current, memberships__valid_from__lte=on, memberships__group__in=wanted)
    rows = members.values_list("memberships__group", "iso3")
    groups: dict[str, set[str]] = {group: set() for group in wanted}
    for group, iso3 in rows:
        groups[group].add(iso3)
    return groups


def country_profile(country: Country, release: int) -> list[ProfileRow]:
    """Return all indicators of a country as of a release, in the order of the catalogue, beside the averages.

    Groups are those in force at the release's date. One query.
    """
    params = {"country": country.pk, "release": release}
    with connection.cursor() as cursor:
        cursor.execute(_PROFILE.format(language=_language()), params)
        return [ProfileRow(*row) for row in cursor.fetchall()]


def _language() -> str:
    language = (get_language() or "en")[:2]
    return language if language in LANGUAGES else "en"


_ALL_TEXTS = ", ".join(f"v.{field}_{code}" for field in ("name", "definition") for code in LANGUAGES)
_CARDS = f"""
SELECT i.id, i.code, i.slug, coalesce(nullif(v.name_{{language}}, ''), v.name),
       coalesce(nullif(v.definition_{{language}}, ''), v.definition), coalesce(nullif(v.unit_{{language}}, ''), v.unit),
       a.code, coalesce(nullif(a.name_{{language}}, ''), a.name), coalesce(s.title, ''),
       coalesce(c.countries, 0), c.first_period, c.last_period,
       concat_ws(' ', i.code, s.title, s.producer, {_ALL_TEXTS})
FROM indicators_indicator i
JOIN indicators_definitionversion v ON v.id = i.current_version_id
JOIN core_psmarea a ON a.id = i.area_id
LEFT JOIN LATERAL (
    SELECT count(*) AS countries, min(periods[1]) AS first_period, max(periods[cardinality(periods)]) AS last_period,
           array_agg(DISTINCT source_id) AS sources
    FROM indicators_series
    WHERE indicator_id = i.id AND breakdown = '{TOTAL}'
      AND from_release <= %(release)s AND (until_release IS NULL OR until_release > %(release)s)
) c ON true
LEFT JOIN LATERAL (
    SELECT string_agg(title, ', ' ORDER BY title) AS title, string_agg(producer, ', ' ORDER BY title) AS producer
    FROM indicators_source WHERE id = ANY(c.sources)
) s ON true
WHERE %(area)s IN ('', a.code)
ORDER BY a.position, i.position, i.code
"""  # noqa: S608  # only names of our own columns are put in

_AVERAGE = (
    "CASE WHEN v.average_means_something AND peers.{0}_countries >= greatest(2, size.{0} / 2.0) THEN peers.{0} END, "
    "coalesce(peers.{0}_countries, 0), size.{0}"
)
_VALID = "{0}.from_release <= %(release)s AND ({0}.until_release IS NULL OR {0}.until_release > %(release)s)"
_PROFILE = f"""
WITH day AS (SELECT date FROM indicators_release WHERE number = %(release)s),
groups AS (
    SELECT m.country_id, bool_or(m.group = 'LAC') AS lac, bool_or(m.group = 'OECD') AS in_oecd,
           max(m.group) FILTER (WHERE m.group NOT IN ('LAC', 'OECD')) AS income
    FROM core_countrymembership m, day
    WHERE m.valid_from <= day.date AND (m.valid_until IS NULL OR m.valid_until > day.date) GROUP BY m.country_id
),
member AS (SELECT country_id, lac, in_oecd AND NOT lac AS oecd, income FROM groups WHERE lac OR in_oecd),
home AS (SELECT * FROM (SELECT %(country)s AS id) c LEFT JOIN member ON member.country_id = c.id),
size AS (
    SELECT count(*) FILTER (WHERE member.lac) AS lac, count(*) FILTER (WHERE member.oecd) AS oecd,
           count(*) FILTER (WHERE member.income = home.income) AS income
    FROM member, home
),
own AS (SELECT l.* FROM indicators_latest l WHERE l.country_id = %(country)s AND {_VALID.format("l")}),
peers AS (
    SELECT own.indicator_id,
           avg(year.value) FILTER (WHERE member.lac) AS lac, count(*) FILTER (WHERE member.lac) AS lac_countries,
           avg(year.value) FILTER (WHERE member.oecd) AS oecd, count(*) FILTER (WHERE member.oecd) AS oecd_countries,
           avg(year.value) FILTER (WHERE member.income = home.income) AS income,
           count(*) FILTER (WHERE member.income = home.income) AS income_countries,
           count(*) FILTER (WHERE alike.home) AS place_of,
           count(*) FILTER (WHERE alike.home AND year.value > own.value) AS above,
           count(*) FILTER (WHERE alike.home AND year.value < own.value) AS below
    FROM home, own JOIN indicators_latest l ON l.indicator_id = own.indicator_id AND {_VALID.format("l")}
    JOIN member ON member.country_id = l.country_id
    CROSS JOIN LATERAL (
        SELECT CASE WHEN l.period = own.period THEN l.value WHEN l.period > own.period THEN (
            SELECT s.values[array_position(s.periods, own.period)] FROM indicators_series s
            WHERE s.indicator_id = l.indicator_id AND s.country_id = l.country_id AND s.breakdown = '{TOTAL}'
              AND {_VALID.format("s")}) END AS value
    ) year
    CROSS JOIN LATERAL (SELECT (member.lac AND home.lac) OR (member.oecd AND home.oecd) AS home) alike
    WHERE year.value IS NOT NULL
    GROUP BY own.indicator_id
)
SELECT i.id, i.slug, coalesce(nullif(v.name_{{language}}, ''), v.name),
       coalesce(nullif(v.unit_{{language}}, ''), v.unit),
       v.decimals, a.code, coalesce(nullif(a.name_{{language}}, ''), a.name), own.period, own.value, own.obs_status,
       own.rank, own.of,
       CASE WHEN peers.place_of > 0 THEN 1 + CASE v.direction WHEN 1 THEN peers.above WHEN -1 THEN peers.below END END,
       coalesce(peers.place_of, 0),
       {", ".join(_AVERAGE.format(group) for group in ("lac", "oecd", "income"))},
       s.periods, s.values
FROM own CROSS JOIN size
JOIN indicators_indicator i ON i.id = own.indicator_id
JOIN indicators_definitionversion v ON v.id = i.current_version_id
JOIN core_psmarea a ON a.id = i.area_id
LEFT JOIN peers ON peers.indicator_id = own.indicator_id
JOIN indicators_series s ON s.indicator_id = own.indicator_id AND s.country_id = own.country_id
  AND s.breakdown = '{TOTAL}' AND {_VALID.format("s")}
ORDER BY a.position, i.position, i.code
"""  # noqa: S608  # only names of our own columns are put in
