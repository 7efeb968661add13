"""Real workers for tests: Celery processes that work on the test's own database and broker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


def environment() -> dict[str, str]:
    """Return the environment of a process that shares this test's database, broker and files."""
    database = connection.settings_dict
    host, name = quote(str(database["HOST"]), safe="/"), database["NAME"]
    user, password, port = (str(database[key]) for key in ("USER", "PASSWORD", "PORT"))
    sign_in = f"{user}:{quote(password)}" if password else user
    return {
        **os.environ,
        "DATABASE_URL": f"postgresql://{sign_in}@/{name}?host={host}" + (f"&port={port}" if port else ""),
        "REDIS_URL": settings.REDIS_URL,
        "MEDIA_ROOT": settings.MEDIA_ROOT,
        "PYTHONPATH": str(ROOT),
        "LOG_LEVEL": "WARNING",
    }


class Worker:
    """A Celery worker with its own scheduler, in a process group of its own so that it can be killed whole."""

    def __init__(self, folder: Path, **extra: str) -> None:
        self.folder, self.extra = folder, extra
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Worker":
        command = [sys.executable, "-m", "celery", "-A", "partnership", "worker", "--beat", "--concurrency", "1"]
        command += ["--schedule", str(self.folder / "beat"), "--without-gossip", "--without-mingle"]
        with (self.folder / "worker.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment() | self.extra, stdout=log, stderr=log, start_new_session=True
            )
        return self

    def kill(self) -> None:
        """Kill the worker and its children at once, as a lost machine would."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def __enter__(self) -> "Worker":
        return self.start()

    def __exit__(self, *exc_info: object) -> None:
        self.kill()


def wait_until(condition: Callable[[], bool], *, seconds: float, what: str) -> float:
    """Wait for a condition and return how long it took; fail with ``what`` when the time is over."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            raise AssertionError(f"{what} did not happen within {seconds} s")
        time.sleep(0.1)
    return time.monotonic() - began
