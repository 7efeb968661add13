"""Servers under measurement, as processes of their own, and what they cost.

CPU is the time that the kernel counted for the web process and for the database processes (every child of the
postmaster that is alive, so the one connection of the one worker), read before and after a series of requests.
The client is not in it. One worker, one keep-alive connection, one request at a time.
"""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from django.db import connection

HOST = "127.0.0.1"
START_SECONDS = 60


@dataclass
class Server:
    """A web server under measurement."""

    process: psutil.Process
    port: int
    database: psutil.Process | None = None
    link: http.client.HTTPConnection = field(init=False)
    _backends: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.link = http.client.HTTPConnection(HOST, self.port, timeout=60)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body of one request."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.link.request("GET", path, headers=named)
        answer = self.link.getresponse()
        return answer.status, dict(answer.headers), answer.read()

    def cpu(self) -> tuple[float, float]:
        """Return the CPU seconds of the web processes and of the database so far."""
        web = sum(_seconds(process) for process in (self.process, *self.process.children(recursive=True)))
        for backend in self.database.children() if self.database else []:
            self._backends[backend.pid] = max(_seconds(backend), self._backends.get(backend.pid, 0.0))
        return web, sum(self._backends.values())  # those that ended meanwhile keep what they had


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return times.user + times.system


@dataclass(frozen=True)
class Cost:
    """CPU milliseconds per request."""

    web: float
    database: float
    bytes: int

    @property
    def total(self) -> float:
        """Return both together."""
        return self.web + self.database

    @property
    def text(self) -> str:
        """Return "1.20 ms (web 1.20 + database 0.00)"."""
        return f"{self.total:.2f} ms (web {self.web:.2f} + database {self.database:.2f})"


def cost(server: Server, paths: Sequence[str], expected: int = 200, **headers: str) -> Cost:
    """Return what one request of a series costs; AssertionError where one is not answered as expected."""
    before = server.cpu()
    size = 0
    for path in paths:
        status, _headers, body = server.get(path, **headers)
        assert status == expected, (path, status)
        size += len(body)
    web, database = (after - start for after, start in zip(server.cpu(), before, strict=True))
    return Cost(1000 * web / len(paths), 1000 * database / len(paths), size // len(paths))


@dataclass(frozen=True)
class Series:
    """One side of a comparison: the addresses, the answer expected and the headers sent."""

    paths: Sequence[str]
    expected: int = 200
    headers: tuple[tuple[str, str], ...] = ()


def side_by_side(server: Server, *sides: Series, rounds: int = 7) -> list[Cost]:
    """Return the median cost of every side over rounds in which each has its turn: neighbours disturb all alike."""
    costs: list[list[Cost]] = [[] for _side in sides]
    for _round in range(rounds):
        for found, side in zip(costs, sides, strict=True):
            found.append(cost(server, side.paths, side.expected, **dict(side.headers)))
    return [sorted(found, key=lambda one: one.total)[rounds // 2] for found in costs]


@contextmanager
def portal() -> Iterator[Server]:
    """Run the portal under gunicorn: one worker, one thread, keep-alive."""
    port = _free_port()
    options = f"--bind={HOST}:{port} --worker-class=gthread --workers=1 --threads=1 --keep-alive=60 --no-control-socket"
    command = [sys.executable, "-m", "gunicorn", "partnership.wsgi:application", *options.split(), "--log-level=error"]
    with _running(command, port) as process:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            backend = psutil.Process(cursor.fetchone()[0])
        yield Server(process, port, backend.parent())


@contextmanager
def datasette(database: Path) -> Iterator[Server]:
    """Run Datasette over a SQLite file."""
    port = _free_port()
    settings = ("max_returned_rows", "5000", "sql_time_limit_ms", "20000")
    options = [part for name, value in zip(settings[::2], settings[1::2], strict=True)
               for part in ("--setting", name, value)]  # fmt: skip
    command = [sys.executable, "-m", "datasette", "serve", str(database), "-h", HOST, "-p", str(port), *options]
    with _running(command, port) as process:
        yield Server(process, port)


@contextmanager
def _running(command: Sequence[str], port: int) -> Iterator[psutil.Process]:
    with tempfile.TemporaryFile() as log:
        child = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ)
        try:
            _wait_for(port, child)
            yield psutil.Process(child.pid)
        finally:
            child.terminate()
            child.wait(20)


def _wait_for(port: int, child: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if child.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"{child.args} did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def peak_memory(processes: Callable[[], Sequence[psutil.Process]]) -> Iterator[list[int]]:
    """Watch the resident memory of processes 50 times a second; the list holds the largest sum, in bytes."""
    peak, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            peak[0] = max(peak[0], sum(process.memory_info().rss for process in processes()))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()
