"""Tells those who listen that rows of a table have been written, once they are there to be read.

Signals of models do not see ``update()``, ``bulk_create()`` or SQL; every statement passes the database connection.
What other programs write, and rows copied in by COPY, are not seen here.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

Concerns = Callable[[str], bool]
Listener = Callable[[], None]

_WRITE = r'(?:INSERT\s+INTO|UPDATE(?:\s+ONLY)?|DELETE\s+FROM(?:\s+ONLY)?|TRUNCATE(?:\s+TABLE)?)\s+"?(\w+)"?'
WRITE = re.compile(_WRITE, re.IGNORECASE)
WRITE_SOMEWHERE = re.compile(rf"\b{_WRITE}", re.IGNORECASE)

_listeners: list[tuple[Concerns, Listener]] = []


def listen(concerns: Concerns, listener: Listener) -> None:
    """Call ``listener`` once after each transaction that wrote a table for which ``concerns`` is true."""
    _listeners.append((concerns, listener))


def written_tables(sql: str) -> set[str]:
    """Return the tables that a statement writes; common table expressions and several statements in one included."""
    if sql.startswith("SELECT"):
        return set()
    if found := WRITE.match(sql):
        return {found[1]}
    return set(WRITE_SOMEWHERE.findall(sql))


def watch(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Let every statement of a new connection pass here first; a receiver of ``connection_created``."""
    if not any(isinstance(wrapper, _Watcher) for wrapper in connection.execute_wrappers):
        connection.execute_wrappers.insert(0, _Watcher())


@contextmanager
def told_at_the_end() -> Iterator[None]:
    """Let listeners hear once of everything that is written inside: for a load of thousands of commits."""
    held, _listeners[:] = list(_listeners), []
    try:
        yield
    finally:
        _listeners[:] = held
        for _concerns, listener in held:
            listener()


class _Watcher:
    """Sees the statements of one connection.

    Each write waits for its commit, because a savepoint may take it away again; the first that gets there tells the
    listeners, and stands for all that were written until then.
    """

    def __init__(self) -> None:
        self.written = 0
        self.told: dict[Listener, int] = {}

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        connection: BaseDatabaseWrapper = context["connection"]
        if tables := written_tables(sql if isinstance(sql, str) else sql.as_string(connection.connection)):
            self.written += 1
            for concerns, listener in _listeners:
                if any(concerns(table) for table in tables):
                    transaction.on_commit(partial(self._tell, listener, self.written), using=connection.alias)
        return result

    def _tell(self, listener: Listener, number: int) -> None:
        if number > self.told.get(listener, 0):
            self.told[listener] = self.written
            listener()
