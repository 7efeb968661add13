"""The results framework as its page shows it: published half-years as they were published, the others as they stand."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from governance.models import ReportPeriod, Target, TypedActual
from governance.selectors.facts import Moment, moment_of, result_facts
from governance.selectors.reports import get_period, published_by_half


@dataclass(frozen=True)
class Framework:
    """The rows as a snapshot keeps them; ``locked`` are the codes of the half-years that are published."""

    rows: list[dict[str, Any]]
    halves: tuple[str, ...]
    locked: frozenset[str]
    running: str


def running_half(today: date) -> ReportPeriod:
    """Return the half-year that a day is in; it is not stored before its report is due."""
    return ReportPeriod(year=today.year, half=1 if today.month <= 6 else 2)


def framework(today: date) -> Framework:
    """Return the results framework up to today."""
    moment = moment_of(running_half(today))
    rows = result_facts(moment)
    locked = _published(moment)
    for row in rows:
        row["actuals"] = [locked.get((row["code"], actual["period"]), actual) for actual in row["actuals"]]
    halves = tuple(half.code for half in moment.halves)
    return Framework(rows, halves, frozenset(half for _code, half in locked), moment.period.code)


def evidence_of(code: str, half_code: str, today: date) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return an indicator and its value of a half-year with the facts behind it; None when there is none such."""
    running = running_half(today)
    half = running if half_code == running.code else get_period(half_code)
    if half is None:
        return None
    moment = moment_of(half)
    row = next((row for row in result_facts(moment) if row["code"] == code), None)
    if row is None:
        return None
    actual = next(actual for actual in row["actuals"] if actual["period"] == half_code)
    return row, _published(moment).get((code, half_code), actual)


def target_of(code: str) -> Decimal | None:
    """Return what an indicator is to reach by the end of the programme; None where nothing was set."""
    return Target.objects.filter(indicator__code=code, period__isnull=True).values_list("value", flat=True).first()


def waiting_values() -> QuerySet[TypedActual]:
    """Return the typed values that nobody confirmed yet."""
    rows = TypedActual.objects.filter(confirmed_by__isnull=True)
    return rows.select_related("indicator", "period", "entered_by")


def _published(moment: Moment) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the values that stand in the published report of each half-year, by (code, half-year)."""
    stored = tuple(half for half in moment.halves if half.pk is not None)
    codes = {half.pk: half.code for half in stored}
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for pk, snapshot in published_by_half(stored).items():
        for row in json.loads(snapshot.inputs)["results"]:
            found[row["code"], codes[pk]] = row["actuals"][-1]
    return found
