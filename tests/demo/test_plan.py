"""The plan of the demonstration holds on whatever day it is loaded: dates in order, people in one place at a time."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest

from partnership.demo.life import Life, half_of, may_travel, monday_from, workdays_after
from partnership.demo.plan import Planned, plan_all
from partnership.demo.stories import stories
from technical_assistance.enums import TARequestStatus

DAYS = ("2026-11-25", "2026-07-14", "2026-07-15", "2026-12-24", "2027-01-01", "2027-01-15", "2028-02-29", "2027-08-15")


def life_on(day: str) -> Life:
    return Life(datetime.fromisoformat(day).replace(hour=15, tzinfo=UTC))


@pytest.fixture(params=DAYS)
def life(request) -> Life:
    return life_on(request.param)


def test_stories_are_sixty_or_more_of_six_ministries_in_every_state_and_area() -> None:
    told = stories()
    assert len(told) >= 60
    assert {story.ministry for story in told} == {"MEF", "SGD", "SFP", "MAP", "MINFIN", "MOFPS"}
    assert {story.state for story in told} == set(TARequestStatus.values)
    assert {area for story in told for area in story.areas} == {
        "PFM", "HRM", "EGOV", "PROC", "DEC", "AUD", "REG", "JUS"
    }  # fmt: skip
    titles = [story.title for story in told]
    assert len(set(titles)) == len(titles)
    assert len({story.problem for story in told}) == len(titles)


def test_same_day_gives_the_same_plan(life: Life) -> None:
    assert plan_all(life) == plan_all(life)


def test_steps_follow_each_other(life: Life) -> None:
    for planned in plan_all(life):
        steps = planned.steps
        days = [steps.drafted, steps.submitted, steps.taken, steps.returned, steps.answered, steps.decided]
        days += [steps.searched, steps.invited, steps.accepted, steps.confirmed]
        known = [day for day in days if day]
        assert known == sorted(known)
        assert life.founded_on < known[0] < life.today
        assert steps.submitted < life.today


def test_visits_come_after_the_counterpart_was_confirmed_and_mostly_when_people_travel(life: Life) -> None:
    for planned in plan_all(life):
        for visit in planned.visits:
            assert len(visit.experts) == visit.visit.experts
            assert planned.steps.confirmed + timedelta(days=14) < visit.first <= visit.last
            assert visit.first.weekday() == 0
            assert visit.visit.when == "now" or may_travel(visit.first, visit.last)
            assert set(visit.experts) <= set(planned.invited)


def test_nobody_is_in_two_places(life: Life) -> None:
    away = sorted(
        (key, visit.first, visit.last)
        for planned in plan_all(life)
        for visit in planned.visits
        for key in visit.experts
    )
    for (one, _first, last), (other, first, _last) in itertools.pairwise(away):
        assert one != other or last < first


def test_every_state_has_had_the_time_it_needs(life: Life) -> None:
    for planned in plan_all(life):
        if planned.story.state in ("delivered", "closed"):
            needed = 42 if planned.story.state == "closed" else 18
            assert workdays_after(_last(planned), needed) < life.today
        if planned.story.state in ("matched", "in_delivery", "on_hold", "matching"):
            assert planned.steps.invited < life.today


def _last(planned: Planned) -> date:
    return max(visit.last for visit in planned.visits)


# --- the calendar ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "due", "starts_on"),
    [
        ("2026-11-25", "2026-H1", date(2025, 1, 1)),
        ("2026-07-15", "2026-H1", date(2025, 1, 1)),
        ("2026-07-14", "2025-H2", date(2024, 7, 1)),
        ("2027-01-14", "2026-H1", date(2025, 1, 1)),
        ("2027-01-15", "2026-H2", date(2025, 7, 1)),
    ],
)
def test_two_half_years_are_published_before_the_one_that_is_due(day: str, due: str, starts_on: date) -> None:
    life = life_on(day)
    assert (life.due.code, life.starts_on) == (due, starts_on)
    assert [half.number for half in life.published] == [life.due.number - 2, life.due.number - 1]


def test_recent_ages_are_real_days_and_old_ones_reach_back_to_the_beginning(life: Life) -> None:
    assert [life.day(age) for age in (0, 1, 120)] == [life.today - timedelta(days=age) for age in (0, 1, 120)]
    assert life.day(700) == life.starts_on
    days = [life.day(age) for age in range(0, 800, 7)]
    assert days == sorted(days, reverse=True)


def test_nobody_travels_over_the_turn_of_the_year_or_across_a_half() -> None:
    assert may_travel(date(2026, 11, 30), date(2026, 12, 4))
    assert not may_travel(date(2026, 12, 14), date(2026, 12, 18))
    assert not may_travel(date(2027, 1, 4), date(2027, 1, 8))
    assert not may_travel(date(2026, 6, 29), date(2026, 7, 3))
    assert not may_travel(date(2026, 6, 22), date(2026, 6, 28))


def test_working_days_skip_weekends() -> None:
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    assert workdays_after(friday, 0) == friday
    assert workdays_after(friday, 1) == monday
    assert workdays_after(date(2026, 11, 21), 0) == monday
    assert monday_from(friday) == monday
    assert monday_from(monday) == monday
    assert half_of(date(2026, 6, 30)).code == "2026-H1"
    assert half_of(date(2026, 7, 1)).ends_on == date(2026, 12, 31)
