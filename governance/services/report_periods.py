"""The half-years that reports are due for."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from governance.models import ReportPeriod
from governance.rules import REPORT_AUTHORS
from partnership.core.selectors import people_with
from partnership.core.services.audit import record
from partnership.core.services.mail import queue_mail


@transaction.atomic
def ensure_periods(today: date) -> list[ReportPeriod]:
    """Create the half-years whose report is due by ``today`` (a date in UTC), the missed ones too; return the new ones.

    Due are the first half on 15 July and the second on 15 January. An empty portal begins with the last one due.
    Two schedulers at once make each period, its audit entry and its mails once.
    """
    last = _last_due(today)
    first = ReportPeriod.objects.order_by("year", "half").values_list("year", "half").first() or last
    known = set(ReportPeriod.objects.values_list("year", "half"))
    wanted = [half for half in _from_to(first, last) if half not in known]
    created = [period for year, half in wanted if (period := _create(year, half))]
    for period in created:
        _announce(period)
    return created


def _create(year: int, half: int) -> ReportPeriod | None:
    period, is_new = ReportPeriod.objects.get_or_create(year=year, half=half)
    if not is_new:
        return None
    record("due", period, actor=None)
    return period


def _last_due(today: date) -> tuple[int, int]:
    if (today.month, today.day) >= (7, 15):
        return today.year, 1
    if (today.month, today.day) >= (1, 15):
        return today.year - 1, 2
    return today.year - 1, 1


def _from_to(first: tuple[int, int], last: tuple[int, int]) -> list[tuple[int, int]]:
    numbers = range(first[0] * 2 + first[1] - 1, last[0] * 2 + last[1])
    return [(number // 2, number % 2 + 1) for number in numbers]


def _announce(period: ReportPeriod) -> None:
    for person in people_with(*REPORT_AUTHORS):
        with translation.override(person.language):
            path = reverse("governance:report_list")
        queue_mail(
            f"report-due:{period.code}", to=person, template="report_due", context={"period": period, "path": path}
        )
