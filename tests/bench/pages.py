"""B1 and B2: what a public page costs, warm and cold."""

import csv
import io
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.cache import cache
from django.db import connection

from tests.bench import data
from tests.bench.registry import Missing, Ratio, Result, benchmark
from tests.bench.servers import Cost, Series, Server, cost, datasette, portal, side_by_side

WARM, ROUND, COLD, DATASETTE = 600, 200, 300, 20
EMPTY = "/bench/empty/"


def _empty(server: Server) -> Cost:
    cost(server, [EMPTY] * 50)
    return cost(server, [EMPTY] * WARM)


@benchmark("B1", "warm page ≤ 0.75 of an empty view; 304 ≤ half of it; behind nginx ≥ 0.7 of a static file")
def warm_page() -> list[Result]:
    """Measure a page from the cache, and "not modified", against an empty view through the usual middleware."""
    path = f"/en/indicators/{data.slugs(1)[0]}/"
    with portal() as server:
        _empty(server)
        _status, headers, _body = server.get(path, Accept_Encoding="br")
        empty, page, unchanged = side_by_side(
            server,
            Series([EMPTY] * ROUND),
            Series([path] * ROUND, headers=(("Accept_Encoding", "br"),)),
            Series([path] * ROUND, 304, (("If_None_Match", headers["ETag"]),)),
        )
    results: list[Result] = [
        Ratio("page from the cache, brotli", page.total, page.text, empty.total, empty.text, 0.75),
        Ratio("304 not modified", unchanged.total, unchanged.text, empty.total, empty.text, 0.5),
    ]
    reason = "no nginx on this machine" if shutil.which("nginx") is None else "nginx is found, the part is not written"
    return [*results, Missing("behind nginx proxy_cache against a static file", reason)]


@benchmark("B2", "cold page ≤ 6 × an empty view; ≥ 30 × less than Datasette's HTML of the same rows")
def cold_page() -> list[Result]:
    """Measure first visits of pages, one per indicator, against an empty view and against Datasette."""
    slugs = data.slugs(COLD)
    with portal() as server:
        empty = _empty(server)
        cost(server, [f"/en/indicators/{slug}/?to=2022" for slug in slugs[:20]])
        cache.clear()
        plain = cost(server, [f"/en/indicators/{slug}/" for slug in slugs])
        cache.clear()
        packed = cost(server, [f"/en/indicators/{slug}/" for slug in slugs], Accept_Encoding="br")
    with _sqlite(slugs[:DATASETTE]) as file, datasette(file) as other:
        query = "?_size=max&_nofacet=1&_nosuggest=1&_nocount=1&indicator="
        paths = [f"/{file.stem}/observations{query}{slug}" for slug in slugs[:DATASETTE]]
        cost(other, paths[:2])
        rows = cost(other, paths)
    name = f"first visit, {plain.bytes // 1024} KB of HTML"
    return [
        Ratio(name, plain.total, plain.text, empty.total, empty.text, 6),
        Ratio(f"{name}, made and packed with brotli", packed.total, packed.text, empty.total, empty.text, 6),
        Ratio(
            "Datasette's HTML of the same 1,620 rows", rows.total, rows.text, plain.total, plain.text, 30, "at least"
        ),
    ]


@contextmanager
def _sqlite(slugs: list[str]) -> Iterator[Path]:
    """Copy the rows of some indicators into a SQLite file with an index on the indicator."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bench.db")
        with sqlite3.connect(path) as target:
            target.execute(
                "CREATE TABLE observations (indicator TEXT, country TEXT, period INTEGER, value REAL, status TEXT)"
            )
            target.executemany("INSERT INTO observations VALUES (?, ?, ?, ?, ?)", _rows(slugs))
            target.execute("CREATE INDEX by_indicator ON observations (indicator)")
        target.close()
        yield path


def _rows(slugs: list[str]) -> Iterator[list[str]]:
    buffer = io.StringIO()
    with connection.cursor() as cursor:
        query = cursor.mogrify(
            """COPY (SELECT i.slug, c.iso3, u.* FROM indicators_series s JOIN core_country c ON c.id = s.country_id
            JOIN indicators_indicator i ON i.id = s.indicator_id, unnest(s.periods, s.values, s.statuses) AS u
            WHERE i.slug = ANY(%s)) TO STDOUT WITH (FORMAT csv)""",
            [slugs],
        )
        cursor.copy_expert(query, buffer)
    buffer.seek(0)
    yield from csv.reader(buffer)
