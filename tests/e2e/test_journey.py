"""The whole way through the portal in one run: fifteen people, a real file, a real worker, five parts."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from indicators.services.catalogue import load_catalogue
from tests.cast import Cast
from tests.e2e import steps_activity as activity
from tests.e2e import steps_claim as travel
from tests.e2e import steps_fund as fund
from tests.e2e import steps_report as report
from tests.e2e import steps_request as request
from tests.e2e import steps_statistics as statistics
from tests.e2e.people import People
from tests.factories.claims import rate
from tests.factories.technical_assistance import practitioner_of
from tests.processes import Worker

FILE = Path(settings.BASE_DIR).parent / "shared" / "data" / "wgi" / "wgi_2024_long.csv"
FIRST_DAY, LAST_DAY = (timezone.localdate() - timedelta(days=days) for days in (4, 3))

pytestmark = pytest.mark.skipif(not FILE.exists(), reason=f"the published file {FILE} is not on this machine")


@pytest.fixture
def people(cast: Cast, sign_in, tmp_path):
    """Return the people of the journey, with what no page enters, and a worker at their service."""
    load_catalogue()
    practitioner_of(cast)
    rate("PEN", FIRST_DAY, "3.75")
    call_command("ensure_periods", today=next_due(timezone.localdate()).isoformat())
    with Worker(tmp_path):
        yield People(cast, sign_in)


def next_due(today: date) -> date:
    """Return when the report on the running half-year is due."""
    return date(today.year, 7, 15) if today.month < 7 else date(today.year + 1, 1, 15)


def half_year(today: date) -> str:
    """Return the code of the running half-year."""
    return f"{today.year}-H{1 if today.month < 7 else 2}"


def test_partnership_from_the_published_file_to_the_report(people: People, window, cast: Cast) -> None:
    visitor = window()
    publish_statistics(people, visitor)
    fill_the_fund(people)
    assist(people)
    pay_travel(people)
    fund.fund_page_shows(visitor, "120,000", "660")
    call_command("verify_ledger")
    report_to_the_members(people, cast)


def publish_statistics(people: People, visitor) -> None:
    """Part 1."""
    truth = statistics.estimates_of(FILE)
    statistics.upload(people, FILE)
    statistics.sign_off(people, FILE)
    statistics.release(people)
    statistics.compare(visitor, truth)
    statistics.download(visitor, truth)


def fill_the_fund(people: People) -> None:
    """Part 4, as far as nothing is spent."""
    fund.pledge(people)
    fund.receive(people)
    fund.meet(people, timezone.localdate() - timedelta(days=10))
    fund.decide(people, "Allocation of funds", "Allocation to assistance")
    fund.decide(people, "Work programme", "Work programme of the year")
    fund.adopt_programme(people, timezone.localdate().year)
    fund.allocate(people)


def assist(people: People) -> None:
    """Part 2, and the commitment of part 4."""
    request.draft(people, FIRST_DAY - timedelta(days=30), LAST_DAY + timedelta(days=60))
    request.submit(people)
    request.triage(people)
    request.approve(people)
    request.invite(people)
    request.match(people)
    activity.plan(people, FIRST_DAY, LAST_DAY, "2500.00")
    fund.commit(people, activity.ACTIVITY, "2500.00")
    activity.confirm(people)
    activity.log_days(people)
    activity.verify_days(people)


def pay_travel(people: People) -> None:
    """Part 3."""
    address = travel.claim(people)
    travel.verify(people)
    travel.others_are_refused(people, address)
    travel.approve(people)
    travel.pay(people, address)


def report_to_the_members(people: People, cast: Cast) -> None:
    """Part 5."""
    address = report.generate(people, half_year(timezone.localdate()))
    report.publish(people, address, "2.0", "660.00")
    report.download(people("committee"), report.link_from_mail(cast.committee), address)
    report.is_closed_to(people, "ministry", address)
