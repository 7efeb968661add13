"""The six big steps of a request, as the step line shows them."""

from django.utils.translation import gettext_lazy as _

from technical_assistance.enums import TARequestStatus
from technical_assistance.models import TARequest

BIG_STEPS = (
    (_("Draft"), ("draft", "returned")),
    (_("Review"), ("submitted", "in_triage")),
    (_("Matching"), ("approved", "matching", "on_hold")),
    (_("Planning"), ("matched",)),
    (_("Delivery"), ("in_delivery",)),
    (_("Closing"), ("delivered", "closed")),
)
# Where a request that ended early had come to.
_ENDED_AT = {"declined": 1, "withdrawn": 0, "cancelled": 2}


def big_steps(ta_request: TARequest) -> list[dict[str, object]]:
    """Return the steps with their state: done, now or todo; an ended request has none "now" but its end as note."""
    status = ta_request.status
    ended = status in TARequestStatus.ENDED
    here = next((place for place, (_label, states) in enumerate(BIG_STEPS) if status in states), None)
    if here is None:
        here = _ENDED_AT[status]
    return [_step(place, here, ended=ended, note=ta_request.public_label) for place in range(len(BIG_STEPS))]


def _step(place: int, here: int, *, ended: bool, note: str) -> dict[str, object]:
    state = "done" if place < here else "todo"
    if place == here:
        state = "done" if ended else "now"
    return {"label": BIG_STEPS[place][0], "state": state, "note": note if place == here else ""}
