"""What a request needs before it can be submitted, and in which step of the form each part is."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from technical_assistance.models import TARequest

Text = str | Promise


@dataclass(frozen=True)
class Step:
    """One page of the form."""

    key: str
    label: Text
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """Something that is missing: the field, the step where it is, and what to write."""

    field: str
    step: str
    label: Text


STEPS = (
    Step("problem", _("The problem"), ("title", "problem", "areas", "reform_context", "tried_before")),
    Step("outcome", _("The outcome"), ("outcome", "outcome_measure")),
    Step(
        "help",
        _("The help"),
        ("kinds", "preferred_countries", "preferred_models", "languages", "earliest_start", "latest_end"),
    ),
    Step(
        "people",
        _("The people"),
        (
            "beneficiary_unit",
            "participants_women",
            "participants_men",
            "participants_other",
            "participants_posts",
            "contact_name",
            "contact_post",
            "contact_email",
        ),
    ),
    Step("commitment", _("Contribution and documents"), ("commitments", "is_cleared")),
)
STEP_KEYS = tuple(step.key for step in STEPS)
STEP_OF = {field: step.key for step in STEPS for field in step.fields}
FIELDS = tuple(STEP_OF)

_NEEDED: tuple[tuple[str, Text], ...] = (
    ("title", _("short title")),
    ("problem", _("problem in one sentence")),
    ("areas", _("at least one area")),
    ("reform_context", _("reform context")),
    ("tried_before", _("what was tried")),
    ("outcome", _("wanted outcome")),
    ("outcome_measure", _("how the outcome will be known")),
    ("kinds", _("kind of help")),
    ("languages", _("languages")),
    ("earliest_start", _("earliest start")),
    ("latest_end", _("latest end")),
    ("beneficiary_unit", _("unit that benefits")),
    ("participants_women", _("number of participants")),
    ("participants_posts", _("posts of the participants")),
    ("contact_name", _("focal point for this request")),
    ("contact_email", _("e-mail of the focal point")),
    ("commitments", _("what the ministry contributes")),
    ("is_cleared", _("clearance in the ministry")),
)

_CHECKS: dict[str, Callable[[TARequest], bool]] = {
    "areas": lambda ta_request: bool(ta_request.areas.all()),
    "participants_women": lambda ta_request: ta_request.participants > 0,
}


def step_named(key: str) -> Step | None:
    """Return the step of the form with that key."""
    return next((step for step in STEPS if step.key == key), None)


def missing_parts(ta_request: TARequest) -> list[Part]:
    """Return what is still missing, in the order of the form."""
    return [Part(field, STEP_OF[field], label) for field, label in _NEEDED if not _is_filled(ta_request, field)]


def _is_filled(ta_request: TARequest, field: str) -> bool:
    check = _CHECKS.get(field)
    if check is not None:
        return check(ta_request)
    value = getattr(ta_request, field)
    return bool(value.strip() if isinstance(value, str) else value)
