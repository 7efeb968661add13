from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from governance.models import Baseline, ResultIndicator, Target, TypedActual
from governance.selectors.facts import actual, moment_of, result_facts
from governance.selectors.framework import evidence_of, framework, running_half
from governance.services.results import confirm_actual, ensure_framework, type_actual
from partnership.core.transitions import Refused
from tests.factories.reports import period, published

CODES = ["1.i", "1.ii", "1.iii", "2.i", "2.ii", "3.0", "3.i", "3.ii", "3.iii"]


@pytest.fixture(autouse=True)
def _framework(db) -> None:
    ensure_framework()


def test_the_nine_indicators_of_the_proposal_in_four_languages() -> None:
    assert list(ResultIndicator.objects.values_list("code", flat=True)) == CODES
    for indicator in ResultIndicator.objects.all():
        for field in ("name", "unit", "source"):
            assert all(getattr(indicator, f"{field}_{language}") for language in ("en", "es", "pt", "fr"))
    assert ensure_framework() == 0


def test_targets_are_those_of_the_proposal() -> None:
    targets = {target.indicator.code: target.value for target in Target.objects.select_related("indicator")}
    assert targets == {"2.i": 3, "2.ii": 3, "3.0": 3, "3.ii": 500}
    assert Baseline.objects.get(indicator__code="3.ii").value == 0


@pytest.mark.parametrize("code", ["1.i", "1.ii", "1.iii", "2.i", "2.ii", "3.iii"])
def test_where_there_are_no_facts_the_value_is_no_data_with_its_reason(code: str) -> None:
    half = period()
    fact = actual(code, moment_of(half), half)
    assert (fact.kind, fact.value) == ("nd", None)
    assert fact.reason is not None
    assert fact.reason["en"]


def test_nothing_delivered_is_zero_not_missing() -> None:
    half = period()
    assert actual("3.ii", moment_of(half), half).value == 0
    assert actual("3.0", moment_of(half), half).value == 0


def test_a_typed_value_counts_only_when_a_second_person_confirmed_it(cast) -> None:
    half, indicator = period(), ResultIndicator.objects.get(code="1.ii")
    typed = type_actual(indicator, half, value=Decimal(4), source="Register of the library", actor=cast.officer)
    assert actual("1.ii", moment_of(half), half).value is None
    with pytest.raises(PermissionDenied):
        confirm_actual(typed, actor=cast.officer)
    confirm_actual(typed, actor=cast.lead)
    fact = actual("1.ii", moment_of(half), half)
    assert fact.value == 4
    assert fact.note is not None
    assert "Register of the library" in fact.note["en"]
    with pytest.raises(Refused):
        confirm_actual(typed, actor=cast.lead)


def test_the_database_refuses_one_person_in_both_parts(cast) -> None:
    indicator = ResultIndicator.objects.get(code="1.ii")
    with pytest.raises(IntegrityError), transaction.atomic():
        TypedActual.objects.create(
            indicator=indicator, period=period(), value=1, source="x", entered_by=cast.officer,
            confirmed_by=cast.officer, confirmed_at=timezone.now(),
        )  # fmt: skip


def test_a_typed_value_never_replaces_a_computed_one(cast) -> None:
    half, indicator = period(), ResultIndicator.objects.get(code="3.ii")
    confirm_actual(type_actual(indicator, half, value=Decimal(400), source="x", actor=cast.officer), actor=cast.lead)
    assert actual("3.ii", moment_of(half), half).value == 0


def test_the_framework_shows_four_half_years_with_the_running_one_last() -> None:
    for year in (2023, 2024, 2025):
        period(year, 1)
        period(year, 2)
    found = framework(date(2026, 3, 1))
    assert found.halves == ("2024-H2", "2025-H1", "2025-H2", "2026-H1")
    assert found.running == "2026-H1"
    assert running_half(date(2026, 7, 1)).code == "2026-H2"


def test_a_published_half_year_keeps_its_values(cast) -> None:
    published(cast.officer, cast.lead, period())
    typed = type_actual(
        ResultIndicator.objects.get(code="1.ii"), period(), value=Decimal(7), source="x", actor=cast.officer
    )
    confirm_actual(typed, actor=cast.lead)
    found = framework(date(2026, 8, 1))
    row = next(row for row in found.rows if row["code"] == "1.ii")
    assert found.locked == {"2026-H1"}
    assert [value["kind"] for value in row["actuals"]] == ["nd", "nd"]
    row_now = next(row for row in result_facts(moment_of(period())) if row["code"] == "1.ii")
    assert row_now["actuals"][-1]["value"] == 7


def test_evidence_of_unknown_codes_or_half_years_is_nothing() -> None:
    today = date(2026, 8, 1)
    assert evidence_of("9.z", "2026-H2", today) is None
    assert evidence_of("3.ii", "1999-H1", today) is None
    assert evidence_of("3.ii", "nonsense", today) is None
    assert evidence_of("3.ii", "2026-H2", today) is not None


def test_every_value_of_the_page_leads_to_its_evidence(cast, signed_in) -> None:
    browser = signed_in(cast.committee)
    page = browser.get(reverse("governance:results"))
    running = running_half(timezone.localdate()).code
    url = reverse("governance:result_evidence", args=["3.ii", running])
    assert url in page.content.decode()
    assert browser.get(url).status_code == 200


@pytest.mark.parametrize("periods", [1, 3])
def test_the_page_asks_as_often_for_three_half_years_as_for_one(
    cast, signed_in, periods: int, django_assert_max_num_queries
) -> None:
    for number in range(periods):
        period(2024, 1) if number == 0 else period(2024 + number, 2)
    browser = signed_in(cast.committee)
    browser.get(reverse("governance:results"))
    with django_assert_max_num_queries(25):
        browser.get(reverse("governance:results"))
