"""Celery tasks of governance, and the jobs it knows."""

from datetime import UTC, datetime

from celery import shared_task

from governance.services import report_files  # noqa: F401  registers the job that makes reports
from governance.services.report_periods import ensure_periods as create_due_periods
from governance.services.results import ensure_framework


@shared_task(name="governance.ensure_periods")
def ensure_periods() -> None:
    """Create the half-years whose report is due, by the date in UTC."""
    ensure_framework()
    create_due_periods(datetime.now(UTC).date())
