"""The embedded servers: start, stop, and what a killed run leaves behind."""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest
import redis

from ops import processes
from ops.embedded import EmbeddedServers
from ops.places import Problem, remove_private_folder
from ops.postgres import Postgres
from ops.valkey import Valkey


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "var"
    remove_private_folder(tmp_path / "var")


def ask(postgres: Postgres, question: str) -> str:
    connection = psycopg2.connect(host=str(postgres.sockets), user="postgres", dbname="portal")
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(question)
            return str(cursor.fetchone()[0]) if cursor.description else ""
    finally:
        connection.close()


def test_servers_answer_and_leave_no_process(var: Path) -> None:
    with EmbeddedServers(var) as servers:
        assert ask(servers.postgres, "SELECT current_database()") == "portal"
        client = redis.Redis.from_url(servers.environment["REDIS_URL"])
        assert client.ping() is True
        client.close()
        data = servers.postgres.data
    assert processes.working_in(data) == []
    assert processes.working_in(servers.valkey.home) == []


def test_text_searches_in_the_four_languages(var: Path) -> None:
    """What the portal takes for granted of any PostgreSQL must be true of the embedded one."""
    with EmbeddedServers(var) as servers:
        found = ask(servers.postgres, "SELECT to_tsvector('spanish', 'gestiones') @@ to_tsquery('spanish', 'gestión')")
        assert found == "True"
        assert ask(servers.postgres, "SELECT upper('ñandú')") == "ÑANDÚ"
        assert (
            ask(
                servers.postgres,
                "SELECT count(*) FROM pg_ts_config WHERE cfgname IN ('english','portuguese','french')",
            )
            == "3"
        )


def test_durable_data_outlives_a_killed_server(var: Path) -> None:
    postgres = Postgres(var, durable=True)
    postgres.start()
    try:
        ask(postgres, "CREATE TABLE kept (number int)")
        ask(postgres, "INSERT INTO kept VALUES (7)")
        assert postgres.process is not None
        os.kill(postgres.process.pid, signal.SIGKILL)
        postgres.process.wait()
        postgres.start()
        assert ask(postgres, "SELECT number FROM kept") == "7"
        assert ask(postgres, "SHOW fsync") == "on"
    finally:
        postgres.stop()


def test_a_still_running_leftover_is_replaced(var: Path) -> None:
    left = Postgres(var, durable=True)
    left.start()
    ours = Postgres(var, durable=True)
    try:
        ours.start()
        assert left.process is not None
        assert left.process.wait(5) is not None
        assert ask(ours, "SELECT 1") == "1"
    finally:
        ours.stop()


def test_fast_data_after_a_kill_is_made_again(var: Path) -> None:
    """Without fsync a crash may leave torn pages: the folder is not trusted."""
    postgres = Postgres(var, durable=False)
    postgres.start()
    try:
        ask(postgres, "CREATE TABLE doubtful (number int)")
        assert postgres.process is not None
        os.kill(postgres.process.pid, signal.SIGKILL)
        postgres.process.wait()
        postgres.start()
        assert ask(postgres, "SELECT to_regclass('doubtful') IS NULL") == "True"
    finally:
        postgres.stop()


def test_copied_binaries_run(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the server's user cannot reach the wheel (a checkout below /root), a copy is run."""
    monkeypatch.setattr("ops.postgres.reachable", lambda path, identity: False)
    with EmbeddedServers(var) as servers:
        assert ask(servers.postgres, "SELECT 1") == "1"
        assert servers.postgres.process is not None
        running = Path(f"/proc/{servers.postgres.process.pid}/exe").readlink()
        assert running.is_relative_to(servers.postgres.home / "binaries")


def test_dead_socket_files_are_no_obstacle(var: Path) -> None:
    valkey, postgres = Valkey(var), Postgres(var, durable=False)
    for path in (valkey.socket, postgres.sockets / ".s.PGSQL.5432"):
        dead = socket.socket(socket.AF_UNIX)
        dead.bind(str(path))
        dead.close()
    (postgres.sockets / ".s.PGSQL.5432.lock").write_text("1\n")
    with EmbeddedServers(var) as servers:
        assert ask(servers.postgres, "SELECT 1") == "1"


def test_a_pid_file_that_names_a_stranger_is_no_obstacle(var: Path) -> None:
    postgres = Postgres(var, durable=True)
    postgres.start()
    postgres.stop()
    (postgres.data / "postmaster.pid").write_text(f"{os.getpid()}\n{postgres.data}\n")
    try:
        postgres.start()
        assert ask(postgres, "SELECT 1") == "1"
    finally:
        postgres.stop()


def test_valkey_is_replaced_while_it_runs(var: Path) -> None:
    left, ours = Valkey(var), Valkey(var)
    left.start()
    try:
        ours.start()
        client = redis.Redis(unix_socket_path=str(ours.socket))
        assert client.info("server")["process_id"] == ours.process.pid
        client.close()
    finally:
        ours.stop()
    assert left.process.wait(5) is not None


def test_another_version_is_said_in_one_line(var: Path) -> None:
    postgres = Postgres(var, durable=True)
    postgres.start()
    postgres.stop()
    (postgres.data / "PG_VERSION").write_text("15\n")
    with pytest.raises(Problem, match=r"made by PostgreSQL 15 .* RESET=1") as caught:
        postgres.start()
    assert "\n" not in str(caught.value)


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("a" * 60) / ("b" * 60)
    with EmbeddedServers(deep) as servers:
        assert ask(servers.postgres, "SELECT 1") == "1"
        assert servers.valkey.socket.is_relative_to("/var/tmp")
    remove_private_folder(deep)
    assert not servers.valkey.socket.exists()


def test_a_killed_owner_takes_its_servers_with_it(var: Path) -> None:
    """SIGKILL leaves no time to clean up: the kernel tells the children."""
    child = os.fork()
    if child == 0:
        EmbeddedServers(var).start()
        (var / "started").touch()
        time.sleep(60)
        os._exit(0)
    wait_for((var / "started").exists)
    servers = EmbeddedServers(var)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    wait_for(lambda: not processes.working_in(servers.postgres.data))
    wait_for(lambda: not processes.working_in(servers.valkey.home))


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
