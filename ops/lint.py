"""`make lint`: every static check, all of them even after one failed; `ARGS="ruff mypy"` picks some.

No database and no broker is needed: the settings get addresses that nobody answers at.
"""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from ops.places import CHECKOUT

PYTHON = sys.executable
BIN = Path(PYTHON).parent
CODE = ["partnership", "indicators", "networks", "technical_assistance", "governance", "ops"]
TYPED = ("selectors*", "services*", "rules.py")

SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "partnership.settings",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "DATABASE_URL": "postgresql://lint@/lint?host=/nonexistent",
    "REDIS_URL": "unix:///nonexistent/redis.sock?db=0",
    "PYTHONPATH": str(CHECKOUT),
}
PRODUCTION = SETTINGS | {
    "DEBUG": "0",
    "DEMO_MODE": "0",
    "SITE_URL": "https://portal.example.org",
    "ALLOWED_HOSTS": "portal.example.org",
}


def typed_files() -> list[str]:
    """Selectors, services and rules of every app, and the whole of ops."""
    found = {path for folder in CODE for pattern in TYPED for path in (CHECKOUT / folder).rglob(pattern)}
    names = (str(path.relative_to(CHECKOUT)) for path in found if path.suffix == ".py")
    return [*sorted(names), "ops"]


def checks() -> dict[str, tuple[list[str], Mapping[str, str]]]:
    """Name → (command, environment added)."""
    # makemigrations warns of the absent database
    django = [PYTHON, "-W", "ignore::RuntimeWarning", "-m", "django"]
    existing = [folder for folder in CODE if (CHECKOUT / folder).is_dir()]
    return {
        "ruff": ([f"{BIN}/ruff", "check", "--quiet", "."], {}),
        "format": ([f"{BIN}/ruff", "format", "--check", "--quiet", "."], {}),
        "templates": ([f"{BIN}/djlint", "--lint", "--quiet", "templates"], {}),
        "imports": ([f"{BIN}/lint-imports", "--cache-dir", "var/import-linter"], {}),
        "types": ([f"{BIN}/mypy", *typed_files()], SETTINGS),
        "migrations": ([*django, "makemigrations", "--check", "--dry-run"], SETTINGS),
        "deploy": ([*django, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
        "documents": ([PYTHON, "-m", "ops.documents", "check"], SETTINGS),
        "translations": ([PYTHON, "-m", "ops.translations", "check"], SETTINGS),
        "security": ([f"{BIN}/bandit", "-q", "-c", "pyproject.toml", "-r", *existing], {}),
    }


def run(name: str, command: list[str], added: Mapping[str, str]) -> bool:
    """Run one check, print its verdict, and its output when it failed."""
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=CHECKOUT,
        env={**os.environ, **added},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    verdict = "ok" if done.returncode == 0 else "FAILED"
    print(f"{name:13} {verdict:7} {time.monotonic() - began:5.1f} s", flush=True)
    if done.returncode:
        print(f"{done.stdout}{done.stderr}".rstrip(), flush=True)
    return done.returncode == 0


def main(wanted: list[str]) -> int:
    """Run the wanted checks, all without a wish; 1 when one failed."""
    known = checks()
    unknown = set(wanted) - set(known)
    if unknown:
        print(f"Unknown: {', '.join(sorted(unknown))}. There are: {', '.join(known)}", file=sys.stderr)
        return 2
    verdicts = {name: run(name, *known[name]) for name in wanted or known}
    return 0 if all(verdicts.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
