"""What `make demo` consists of: its environment, its preparation and its processes."""

import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from ops import processes
from ops.places import CHECKOUT, Problem
from ops.postgres import Postgres
from ops.valkey import Valkey

APPS = ("partnership", "indicators", "networks", "technical_assistance", "governance")
CODE = (*APPS, "ops", "requirements/demo.txt")  # decides whether the database has to be looked at again
STATIC_SOURCES = ("static", "partnership", "requirements/demo.txt")


class Demo:
    """One demo: where it listens, where it keeps its files, which servers it uses."""

    def __init__(self, var: Path, host: str, port: int, given: Mapping[str, str]) -> None:
        self.var, self.host, self.port = var, host, port
        self.postgres = None if given.get("DATABASE_URL") else Postgres(var, durable=True)
        self.valkey = None if given.get("REDIS_URL") else Valkey(var)
        self.people = var / "run" / "demo-people"
        self.environment = self._environment(given)

    @property
    def address(self) -> str:
        """The address to open in a browser on this machine."""
        shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        return f"http://{_bracketed(shown)}:{self.port}"

    @property
    def binding(self) -> str:
        """HOST:PORT as gunicorn takes it."""
        return f"{_bracketed(self.host)}:{self.port}"

    def servers(self) -> list[Postgres | Valkey]:
        """The embedded servers that are ours to start, in order."""
        return [server for server in (self.valkey, self.postgres) if server]

    def reset(self) -> None:
        """Forget all data; nothing of the demo may be running."""
        if self.postgres is None:
            raise Problem("RESET=1 is only for the embedded PostgreSQL: empty the database of DATABASE_URL yourself.")
        self.postgres.erase()
        for folder in ("media", "mail"):
            shutil.rmtree(self.var / folder, ignore_errors=True)

    def prepare(self) -> None:
        """Migrate, load what is missing, collect the static files; side by side, and only what changed since."""
        loaded, collected = self._loaded_mark(), self.var / "run" / "static-collected"
        code, static = _digest(CODE), _digest(STATIC_SOURCES)
        if not loaded.exists() and self.postgres:
            self.postgres.recreate_database()  # an interrupted load is not continued but begun anew
        steps = []
        if _text(loaded) != code or not self.people.exists():
            load = "" if loaded.exists() else "load"
            steps.append(self.start("prepare", ["-m", "ops.prepare", str(self.people), load]))
        if _text(collected) != static:
            steps.append(self.start("prepare", ["-m", "django", "collectstatic", "--noinput", "--verbosity=0"]))
        for process in steps:
            if process.wait() != 0:
                raise Problem(f"The demo could not be prepared:\n{processes.tail(self._log('prepare'), 25)}")
        loaded.write_text(code)
        collected.write_text(static)

    def start_web(self) -> subprocess.Popen[bytes]:
        """gunicorn with threads, as in production."""
        options = f"--bind={self.binding} --worker-class=gthread --workers=2 --threads=4 --graceful-timeout=5"
        quiet = "--no-control-socket --access-logfile=- --error-logfile=-"
        return self.start("web", ["-m", "gunicorn", "partnership.wsgi:application", *options.split(), *quiet.split()])

    def start_worker(self) -> subprocess.Popen[bytes]:
        """The Celery worker."""
        options = "worker --concurrency=2 --loglevel=INFO --without-gossip --without-mingle --without-heartbeat"
        return self.start("worker", ["-m", "celery", "-A", "partnership", *options.split()])

    def start_beat(self) -> subprocess.Popen[bytes]:
        """The scheduler; what it remembers lies below var/."""
        schedule = self.var / "run" / "beat-schedule"
        return self.start("beat", ["-m", "celery", "-A", "partnership", "beat", f"--schedule={schedule}", "--pidfile="])

    def start(self, name: str, arguments: list[str]) -> subprocess.Popen[bytes]:
        """Start this Python with `arguments`, logging to var/log/<name>.log."""
        return processes.start(
            [sys.executable, *arguments],
            log=self._log(name),
            env=self.environment,
            cwd=CHECKOUT,
            death_signal=signal.SIGTERM,
        )

    def _environment(self, given: Mapping[str, str]) -> dict[str, str]:
        names = "localhost,127.0.0.1,[::1]," + _bracketed(self.host)
        defaults = {
            "SECRET_KEY": _secret(self.var / "secret-key"),
            "ALLOWED_HOSTS": "*" if self.host in ("0.0.0.0", "::") else names,  # noqa: S104
            "SITE_URL": self.address,
            "MEDIA_ROOT": str(self.var / "media"),
            "STATIC_ROOT": str(self.var / "static"),
        }
        fixed = {
            "DEMO_MODE": "1",
            "DJANGO_SETTINGS_MODULE": "partnership.settings",
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": str(CHECKOUT),
            processes.SUPERVISED_BY: str(self.var),
        }
        if self.postgres:
            fixed["DATABASE_URL"] = self.postgres.url
        if self.valkey:
            fixed["REDIS_URL"] = self.valkey.url
        return {**defaults, **given, **fixed}

    def _loaded_mark(self) -> Path:
        """Says that the demo data is complete; it lies beside the data, so both go together."""
        if self.postgres:
            return self.postgres.home / "demo-loaded"
        digest = hashlib.sha256(self.environment["DATABASE_URL"].encode()).hexdigest()[:12]
        return self.var / "run" / f"demo-loaded-{digest}"

    def _log(self, name: str) -> Path:
        return self.var / "log" / f"{name}.log"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _secret(file: Path) -> str:
    """The demo's own signing key: made once, readable by its owner alone."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as opened:
            opened.write(secrets.token_urlsafe(64))
    return file.read_text()


def _text(mark: Path) -> str:
    return mark.read_text() if mark.exists() else ""


def _digest(sources: tuple[str, ...]) -> str:
    """Changes when a file below one of `sources` changes."""
    digest = hashlib.sha256()
    for source in (CHECKOUT / name for name in sources):
        for path in [source, *sorted(source.rglob("*"))]:
            if path.is_file() and path.suffix != ".pyc":
                found = path.stat()
                digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
