"""What everybody may know of the activities: delivered ones, verified days, pairs of countries."""

from datetime import date
from decimal import Decimal

import pytest

from technical_assistance import services
from technical_assistance.activities.public import (
    assistance_in_figures,
    missions_by_month,
    newest_missions,
    who_helped_whom,
)
from tests.cast import Cast
from tests.factories.technical_assistance import activity_in


def pairs() -> list[tuple[str, str, Decimal, int]]:
    return [(each.helping.iso3, each.helped.iso3, each.days, each.missions) for each in who_helped_whom()]


@pytest.mark.parametrize("state", ["planned", "confirmed", "in_progress", "postponed", "cancelled"])
def test_activity_that_did_not_take_place_is_nowhere(cast: Cast, state: str) -> None:
    activity_in(state, cast)
    found = assistance_in_figures()
    assert (found.person_days, found.missions, found.countries_helped, found.countries_helping) == (0, 0, 0, 0)
    assert (newest_missions(5), pairs()) == ([], [])
    assert missions_by_month(12, today=date(2026, 6, 30)).rows == []


def test_delivered_activity_counts_but_its_days_only_when_verified(cast: Cast) -> None:
    activity = activity_in("delivered", cast)
    assert [mission.days for mission in newest_missions(5)] == [None]
    assert (assistance_in_figures().missions, assistance_in_figures().person_days) == (1, 0)
    assert pairs() == [("DNK", "PER", Decimal(0), 1)]
    services.verify_activity(activity, actor=cast.ministry)
    assert assistance_in_figures().person_days == Decimal("3.0")
    assert pairs() == [("DNK", "PER", Decimal("3.0"), 1)]


def test_mission_shows_public_facts(cast: Cast) -> None:
    activity_in("verified", cast)
    mission = newest_missions(5)[0]
    assert (mission.title, mission.area.code, mission.kind) == ("Mission on competitions", "HRM", "Expert mission")
    assert (mission.helped.iso3, [each.iso3 for each in mission.helping]) == ("PER", ["DNK"])
    assert (mission.starts_on, mission.ends_on, mission.days) == (date(2026, 3, 9), date(2026, 3, 11), Decimal("3.0"))


def test_newest_stand_first_and_no_more_than_asked_for(cast: Cast) -> None:
    first = activity_in("verified", cast)
    activity_in("verified", cast, ta_request=first.ta_request, title="Second", starts_on=date(2026, 4, 6),
                ends_on=date(2026, 4, 7))  # fmt: skip
    assert [mission.title for mission in newest_missions(1)] == ["Second"]
    assert [mission.days for mission in newest_missions(2)] == [Decimal("2.0"), Decimal("3.0")]


@pytest.mark.parametrize(
    ("today", "months", "expected"),
    [
        (date(2026, 3, 31), 2, [[0, 1]]),
        (date(2026, 3, 10), 2, []),  # it has not ended
        (date(2027, 2, 1), 12, [[1, *[0] * 11]]),
        (date(2027, 3, 1), 12, []),  # the month has left the table
    ],
)
def test_months_count_by_the_last_day_and_roll_on(cast: Cast, today: date, months: int, expected: list) -> None:
    activity_in("verified", cast)
    table = missions_by_month(months, today=today)
    assert len(table.months) == months
    assert table.months[-1] == today.replace(day=1)
    assert [counts for _country, counts in table.rows] == expected


def test_pages_of_missions_ask_the_same_for_one_and_two(cast: Cast, django_assert_num_queries) -> None:
    first = activity_in("verified", cast)
    with django_assert_num_queries(6):
        newest_missions(5)
    activity_in("verified", cast, ta_request=first.ta_request, starts_on=date(2026, 4, 6), ends_on=date(2026, 4, 6))
    with django_assert_num_queries(6):
        newest_missions(5)
