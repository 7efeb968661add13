"""Downloads of public views: CSV straight from the database's COPY, XLSX with data and what describes them.

Both read the same series as the page. Columns begin ``country_code,country,period,value,obs_status``.
"""

import io
import queue
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.enums import EDITION_PLACE, TOTAL, ObsStatus
from indicators.pages import IndicatorPage, release_day
from indicators.selectors import LANGUAGES
from indicators.site.selectors import PublishedSource
from partnership.core.services.exports import Sheet, workbook_response
from partnership.core.templatetags.formats import day_in_words

COLUMNS = (
    "country_code", "country", "period", "value", "obs_status", "standard_error", "sources", "indicator", "release",
    "percentile_rank", "percentile_rank_lower", "percentile_rank_upper", "definition_version", "source", "edition",
    "licence", "attribution",
)  # fmt: skip
CHUNK_BYTES = 64 * 1024
CHUNKS_WAITING = 8
WAIT_SECONDS = 1.0


class Abandoned(Exception):
    """The reader of a download went away."""


def indicator_csv(indicator_id: int, release: int, countries: Sequence[str], first: int, last: int) -> bytes:
    """Return the COPY statement for one indicator, years ``first`` to ``last``, the countries or all of them."""
    where = "s.indicator_id = %(indicator)s AND (%(all)s OR c.iso3 = ANY(%(countries)s))"
    values = {"indicator": indicator_id, "all": not countries, "countries": list(countries)}
    return _copy_statement(where, {**values, "release": release, "first": first, "last": last})


def release_csv(release: int) -> bytes:
    """Return the COPY statement for every value of a release."""
    return _copy_statement("true", {"release": release, "first": -(2**15), "last": 2**15 - 1})


def csv_stream_response(statement: bytes, name: str) -> StreamingHttpResponse:
    """Answer with the output of a COPY statement while the database is still producing it."""
    head = (",".join(COLUMNS) + "\n").encode()  # at once: the reader sees that it began
    response = StreamingHttpResponse(copy_chunks(statement, head), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Accel-Buffering"] = "no"
    return response


def copy_chunks(statement: bytes, head: bytes = b"") -> Iterator[bytes]:
    """Yield ``head`` and the output of a COPY statement in pieces of 64 KB, at most eight of them waiting.

    An error of the database is raised here, so that the server breaks the answer off instead of ending it as if it
    were complete. A reader who goes away ends the COPY; the connection is then closed, for it is in mid-answer.
    """
    if head:
        yield head
    connection.ensure_connection()
    raw = connection.connection
    pieces: queue.Queue[bytes | BaseException | None] = queue.Queue(CHUNKS_WAITING)
    stop = threading.Event()
    producer = threading.Thread(target=_produce, args=(raw, statement, pieces, stop), daemon=True)
    producer.start()
    try:
        while (piece := pieces.get()) is not None:
            if isinstance(piece, BaseException):
                raise piece
            yield piece
    finally:
        if producer.is_alive():
            stop.set()
            raw.cancel()
        producer.join()
        if stop.is_set():
            raw.close()
            connection.close()


def _produce(
    raw: Any, statement: bytes, pieces: "queue.Queue[bytes | BaseException | None]", stop: threading.Event
) -> None:
    sink = io.BufferedWriter(_Pieces(pieces, stop), CHUNK_BYTES)
    end: BaseException | None = None
    try:
        with raw.cursor() as cursor:
            cursor.copy_expert(statement, sink, CHUNK_BYTES)
        sink.flush()
    except BaseException as error:  # noqa: BLE001  # raised again where the chunks are read
        end = error
    _hand_over(pieces, stop, end)


class _Pieces(io.RawIOBase):
    """What psycopg2 writes to, through a buffer in C, so that Python sees one call per chunk and not one per row."""

    def __init__(self, pieces: "queue.Queue[bytes | BaseException | None]", stop: threading.Event) -> None:
        super().__init__()
        self._pieces, self._stop = pieces, stop

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        content = bytes(data)
        _hand_over(self._pieces, self._stop, content)
        if self._stop.is_set():
            raise Abandoned
        return len(content)


def _hand_over(
    pieces: "queue.Queue[bytes | BaseException | None]", stop: threading.Event, piece: bytes | BaseException | None
) -> None:
    while not stop.is_set():
        try:
            pieces.put(piece, timeout=WAIT_SECONDS)
        except queue.Full:
            continue
        return


def workbook_of(page: IndicatorPage, name: str) -> HttpResponse:
    """Answer with a workbook of a view: the values, what they are, how to read them, and what the flags mean."""
    return workbook_response(
        name,
        [
            Sheet(_("Data"), COLUMNS, data_rows(page)),
            Sheet(_("About"), (_("What"), _("Text")), _about(page)),
            Sheet(_("Read me"), (_("Column"), _("Meaning")), _read_me()),
            Sheet(_("Flags"), ("obs_status", _("Meaning")), [(s.value, str(s.label)) for s in ObsStatus]),
        ],
        are_real=True,
    )


def data_rows(page: IndicatorPage) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the download in the order of COLUMNS; the same as the CSV's."""
    first, last = page.view.years_bounds
    chosen = set(page.view.countries)
    origins = {(source.key, source.edition): source for source in page.sources}
    for row in sorted(page.series, key=lambda row: row.iso3):
        if chosen and row.iso3 not in chosen:
            continue
        origin = origins[row.source_id, row.edition]
        nothing = [None] * len(row.periods)
        ranks = (found or nothing for found in (row.ranks, row.ranks_lower, row.ranks_upper))
        years = zip(row.periods, row.values, row.statuses, row.errors, row.sources_counts, *ranks, strict=True)
        for period, value, status, error, sources, *rank in years:
            if first <= period <= last:
                yield (
                    row.iso3, row.name, period, value, status, error, sources, page.indicator.slug, page.number, *rank,
                    row.definition_number, f"{origin.producer}, {origin.title}", origin.edition, origin.licence,
                    origin.attribution,
                )  # fmt: skip


def _about(page: IndicatorPage) -> list[tuple[str, str]]:
    version = page.version
    return [
        (_("Indicator"), version.name),
        (_("Definition"), version.definition),
        (_("Version of the definition"), f"{version.number} ({day_in_words(version.agreed_on)})"),
        (_("Measures"), version.get_measures_display()),
        (_("How to compare"), version.comparability_note),
        (_("Unit"), version.unit),
        (_("Coverage"), page.coverage),
        (_("Release"), f"{page.number} ({release_day(page.release)})"),
        *(fact for source in page.sources for fact in _about_source(source)),
        (_("How to cite"), page.citation),
        (_("Permanent link"), page.permanent_link),
    ]


def _about_source(source: PublishedSource) -> list[tuple[str, str]]:
    return [
        (_("Source"), f"{source.producer}, {source.title} {source.url}".strip()),
        (_("Edition"), source.edition),
        (_("Licence"), f"{source.licence} {source.licence_url}".strip()),
        (_("Attribution"), source.attribution),
    ]


def _read_me() -> list[tuple[str, str]]:
    """Return what each column holds."""
    return [
        ("country_code", _("Country, ISO 3166-1 alpha-3")),
        ("country", _("Name of the country in the language of the page")),
        ("period", _("Year")),
        ("value", _("Value in the unit of the indicator; an empty cell is a missing value and never zero")),
        ("obs_status", _("Flag of the value; the sheet of flags says what the letters mean")),
        ("standard_error", _("Standard error of the value, where the publisher gives one")),
        ("sources", _("Number of sources the value was derived from, where the publisher gives it")),
        ("indicator", _("Indicator, as in its address")),
        ("release", _("Release the values belong to; a published value is never changed")),
        ("percentile_rank", _("Share of all economies of the world with a lower value, 0 to 100")),
        ("percentile_rank_lower", _("Lower bound of the percentile rank, 90 % interval")),
        ("percentile_rank_upper", _("Upper bound of the percentile rank, 90 % interval")),
        ("definition_version", _("Version of the definition the values follow")),
        ("source, edition, licence, attribution", _("Where the values come from, and what their licence asks to say")),
    ]


def _copy_statement(where: str, values: dict[str, Any]) -> bytes:
    language = (get_language() or "en")[:2]
    name = f"name_{language if language in LANGUAGES else 'en'}"
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        return cursor.mogrify(_COPY.format(name=name, where=where), {**values, "edition_place": EDITION_PLACE})


def _safe(text: str) -> str:
    """Return the SQL of a text that no spreadsheet reads as a formula."""
    return f"CASE WHEN {text} ~ '^[=+@\\t\\r-]' THEN '''' ELSE '' END || {text}"


# The countries are few: their names are made safe for spreadsheets once, not once per value. The series are sorted
# before their years are unfolded, so that the first bytes leave before the last series is read.
_COPY = f"""
COPY (
    WITH place AS MATERIALIZED (
        SELECT id, iso3, {_safe("coalesce(nullif({name}, ''), name)")} AS name FROM core_country
    ), publication AS MATERIALIZED (
        SELECT id, {_safe("(producer || ', ' || title)")} AS name, {_safe("licence")} AS licence, attribution
        FROM indicators_source
    ), chosen AS (
        SELECT c.iso3, c.name, s.periods, s.values, s.statuses, s.errors, s.sources_counts, s.ranks, s.ranks_lower,
               s.ranks_upper, s.definition_number, i.slug, p.name AS source, {_safe("s.edition")} AS edition,
               p.licence, {_safe("replace(p.attribution, %(edition_place)s, s.edition)")} AS attribution
        FROM indicators_series s
        JOIN publication p ON p.id = s.source_id
        JOIN place c ON c.id = s.country_id
        JOIN indicators_indicator i ON i.id = s.indicator_id
        WHERE {{where}} AND s.breakdown = '{TOTAL}' AND s.from_release <= %(release)s
          AND (s.until_release IS NULL OR s.until_release > %(release)s)
        ORDER BY s.indicator_id, c.iso3
    )
    SELECT chosen.iso3 AS country_code, chosen.name AS country, year.period, year.value, year.status AS obs_status,
           year.error AS standard_error, year.sources, chosen.slug AS indicator, %(release)s AS release,
           year.rank AS percentile_rank, year.lower AS percentile_rank_lower, year.upper AS percentile_rank_upper,
           chosen.definition_number AS definition_version, chosen.source, chosen.edition, chosen.licence,
           chosen.attribution
    FROM chosen, unnest(chosen.periods, chosen.values, chosen.statuses, chosen.errors, chosen.sources_counts,
                        chosen.ranks, chosen.ranks_lower, chosen.ranks_upper)
         AS year (period, value, status, error, sources, rank, lower, upper)
    WHERE year.period BETWEEN %(first)s AND %(last)s
) TO STDOUT WITH (FORMAT csv, ENCODING 'UTF8')
"""  # noqa: S608  # only names of our own columns and our own conditions are put in
