"""One way to write facts down: equal facts give equal bytes, and so the same checksum."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any


def canonical(data: Any) -> str:
    """Return the canonical JSON: keys sorted, text in NFC, Decimal and dates as text, instants in UTC, no floats.

    Raises TypeError for anything whose written form could differ, as a float or an unknown object.
    """
    return json.dumps(_plain(data), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def checksum(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def instant(moment: datetime) -> str:
    """Return an instant as text in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    return _container(value)


def _container(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError("the keys of canonical JSON are text")
    return unicodedata.normalize("NFC", key)


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise TypeError("an infinite amount has no canonical form")
    return format(value if value else abs(value), "f")  # no exponent, no minus zero
