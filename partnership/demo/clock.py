"""The moved clock: while the demonstration is loaded, the portal's services see the moment of the story.

Every moment that the portal writes down comes from ``django.utils.timezone.now`` (none from the database), so one
replaced function moves a history as a whole: due dates, stays, audit entries, postings, reports. The clock only goes
forward, and it is put back whatever happens. Nothing outside the demonstration imports this.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils import timezone

TICK = timedelta(seconds=1)


class StoryClock:
    """Shows the moment that was set last, a second later each time a new act begins."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """Return the moment of the story: what the portal takes for now."""
        return self.moment

    def move_to(self, moment: datetime) -> None:
        """Go forward to a moment; to one that has passed already, by a second."""
        self.moment = max(moment, self.moment + TICK)


@contextmanager
def moved_clock(beginning: datetime) -> Iterator[StoryClock]:
    """Let the portal's clock show the story's time inside the block."""
    clock, real = StoryClock(beginning), timezone.now
    timezone.now = clock.now
    try:
        yield clock
    finally:
        timezone.now = real
