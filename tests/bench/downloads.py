"""B4: a million rows as CSV, against psql."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import psutil

from indicators import exports
from tests.bench import data
from tests.bench.registry import Missing, Ratio, Result, benchmark
from tests.bench.servers import Server, peak_memory, portal

TIMES = 3
PATH = "/en/indicators.csv"


@benchmark("B4", "CSV of 1 M rows ≥ 0.65 of psql COPY; first byte < 100 ms; memory < 80 MB")
def million_rows() -> list[Result]:
    """Measure the download of a whole release: rows per second, the first byte, the worker's memory."""
    with portal() as server:
        server.get("/en/indicators/bench-1.csv")
        with peak_memory(server.process.children) as peak:
            runs = [_download(server) for _number in range(TIMES)]
        first, seconds = min(run[0] for run in runs), min(run[1] for run in runs)
    results: list[Result] = [
        Ratio("first byte against 100 ms", first, f"{1000 * first:.0f} ms", 0.1, "100 ms", 1),
        Ratio("memory of the worker against 80 MB", peak[0], f"{peak[0] / 2**20:.0f} MB", 80 * 2**20, "80 MB", 1),
    ]
    psql = find_psql()
    if psql is None:
        return [*results, Missing("speed against psql COPY", "no psql on this machine")]
    limit = min(_psql(psql) for _number in range(TIMES))
    speed, most = data.ROWS / seconds, data.ROWS / limit
    name = f"{data.ROWS:,} rows, the same statement"
    return [Ratio(name, speed, f"{speed:,.0f} rows/s", most, f"{most:,.0f} rows/s", 0.65, "at least"), *results]


def _download(server: Server) -> tuple[float, float]:
    """Return the seconds to the first byte and to the last; every row is counted."""
    start = time.perf_counter()
    server.link.request("GET", PATH)
    answer = server.link.getresponse()
    lines = answer.read(1).count(b"\n")
    first = time.perf_counter() - start
    while piece := answer.read(256 * 1024):
        lines += piece.count(b"\n")
    assert lines == data.ROWS + 1, lines
    return first, time.perf_counter() - start


def _psql(program: str) -> float:
    statement = exports.release_csv(1).decode()
    start = time.perf_counter()
    subprocess.run(
        [program, os.environ["DATABASE_URL"], "-qX", "-o", os.devnull, "-c", " ".join(statement.split())], check=True
    )
    return time.perf_counter() - start


def find_psql() -> str | None:
    """Return psql: beside the running server's program, else the one of the system."""
    found = [
        Path(process.info["exe"]).with_name("psql")
        for process in psutil.process_iter(["name", "exe"])
        if process.info["name"] == "postgres" and process.info["exe"]
    ]
    return next((str(path) for path in found if path.exists()), shutil.which("psql"))
