"""Whose records are asked about, and when: after the months of the rule, before they are hidden."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from technical_assistance.models import RosterPolicy
from technical_assistance.roster import services
from technical_assistance.roster.confirmations import confirmations_waiting_for
from technical_assistance.roster.selectors import current_since, months_before, policy_on
from tests.cast import Cast
from tests.factories.roster import model_of, public_person


def names(user) -> list[str]:
    return [task.sentence.removeprefix("Is what the roster says about ").removesuffix(" still right?")
            for task in confirmations_waiting_for(user)]  # fmt: skip


def test_old_records_are_asked_about_by_who_speaks_for_them(cast: Cast) -> None:
    old = timezone.localdate() - timedelta(days=370)
    public_person(cast, user=cast.practitioner, full_name="Own", last_confirmed=old)
    public_person(cast, full_name="Colleague", last_confirmed=old)
    public_person(cast, full_name="Fresh")
    public_person(cast, full_name="Left", last_confirmed=old, is_active=False)
    model = model_of(cast, title_en="Model", last_confirmed=old)
    assert names(cast.practitioner) == ["Own"]
    assert names(cast.counterpart) == ["Own", "Colleague", "Model"]
    for name in ("officer", "ministry", "auditor", "admin"):
        assert names(getattr(cast, name)) == []
    services.confirm_oecd_model(model, actor=cast.counterpart)
    assert names(cast.counterpart) == ["Own", "Colleague"]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 25), 24, date(2024, 11, 25)),
        (date(2026, 1, 31), 1, date(2025, 12, 31)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),  # a shorter month
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 12, 1), 12, date(2025, 12, 1)),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, expected: date) -> None:
    assert months_before(day, months) == expected


def test_newer_rule_applies_from_its_day_on(db) -> None:
    RosterPolicy.objects.create(valid_from=date(2027, 1, 1), ask_after_months=3, hide_after_months=6, source="Decision")
    assert policy_on(date(2026, 12, 31)).hide_after_months == 24
    assert current_since(date(2027, 1, 1)) == date(2026, 7, 1)
    assert policy_on(date(2000, 1, 1)).hide_after_months == 24  # before the first rule
