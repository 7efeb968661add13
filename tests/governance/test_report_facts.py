"""The facts in a report are those of the other apps: numbers, their evidence, and what reads alike in two places."""

from decimal import Decimal

import pytest

from governance.selectors import fund as fund_figures
from governance.selectors.facts import actual, assistance_facts, finance_facts, moment_of
from governance.selectors.fund_figures import Window
from governance.services.results import ensure_framework
from technical_assistance.selectors import person_days
from tests.factories.governance import DAY, Fund
from tests.factories.reports import finished, period
from tests.factories.technical_assistance import activity_in


@pytest.fixture
def activity(cast):
    """Return an activity of three days whose six half-days are verified."""
    return activity_in("verified", cast)


def _half(day):
    return period(day.year, 1 if day.month <= 6 else 2)


def test_person_days_are_those_of_the_activities_with_each_activity_named(activity) -> None:
    half = _half(activity.starts_on)
    fact = actual("3.ii", moment_of(half), half)
    assert fact.value == person_days(end=half.ends_on).verified == Decimal("3.0")
    assert [entry.label for entry in fact.evidence] == [f"{activity.code}: 3"]
    assert sum(Decimal(entry.id.partition("=")[2]) for entry in fact.evidence) == fact.value


def test_an_area_counts_once_and_is_proved_by_its_activity(activity) -> None:
    half = _half(activity.starts_on)
    fact = actual("3.0", moment_of(half), half)
    assert fact.value == len(fact.evidence) == 1
    assert fact.evidence[0].label == f"{activity.area.code}: {activity.code}"


def test_what_comes_later_is_not_in_an_earlier_half_year(activity) -> None:
    earlier = period(activity.starts_on.year - 1, 1)
    fact = actual("3.ii", moment_of(earlier), earlier)
    assert (fact.value, fact.evidence) == (0, ())


def test_the_section_on_assistance_agrees_with_itself(activity) -> None:
    half = _half(activity.starts_on)
    facts = assistance_facts(moment_of(half), Decimal(500))
    assert facts["person_days"]["value"] == sum(row["person_days"] for row in facts["activities"]) == Decimal("3.0")
    assert facts["by_half_year"][-1]["total"] == facts["person_days_total"]["value"]
    assert sum(row["person_days"] for row in facts["areas"]) == facts["person_days"]["value"]
    row = facts["activities"][0]
    assert (row["reference"], row["host"]) == (activity.code, activity.host_organisation.name)
    assert row["provider"] == "Agency of Denmark"


def test_the_statements_are_those_of_the_ledger(cast) -> None:
    money = Fund(cast)
    money.pledge("1000.00")
    money.receive("600.00")
    money.allocate("400.00")
    half = _half(DAY)
    facts = finance_facts(half)
    assert facts["balance"] == fund_figures.balance_by_routes(Window(until=half.ends_on)).banks == Decimal("600.00")
    assert facts["received_total"] == sum(row["received"] for row in facts["contributors"]) == Decimal("600.00")
    assert [row["allocated"] for row in facts["components"] if row["allocated"]] == [Decimal("400.00")]
    assert facts["travel_only"]


def test_a_fund_without_postings_has_no_statements(db) -> None:
    assert finance_facts(period(2001, 1)) == {}


def test_a_report_with_all_kinds_of_facts_is_made_whole(cast, activity) -> None:
    ensure_framework()
    money = Fund(cast)
    money.receive("600.00")
    money.allocate("400.00")
    assert finished(cast.officer, _half(activity.starts_on)).artifacts.count() == 12
