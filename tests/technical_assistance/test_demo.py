"""The demonstration's requests: every state, and verified person-days in several areas."""

from datetime import date
from decimal import Decimal

import pytest

from partnership.demo.people import load_people
from partnership.demo.technical_assistance import load_technical_assistance
from technical_assistance.enums import TARequestStatus
from technical_assistance.selectors import person_days, person_days_by_area


@pytest.mark.django_db
def test_demo_shows_every_state_and_verified_days():
    requests = load_technical_assistance(load_people())
    assert {ta_request.status for ta_request in requests} == set(TARequestStatus.values)
    halves = [person_days(start=date(2025, 7, 1), end=date(2025, 12, 31)),
              person_days(start=date(2026, 1, 1), end=date(2026, 6, 30))]  # fmt: skip
    assert [days.verified for days in halves] == [Decimal("53.0"), Decimal("77.0")]
    assert sorted(person_days_by_area()) == ["AUD", "DEC", "EGOV", "HRM", "PFM", "PROC"]
