"""Health: alive, ready, and what is missing by name."""

import time

from django.core.cache import cache
from django.test import Client

from partnership.core.tasks import WORKER_SEEN


def test_live_answers_without_any_server(settings) -> None:
    assert Client().get("/health/live").json() == {"status": "ok", "version": settings.VERSION}


def test_ready_when_everything_answers(db) -> None:
    cache.set(WORKER_SEEN, time.time())
    response = Client().get("/health/ready")
    assert response.json() == {
        "status": "ok",
        "checks": dict.fromkeys(["database", "migrations", "storage", "broker", "worker"], "ok"),
    }


def test_ready_names_what_is_missing(db, settings) -> None:
    cache.delete(WORKER_SEEN)
    settings.REDIS_URL = "unix:///nowhere/valkey.sock?db=0"
    response = Client().get("/health/ready")
    assert response.status_code == 503
    assert {name for name, state in response.json()["checks"].items() if state == "failed"} == {"broker", "worker"}
