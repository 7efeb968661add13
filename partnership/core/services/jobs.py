"""Background work that survives broker and worker: rows with leases, announced over Celery.

The row is written with the act that asks for it. The broker only announces it; the sweeper announces what
was not heard or whose worker fell silent. A claim is a compare-and-set on the lease, so a job announced
twice runs once.
"""

import logging
import threading
import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from partnership.core.enums import JobState
from partnership.core.models import Job, User

logger = logging.getLogger(__name__)

Report = Callable[[int, str], None]
Handler = Callable[[Job, Report], Mapping[str, Any] | None]
_HANDLERS: dict[str, Handler] = {}
UNFINISHED = (JobState.QUEUED, JobState.RUNNING)
PULSE_SECONDS = 1.0


class JobRefused(Exception):
    """The work cannot be done, and trying again would not help; the message is shown to the person."""


def job_handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does a kind of job: ``(job, report) -> result``.

    A handler may run again after a killed worker: its writes must be idempotent. ``report(percent, stage)`` is cheap.
    """

    def register(function: Handler) -> Handler:
        _HANDLERS[kind] = function
        return function

    return register


@transaction.atomic
def enqueue(kind: str, *, key: str, args: Mapping[str, Any], actor: User | None) -> Job:
    """Ask for work once per key; a job that failed for good is given a new start. Return its row."""
    job, created = Job.objects.select_for_update().get_or_create(
        key=key, defaults={"kind": kind, "args": dict(args), "created_by": actor}
    )
    if not created and job.state == JobState.FAILED:
        job.state, job.attempts, job.error, job.lease_until, job.progress = JobState.QUEUED, 0, "", None, 0
        job.save(update_fields=["state", "attempts", "error", "lease_until", "progress"])
    transaction.on_commit(lambda: announce(job))
    return job


def announce(job: Job) -> bool:
    """Tell the workers about a job. A broker that does not answer is no error: the sweeper tells them later."""
    from partnership.core.tasks import run_job  # tasks import this module

    try:
        run_job.apply_async(args=[str(job.pk)])
    except (OperationalError, RedisError, OSError) as error:
        logger.warning("job.not_announced", extra={"job": str(job.pk), "error": str(error)})
        return False
    return True


def sweep_jobs() -> int:
    """Announce every unfinished job that nobody holds; return how many. Run every few seconds."""
    with transaction.atomic():
        waiting = list(_claimable().select_for_update(skip_locked=True).order_by("created_at")[:100])
    return sum(announce(job) for job in waiting)


def run(job_id: str) -> None:
    """Do a job if its lease is free: used by the Celery task and by tests."""
    job = _claim(job_id)
    if job is None:
        return
    if job.attempts > Job.MAX_ATTEMPTS:
        _finish(job, JobState.FAILED, error=_("The work was interrupted too often."))
        return
    with _Pulse(job) as pulse:
        _run_claimed(job, pulse)


def _run_claimed(job: Job, pulse: "_Pulse") -> None:
    try:
        handler = _HANDLERS[job.kind]
        result = handler(job, pulse.report)
    except JobRefused as refusal:
        _finish(job, JobState.FAILED, error=str(refusal))
    except Exception:
        error_id = uuid.uuid4().hex[:8]
        logger.exception("job.failed", extra={"job": str(job.pk), "error_id": error_id})
        _retry_or_fail(job, error_id)
    else:
        _finish(job, JobState.DONE, result=dict(result or {}))


def _claimable() -> QuerySet[Job]:
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=timezone.now())
    return Job.objects.filter(free, state__in=UNFINISHED)


def _claim(job_id: str) -> Job | None:
    lease = uuid.uuid4()
    claimed = (
        _claimable()
        .filter(pk=job_id)
        .update(state=JobState.RUNNING, lease=lease, lease_until=_lease_end(), attempts=F("attempts") + 1)
    )
    return Job.objects.get(pk=job_id) if claimed else None


def _finish(job: Job, state: JobState, *, result: Mapping[str, Any] | None = None, error: str = "") -> None:
    held = Job.objects.filter(pk=job.pk, lease=job.lease)
    progress = 100 if state == JobState.DONE else job.progress
    held.update(
        state=state,
        result=result or {},
        error=error,
        progress=progress,
        lease_until=None,
        finished_at=timezone.now(),
    )


def _retry_or_fail(job: Job, error_id: str) -> None:
    message = _("Something went wrong. Error number: {error_id}").format(error_id=error_id)
    if job.attempts >= Job.MAX_ATTEMPTS:
        _finish(job, JobState.FAILED, error=message)
        return
    pause = timedelta(seconds=5 * 2**job.attempts)
    Job.objects.filter(pk=job.pk, lease=job.lease).update(
        state=JobState.QUEUED, error=message, lease_until=timezone.now() + pause
    )


def _lease_end() -> Any:
    return timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)


class _Pulse:
    """Keeps a job's lease and shows its progress, from a thread with a connection of its own.

    The handler may be inside one long transaction, whose updates nobody else would see.
    """

    def __init__(self, job: Job) -> None:
        self.job, self.progress, self.stage = job, job.progress, job.stage
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def report(self, percent: int, stage: str = "") -> None:
        self.progress, self.stage = max(0, min(99, percent)), str(stage)[:200]

    def __enter__(self) -> "_Pulse":
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._stop.wait(PULSE_SECONDS):
            try:
                Job.objects.filter(pk=self.job.pk, lease=self.job.lease, state=JobState.RUNNING).update(
                    lease_until=_lease_end(), progress=self.progress, stage=self.stage
                )
            except Exception:  # a lost connection: the next beat opens another; the lease bounds the silence
                logger.warning("job.pulse_missed", exc_info=True, extra={"job": str(self.job.pk)})
                close_old_connections()
        connection.close()
