"""Celery: JSON only, late acknowledgement, no result backend (Job rows are the truth)."""

from django.conf import settings


def _broker_url(redis_url: str) -> str:
    """Return Celery's spelling of a redis-py address: they differ for unix sockets."""
    if redis_url.startswith("unix://"):
        path, _, number = redis_url.removeprefix("unix://").partition("?db=")
        return f"redis+socket://{path}?virtual_host={number or 0}"
    return redis_url


broker_url = _broker_url(settings.REDIS_URL)
broker_connection_retry_on_startup = True
broker_connection_max_retries = None
broker_connection_timeout = 1
broker_transport_options = {
    "visibility_timeout": 3600,  # more than twice the hard time limit: nothing runs twice by redelivery
    "socket_timeout": 3,
    "socket_connect_timeout": 1,
    "socket_keepalive": True,
    "max_retries": 1,
    "interval_start": 0.1,  # kombu's own is two seconds, which a person would wait
    "interval_step": 0,
    "interval_max": 0.1,
}
task_publish_retry = False  # a publisher never waits for a broker: the sweeper announces what was not heard
task_acks_late = True
task_reject_on_worker_lost = True
task_ignore_result = True
task_serializer = "json"
accept_content = ["json"]
task_soft_time_limit = 900
task_time_limit = 960
worker_prefetch_multiplier = 1
worker_max_tasks_per_child = 200
worker_max_memory_per_child = 600_000  # KiB
worker_hijack_root_logger = False
timezone = "UTC"
beat_schedule = {
    "sweep-jobs": {"task": "core.sweep_jobs", "schedule": 5.0, "options": {"expires": 5}},
    "send-mail": {"task": "core.send_mail", "schedule": 20.0, "options": {"expires": 20}},
    "remove-orphans": {"task": "core.remove_orphans", "schedule": 3600.0, "options": {"expires": 600}},
    "ensure-periods": {"task": "governance.ensure_periods", "schedule": 3600.0, "options": {"expires": 600}},
}
