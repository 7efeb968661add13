"""Tasks as rows: order, age and urgency."""

from datetime import date

import pytest

from partnership.core.selectors import Task
from partnership.first_screens.rows import SHOWN, rows_of, urgency_in_words
from technical_assistance.selectors.calendar import Calendar

TODAY = date(2026, 3, 18)  # a Wednesday
CALENDAR = Calendar(frozenset())


def task(sentence: str, *, due: date | None = None, since: date | None = None) -> Task:
    return Task(sentence, "/", "Open", "Area", due, since=since)


def test_what_is_due_first_stands_first_and_then_the_oldest() -> None:
    tasks = [
        task("new", since=date(2026, 3, 17)),
        task("old", since=date(2026, 1, 5)),
        task("unknown"),
        task("due", due=date(2026, 4, 1)),
        task("late", due=date(2026, 3, 2)),
    ]
    rows = rows_of(tasks, CALENDAR, TODAY)
    assert [row.task.sentence for row in rows.first] == ["late", "due", "old", "new", "unknown"]


def test_a_long_list_keeps_the_rest_behind_one_press() -> None:
    rows = rows_of([task(str(number)) for number in range(SHOWN + 2)], CALENDAR, TODAY)
    assert (len(rows.first), len(rows.more), len(rows)) == (SHOWN, 2, SHOWN + 2)


@pytest.mark.parametrize(
    ("since", "words"),
    [(None, ""), (TODAY, "since today"), (date(2026, 3, 17), "for 1 day"), (date(2026, 3, 6), "for 12 days"),
     (date(2026, 3, 20), "since today")],
)  # fmt: skip
def test_age_is_counted_in_days(since: date | None, words: str) -> None:
    assert rows_of([task("x", since=since)], CALENDAR, TODAY).first[0].age_in_words == words


@pytest.mark.parametrize(
    ("since", "due", "tone", "words"),
    [
        (date(2026, 3, 2), date(2026, 3, 17), "wrong", "1 day late"),
        (date(2026, 3, 2), date(2026, 3, 6), "wrong", "12 days late"),
        (None, date(2026, 3, 6), "wrong", "12 days late"),
        (date(2026, 3, 2), TODAY, "soon", "due today"),
        (date(2026, 3, 2), date(2026, 3, 19), "soon", "due in 1 day"),
        (date(2026, 3, 17), date(2026, 4, 30), "neutral", ""),
        (date(2026, 3, 2), None, "neutral", ""),
    ],
)
def test_urgency_is_said_in_words(since: date | None, due: date | None, tone: str, words: str) -> None:
    row = rows_of([task("x", since=since, due=due)], CALENDAR, TODAY).first[0]
    assert (row.tone, row.urgency) == (tone, words)


def test_a_limit_with_time_left_says_nothing() -> None:
    assert urgency_in_words(date(2026, 4, 1), "neutral", TODAY) == ""
