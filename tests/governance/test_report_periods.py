import threading
from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from governance.models import ReportPeriod
from governance.services.report_periods import ensure_periods
from partnership.core.models import AuditEntry, OutboundMail


def _codes() -> list[str]:
    return [period.code for period in ReportPeriod.objects.order_by("year", "half")]


@pytest.mark.parametrize(
    ("today", "code"),
    [
        (date(2026, 7, 14), "2025-H2"),
        (date(2026, 7, 15), "2026-H1"),
        (date(2026, 12, 31), "2026-H1"),
        (date(2027, 1, 14), "2026-H1"),
        (date(2027, 1, 15), "2026-H2"),
        (date(2028, 2, 29), "2027-H2"),
    ],
)
def test_an_empty_portal_begins_with_the_last_half_year_that_is_due(db, today: date, code: str) -> None:
    assert [period.code for period in ensure_periods(today)] == [code]


def test_what_a_stopped_scheduler_missed_is_caught_up_once(db) -> None:
    ensure_periods(date(2025, 2, 1))
    created = ensure_periods(date(2026, 9, 1))
    assert [period.code for period in created] == ["2025-H1", "2025-H2", "2026-H1"]
    assert ensure_periods(date(2026, 9, 1)) == []
    assert _codes() == ["2024-H2", "2025-H1", "2025-H2", "2026-H1"]


def test_a_gap_is_filled(db) -> None:
    ReportPeriod.objects.create(year=2025, half=1)
    ReportPeriod.objects.create(year=2026, half=1)
    assert [period.code for period in ensure_periods(date(2026, 8, 1))] == ["2025-H2"]


def test_the_secretariat_is_told_once_in_its_language(cast) -> None:
    cast.lead.language = "es"
    cast.lead.save(update_fields=["language"])
    ensure_periods(date(2026, 7, 15))
    ensure_periods(date(2026, 7, 16))
    mails = OutboundMail.objects.order_by("to__email")
    assert [mail.to for mail in mails] == [cast.lead, cast.officer]
    assert "/es/governance/reports/" in mails[0].body
    assert "/en/governance/reports/" in mails[1].body
    assert AuditEntry.objects.filter(action="due").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_make_each_period_once() -> None:
    errors: list[BaseException] = []

    def schedule() -> None:
        try:
            ensure_periods(date(2026, 8, 1))
        except BaseException as error:  # noqa: BLE001  handed to the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=schedule) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert _codes() == ["2026-H1"]


def test_the_command_says_what_it_made(db, capsys) -> None:
    call_command("ensure_periods", today="2026-07-15")
    call_command("ensure_periods", today="2026-07-15")
    assert capsys.readouterr().out.splitlines() == [
        "Reporting periods: 2026-H1.",
        "Reporting periods: nothing new is due.",
    ]
    with pytest.raises(CommandError, match="31 July is no date"):
        call_command("ensure_periods", today="31 July")


@pytest.mark.parametrize(("year", "half", "last", "due"), [(2026, 1, (6, 30), (7, 15)), (2026, 2, (12, 31), (1, 15))])
def test_a_half_year_knows_its_days(year: int, half: int, last: tuple, due: tuple) -> None:
    period = ReportPeriod(year=year, half=half)
    assert (period.ends_on.month, period.ends_on.day) == last
    assert (period.due_on.month, period.due_on.day) == due
    assert period.due_on > period.ends_on > period.starts_on
