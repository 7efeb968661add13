"""Requests that the live server is still answering: the database is not emptied under them."""

from collections import Counter
from threading import Lock

from django.core.signals import request_finished, request_started

from tests.processes import wait_until


class Traffic:
    """Counts requests from their start to the end of their answer, in whatever thread."""

    def __init__(self) -> None:
        self._lock, self._seen = Lock(), Counter[str]()
        request_started.connect(self._started)
        request_finished.connect(self._finished)

    def settle(self) -> None:
        """Wait for the last answer, then stop counting."""
        wait_until(lambda: self._seen["started"] <= self._seen["finished"], seconds=20, what="the last answer")
        request_started.disconnect(self._started)
        request_finished.disconnect(self._finished)

    def _started(self, **_signal: object) -> None:
        with self._lock:
            self._seen["started"] += 1

    def _finished(self, **_signal: object) -> None:
        with self._lock:
            self._seen["finished"] += 1
