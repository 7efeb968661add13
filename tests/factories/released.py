"""Released statistics for tests of the public pages: a published release with its series, without an import."""

from collections.abc import Mapping
from datetime import date

import pgtrigger
from django.core.cache import cache
from django.db import connection, transaction

from indicators.enums import CURRENT_RELEASE_KEY, ReleaseStatus
from indicators.models import Indicator, Release, Series, Source
from indicators.page_cache import memory
from partnership.core.models import Country
from tests.factories.core import person

# country → year → value, or (value, flag), or (value, flag, standard error)
Cell = float | None | tuple[float | None, str] | tuple[float | None, str, float]
Table = Mapping[str, Mapping[int, Cell]]

_LATEST = """
INSERT INTO indicators_latest (indicator_id, country_id, from_release, period, value, obs_status, rank, of)
SELECT indicator_id, country_id, %(release)s, period, value, status,
       rank() OVER (PARTITION BY indicator_id ORDER BY value DESC), count(*) OVER (PARTITION BY indicator_id)
FROM (
    SELECT DISTINCT ON (s.indicator_id, s.country_id) s.indicator_id, s.country_id, u.period, u.value, u.status
    FROM indicators_series s, unnest(s.periods, s.values, s.statuses) AS u (period, value, status)
    WHERE s.from_release = %(release)s AND u.value IS NOT NULL
    ORDER BY s.indicator_id, s.country_id, u.period DESC
) newest
"""


@transaction.atomic
def release_of(number: int, data: Mapping[str, Table], day: date = date(2026, 5, 12)) -> Release:
    """Publish release ``number`` with the tables by slug of their indicator; they replace those of earlier releases."""
    with pgtrigger.ignore("indicators.Release:status_by_engine"):
        release = Release.objects.create(
            status=ReleaseStatus.PUBLISHED, number=number, title=f"Release {number}", date=day, prepared_by=person()
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('partnership.release', %s, true)", [str(number)])
    countries = dict(Country.objects.values_list("iso3", "pk"))
    for slug, table in data.items():
        indicator = Indicator.objects.get(slug=slug)
        pks = [countries[code] for code in table]
        for model in ("indicators_series", "indicators_latest"):
            _close(model, indicator.pk, pks, number)
        source = Source.objects.filter(mappings__indicator=indicator).first()
        Series.objects.bulk_create(
            _series(indicator.pk, countries[code], years, number, source) for code, years in table.items()
        )
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, {"release": number})
        cursor.execute("SELECT set_config('partnership.release', '', true)")
    cache.delete(CURRENT_RELEASE_KEY)
    memory.forget()
    return release


def _close(table: str, indicator: int, countries: list[int], number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET until_release = %s WHERE indicator_id = %s AND country_id = ANY(%s)"
            " AND until_release IS NULL",
            [number, indicator, countries],
        )


def _series(indicator: int, country: int, years: Mapping[int, Cell], number: int, source: Source) -> Series:
    cells = [_full(years[year]) for year in sorted(years)]
    return Series(
        indicator_id=indicator,
        country_id=country,
        source=source,
        edition=source.edition,
        from_release=number,
        periods=sorted(years),
        values=[value for value, _status, _error in cells],
        statuses=[status for _value, status, _error in cells],
        errors=[error for _value, _status, error in cells],
        sources_counts=[None] * len(cells),
    )


def _full(cell: Cell) -> tuple[float | None, str, float | None]:
    if not isinstance(cell, tuple):
        return cell, "O" if cell is None else "A", None
    return (*cell, None)[:3]  # type: ignore[return-value]
