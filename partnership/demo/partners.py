"""Where the partners of the charter stand in the demonstration; every state says that it is invented."""

from collections.abc import Iterator

from governance.charter.lifecycle import PartnerStatus
from governance.charter.services import change_partner_state
from governance.models import Partner

from .life import at
from .stage import Stage
from .stories import rows_of
from .timeline import Play


def partner_plays(stage: Stage) -> Iterator[Play]:
    """Yield the play of each change of a partner's state."""
    for row in rows_of("partners"):
        yield _changes(row, stage)


def _changes(row: dict[str, str], stage: Stage) -> Play:
    day = stage.life.working_day(int(row["age"]))
    yield at(day, 16)
    partner = Partner.objects.filter(code=row["code"]).first()
    if partner is not None:
        state, lead = PartnerStatus(row["state"]), stage.people["lead"]
        change_partner_state(partner, state, since=day, reason=row["reason"], actor=lead)
