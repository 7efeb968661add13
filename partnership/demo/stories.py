"""The invented requests as they stand in ``data/requests``: what each asks for, and how far it came."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True)
class Visit:
    """An activity: when it begins, for how many days, who comes from where, and where it stops.

    ``when`` is a number of weeks after the request was submitted, "now" (this week) or "soon" (in three weeks).
    ``stop`` names the state at which it stays; without one it goes on to "closed". ``claims`` names the state at
    which each traveller's claim stays; without one it is paid.
    """

    title: str
    when: int | str
    days: int
    experts: int
    place: str
    women: int
    men: int
    mode: str = "mission"
    sessions: int = 0  # remote work: sessions of 90 minutes, one on each day
    stop: str = ""
    reason: str = ""
    claims: tuple[str, ...] = ()
    experts_first: tuple[str, ...] = ()
    late: bool = False  # its claims come late, with a reason

    @property
    def kind(self) -> str:
        """The kind of help that the mode means."""
        return {"remote": "remote_sessions", "study_visit": "study_visit"}.get(self.mode, "expert_mission")


@dataclass(frozen=True)
class Story:
    """A request: whose, in which state, submitted how many days ago, its texts, its activities."""

    key: str
    ministry: str
    state: str
    age: int
    areas: tuple[str, ...]
    title: str
    problem: str
    context: str
    tried: str
    outcome: str
    measure: str
    unit: str
    agency: str
    visits: tuple[Visit, ...] = ()
    reason: str = ""
    code: str = ""
    fields: tuple[str, ...] = ()
    invite: tuple[str, ...] = ()  # while matching: how each invited person answered


@cache
def stories() -> tuple[Story, ...]:
    """Return all stories, the oldest first."""
    found = [story for path in sorted((DATA / "requests").glob("*.json")) for story in _of_ministry(path)]
    return tuple(sorted(found, key=lambda story: (-story.age, story.key)))


def _of_ministry(path: Path) -> Iterator[Story]:
    for number, row in enumerate(json.loads(path.read_text(encoding="utf-8")), start=1):
        yield _story(path.stem, number, row)


def _story(ministry: str, number: int, row: dict[str, Any]) -> Story:
    visits = tuple(_visit(visit) for visit in row.pop("visits", []))
    lists = {name: tuple(row.pop(name, ())) for name in ("areas", "fields", "invite")}
    return Story(key=f"{ministry}-{number:02}", ministry=ministry.upper(), visits=visits, **lists, **row)


def _visit(row: dict[str, Any]) -> Visit:
    lists = {name: tuple(row.pop(name, ())) for name in ("claims", "experts_first")}
    return Visit(**lists, **row)


@cache
def rows_of(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a CSV file of the demonstration."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
