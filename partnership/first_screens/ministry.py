"""A ministry: ask for help, see how far each request has come, and which reforms are near."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from partnership.core.models import PSMArea
from technical_assistance.enums import TARequestStatus
from technical_assistance.models import TARequest
from technical_assistance.roster.selectors import models_for_areas
from technical_assistance.selectors.ball import ball_of
from technical_assistance.selectors.requests import in_life_cycle_order, visible_ta_requests_for, with_list_columns
from technical_assistance.views.request_lists import tone_of_state

from .parts import Action, Contribution, Part, Place, Reading
from .rows import urgency_in_words

SHOWN = 10
MODELS = 4


@dataclass(frozen=True)
class OwnRequest:
    """A request as its ministry follows it."""

    name: str
    url: str
    reference: str
    state: str
    tone: str
    ball: str
    ball_tone: str
    urgency: str


def contribution(reading: Reading) -> Contribution:
    """Return the ministry's requests and the models of its areas."""
    own = visible_ta_requests_for(reading.user)
    open_ones = list(with_list_columns(in_life_cycle_order(own.exclude(status__in=TARequestStatus.ENDED)))[:SHOWN])
    areas = {area for ta_request in open_ones for area in ta_request.areas.all()}
    rows = [_row(ta_request, reading) for ta_request in open_ones]
    content = {
        "rows": rows,
        "ended": own.filter(status__in=TARequestStatus.ENDED).count(),
    }
    return Contribution(
        parts=(Part("requests", content), Part("models", _models(areas), Place.BESIDE)),
        actions=(Action(_("New request"), reverse("technical_assistance:ta_request_new"), primary=True),),
        nothing=_("You get a mail when the Secretariat returns, approves or declines a request."),
        told=frozenset(row.url for row in rows),
    )


def _row(ta_request: TARequest, reading: Reading) -> OwnRequest:
    ball = ball_of(ta_request, reading.calendar, reading.today)
    return OwnRequest(
        name=ta_request.name,
        url=reverse("technical_assistance:ta_request", kwargs={"pk": ta_request.pk}),
        reference=ta_request.reference or "",
        state=str(ta_request.public_label),
        tone=tone_of_state(ta_request.status),
        ball=ball.sentence,
        ball_tone=ball.tone,
        urgency=urgency_in_words(ball.due, ball.tone, reading.today),
    )


def _models(areas: set[PSMArea]) -> dict[str, Any]:
    """Return the models of the areas that the ministry works on; of the core areas before its first request."""
    chosen = areas or set(PSMArea.objects.filter(is_core=True))
    found = models_for_areas(sorted(chosen, key=lambda area: area.position))[:MODELS]
    return {"models": list(found), "are_own": bool(areas)}
