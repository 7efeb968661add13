"""Celery tasks of the core."""

import time

from celery import shared_task
from django.core.cache import cache

from partnership.core.services import files, jobs, mail

WORKER_SEEN = "worker-seen"


@shared_task(name="core.run_job")
def run_job(job_id: str) -> None:
    """Do one job."""
    jobs.run(job_id)


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> None:
    """Announce unfinished jobs that nobody holds, and leave the sign of life that ``/health/ready`` looks for."""
    cache.set(WORKER_SEEN, time.time(), timeout=3600)
    jobs.sweep_jobs()


@shared_task(name="core.send_mail")
def send_mail() -> None:
    """Send what waits in the outbox."""
    mail.send_queued_mail()


@shared_task(name="core.remove_orphans")
def remove_orphans() -> None:
    """Remove bytes of uploads whose transaction was rolled back."""
    files.remove_orphans()
