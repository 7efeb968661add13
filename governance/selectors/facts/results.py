"""The actual values of the performance indicators, one function per code, each with the facts it is counted from.

Where the portal keeps no facts of a kind, the value is "no data" with the reason, or what two people typed
and confirmed.
"""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from governance.enums import ValueKind
from governance.models import ReportPeriod, ResultIndicator, Target
from governance.reports.texts import Texts, in_all_languages, translated_field
from governance.reports.values import Evidence, Fact, counted, no_data
from governance.selectors.facts.moment import Moment
from technical_assistance.selectors.reporting import roster_records

Actual = Callable[[Moment, ReportPeriod], Fact]
ACTUALS: dict[str, Actual] = {}
HAS_NO_HISTORY = frozenset({"3.i"})  # known for the present only: an earlier half-year keeps what was published


def computed(code: str) -> Callable[[Actual], Actual]:
    """Register the function that computes an indicator from facts."""

    def register(function: Actual) -> Actual:
        ACTUALS[code] = function
        return function

    return register


def actual(code: str, moment: Moment, half: ReportPeriod) -> Fact:
    """Return an indicator's value by the end of a half-year: computed, else typed and confirmed, else "no data"."""
    fact = ACTUALS[code](moment, half) if code in ACTUALS else no_data(_("The portal does not measure this."))
    typed = moment.typed.get((code, half.pk))
    if fact.kind == ValueKind.NO_DATA and typed is not None:
        source = in_all_languages(_("Entered by hand. Source: {source}"), source=typed.source)
        evidence = Evidence(f"typed-{typed.pk}={typed.value}", typed.source, "")
        return Fact(ValueKind.VALUE, typed.value.normalize(), note=source, evidence=(evidence,))
    return fact


def result_facts(moment: Moment) -> list[dict[str, Any]]:
    """Return the whole results framework as the snapshot keeps it: names, baseline, target, actuals, status."""
    indicators = ResultIndicator.objects.select_related("baseline").prefetch_related("targets")
    return [_framework_row(indicator, moment) for indicator in indicators]


def _framework_row(indicator: ResultIndicator, moment: Moment) -> dict[str, Any]:
    actuals = [(half, actual(indicator.code, moment, half)) for half in moment.halves]
    target = _target(indicator, moment.period)
    return {
        "code": indicator.code,
        "component": indicator.component,
        "name": translated_field(indicator, "name"),
        "unit": translated_field(indicator, "unit"),
        "source": translated_field(indicator, "source"),
        "baseline": _baseline(indicator).written(),
        "target": target.written(),
        "actuals": [
            {"period": half.code, "url": evidence_url(indicator.code, half), **fact.written()} for half, fact in actuals
        ],
        "status": status(actuals[-1][1], target),
    }


def evidence_url(code: str, half: ReportPeriod) -> str:
    """Return the address of the page with the facts behind a value, in its English form."""
    with translation.override("en"):
        return reverse("governance:result_evidence", kwargs={"code": code, "period": half.code})


def status(fact: Fact, target: Fact) -> Texts:
    """Return how a value stands to its target, in words."""
    if fact.value is None:
        return in_all_languages(_("No data"))
    if target.value is None:
        return in_all_languages(_("No target"))
    return in_all_languages(_("Reached") if fact.value >= target.value else _("Not yet reached"))


def _baseline(indicator: ResultIndicator) -> Fact:
    baseline = getattr(indicator, "baseline", None)
    return counted(baseline.value.normalize()) if baseline else no_data(_("No baseline was measured."))


def _target(indicator: ResultIndicator, period: ReportPeriod) -> Fact:
    targets: dict[int | None, Target] = {target.period_id: target for target in indicator.targets.all()}
    target = targets.get(period.pk) or targets.get(None)
    return counted(target.value.normalize()) if target else no_data(_("The Committee has set no target yet."))


@computed("1.i")
def page_visits(moment: Moment, half: ReportPeriod) -> Fact:
    """Page visits on the site of the comparative indicators."""
    return no_data(_("The portal does not count page visits yet."))


@computed("1.ii")
def policy_references(moment: Moment, half: ReportPeriod) -> Fact:
    """References to the data in policy papers."""
    return no_data(_("The portal keeps no register of policy papers yet."))


@computed("1.iii")
def project_uses(moment: Moment, half: ReportPeriod) -> Fact:
    """Indicators used in World Bank project designs, and to track reforms."""
    return no_data(_("The portal keeps no register of project uses yet."))


@computed("2.i")
def networks_established(moment: Moment, half: ReportPeriod) -> Fact:
    """Distinct areas with an established network."""
    return no_data(_("The portal keeps no facts about networks yet."))


@computed("2.ii")
def networks_active(moment: Moment, half: ReportPeriod) -> Fact:
    """Networks that communicate, have an action plan and implement it."""
    return no_data(_("The portal keeps no facts about networks yet."))


@computed("3.0")
def areas_with_assistance(moment: Moment, half: ReportPeriod) -> Fact:
    """Distinct areas of public-sector management with a delivered activity, each proved by its first one."""
    first: dict[str, str] = {}
    for activity in moment.delivered:
        if activity.ends_on and activity.ends_on <= half.ends_on:
            first.setdefault(activity.area.code, activity.code)
    evidence = [Evidence(f"{area}={activity}", f"{area}: {activity}", "") for area, activity in sorted(first.items())]
    return counted(len(first), evidence)


@computed("3.i")
def roster(moment: Moment, half: ReportPeriod) -> Fact:
    """Current records of practitioners and OECD models that may be shown."""
    if half.pk != moment.period.pk:
        return no_data(
            _("The roster is counted on the day of the report; earlier counts stand in the earlier reports.")
        )
    records = roster_records()
    evidence = [Evidence(f"{kind}-{pk}", f"{kind}-{pk}: {agency}", "") for kind, pk, agency in records]
    return counted(
        len(records), evidence, note=_("Records of the roster; the portal keeps no record of its own availability yet.")
    )


@computed("3.ii")
def person_days_delivered(moment: Moment, half: ReportPeriod) -> Fact:
    """Verified person-days since the beginning, by activity."""
    by_activity = moment.verified_by_activity(end=half)
    codes = moment.activity_codes
    evidence = [
        Evidence(f"{codes[pk]}={days.normalize():f}", f"{codes[pk]}: {days.normalize():f}", "")
        for pk, days in by_activity.items()
    ]
    return counted(sum(by_activity.values()), evidence)


@computed("3.iii")
def effectiveness(moment: Moment, half: ReportPeriod) -> Fact:
    """Evaluations by participants and independent evaluators."""
    return no_data(_("The portal keeps no evaluations yet."))
