"""The demonstration's reports: one published half-year, the newest one waiting to be generated."""

from datetime import UTC, date, datetime

from governance.models import ReportPeriod, Snapshot
from governance.selectors.reports import get_period
from governance.services import report_files  # noqa: F401  registers the job that is run here
from governance.services.report_periods import ensure_periods
from governance.services.reports import publish_report, request_report, write_narrative
from governance.services.results import ensure_framework
from partnership.core.enums import JobState
from partnership.core.models import User
from partnership.core.services.jobs import run

FIRST_DUE = date(2026, 1, 15)
PUBLISHED = "2025-H2"
TEXTS = {
    ("summary", "en"): (
        "Requests from ministries grew and the first peers delivered days that the hosts confirmed.\n\n"
        "The Committee is asked to take note of the report and to set targets for indicators 1.i to 1.iii."
    ),
    ("summary", "es"): (
        "Las solicitudes de los ministerios aumentaron y los primeros pares prestaron días confirmados por los "
        "anfitriones.\n\nSe pide al Comité tomar nota del informe y fijar metas para los indicadores 1.i a 1.iii."
    ),
    ("progress", "en"): (
        "Technical assistance is ahead of the other components: the comparative indicators wait for the sign-off of "
        "the first definitions, the networks for their founding meetings."
    ),
    ("risks", "es"): "El principal riesgo es la concentración de las solicitudes en una sola área.",
    ("lessons", "en"): "Short missions prepared by two remote sessions delivered more than long ones without them.",
    ("outlook", "en"): "Two further missions are planned, and the first network is to be founded.",
}


def load_reports(people: dict[str, User], today: date | None = None) -> Snapshot | None:
    """Create the half-years that are due, and publish the first of them with its words and files."""
    ensure_framework()
    ensure_periods(FIRST_DUE)
    ensure_periods(today or datetime.now(UTC).date())
    period = get_period(PUBLISHED)
    if period is None:
        return None
    _write(period, people["officer"])
    job = request_report(period, actor=people["officer"])
    run(str(job.pk))
    job.refresh_from_db()
    if job.state != JobState.DONE:
        raise RuntimeError(f"the report of the demonstration was not made: {job.error}")
    return publish_report(Snapshot.objects.get(pk=job.args["snapshot"]), actor=people["lead"])


def _write(period: ReportPeriod, author: User) -> None:
    for (key, language), words in TEXTS.items():
        write_narrative(period, key, language, words, actor=author, expected_number=0)
