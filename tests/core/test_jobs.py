"""Jobs: once per key, by whoever holds the lease, retried, given up, announced again."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError

from partnership.core.enums import JobState
from partnership.core.models import Job
from partnership.core.services import jobs
from partnership.core.services.jobs import JobRefused, enqueue, job_handler, run, sweep_jobs
from partnership.core.tasks import run_job

pytestmark = pytest.mark.django_db(transaction=True)
RUNS: list[str] = []


@job_handler("test.echo")
def _echo(job, report):
    RUNS.append(job.key)
    report(50, "half")
    return {"location": "/done/", **job.args}


@job_handler("test.broken")
def _broken(job, report):
    raise RuntimeError("secret detail")


@job_handler("test.refused")
def _refused(job, report):
    raise JobRefused("The file has no header.")


@pytest.fixture(autouse=True)
def _no_runs():
    RUNS.clear()


@pytest.fixture
def announced():
    """Catch announcements: the broker is the outside world."""
    with patch.object(run_job, "apply_async") as apply_async:
        yield apply_async


def test_enqueue_gives_one_row_per_key_and_announces_after_commit(announced) -> None:
    first = enqueue("test.echo", key="k", args={"n": 1}, actor=None)
    second = enqueue("test.echo", key="k", args={"n": 2}, actor=None)
    assert first.pk == second.pk
    assert second.args == {"n": 1}
    assert announced.call_count == 2


def test_broker_that_is_away_is_no_error(announced) -> None:
    announced.side_effect = OperationalError("away")
    job = enqueue("test.echo", key="k", args={}, actor=None)
    assert Job.objects.get(pk=job.pk).state == JobState.QUEUED


def test_run_does_the_work_once(announced) -> None:
    job = enqueue("test.echo", key="k", args={"n": 1}, actor=None)
    run(str(job.pk))
    run(str(job.pk))
    job.refresh_from_db()
    assert RUNS == ["k"]
    assert (job.state, job.progress, job.result) == (JobState.DONE, 100, {"location": "/done/", "n": 1})


def test_job_held_by_another_worker_is_left_alone(announced) -> None:
    job = enqueue("test.echo", key="k", args={}, actor=None)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, lease_until=timezone.now() + timedelta(seconds=9))
    run(str(job.pk))
    assert RUNS == []


def test_sweeper_announces_what_nobody_holds(announced) -> None:
    silent = enqueue("test.echo", key="silent", args={}, actor=None)
    held = enqueue("test.echo", key="held", args={}, actor=None)
    done = enqueue("test.echo", key="done", args={}, actor=None)
    past, future = timezone.now() - timedelta(seconds=1), timezone.now() + timedelta(seconds=9)
    Job.objects.filter(pk=silent.pk).update(state=JobState.RUNNING, lease_until=past)
    Job.objects.filter(pk=held.pk).update(state=JobState.RUNNING, lease_until=future)
    Job.objects.filter(pk=done.pk).update(state=JobState.DONE)
    announced.reset_mock()
    assert sweep_jobs() == 1
    assert announced.call_args.kwargs["args"] == [str(silent.pk)]


def test_failure_is_retried_then_given_up_with_a_number(announced) -> None:
    job = enqueue("test.broken", key="k", args={}, actor=None)
    for attempt in range(Job.MAX_ATTEMPTS):
        Job.objects.filter(pk=job.pk).update(lease_until=None)
        run(str(job.pk))
        job.refresh_from_db()
        assert job.attempts == attempt + 1
    assert job.state == JobState.FAILED
    assert "secret detail" not in job.error
    assert job.error.startswith("Something went wrong. Error number: ")


def test_work_that_kills_its_worker_is_given_up_after_three_attempts(announced) -> None:
    job = enqueue("test.echo", key="k", args={}, actor=None)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempts=Job.MAX_ATTEMPTS, lease_until=None)
    run(str(job.pk))
    job.refresh_from_db()
    assert (RUNS, job.state) == ([], JobState.FAILED)


def test_refusal_is_shown_and_not_retried(announced) -> None:
    job = enqueue("test.refused", key="k", args={}, actor=None)
    run(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == (JobState.FAILED, "The file has no header.", 1)


def test_failed_job_may_be_asked_for_again(announced) -> None:
    job = enqueue("test.refused", key="k", args={}, actor=None)
    run(str(job.pk))
    again = enqueue("test.refused", key="k", args={}, actor=None)
    assert (again.pk, again.state, again.attempts) == (job.pk, JobState.QUEUED, 0)


def test_pulse_renews_the_lease_and_shows_progress(announced, monkeypatch) -> None:
    monkeypatch.setattr(jobs, "PULSE_SECONDS", 0.02)
    seen = {}

    @job_handler("test.slow")
    def _slow(job, report):
        report(40, "reading")
        for _attempt in range(200):
            row = Job.objects.get(pk=job.pk)
            if row.progress == 40:
                seen["stage"], seen["renewed"] = row.stage, row.lease_until > job.lease_until
                return
            jobs.threading.Event().wait(0.01)

    job = enqueue("test.slow", key="k", args={}, actor=None)
    run(str(job.pk))
    assert seen == {"stage": "reading", "renewed": True}
