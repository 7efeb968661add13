"""What a person can do next with a request, a proposal or an activity: one primary action, the rest quiet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from partnership.core.models import Stateful, User
from partnership.core.rules import may
from partnership.core.transitions import Offer, available
from technical_assistance.models import Activity, Proposal, TARequest

Text = str | Promise
_P = "technical_assistance."

# Transitions that need more than a reason have a page of their own.
REQUEST_PAGES = {
    "submit": "ta_request_review",
    "return": "ta_request_return",
    "decline": "ta_request_decline",
    "hold": "ta_request_hold",
}
FIRST = {"accept", "confirm"}  # the answer that a proposal hopes for
DANGEROUS = {"decline", "withdraw", "cancel", "send_back", "postpone"}


@dataclass(frozen=True)
class Action:
    """One thing to do: a link (``is_link``) or a form; ``blocked`` says what is still in its way."""

    name: str
    label: Text
    url: str
    is_link: bool = False
    is_quiet: bool = False
    reason_required: bool = False
    is_first: bool = False
    blocked: Text = ""


def request_actions(ta_request: TARequest, user: User) -> list[Action]:
    """Return what the person can do with a request, the most likely first."""
    links = [
        ("change_ta_request", _("Continue the form"), "ta_request_edit", {"step": "problem"}),
        ("answer_question", _("Answer the eligibility questions"), "ta_request_questions", {}),
        ("plan_activity", _("Plan an activity"), "activity_new", {}),
        ("invite_practitioner", _("Invite a practitioner"), "ta_request_invite", {}),
    ]
    actions = [
        Action(name, label, reverse(f"technical_assistance:{url}", kwargs={"pk": ta_request.pk, **more}), is_link=True)
        for name, label, url, more in links
        if may(user, f"{_P}{name}", ta_request)
    ]
    offers = _transitions(ta_request, user, "ta_request_act", REQUEST_PAGES)
    if ta_request.status == "returned":
        return [*actions, *offers]
    return [*offers, *actions] if _decides(offers) else [*actions, *offers]


def _decides(actions: Iterable[Action]) -> bool:
    """Whether the first open transition is the obvious next step, rather than an end."""
    first = next((action for action in actions if not action.blocked), None)
    return first is not None and first.name in ("submit", "take", "approve", "start_matching", "complete", "close")


def proposal_actions(proposal: Proposal, user: User) -> list[Action]:
    """Return what the person can do with a proposal."""
    return _transitions(proposal, user, "proposal_act", {})


def activity_actions(activity: Activity, user: User) -> list[Action]:
    """Return what the person can do with an activity, the most likely first."""
    actions = _transitions(activity, user, "activity_act", {})
    if may(user, f"{_P}change_activity", activity):
        url = reverse("technical_assistance:activity_edit", kwargs={"pk": activity.pk})
        actions.append(Action("change", _("Change the plan"), url, is_link=True, is_quiet=True))
    return actions


def _transitions(obj: Stateful, user: User, route: str, pages: Mapping[str, str]) -> list[Action]:
    return [_action(obj, offer, route, pages) for offer in available(obj, user)]


def _action(obj: Stateful, offer: Offer, route: str, pages: Mapping[str, str]) -> Action:
    transition = offer.transition
    page = pages.get(transition.name)
    kwargs = {"pk": obj.pk} if page else {"pk": obj.pk, "action": transition.name}
    blocked = " ".join(str(problem) for problem in offer.problems)
    return Action(
        name=transition.name,
        label=transition.label,
        url=reverse(f"technical_assistance:{page or route}", kwargs=kwargs),
        is_link=bool(page),
        is_quiet=transition.name in DANGEROUS,
        is_first=transition.name in FIRST,
        reason_required=transition.reason_required and not page,
        blocked="" if page == "ta_request_review" else blocked,
    )


def split(actions: list[Action]) -> dict[str, object]:
    """Return the actions for the template: the primary one, the other open ones, those still blocked."""
    open_ones = [action for action in actions if not action.blocked]
    primary = next((action for action in open_ones if not action.is_quiet), None)
    return {
        "primary": primary,
        "others": [action for action in open_ones if action is not primary],
        "blocked": [action for action in actions if action.blocked],
    }
