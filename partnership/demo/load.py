"""Loads the demonstration: parts in a fixed order, then everything that happens, by the calendar.

To add a part (networks, rounds of data collection): write a module with a function ``…_plays(stage)`` that yields
plays (see :mod:`.timeline`), keep its texts below ``data/``, and name it in PARTS. A play acts through the portal's
own services as the people of :mod:`.people`; it yields ``life.at(day, hour)`` before it acts, and it is never
resumed after today. Days come from :class:`.life.Life`, throws of the dice from :func:`.plan.dice_for`, so that the
same day of loading gives the same demonstration.
"""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection
from django.db.models import F

from indicators.services.catalogue import load_catalogue
from partnership.core.enums import MailState
from partnership.core.models import OutboundMail, User
from partnership.core.services.reference import load_reference
from partnership.core.web.written_tables import told_at_the_end

from .clock import moved_clock
from .committee import committee_plays
from .fund import fund_plays
from .indicators import RELEASES, publish_demo_release, put_newest_forward
from .life import Life, at
from .partners import partner_plays
from .people import load_people
from .plan import plan_all
from .rates import load_rates
from .reports import report_plays
from .requests import request_plays
from .roster import roster_plays
from .stage import Stage
from .timeline import Play, Timeline


@contextmanager
def in_one_go() -> Iterator[None]:
    """Load without what protects work that goes on: an interrupted load is begun anew, and one that fails stops.

    So no commit waits for the disk, no act inside another keeps a savepoint, and the garbage is left until the end.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    connection.features.uses_savepoints = False
    try:
        _set("synchronous_commit", "off")
        yield
        _set("synchronous_commit", "on")
    finally:
        del connection.features.uses_savepoints
        if was_enabled:
            gc.enable()


def _set(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", [name, value])


Part = Callable[[Stage], Iterable[Play]]


def _requests(stage: Stage) -> Iterable[Play]:
    return request_plays(plan_all(stage.life), stage)


NEWEST_AT = 6  # age of the import that waits for its sign-off, in days
RELEASED_AT = {1: 560, 2: 250}  # ages of the releases of the statistics, in days of the nominal life


def release_plays(stage: Stage) -> Iterator[Play]:
    """Yield the play of each release: imported, signed off and published on its day."""
    for number, *_words in RELEASES:
        yield _release(number, stage)
    yield _newest(stage)


def _release(number: int, stage: Stage) -> Play:
    yield at(stage.life.working_day(RELEASED_AT[number]), 10)
    publish_demo_release(number, stage.people)


def _newest(stage: Stage) -> Play:
    yield at(stage.life.working_day(NEWEST_AT), 10)
    put_newest_forward(stage.people)


# The order decides who goes first when two things happen at the same moment.
PARTS: tuple[Part, ...] = (
    roster_plays,
    partner_plays,
    fund_plays,
    committee_plays,
    release_plays,
    _requests,
    report_plays,
)


def load_demo(now: datetime) -> Stage:
    """Fill an empty portal with the two years before ``now``; the portal's clock is back when this returns."""
    life = Life(now)
    with in_one_go(), told_at_the_end(), moved_clock(at(life.founded_on, 9)) as clock:
        stage = Stage(life, Timeline(clock, now), _people(life))
        load_rates(life)
        stage.look_around()
        load_catalogue()
        for part in PARTS:
            for play in part(stage):
                stage.timeline.add(play)
        stage.timeline.run()
    _settle_mail()
    return stage


def _people(life: Life) -> dict[str, User]:
    load_reference()
    return load_people(life.founded_on)


def _settle_mail() -> None:
    """Count the mails of the two years as sent when they were written: nobody of the cast has an inbox."""
    OutboundMail.objects.filter(state=MailState.QUEUED).update(
        state=MailState.SENT, sent_at=F("not_before"), attempts=1
    )
