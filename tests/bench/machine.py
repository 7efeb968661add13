"""What the figures were measured on."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

from django.db import connection


def description() -> list[tuple[str, str]]:
    """Return processor, cores, memory and versions as (name, value) pairs."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgres = cursor.fetchone()[0]
    return [
        ("Processor", f"{_field('/proc/cpuinfo', 'model name')}, {os.cpu_count()} cores"),
        ("Memory", f"{int(_field('/proc/meminfo', 'MemTotal').split()[0]) / 2**20:.1f} GiB"),
        ("System", f"{platform.system()} {platform.release()}"),
        ("Python", platform.python_version()),
        ("PostgreSQL", postgres),
        *((name, version(name)) for name in ("django", "gunicorn", "psycopg2-binary", "brotli")),
    ]


def _field(path: str, name: str) -> str:
    for line in Path(path).read_text().splitlines():
        key, _colon, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return "unknown"
