"""Health: alive (this process answers) and ready (everything it needs answers too)."""

import os
import time
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis
from redis.exceptions import RedisError

from partnership.core.tasks import WORKER_SEEN

WORKER_SILENT_SECONDS = 120


@login_not_required
@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """Answer 200 while the process answers at all."""
    return JsonResponse({"status": "ok", "version": settings.VERSION})


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, migrations, storage, broker and worker are there, else 503 naming what is not."""
    checks = {
        "database": _database(),
        "migrations": _migrations(),
        "storage": _storage(),
        "broker": _broker(),
        "worker": _worker(),
    }
    status = 200 if all(checks.values()) else 503
    named = {name: "ok" if good else "failed" for name, good in checks.items()}
    return JsonResponse({"status": "ok" if status == 200 else "failed", "checks": named}, status=status)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _migrations() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _storage() -> bool:
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    return os.access(root, os.W_OK)


def _broker() -> bool:
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except (RedisError, OSError):
        return False


def _worker() -> bool:
    seen = cache.get(WORKER_SEEN)
    return seen is not None and time.time() - seen < WORKER_SILENT_SECONDS
