"""Values from a file into the database: COPY into a temporary table, then compared with what is published as a set."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from indicators.enums import MessageLevel
from indicators.layouts import LAYOUTS, Finding, Findings, Table, open_table
from indicators.layouts.plan import load_plan
from indicators.models import ImportBatch, Source

Report = Callable[[int, str], None]
LINES_BETWEEN_REPORTS = 5_000


@dataclass(frozen=True)
class Outcome:
    """What a file would change, in values; ``findings`` is everything there is to say about it."""

    read: int
    added: int
    changed: int
    unchanged: int
    missing: int
    rejected: int
    unknown: int
    aggregate: int
    unmapped: int
    findings: list[Finding]

    def counts(self) -> dict[str, int]:
        """Return the counts as fields of an ImportBatch."""
        names = ("read", "added", "changed", "unchanged", "missing", "rejected", "unknown", "aggregate", "unmapped")
        return {f"rows_{name}": getattr(self, name) for name in names}

    @property
    def changes_something(self) -> bool:
        return bool(self.added or self.changed)


def evaluate(path: Path, source: Source, report: Report) -> Outcome:
    """Read and check a file against what is published; change nothing but the temporary table ``import_values``.

    Needs a transaction; the table lives until its end, so that :func:`insert_staged` can follow.
    Raises :class:`indicators.layouts.FileFault`.
    """
    findings = Findings()
    plan = load_plan(source)
    with open_table(path) as table, connection.cursor() as cursor:
        cursor.execute(_CREATE)
        _copy(cursor, _reported(LAYOUTS[source.profile](table, plan, findings), table, report))
        cursor.execute("ANALYZE import_values")
        _refuse_duplicates(cursor, findings)
        if not plan.keeps_missing:
            cursor.execute(_FORGET_BLANKS)
        cursor.execute(_COUNT)
        added, changed, unchanged, missing, withdrawn = cursor.fetchone()
    return Outcome(
        read=findings.read + (0 if plan.keeps_missing else withdrawn),
        added=added, changed=changed, unchanged=unchanged, missing=missing,
        rejected=findings.rejected,
        unknown=findings.count_left_out("unknown_country", "former_country"),
        aggregate=findings.count_left_out("aggregate"),
        unmapped=findings.count_left_out("unmapped_series"),
        findings=_with_verdict(findings.all(), added + changed, unchanged),
    )  # fmt: skip


def insert_staged(batch: ImportBatch) -> int:
    """Keep the new and changed values of ``import_values`` as staged observations of the batch; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [batch.pk])
        return cursor.rowcount


def delete_staged(batch: ImportBatch) -> int:
    """Remove the values of a batch that was not released; return how many."""
    return batch.observations.filter(from_release__isnull=True).delete()[0]


class _Pipe:
    """Lines as the file that COPY reads. An error ends the stream and is raised afterwards by the caller."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.error: Exception | None = None

    def read(self, size: int = -1) -> str:
        parts: list[str] = []
        length = 0
        try:
            for line in self._lines:
                parts.append(line)
                length += len(line)
                if length >= size - 1_000:  # a line is shorter than that
                    break
        except Exception as error:  # noqa: BLE001  # the driver would wrap it; copy() raises it as it is
            self.error = error
            return ""
        return "".join(parts)


def _copy(cursor: Any, lines: Iterator[str]) -> None:
    pipe = _Pipe(lines)
    cursor.copy_expert(f"COPY import_values ({_COLUMNS}) FROM STDIN", pipe, 1 << 16)
    if pipe.error is not None:
        raise pipe.error


def _reported(lines: Iterator[str], table: Table, report: Report) -> Iterator[str]:
    for number, line in enumerate(lines):
        if number % LINES_BETWEEN_REPORTS == 0:
            with suppress(ValueError):  # the file is closed already
                report(int(80 * table.done()), "")
        yield line


def _refuse_duplicates(cursor: Any, findings: Findings) -> None:
    """Take a value that is repeated once; take none of values that contradict each other."""
    cursor.execute(_FIND_REPEATS)
    cursor.execute(_REMOVE_REPEATS)
    for line, period, other, differs in cursor.fetchall():
        findings.rejected += 1
        code, level = ("duplicate", MessageLevel.ERROR) if differs else ("repeated", MessageLevel.WARNING)
        findings.add(Finding(code, level, line, str(period), params={"other": other}))


def _with_verdict(found: list[Finding], changes: int, unchanged: int) -> list[Finding]:
    if changes:
        return found
    return [Finding("nothing_changed" if unchanged else "nothing_taken", MessageLevel.INFO), *found]


_COLUMNS = (
    "line, indicator_id, version_id, breakdown, country_id, period, value, obs_status, standard_error, "
    "sources_count, attributes"
)
_CREATE = """
DROP TABLE IF EXISTS import_values;
CREATE TEMPORARY TABLE import_values (
    line integer, indicator_id bigint, version_id bigint, breakdown varchar(40), country_id bigint, period smallint,
    value float8, obs_status varchar(1), standard_error float8, sources_count smallint, attributes jsonb
) ON COMMIT DROP
"""
_SAME_KEY = " AND ".join(
    f"{{0}}.{name} = {{1}}.{name}" for name in ("indicator_id", "country_id", "breakdown", "period")
)
_FIND_REPEATS = """
DROP TABLE IF EXISTS import_repeats;
CREATE TEMPORARY TABLE import_repeats ON COMMIT DROP AS
SELECT indicator_id, country_id, breakdown, period, min(line) AS first_line, max(line) AS last_line, min(ctid) AS first,
       count(DISTINCT (value, standard_error, sources_count, attributes)) > 1 AS differs
FROM import_values GROUP BY indicator_id, country_id, breakdown, period HAVING count(*) > 1
"""
_REMOVE_REPEATS = f"""
WITH removed AS (
    DELETE FROM import_values v USING import_repeats r
    WHERE {_SAME_KEY.format("v", "r")} AND (r.differs OR v.ctid <> r.first)
    RETURNING v.line, v.period, CASE WHEN v.line = r.first_line THEN r.last_line ELSE r.first_line END, r.differs
)
SELECT * FROM removed ORDER BY 1, 2
"""  # noqa: S608  # our own column names
_PUBLISHED = f"{_SAME_KEY.format('o', 'v')} AND o.from_release IS NOT NULL AND o.until_release IS NULL"
_FORGET_BLANKS = f"""
DELETE FROM import_values v WHERE v.value IS NULL AND NOT EXISTS (
    SELECT 1 FROM indicators_observation o WHERE {_PUBLISHED} AND o.value IS NOT NULL
)
"""  # noqa: S608  # our own column names
DIFFERS = """
(o.value, o.obs_status, o.standard_error, o.sources_count, o.attributes, o.definition_version_id)
IS DISTINCT FROM (v.value, v.obs_status, v.standard_error, v.sources_count, v.attributes, v.version_id)
"""
_COUNT = f"""
SELECT count(*) FILTER (WHERE o.id IS NULL OR (o.value IS NULL AND {DIFFERS})),
       count(*) FILTER (WHERE o.value IS NOT NULL AND {DIFFERS}),
       count(*) FILTER (WHERE o.id IS NOT NULL AND NOT ({DIFFERS})),
       count(*) FILTER (WHERE v.value IS NULL),
       count(*) FILTER (WHERE v.value IS NULL AND o.value IS NOT NULL)
FROM import_values v LEFT JOIN indicators_observation o ON {_PUBLISHED}
"""  # noqa: S608  # our own column names
_INSERT = f"""
INSERT INTO indicators_observation (batch_id, indicator_id, definition_version_id, country_id, breakdown, period, value,
    obs_status, conf_status, standard_error, sources_count, attributes)
SELECT %s, v.indicator_id, v.version_id, v.country_id, v.breakdown, v.period, v.value,
    v.obs_status, 'F', v.standard_error, v.sources_count, v.attributes
FROM import_values v LEFT JOIN indicators_observation o ON {_PUBLISHED}
WHERE o.id IS NULL OR {DIFFERS}
"""  # noqa: S608  # our own column names
