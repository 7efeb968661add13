"""What waits for a person in this app, and what the person waits for."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from partnership.core.models import User
from partnership.core.rules import is_lead, is_ministry, is_officer
from partnership.core.selectors import Task
from technical_assistance.enums import ActivityStatus, ProposalStatus, TARequestStatus
from technical_assistance.models import Activity, Proposal, TARequest
from technical_assistance.roster.confirmations import confirmations_waiting_for

from .activities import visible_activities_for
from .claims import claim_tasks_waited_for, claim_tasks_waiting_for
from .requests import proposals_addressed_to, visible_proposals_for, visible_ta_requests_for

LIMIT = 50


def tasks_waiting_for(user: User) -> list[Task]:
    """Return what this person can do next about requests, invitations, activities, claims and the roster."""
    return [
        *_ministry_tasks(user),
        *_secretariat_tasks(user),
        *_invitations(user),
        *_own_activities(user),
        *claim_tasks_waiting_for(user),
        *confirmations_waiting_for(user),
    ]


def tasks_waited_for(user: User) -> list[Task]:
    """Return the own claims that others work on, and a ministry's requests that are with others."""
    if not is_ministry(user):
        return claim_tasks_waited_for(user)
    with_others = (*TARequestStatus.MATCHABLE, TARequestStatus.SUBMITTED, TARequestStatus.IN_TRIAGE)
    return [
        _request_task(ta_request, f"{ta_request.name}: {ta_request.public_label}", _("Open"))
        for ta_request in _requests(user).filter(status__in=with_others)[:LIMIT]
    ]


def _ministry_tasks(user: User) -> Iterator[Task]:
    if not is_ministry(user):
        return
    for ta_request in _requests(user).filter(status__in=TARequestStatus.EDITABLE)[:LIMIT]:
        if ta_request.status == TARequestStatus.RETURNED:
            sentence = _("The Secretariat has returned “{name}”.")
        else:
            sentence = _("Your draft “{name}” is not submitted yet.")
        yield _request_task(ta_request, sentence.format(name=ta_request.name), _("Continue"))
    accepted = visible_proposals_for(user).filter(
        status=ProposalStatus.ACCEPTED, ta_request__status__in=TARequestStatus.MATCHABLE
    )
    for proposal in accepted.select_related("ta_request__country", "practitioner")[:LIMIT]:
        sentence = _("{person} has accepted to help with “{name}”.")
        yield _proposal_task(proposal, sentence, _("Confirm"))
    delivered = visible_activities_for(user).filter(status=ActivityStatus.DELIVERED)
    for activity in delivered.select_related("host_country")[:LIMIT]:
        yield _activity_task(activity, _("The days of “{name}” wait to be verified."), _("Verify"))


def _secretariat_tasks(user: User) -> Iterator[Task]:
    requests = _requests(user)
    if is_officer(user):
        for ta_request in requests.filter(status=TARequestStatus.SUBMITTED)[:LIMIT]:
            yield _secretariat_task(ta_request, _("{name} waits for triage."), _("Take"))
        for ta_request in requests.filter(status=TARequestStatus.IN_TRIAGE, assignee=user)[:LIMIT]:
            yield _secretariat_task(ta_request, _("{name} is in your triage."), _("Examine"))
        for ta_request in requests.filter(status__in=("approved", "matching", "matched"))[:LIMIT]:
            yield _secretariat_task(ta_request, _("{name} needs its next step."), _("Open"))
    if is_lead(user):
        for ta_request in requests.filter(status=TARequestStatus.IN_TRIAGE)[:LIMIT]:
            yield _secretariat_task(ta_request, _("{name} waits for a decision."), _("Decide"))
        for ta_request in requests.filter(status=TARequestStatus.DELIVERED)[:LIMIT]:
            yield _secretariat_task(ta_request, _("{name} is delivered."), _("Close"))


def _invitations(user: User) -> Iterator[Task]:
    invited = proposals_addressed_to(user).filter(status=ProposalStatus.INVITED)
    for proposal in invited.select_related("ta_request__country", "practitioner")[:LIMIT]:
        yield _proposal_task(proposal, _("{person} is invited to help with “{name}”."), pgettext("task", "Answer"))


def _own_activities(user: User) -> Iterator[Task]:
    own = visible_activities_for(user).filter(
        status__in=ActivityStatus.LOGGABLE, assignments__practitioner__user=user, assignments__is_confirmed=True
    )
    for activity in own.select_related("host_country")[:LIMIT]:
        yield _activity_task(activity, _("Log your days of “{name}”."), _("Log days"))


def _requests(user: User) -> QuerySet[TARequest]:
    return visible_ta_requests_for(user).select_related("country")


def _secretariat_task(ta_request: TARequest, sentence: str, action: str) -> Task:
    """Name the request by reference and title: a number alone tells nobody what it is about."""
    return _request_task(ta_request, sentence.format(name=f"{ta_request.reference} · {ta_request.name}"), action)


def _request_task(ta_request: TARequest, sentence: str, action: str) -> Task:
    url = reverse("technical_assistance:ta_request", kwargs={"pk": ta_request.pk})
    since = ta_request.clock_from or timezone.localdate(ta_request.status_since)
    return Task(sentence, url, action, _("Technical assistance"), ta_request.due_on, str(ta_request.country), since)


def _proposal_task(proposal: Proposal, sentence: str, action: str) -> Task:
    url = reverse("technical_assistance:ta_request", kwargs={"pk": proposal.ta_request_id}) + "?part=counterparts"
    text = sentence.format(person=proposal.practitioner, name=proposal.ta_request.name)
    since = timezone.localdate(proposal.status_since)
    country = str(proposal.ta_request.country)
    return Task(text, url, action, _("Technical assistance"), proposal.due_on, country, since)


def _activity_task(activity: Activity, sentence: str, action: str) -> Task:
    url = reverse("technical_assistance:activity", kwargs={"pk": activity.pk})
    since = timezone.localdate(activity.status_since)
    country = str(activity.host_country)
    text = sentence.format(name=activity.title)
    return Task(text, url, action, _("Technical assistance"), activity.ends_on, country, since)
