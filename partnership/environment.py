"""Typed reading of settings from the process environment: the only place that touches ``os.environ``.

Every read is remembered with its help text, so that the settings table of the README
can be checked against the code.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")


@dataclass(frozen=True)
class Setting:
    """One documented environment variable."""

    name: str
    default: str | None
    help: str


SETTINGS: dict[str, Setting] = {}


def _read(name: str, default: str | None, help_text: str, parse: Callable[[str], T]) -> T:
    SETTINGS[name] = Setting(name, default, help_text)
    raw = os.environ.get(name, default)
    if raw is None:
        raise ImproperlyConfigured(f"{name} is not set: {help_text}")
    try:
        return parse(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={raw!r} cannot be read: {error}") from error


def text(name: str, default: str | None, help_text: str) -> str:
    """Return a string setting; without a default it must be set."""
    return _read(name, default, help_text, str)


def number(name: str, default: int, help_text: str) -> int:
    """Return a whole-number setting."""
    return _read(name, str(default), help_text, int)


def flag(name: str, default: bool, help_text: str) -> bool:
    """Return a yes/no setting; 1/true/yes and 0/false/no are understood."""
    return _read(name, "1" if default else "0", help_text, _parse_flag)


def words(name: str, default: str, help_text: str) -> list[str]:
    """Return a comma-separated list."""
    return _read(name, default, help_text, lambda raw: [part.strip() for part in raw.split(",") if part.strip()])


def database(name: str, help_text: str) -> dict[str, object]:
    """Return Django's database dictionary from ``postgresql://user:password@host:port/name?host=/socket/folder``."""
    return _read(name, None, help_text, _parse_database)


def _parse_flag(raw: str) -> bool:
    known = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}
    if raw.lower() not in known:
        raise ValueError("use 1 or 0")
    return known[raw.lower()]


def _parse_database(raw: str) -> dict[str, object]:
    url = urlsplit(raw)
    if url.scheme not in {"postgres", "postgresql"}:
        raise ValueError("only PostgreSQL is supported")
    query = parse_qs(url.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": query.get("host", [unquote(url.hostname or "")])[0],
        "PORT": str(url.port or query.get("port", [""])[0]),
    }
