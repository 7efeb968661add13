"""What a first screen is made of."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from partnership.core.models import User
from partnership.core.selectors import Task
from technical_assistance.selectors.calendar import Calendar

Text = str | Promise


class Place(StrEnum):
    """Where a part stands: above what waits for the person, below it, or beside it where there is room."""

    ABOVE = "above"
    BELOW = "below"
    BESIDE = "beside"


@dataclass(frozen=True)
class Reading:
    """What every kind of person is shown from: who it is, the day, the working days, the person's tasks."""

    user: User
    today: date
    calendar: Calendar
    waiting: list[Task]


@dataclass(frozen=True)
class Action:
    """A thing to begin, as a button at the top."""

    label: Text
    url: str
    primary: bool = False


@dataclass(frozen=True)
class Part:
    """A template below ``first_screens/`` and what it shows as ``content``."""

    template: str
    content: Any
    place: Place = Place.BELOW

    @property
    def path(self) -> str:
        return f"first_screens/{self.template}.html"


@dataclass(frozen=True)
class Contribution:
    """What one kind of person adds to the page.

    ``nothing`` is what an empty list of tasks promises, and no more; ``told`` are the addresses of what the parts say
    already, which "I wait for" then leaves out.
    """

    parts: tuple[Part, ...] = ()
    actions: tuple[Action, ...] = ()
    nothing: Text = ""
    told: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Figure:
    """A number of the component ``key_figures``, already in the reader's notation."""

    value: str
    label: Text
    unit: Text = ""
    note: Text = ""
    url: str = ""
    now: bool = False


@dataclass(frozen=True)
class Door:
    """A way in: its words, its address, a sentence on what is behind it."""

    label: Text
    url: str
    summary: Text = ""


@dataclass(frozen=True)
class Doors:
    """Ways in, under a heading."""

    heading: Text
    lead: Text = ""
    groups: tuple[tuple[Text, tuple[Door, ...]], ...] = field(default=())
