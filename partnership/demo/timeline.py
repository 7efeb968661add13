"""Many stories played at once, in the order of time.

A *play* is a generator: it does something as somebody, yields the moment at which it wants to go on, and is resumed
with the clock at that moment. What would happen after today is simply not played: a claim that was submitted
yesterday is a submitted claim. Everything is played by the calendar, so numbers, postings and audit entries follow
each other as they would have, and a report made in January knows what was known in January.
"""

import heapq
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from .clock import StoryClock

Play = Generator[datetime, None, None]


@dataclass
class Timeline:
    """The plays that are under way, each with the moment at which it goes on."""

    clock: StoryClock
    until: datetime
    _waiting: list[tuple[datetime, int, Play]] = field(default_factory=list)
    _order: Callable[[], int] = field(default_factory=lambda: count().__next__)

    def add(self, play: Play) -> None:
        """Let a play begin: at once up to its first moment, so a play yields before it acts."""
        self._wait(play)

    def run(self) -> None:
        """Play everything up to the end of the time line; plays may add others."""
        while self._waiting:
            moment, _order, play = heapq.heappop(self._waiting)
            self.clock.move_to(moment)
            self._wait(play)

    def _wait(self, play: Play) -> None:
        moment = next(play, None)
        if moment is None:
            return
        if moment <= self.until:
            heapq.heappush(self._waiting, (moment, self._order(), play))
        else:
            play.close()
