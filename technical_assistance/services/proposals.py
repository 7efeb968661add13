"""Writes of proposals: invite, answer, confirm."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from partnership.core.models import User
from partnership.core.rules import require
from partnership.core.selectors import people_with
from partnership.core.services.audit import record
from partnership.core.services.mail import queue_mail
from partnership.core.transitions import Refused, perform
from technical_assistance.enums import ProposalStatus, TARequestStatus
from technical_assistance.models import Practitioner, Proposal, TARequest
from technical_assistance.rules import COUNTERPART_ROLES
from technical_assistance.selectors.calendar import limit, secretariat_calendar
from technical_assistance.selectors.roster import invitable_practitioners

from .clock import move

ANSWER_DAYS = 10


@transaction.atomic
def invite_practitioner(ta_request: TARequest, practitioner: Practitioner, *, note: str, actor: User) -> Proposal:
    """Ask a practitioner of the roster to help with a request; the answer is due in ten business days."""
    locked = TARequest.objects.select_for_update(of=("self",)).get(pk=ta_request.pk)
    require(actor, "technical_assistance.invite_practitioner", locked)
    if not invitable_practitioners().filter(pk=practitioner.pk).exists():
        raise Refused(_("This person is not active or has not consented to be invited."))
    if practitioner.organisation_id == locked.organisation_id:
        raise Refused(_("Nobody can be a counterpart of the own ministry."))
    if locked.proposals.filter(practitioner=practitioner, status__in=("invited", "accepted", "confirmed")).exists():
        raise Refused(_("This person is already invited."))
    today = timezone.localdate()
    rule = limit("answer", today)
    proposal = Proposal.objects.create(
        ta_request=locked,
        practitioner=practitioner,
        note=note,
        invited_by=actor,
        due_on=secretariat_calendar().day_after(today, rule.business_days if rule else ANSWER_DAYS),
    )
    record("invite", proposal, actor=actor, to_state=proposal.status)
    for person in people_addressed(practitioner):
        queue_mail(f"ta_invited:{proposal.pk}", to=person, template="ta_invited", context={"proposal": proposal})
    return proposal


def people_addressed(practitioner: Practitioner) -> list[User]:
    """Return who may answer for a practitioner: the person, and the focal points of the employer."""
    focal_points = people_with(*COUNTERPART_ROLES).filter(
        Q(role_assignments__organisation=practitioner.organisation_id, role_assignments__role__in=COUNTERPART_ROLES)
    )
    people = {person.pk: person for person in focal_points}
    if practitioner.user and practitioner.user.is_active:
        people[practitioner.user.pk] = practitioner.user
    return list(people.values())


def accept_proposal(
    proposal: Proposal, *, actor: User, reason: str = "", expected_version: int | None = None
) -> Proposal:
    """Accept an invitation, as the invited."""
    return perform(proposal, "accept", actor=actor, reason=reason, expected_version=expected_version)


def decline_proposal(proposal: Proposal, *, actor: User, reason: str, expected_version: int | None = None) -> Proposal:
    """Decline an invitation, as the invited, with the reason."""
    return perform(proposal, "decline", actor=actor, reason=reason, expected_version=expected_version)


@transaction.atomic
def confirm_proposal(
    proposal: Proposal, *, actor: User, reason: str = "", expected_version: int | None = None
) -> Proposal:
    """Confirm an accepted counterpart, as the ministry; the first one makes the request matched."""
    ta_request = TARequest.objects.select_for_update(of=("self",)).get(pk=proposal.ta_request_id)
    confirmed = perform(proposal, "confirm", actor=actor, reason=reason, expected_version=expected_version)
    if ta_request.status == TARequestStatus.MATCHING:
        move(ta_request, "match", actor=actor)
        for other in ta_request.proposals.filter(status__in=ProposalStatus.OPEN):
            perform(other, "not_select", actor=actor)
    return confirmed


@transaction.atomic
def release_proposals(ta_request: TARequest, *, actor: User) -> int:
    """Withdraw the invitations of a request that ended; return how many."""
    open_ones = list(ta_request.proposals.filter(status__in=ProposalStatus.OPEN))
    for proposal in open_ones:
        perform(proposal, "release", actor=actor)
    return len(open_ones)
