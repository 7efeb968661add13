"""The moved clock and the plays: in the order of time, never after today, and the clock is put back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from partnership.core.services.audit import record
from partnership.demo.clock import moved_clock
from partnership.demo.timeline import Play, Timeline

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def _play(name: str, told: list[tuple[str, datetime]], *days: int) -> Play:
    for day in days:
        yield NOON + day * DAY
        told.append((name, timezone.now()))


def test_plays_go_on_in_the_order_of_time_and_stop_today() -> None:
    told: list[tuple[str, datetime]] = []
    with moved_clock(NOON) as clock:
        timeline = Timeline(clock, until=NOON + 4 * DAY)
        timeline.add(_play("a", told, 1, 4, 5))
        timeline.add(_play("b", told, 2, 3, 9))
        timeline.run()
    assert [(name, (moment - NOON).days) for name, moment in told] == [("a", 1), ("b", 2), ("b", 3), ("a", 4)]


def test_a_moment_that_has_passed_is_a_second_later() -> None:
    told: list[tuple[str, datetime]] = []
    with moved_clock(NOON) as clock:
        timeline = Timeline(clock, until=NOON + 9 * DAY)
        timeline.add(_play("late", told, 5, 1))
        timeline.run()
    assert [moment - NOON for _name, moment in told] == [5 * DAY, 5 * DAY + timedelta(seconds=1)]


def test_a_play_may_add_others() -> None:
    told: list[tuple[str, datetime]] = []
    with moved_clock(NOON) as clock:
        timeline = Timeline(clock, until=NOON + 9 * DAY)

        def first() -> Play:
            yield NOON + DAY
            timeline.add(_play("second", told, 2))

        timeline.add(first())
        timeline.run()
    assert told == [("second", NOON + 2 * DAY)]


def _fail_at(moment: datetime) -> None:
    with moved_clock(moment):
        assert timezone.now() == moment
        raise RuntimeError


def test_the_clock_is_put_back_whatever_happens() -> None:
    real = timezone.now
    with pytest.raises(RuntimeError):
        _fail_at(NOON)
    assert timezone.now is real


@pytest.mark.django_db
def test_what_the_portal_writes_carries_the_moment_of_the_story(cast) -> None:
    with moved_clock(NOON):
        entry = record("try", cast.officer, actor=cast.officer)
    assert entry.at == NOON
