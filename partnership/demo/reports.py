"""The demonstration's reports: two half-years published, the newest one due with its words drafted."""

from collections.abc import Iterator
from datetime import date, timedelta

from governance.models import ReportPeriod, Snapshot
from governance.selectors.reports import get_period
from governance.services import report_files  # noqa: F401  registers the job that is run here
from governance.services.report_periods import ensure_periods
from governance.services.reports import publish_report, request_report, write_narrative
from governance.services.results import ensure_framework
from partnership.core.enums import JobState
from partnership.core.models import User
from partnership.core.services.jobs import run

from .life import Half, at, workdays_after
from .report_words import texts_for
from .stage import Stage
from .timeline import Play


def report_plays(stage: Stage) -> Iterator[Play]:
    """Yield the play of each half-year's report, and of the one that is due."""
    ensure_framework()
    for number, half in enumerate((*stage.life.published, stage.life.due)):
        yield _report(number, half, stage)


def due_day(half: Half) -> date:
    """Return the day on which the report of a half-year is due: 15 July or 15 January."""
    return half.ends_on + timedelta(days=15)


def _report(number: int, half: Half, stage: Stage) -> Play:
    day = due_day(half)
    yield at(day, 3)
    ensure_periods(day)
    period = get_period(half.code)
    if period is None:
        raise RuntimeError(f"the half-year {half.code} was not created")
    officer, lead = stage.pair(number, "officer", "officer2"), stage.pair(number, "lead", "lead2")
    yield at(workdays_after(day, 2), 17)
    for section, language, text in texts_for(half, is_first=number == 0):
        write_narrative(period, section, language, text, actor=officer, expected_number=0)
    if half == stage.life.due:
        return
    yield at(workdays_after(day, 2), 18)
    snapshot = make_report(period, officer)
    yield at(workdays_after(day, 5), 11)
    publish_report(snapshot, actor=lead)


def make_report(period: ReportPeriod, officer: User) -> Snapshot:
    """Have a report made at once, its files included, as the worker would; raises RuntimeError when it fails."""
    job = request_report(period, actor=officer)
    run(str(job.pk))
    job.refresh_from_db()
    if job.state != JobState.DONE:
        raise RuntimeError(f"the report of the demonstration was not made: {job.error}")
    return Snapshot.objects.get(pk=job.args["snapshot"])
