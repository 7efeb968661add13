"""`make demo` as a user meets it: one supervisor process, started, disturbed and stopped."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest

from ops import processes
from ops.embedded import EmbeddedServers
from ops.places import CHECKOUT
from ops.supervisor import PAUSES, Child

READY = "The portal runs at"


class Run:
    """One `python -m ops.supervisor` on a `var` and a port of its own."""

    def __init__(self, var: Path, port: int) -> None:
        self.var, self.port = var, port
        self.output = var / "terminal"
        names = (
            "DATABASE_URL",
            "REDIS_URL",
            "MAKELEVEL",
            "HASHED_STATIC",
            "MEDIA_ROOT",
            "STATIC_ROOT",
            "DEBUG",
        )
        inherited = {name: value for name, value in os.environ.items() if name not in names}
        with self.output.open("wb") as terminal:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ops.supervisor"],
                env={**inherited, "VAR_DIR": str(var), "PORT": str(port), "HOST": "127.0.0.1"},
                cwd=CHECKOUT,
                stdin=subprocess.DEVNULL,
                stdout=terminal,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        return self.output.read_text()

    def until_ready(self, seconds: float) -> None:
        wait_for(lambda: READY in self.said or self.process.poll() is not None, seconds)
        assert READY in self.said, self.said

    def get(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path)
        status = connection.getresponse().status
        connection.close()
        return status


def wait_for(condition: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def nothing_is_left(servers: EmbeddedServers) -> bool:
    data, broker = servers.postgres.data, servers.valkey.home
    return not [
        *processes.supervised(servers.var),
        *processes.working_in(data),
        *processes.working_in(broker),
    ]


def sql(servers: EmbeddedServers, statement: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(host=str(servers.postgres.sockets), user="postgres", dbname="portal")
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[EmbeddedServers]:
    """Where the demo below tmp_path keeps its data, told that the (slow) demo data is already there."""
    found = EmbeddedServers(tmp_path / "var", durable=True)
    (found.postgres.home / "demo-loaded").touch()
    yield found
    processes.end_all(processes.supervised(found.var), signal.SIGKILL, timeout=5)
    found.remove()


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    var = tmp_path / "fresh"
    var.mkdir()
    return var


def test_a_busy_port_is_one_line_and_nothing_is_started(fresh: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        run = Run(fresh, port)
        assert run.process.wait(20) == 1
    wanted = f"Cannot listen on 127.0.0.1 port {port} (Address already in use): choose another, "
    assert run.said == f"{wanted}for example: make demo PORT={port + 1}\n"
    assert not (fresh / "postgres").exists()


def test_a_port_that_is_none_is_one_line(fresh: Path) -> None:
    run = Run(fresh, 99999)
    assert run.process.wait(20) == 1
    assert run.said == "PORT=99999 is not a port: use a number from 1 to 65535.\n"


def test_the_demo_runs_restarts_what_dies_and_leaves_nothing(servers: EmbeddedServers) -> None:
    """One long walk, because a start costs seconds: start, refuse a second, faults, stop, start, kill."""
    run = Run(servers.var, free_port())
    try:
        run.until_ready(120)
        assert run.get("/health/live") == 200
        assert (servers.var / "secret-key").stat().st_mode & 0o777 == 0o600
        sql(servers, "CREATE TABLE kept AS SELECT 7 AS number")

        second = refused_second(servers.var)
        assert re.fullmatch(r"The demo is running already \(on 127\.0\.0\.1 port \d+, process \d+\)\.\n", second)

        kill_and_expect_another(servers, lambda: processes.working_in(servers.valkey.home))
        kill_and_expect_another(servers, lambda: postmaster(servers))
        wait_for(lambda: run.get("/health/live") == 200)

        run.process.send_signal(signal.SIGTERM)
        assert run.process.wait(30) == 0
        assert nothing_is_left(servers)

        began = time.monotonic()
        run = Run(servers.var, free_port())
        run.until_ready(60)
        assert time.monotonic() - began < 30  # 10 s on an idle machine; the tests share theirs
        assert sql(servers, "SELECT number FROM kept") == [(7,)]

        run.process.kill()
        run.process.wait()
        wait_for(lambda: nothing_is_left(servers), 30)
    finally:
        run.process.kill()


def refused_second(var: Path) -> str:
    """What a second supervisor of the same var/ says; it must end by itself."""
    other = subprocess.run(
        [sys.executable, "-m", "ops.supervisor"],
        env={**os.environ, "VAR_DIR": str(var), "PORT": str(free_port())},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert other.returncode == 1
    return other.stderr


def postmaster(servers: EmbeddedServers) -> list[int]:
    pid_file = servers.postgres.data / "postmaster.pid"
    return [int(pid_file.read_text().split()[0])] if pid_file.exists() else []


def kill_and_expect_another(servers: EmbeddedServers, found: Callable[[], list[int]]) -> None:
    before = found()
    assert before
    os.kill(before[0], signal.SIGKILL)
    wait_for(lambda: any(pid not in before for pid in found()), 30)
    wait_for(lambda: answers(servers), 30)


def answers(servers: EmbeddedServers) -> bool:
    try:
        return sql(servers, "SELECT 1") == [(1,)]
    except psycopg2.OperationalError:
        return False


def test_a_child_that_keeps_dying_is_retried_ever_more_slowly(tmp_path: Path) -> None:
    launched: list[subprocess.Popen[bytes]] = []

    def launch() -> subprocess.Popen[bytes]:
        launched.append(subprocess.Popen(["/bin/false"]))
        return launched[-1]

    child = Child("false", launch, tmp_path / "false.log")
    child.start()
    pauses = []
    for _attempt in PAUSES[:3]:
        launched[-1].wait()
        child.watch()
        pauses.append(round(child.retry_at - time.monotonic()))
        child.watch()
        assert child.process is None  # not before its pause is over
        child.retry_at = 0
        child.watch()
    assert pauses == [1, 2, 4]
    assert len(launched) == 4
    launched[-1].wait()
