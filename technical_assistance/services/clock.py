"""The business-day clock of a request: what each stay took, and until when the next step is due."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnership.core.models import User
from partnership.core.transitions import perform
from technical_assistance.enums import TARequestStatus
from technical_assistance.models import StateStay, TARequest
from technical_assistance.selectors.calendar import Calendar, days_used, limit, secretariat_calendar

# The limit that runs in each state; in the others nobody is waited for.
LIMIT_OF = {
    TARequestStatus.SUBMITTED: "acknowledge",
    TARequestStatus.IN_TRIAGE: "triage",
    TARequestStatus.RETURNED: "reply",
    TARequestStatus.APPROVED: "shortlist",
    TARequestStatus.MATCHING: "shortlist",
    TARequestStatus.MATCHED: "plan",
    TARequestStatus.DELIVERED: "close",
}


@transaction.atomic
def move(
    ta_request: TARequest,
    name: str,
    *,
    actor: User,
    reason: str = "",
    expected_version: int | None = None,
    changes: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
) -> TARequest:
    """Perform a transition of a request, store the stay that ends with it, and set the next due date.

    A ``due_on`` in ``changes`` overrides the limit of the new state. Raises what the engine raises.
    """
    before = TARequest.objects.select_for_update(of=("self",)).get(pk=ta_request.pk)
    from_state, due_before = before.status, before.due_on
    calendar, today = secretariat_calendar(), timezone.localdate()
    stays = list(before.stays.values_list("state", "business_days"))
    entered = timezone.localtime(before.status_since).date()
    days = calendar.days_between(entered, today)
    target = before.machine[name].target
    due = due_date(calendar, LIMIT_OF.get(TARequestStatus(target), ""), [*stays, (from_state, days)], today)
    moved = perform(
        before,
        name,
        actor=actor,
        reason=reason,
        expected_version=expected_version,
        changes={"clock_from": today, "due_on": due, **(changes or {})},
        data={"business_days": days, **(data or {})},
    )
    StateStay.objects.create(
        ta_request=moved, state=from_state, entered_on=entered, left_on=today,
        business_days=days, due_on=due_before,
    )  # fmt: skip
    return moved


def due_date(calendar: Calendar, key: str, stays: list[tuple[str, int]], today: date) -> date | None:
    """Return when a limit ends, the days already used in its states taken off; None where no limit runs."""
    rule = limit(key, today) if key else None
    if rule is None:
        return None
    return calendar.day_after(today, max(rule.business_days - days_used(stays, rule.states), 0))
