"""The access matrix: who gets which answer at which address. Each app lists its rows in ``tests/<app>/access.py``."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.cast import ROLES, Cast

OK, MOVED, FORBIDDEN, MISSING, NO_METHOD = 200, 302, 403, 404, 405
ANONYMOUS = "anonymous"
EVERYBODY = (ANONYMOUS, *ROLES)


@dataclass(frozen=True)
class Row:
    """One address and method: what it needs (made by ``make``), what is posted, and the answer for each role."""

    name: str
    expect: Mapping[str, int]
    method: str = "get"
    make: Callable[[Cast], dict[str, Any]] = field(default=lambda cast: {})
    data: Callable[[Cast], dict[str, Any]] = field(default=lambda cast: {})

    @property
    def id(self) -> str:
        return f"{self.method}-{self.name}"


def public(status: int = OK) -> dict[str, int]:
    """Return the same answer for everybody, signed in or not."""
    return dict.fromkeys(EVERYBODY, status)


def signed_in(status: int = OK) -> dict[str, int]:
    """Return an answer for whoever is signed in; others are led to the sign-in page."""
    return {**dict.fromkeys(ROLES, status), ANONYMOUS: MOVED}


def only(roles: str, status: int = OK, *, others: int = MISSING, **exceptions: int) -> dict[str, int]:
    """Return an answer for some roles (names divided by spaces), 404 or another one for the rest."""
    answers = {**dict.fromkeys(ROLES, others), **dict.fromkeys(roles.split(), status), **exceptions}
    return {**answers, ANONYMOUS: exceptions.get(ANONYMOUS, MOVED)}


def url_names(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Yield the names of all addresses of the portal, with their namespaces."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from url_names(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{prefix}{pattern.name}"
