"""The parts of the request page: who sees which, and what each shows."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnership.core.models import AuditEntry, User
from partnership.core.rules import may
from partnership.core.selectors import history_of
from partnership.core.templatetags.formats import day
from technical_assistance.completeness import STEP_OF, STEPS, Part
from technical_assistance.enums import HelpKind, Language
from technical_assistance.forms.requests import MessageForm
from technical_assistance.models import OECDModel, TARequest
from technical_assistance.roster.selectors import public_models
from technical_assistance.selectors.activities import visible_activities_for
from technical_assistance.selectors.activities import with_list_columns as with_activity_columns
from technical_assistance.selectors.ball import Ball
from technical_assistance.selectors.eligibility import questions_with_answers
from technical_assistance.selectors.proposals import suggested_for
from technical_assistance.selectors.requests import visible_messages_for, visible_proposals_for

from .actions import proposal_actions
from .request_lists import tone_of_state

Text = str | Promise
_P = "technical_assistance."
# part: its label, and the permission it needs beyond seeing the request
PARTS: dict[str, tuple[Text, str]] = {
    "request": (gettext_lazy("Request"), ""),
    "triage": (gettext_lazy("Triage"), f"{_P}open_board"),
    "counterparts": (gettext_lazy("Counterparts"), ""),
    "activities": (gettext_lazy("Activities"), ""),
    "conversation": (gettext_lazy("Conversation"), f"{_P}read_shared_messages"),
    "history": (gettext_lazy("History"), f"{_P}read_shared_messages"),
}
PROPOSAL_TONES = {"confirmed": "done", "accepted": "info", "invited": "soon"}


def entries_for(ta_request: TARequest, user: User, wanted: str) -> tuple[list[dict[str, Any]], str]:
    """Return the tabs a person sees and the part that is shown; an unknown part is the first one."""
    visible = [
        part for part, (_label, permission) in PARTS.items() if not permission or may(user, permission, ta_request)
    ]
    current = wanted if wanted in visible else visible[0]
    url = reverse("technical_assistance:ta_request", kwargs={"pk": ta_request.pk})
    entries = [{"label": PARTS[part][0], "url": f"{url}?part={part}", "current": part == current} for part in visible]
    return entries, current


def tone_of(ta_request: TARequest, ball: Ball) -> str:
    """Return the tone of the state's badge; a late one is "wrong"."""
    return "wrong" if ball.tone == "wrong" else tone_of_state(ta_request.status)


def returned_parts(ta_request: TARequest) -> list[Part]:
    """Return the fields that the Secretariat named when it returned the request, with the step of each."""
    return [
        Part(name, STEP_OF[name], TARequest._meta.get_field(name).verbose_name)
        for name in ta_request.returned_fields
        if name in STEP_OF
    ]


def facts_of(ta_request: TARequest) -> list[tuple[Text, list[tuple[Text, Any]]]]:
    """Return the content of a request in the steps of its form: (step, [(field, text)]), empty fields left out."""
    return [(step.label, [fact for name in step.fields for fact in _fact(ta_request, name)]) for step in STEPS]


def _fact(ta_request: TARequest, name: str) -> list[tuple[Text, Any]]:
    label = TARequest._meta.get_field(name).verbose_name
    text = _shown(ta_request, name)
    return [(capfirst(label), text)] if text not in ("", None) else []


def _shown(ta_request: TARequest, name: str) -> Any:
    value = getattr(ta_request, name)
    if name in ("areas", "preferred_countries"):
        return ", ".join(str(item) for item in value.all())
    if name == "kinds":
        return ", ".join(str(HelpKind(kind).label) for kind in value)
    if name == "languages":
        return ", ".join(str(Language(code).label) for code in value)
    if name == "is_cleared":
        return _("yes") if value else ""
    return day(value) if isinstance(value, date) else value


def _model_of(ta_request: TARequest) -> dict[str, str] | None:
    """Return the model that a request started from, with its public page while it has one; None without a model."""
    if ta_request.oecd_model_id is None:
        return None
    model = OECDModel.objects.select_related("organisation").get(pk=ta_request.oecd_model_id)
    is_public = public_models().filter(pk=model.pk).exists()
    url = reverse("assistance:model", kwargs={"slug": model.slug}) if is_public else ""
    return {"title": model.title, "agency": str(model.organisation), "url": url}


def _request(ta_request: TARequest, user: User) -> dict[str, Any]:
    return {
        "oecd_model": _model_of(ta_request),
        "sections": facts_of(ta_request),
        "attachments": ta_request.attachments.filter(removed_at=None).select_related("file"),
        "snapshots": ta_request.snapshots.select_related("submitted_by"),
    }


def _triage(ta_request: TARequest, user: User) -> dict[str, Any]:
    return {
        "oecd_model": _model_of(ta_request),
        "questions": questions_with_answers(ta_request),
        "stays": ta_request.stays.all(),
    }


def _counterparts(ta_request: TARequest, user: User) -> dict[str, Any]:
    proposals = visible_proposals_for(user).filter(ta_request=ta_request)
    rows = proposals.select_related("practitioner__organisation", "practitioner__country", "ta_request__organisation")
    may_invite = may(user, f"{_P}invite_practitioner", ta_request)
    return {
        "oecd_model": _model_of(ta_request),
        "suggested": suggested_for(ta_request) if may_invite else [],
        "proposals": [
            {
                "proposal": proposal,
                "tone": PROPOSAL_TONES.get(proposal.status, "neutral"),
                "actions": proposal_actions(proposal, user),
            }
            for proposal in rows
        ],
    }


def _activities(ta_request: TARequest, user: User) -> dict[str, Any]:
    return {"activities": with_activity_columns(visible_activities_for(user).filter(ta_request=ta_request))}


def _conversation(ta_request: TARequest, user: User) -> dict[str, Any]:
    may_be_internal = may(user, f"{_P}write_internal_message", ta_request)
    may_write = may(user, f"{_P}write_shared_message", ta_request)
    return {
        "messages_shown": visible_messages_for(user, ta_request),
        "message_form": MessageForm(may_be_internal=may_be_internal) if may_write else None,
        "may_be_internal": may_be_internal,
    }


def _history(ta_request: TARequest, user: User) -> dict[str, Any]:
    entries = history_of(ta_request).exclude(to_state="")
    return {"entries": [_history_entry(ta_request, entry) for entry in entries]}


def _history_entry(ta_request: TARequest, entry: AuditEntry) -> dict[str, Any]:
    labels = {transition.name: transition.label for transition in ta_request.machine.transitions}
    text = labels.get(entry.action, _("Draft started"))
    days = entry.data.get("business_days")
    if days:
        text = _("{action} (after {days} business days)").format(action=text, days=days)
    return {"at": entry.at, "text": text, "actor": entry.actor, "reason": entry.reason}


CONTEXTS: dict[str, Callable[[TARequest, User], dict[str, Any]]] = {
    "request": _request,
    "triage": _triage,
    "counterparts": _counterparts,
    "activities": _activities,
    "conversation": _conversation,
    "history": _history,
}
