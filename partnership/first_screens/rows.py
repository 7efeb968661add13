"""Tasks as rows: whose matter, how old, how urgent. Urgency is said in words; the colour only repeats them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnership.core.selectors import Task
from technical_assistance.selectors.calendar import Calendar

SHOWN = 8  # what stands open; the rest is one press away


@dataclass(frozen=True)
class Row:
    """A task with its age in days (None where nobody knows since when) and its urgency as a badge."""

    task: Task
    age: int | None
    tone: str
    urgency: str

    @property
    def age_in_words(self) -> str:
        if self.age is None:
            return ""
        if self.age == 0:
            return _("since today")
        return ngettext("for %(days)s day", "for %(days)s days", self.age) % {"days": self.age}


@dataclass(frozen=True)
class Rows:
    """A list of tasks: the first ones, and those behind "show more"."""

    first: list[Row]
    more: list[Row]

    def __len__(self) -> int:
        return len(self.first) + len(self.more)


def rows_of(tasks: Iterable[Task], calendar: Calendar, today: date) -> Rows:
    """Return tasks as rows, the most urgent first: what is due, by its day; then the oldest."""
    rows = [_row(task, calendar, today) for task in sorted(tasks, key=_urgency)]
    return Rows(rows[:SHOWN], rows[SHOWN:])


def urgency_in_words(due: date | None, tone: str, today: date) -> str:
    """Return what a badge says of a limit; nothing while there is time."""
    if due is None or tone == "neutral":
        return ""
    days = (due - today).days
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
    if days == 0:
        return _("due today")
    return ngettext("due in %(days)s day", "due in %(days)s days", days) % {"days": days}


def _row(task: Task, calendar: Calendar, today: date) -> Row:
    tone = _tone(task, calendar, today)
    age = max((today - task.since).days, 0) if task.since else None
    return Row(task, age, tone, urgency_in_words(task.due, tone, today))


def _tone(task: Task, calendar: Calendar, today: date) -> str:
    """Return "wrong" once the day is over, "soon" when most of the working days are used."""
    if task.due and task.due < today:
        return "wrong"
    return "neutral" if calendar.tone(task.since, task.due, today) == "neutral" else "soon"


def _urgency(task: Task) -> tuple[bool, date, date, str]:
    return (task.due is None, task.due or date.max, task.since or date.max, task.sentence)
