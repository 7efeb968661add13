"""Requests, person-days and activities of a half-year."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from governance.models import ReportPeriod
from governance.reports.texts import translated_field
from governance.reports.values import Evidence, counted
from governance.selectors.facts.moment import HALF_DAY, Moment
from governance.selectors.facts.results import evidence_url
from partnership.core.models import PSMArea
from technical_assistance.models import Activity
from technical_assistance.selectors.reporting import providers_of, ta_request_counts

PROGRAMME_TARGET = "500"  # person-days: the target of performance indicator 3.ii in the programme's proposal


def assistance_facts(moment: Moment, target: Decimal | None) -> dict[str, Any]:
    """Return section 5: person-days of the half-year and since the beginning, requests, activities, areas."""
    period = moment.period
    inside = moment.verified_by_activity(start=period, end=period)
    ever = moment.verified_by_activity(end=period)
    codes = moment.activity_codes
    evidence = [Evidence(f"{codes[pk]}={days:f}", f"{codes[pk]}: {days:f}", "") for pk, days in inside.items()]
    url = evidence_url("3.ii", period)
    return {
        "target": f"{target.normalize():f}" if target is not None else PROGRAMME_TARGET,
        "person_days": {**counted(sum(inside.values(), Decimal(0)), evidence).written(), "url": url},
        "person_days_total": {**counted(sum(ever.values(), Decimal(0))).written(), "url": url},
        "requests": _requests(period),
        "by_half_year": _history(moment),
        "areas": _areas(moment),
        "activities": _activities(moment, inside),
    }


def _requests(period: ReportPeriod) -> dict[str, Any]:
    counts = ta_request_counts(start=period.starts_on, end=period.ends_on)
    return {name: counted(count).written() for name, count in counts.items()}


def _history(moment: Moment) -> list[dict[str, Any]]:
    rows = []
    for half in moment.halves:
        inside = moment.verified_by_activity(start=half, end=half)
        ever = moment.verified_by_activity(end=half)
        days, total = sum(inside.values(), Decimal(0)), sum(ever.values(), Decimal(0))
        rows.append({"period": half.code, "person_days": days, "total": total})
    return rows


def _areas(moment: Moment) -> list[dict[str, Any]]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for fact in moment.person_days.facts:
        if fact.state == "verified" and fact.day is not None and fact.day >= moment.period.starts_on:
            sums[fact.area] += HALF_DAY * fact.half_days
    names = {area.code: translated_field(area, "name") for area in PSMArea.objects.filter(code__in=sums)}
    return [{"name": names[code], "person_days": days} for code, days in sorted(sums.items())]


def _activities(moment: Moment, person_days: dict[int, Decimal]) -> list[dict[str, Any]]:
    start = moment.period.starts_on
    inside = [activity for activity in moment.delivered if activity.ends_on and activity.ends_on >= start]
    providers = providers_of(inside)
    url = evidence_url("3.ii", moment.period)
    return [_activity(activity, providers.get(activity.pk, ""), person_days, url) for activity in inside]


def _activity(activity: Activity, provider: str, person_days: dict[int, Decimal], url: str) -> dict[str, Any]:
    return {
        "reference": activity.code,
        "title": activity.title,
        "host": activity.host_organisation.name,
        "provider": provider,
        "starts_on": activity.starts_on,
        "ends_on": activity.ends_on,
        "person_days": person_days.get(activity.pk, Decimal("0.0")),
        "url": url,
    }
