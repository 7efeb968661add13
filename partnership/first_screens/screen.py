"""The first screen of a person: the tasks, and what each of the person's kinds adds to them."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from rules import Predicate

from partnership.core import rules
from partnership.core.models import User
from technical_assistance.selectors.calendar import secretariat_calendar

from . import advisory, assisting, committee, finance, ministry, overview, promised, secretariat
from .parts import Contribution, Part, Place, Reading
from .rows import rows_of
from .tasks import waited_for_by, waiting_for

KINDS: tuple[tuple[Predicate, Callable[[Reading], Contribution]], ...] = (
    (rules.is_ministry, ministry.contribution),
    (rules.is_practitioner | rules.is_counterpart, assisting.contribution),
    (rules.is_secretariat, secretariat.contribution),
    (rules.is_finance, finance.contribution),
    (rules.is_advisory_member, advisory.contribution),
    (rules.is_committee_member, committee.contribution),
    (rules.is_coordinator, promised.coordinator),
    (rules.is_evaluator, promised.evaluator),
    (rules.is_auditor, overview.auditor),
    (rules.is_administrator, overview.administrator),
)


def first_screen(user: User) -> dict[str, Any]:
    """Return what the page after sign-in shows to a person."""
    today, calendar = timezone.localdate(), secretariat_calendar()
    reading = Reading(user, today, calendar, waiting_for(user))
    contributions = [contribute(reading) for kind, contribute in KINDS if kind.test(user)]
    told = {address for contribution in contributions for address in contribution.told}
    with_others = [task for task in waited_for_by(user) if task.url not in told]
    parts = [part for contribution in contributions for part in contribution.parts]
    return {
        "roles": roles_in_words(user),
        "actions": [action for contribution in contributions for action in contribution.actions],
        "waiting": rows_of(reading.waiting, calendar, today),
        "waited_for": rows_of(with_others, calendar, today),
        "nothing": [contribution.nothing for contribution in contributions if contribution.nothing],
        "above": _at(parts, Place.ABOVE),
        "below": _at(parts, Place.BELOW),
        "beside": _at(parts, Place.BESIDE),
    }


def roles_in_words(user: User) -> str:
    """Return the person's roles of today, each with the organisation that it is held for."""
    held = user.role_assignments.current().select_related("organisation").order_by("pk")
    roles = [" · ".join(filter(None, [role.get_role_display(), str(role.organisation or "")])) for role in held]
    return "; ".join(dict.fromkeys(roles))


def _at(parts: list[Part], place: Place) -> list[Part]:
    return [part for part in parts if part.place == place]
