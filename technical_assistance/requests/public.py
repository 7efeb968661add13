"""Demand in aggregate: how many requests of which area stand where. A draft is its ministry's own and never counts."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partnership.core.models import PSMArea
from technical_assistance.models import TARequest
from technical_assistance.selectors.calendar import limit


class Stage(Enum):
    """Where a request stands, in few words; the value holds the states that belong together."""

    DECIDING = ("submitted", "in_triage", "returned")
    MATCHING = ("approved", "matching", "on_hold", "matched")
    UNDER_WAY = ("in_delivery",)
    DELIVERED = ("delivered", "closed")
    ENDED = ("declined", "withdrawn", "cancelled")


STAGE_LABELS: Mapping[Stage, str | Promise] = {
    Stage.DECIDING: _("Being decided"),
    Stage.MATCHING: _("Finding a counterpart"),
    Stage.UNDER_WAY: _("Under way"),
    Stage.DELIVERED: _("Delivered"),
    Stage.ENDED: _("Not taken up"),
}
STAGE_OF = {state: stage for stage in Stage for state in stage.value}


@dataclass(frozen=True)
class AreaDemand:
    """The requests of an area by stage. A request of two areas stands in both."""

    area: PSMArea
    counts: Mapping[Stage, int]

    @property
    def total(self) -> int:
        """Requests received."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Demand:
    """The requests received so far, by area; ``requests`` and ``countries`` count each once."""

    rows: tuple[AreaDemand, ...]
    requests: int
    countries: int


def demand() -> Demand:
    """Return the requests that were ever submitted, by area and stage; areas nobody asked for are left out."""
    received = TARequest.objects.filter(reference__isnull=False)
    counts: dict[int, Counter[Stage]] = defaultdict(Counter)
    for area, status in received.order_by().filter(areas__isnull=False).values_list("areas", "status"):
        counts[area][STAGE_OF[status]] += 1
    areas = PSMArea.objects.filter(pk__in=counts)
    rows = [AreaDemand(area, {stage: counts[area.pk][stage] for stage in Stage}) for area in areas]
    return Demand(
        rows=tuple(sorted(rows, key=lambda row: (-row.total, row.area.position))),
        requests=received.count(),
        countries=received.order_by().values("country").distinct().count(),
    )


def time_limits() -> dict[str, int]:
    """Return the business days that the Secretariat gives itself: acknowledge, decide, shortlist; none is left out."""
    today = timezone.localdate()
    rules = {key: limit(key, today) for key in ("acknowledge", "decide", "shortlist", "answer")}
    return {key: rule.business_days for key, rule in rules.items() if rule is not None}
