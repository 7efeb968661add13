"""Publishing: one switch, in one transaction, after which every public page shows the new release.

Old vintages are closed, new ones opened, and the array-shaped tables get new rows for what changed; nothing
that was published before is touched, so that a page of an earlier release stays as it was.
"""

from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone

from indicators.enums import CURRENT_RELEASE_KEY
from indicators.models import Release
from indicators.selectors import RELEASE_CACHE_SECONDS, newest_release_number
from indicators.triggers import SETTING
from partnership.core.models import User
from partnership.core.transitions import perform

LOCK = 4_201_701  # any constant of our own: publishings wait for each other


@transaction.atomic
def publish_release(release: Release, *, actor: User, reason: str = "", expected_version: int | None = None) -> Release:
    """Make an approved release the current one and give it the next number; return it afresh.

    Raises a :class:`partnership.core.transitions.Refused`: not approved, embargo, another release came between.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    number = (newest_release_number() or 0) + 1
    now = timezone.now()
    changes = {"number": number, "date": timezone.localdate(now), "published_at": now}
    release = perform(
        release, "publish", actor=actor, reason=reason, expected_version=expected_version, changes=changes
    )
    _switch(release)
    for batch in release.batches.all():
        perform(batch, "release", actor=actor, data={"release": number})
    transaction.on_commit(lambda: cache.set(CURRENT_RELEASE_KEY, number, RELEASE_CACHE_SECONDS))
    return release


def _switch(release: Release) -> None:
    params = {"release": release.pk, "number": release.number}
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, str(release.number)])
        for statement in _STATEMENTS:
            cursor.execute(statement, params)
        cursor.execute("SELECT set_config(%s, '', true)", [SETTING])


_KEY_OF_STAGED = """o.indicator_id = v.indicator_id AND o.country_id = v.country_id AND o.breakdown = v.breakdown
    AND o.period = v.period AND o.from_release IS NOT NULL AND o.until_release IS NULL"""
_DROP_UNCHANGED = f"""
DELETE FROM indicators_observation v USING indicators_importbatch b, indicators_observation o
WHERE b.release_id = %(release)s AND v.batch_id = b.id AND v.from_release IS NULL AND {_KEY_OF_STAGED}
AND (o.value, o.obs_status, o.standard_error, o.sources_count, o.attributes, o.definition_version_id)
    IS NOT DISTINCT FROM
    (v.value, v.obs_status, v.standard_error, v.sources_count, v.attributes, v.definition_version_id)
"""  # noqa: S608  # our own column names
_NOTE_CHANGED = """
DROP TABLE IF EXISTS changed_series;
CREATE TEMPORARY TABLE changed_series ON COMMIT DROP AS
SELECT DISTINCT v.indicator_id, v.country_id, v.breakdown
FROM indicators_observation v JOIN indicators_importbatch b ON b.id = v.batch_id
WHERE b.release_id = %(release)s AND v.from_release IS NULL;
ANALYZE changed_series
"""
_CLOSE = f"""
UPDATE indicators_observation o SET until_release = %(number)s
FROM indicators_observation v JOIN indicators_importbatch b ON b.id = v.batch_id
WHERE b.release_id = %(release)s AND v.from_release IS NULL AND {_KEY_OF_STAGED}
"""  # noqa: S608  # our own column names
_OPEN = """
UPDATE indicators_observation v SET from_release = %(number)s
FROM indicators_importbatch b
WHERE b.release_id = %(release)s AND v.batch_id = b.id AND v.from_release IS NULL
"""
_CLOSE_SERIES = """
UPDATE indicators_series s SET until_release = %(number)s FROM changed_series c
WHERE s.until_release IS NULL
AND (s.indicator_id, s.country_id, s.breakdown) = (c.indicator_id, c.country_id, c.breakdown)
"""


def _ranks(attribute: str) -> str:
    """Return the array of an attribute of the values; null where no value of the series has it."""
    rank = f"(o.attributes->>'{attribute}')::float8"
    return f"CASE WHEN bool_or(o.attributes ? '{attribute}') THEN array_agg({rank} ORDER BY o.period) END"


_OPEN_SERIES = f"""
INSERT INTO indicators_series (indicator_id, country_id, breakdown, from_release, source_id, periods, "values",
    statuses, errors, sources_counts, ranks, ranks_lower, ranks_upper, edition, definition_number)
SELECT o.indicator_id, o.country_id, o.breakdown, %(number)s,
    (array_agg(b.source_id ORDER BY o.period DESC))[1],
    array_agg(o.period ORDER BY o.period), array_agg(o.value ORDER BY o.period),
    array_agg(o.obs_status ORDER BY o.period), array_agg(o.standard_error ORDER BY o.period),
    array_agg(o.sources_count ORDER BY o.period),
    {_ranks("percentile_rank")}, {_ranks("percentile_rank_lower")}, {_ranks("percentile_rank_upper")},
    (array_agg(b.edition ORDER BY o.period DESC))[1], (array_agg(d.number ORDER BY o.period DESC))[1]
FROM changed_series c JOIN indicators_observation o
    ON (o.indicator_id, o.country_id, o.breakdown) = (c.indicator_id, c.country_id, c.breakdown)
JOIN indicators_importbatch b ON b.id = o.batch_id
JOIN indicators_definitionversion d ON d.id = o.definition_version_id
WHERE o.from_release IS NOT NULL AND o.until_release IS NULL AND o.conf_status = 'F'
GROUP BY o.indicator_id, o.country_id, o.breakdown
"""  # noqa: S608  # our own column names
# The newest value of each country; the year in which most countries have theirs is the year that is ranked.
_RANK = """
DROP TABLE IF EXISTS new_latest;
CREATE TEMPORARY TABLE new_latest ON COMMIT DROP AS
WITH newest AS (
    SELECT DISTINCT ON (o.indicator_id, o.country_id)
        o.indicator_id, o.country_id, o.period, o.value, o.obs_status
    FROM indicators_observation o
    WHERE o.indicator_id IN (SELECT indicator_id FROM changed_series WHERE breakdown = '_T') AND o.breakdown = '_T'
        AND o.from_release IS NOT NULL AND o.until_release IS NULL AND o.value IS NOT NULL AND o.conf_status = 'F'
    ORDER BY o.indicator_id, o.country_id, o.period DESC
), years AS (
    SELECT DISTINCT ON (indicator_id) indicator_id, period FROM newest
    GROUP BY indicator_id, period ORDER BY indicator_id, count(*) DESC, period DESC
)
SELECT n.indicator_id, n.country_id, n.period, n.value, n.obs_status,
    CASE WHEN v.direction <> 0 AND n.period = y.period THEN
        rank() OVER (PARTITION BY n.indicator_id, n.period ORDER BY n.value * v.direction DESC) END::smallint AS rank,
    CASE WHEN v.direction <> 0 AND n.period = y.period THEN
        count(*) OVER (PARTITION BY n.indicator_id, n.period) END::smallint AS of
FROM newest n
JOIN years y ON y.indicator_id = n.indicator_id
JOIN indicators_indicator i ON i.id = n.indicator_id
JOIN indicators_definitionversion v ON v.id = i.current_version_id
"""
_CLOSE_LATEST = """
UPDATE indicators_latest l SET until_release = %(number)s
WHERE l.until_release IS NULL AND l.indicator_id IN (SELECT indicator_id FROM changed_series WHERE breakdown = '_T')
AND NOT EXISTS (
    SELECT 1 FROM new_latest n WHERE n.indicator_id = l.indicator_id AND n.country_id = l.country_id
    AND (n.period, n.value, n.obs_status, n.rank, n.of)
        IS NOT DISTINCT FROM (l.period, l.value, l.obs_status, l.rank, l.of)
)
"""
_OPEN_LATEST = """
INSERT INTO indicators_latest (indicator_id, country_id, from_release, period, value, obs_status, rank, of)
SELECT n.indicator_id, n.country_id, %(number)s, n.period, n.value, n.obs_status, n.rank, n.of
FROM new_latest n WHERE NOT EXISTS (
    SELECT 1 FROM indicators_latest l
    WHERE l.indicator_id = n.indicator_id AND l.country_id = n.country_id AND l.until_release IS NULL
)
"""
_STATEMENTS = (
    _DROP_UNCHANGED,
    _NOTE_CHANGED,
    _CLOSE,
    _OPEN,
    _CLOSE_SERIES,
    _OPEN_SERIES,
    _RANK,
    _CLOSE_LATEST,
    _OPEN_LATEST,
)
