"""An officer or lead of the Secretariat: how far the programme is, and where the requests stand."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from governance.selectors.framework import target_of
from partnership.core.templatetags.formats import number
from technical_assistance.enums import TARequestStatus
from technical_assistance.selectors.person_days import person_days
from technical_assistance.selectors.requests import BOARD_COLUMNS, counts_by_state, visible_ta_requests_for
from technical_assistance.views.request_lists import tone_of_state

from .parts import Action, Contribution, Part, Place, Reading

PERSON_DAYS = "3.ii"  # the code of the performance indicator


def contribution(reading: Reading) -> Contribution:
    """Return the bar of person-days and the number of requests in each open state."""
    return Contribution(
        parts=(
            Part("person_days", _person_days(), Place.BESIDE),
            Part("states", _states(reading), Place.BESIDE),
        ),
        actions=(Action(_("Board of requests"), reverse("technical_assistance:ta_request_board")),),
        nothing=_("New requests stand here; the portal writes to you only when a report is due."),
    )


def _person_days() -> dict[str, object]:
    days, target = person_days(), target_of(PERSON_DAYS)
    return {
        "verified": _short(days.verified),
        "planned": _short(days.planned),
        "logged": _short(days.logged),
        "target": _short(target) if target else "",
        "share": number(days.verified / target * 100, 0) if target else "",
        "bar_value": _plain(min(days.verified, target)) if target else "",
        "bar_max": _plain(target) if target else "",
        "url": reverse("governance:results"),
    }


def _short(value: Decimal) -> str:
    """Return a number of half-days without a zero behind the point."""
    return number(value, 0 if value == int(value) else 1)


def _plain(value: Decimal) -> str:
    """Return a number as attributes of HTML take it, in no language's notation."""
    return f"{value:.1f}"


def _states(reading: Reading) -> list[dict[str, object]]:
    counts = counts_by_state(visible_ta_requests_for(reading.user).filter(reference__isnull=False))
    address = reverse("technical_assistance:ta_requests")
    return [
        {
            "label": TARequestStatus(state).label,
            "tone": tone_of_state(state),
            "count": counts[state],
            "url": f"{address}?state={state}",
        }
        for state in BOARD_COLUMNS
        if counts.get(state)
    ]
