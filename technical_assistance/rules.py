"""Who may do what with requests, proposals, the roster, activities and claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rules import add_perm, predicate

from partnership.core.enums import Role
from partnership.core.models import User
from partnership.core.rules import (
    is_auditor,
    is_budget_holder,
    is_counterpart,
    is_finance,
    is_lead,
    is_ministry,
    is_officer,
    is_payer,
    is_practitioner,
    is_secretariat,
    is_verifier,
    organisations_of,
    represents,
)
from technical_assistance.enums import ActivityStatus, ClaimStatus, ProposalStatus, TARequestStatus

if TYPE_CHECKING:
    from technical_assistance.models import Activity, ExpenseClaim, OECDModel, Practitioner, Proposal, TARequest

MINISTRY_ROLES = (Role.MINISTRY_OFFICER, Role.FOCAL_POINT)
COUNTERPART_ROLES = (Role.COUNTERPART,)


def ministries_of(user: User) -> set[int]:
    """Return the ids of the ministries the person acts for today."""
    return organisations_of(user, *MINISTRY_ROLES)


def agencies_of(user: User) -> set[int]:
    """Return the ids of the counterpart agencies whose focal point the person is today."""
    return organisations_of(user, *COUNTERPART_ROLES)


# --- requests --------------------------------------------------------------------------------------------------


@predicate
def is_requester(user: User, ta_request: TARequest | None) -> bool:
    """Whether the person acts for the ministry of the request today."""
    return ta_request is not None and represents(user, ta_request.organisation_id, *MINISTRY_ROLES)


@predicate
def may_send(user: User, ta_request: TARequest | None) -> bool:
    """The focal point sends; an officer of the ministry only where the ministry allows it."""
    if ta_request is None:
        return False
    if represents(user, ta_request.organisation_id, Role.FOCAL_POINT):
        return True
    allowed = ta_request.organisation.officers_may_submit
    return allowed and represents(user, ta_request.organisation_id, Role.MINISTRY_OFFICER)


@predicate
def is_editable(user: User, ta_request: TARequest | None) -> bool:
    return ta_request is not None and ta_request.status in TARequestStatus.EDITABLE


@predicate
def is_in_triage(user: User, ta_request: TARequest | None) -> bool:
    return ta_request is not None and ta_request.status == TARequestStatus.IN_TRIAGE


@predicate
def is_matchable(user: User, ta_request: TARequest | None) -> bool:
    return ta_request is not None and ta_request.status in TARequestStatus.MATCHABLE


@predicate
def is_plannable(user: User, ta_request: TARequest | None) -> bool:
    return ta_request is not None and ta_request.status in TARequestStatus.PLANNABLE


@predicate
def is_assignee(user: User, ta_request: TARequest | None) -> bool:
    """Whether the person has the request in triage."""
    return ta_request is not None and ta_request.assignee_id == user.pk


@predicate
def has_touched(user: User, ta_request: TARequest | None) -> bool:
    """Whether the person wrote, sent or triaged the request: such a person does not approve it."""
    if ta_request is None:
        return True
    if user.pk in (ta_request.created_by_id, ta_request.submitted_by_id, ta_request.assignee_id):
        return True
    return ta_request.answers.filter(answered_by=user).exists()


@predicate
def may_start_request(user: User, _obj: Any = None) -> bool:
    return bool(organisations_of(user, *MINISTRY_ROLES))


_P = "technical_assistance."
add_perm(f"{_P}add_ta_request", may_start_request)
add_perm(f"{_P}change_ta_request", is_requester & is_editable)
add_perm(f"{_P}copy_ta_request", is_requester)
add_perm(f"{_P}submit_ta_request", may_send)
add_perm(f"{_P}withdraw_ta_request", is_requester)
add_perm(f"{_P}triage_ta_request", is_officer & ~is_requester)
add_perm(f"{_P}take_over_ta_request", is_officer & ~is_assignee & ~is_requester)
add_perm(f"{_P}return_ta_request", is_officer & is_assignee)
add_perm(f"{_P}answer_question", is_officer & is_assignee & is_in_triage)
add_perm(f"{_P}approve_ta_request", is_lead & ~is_requester & ~has_touched)
add_perm(f"{_P}decline_ta_request", is_lead & ~is_requester)
add_perm(f"{_P}match_ta_request", is_officer)
add_perm(f"{_P}close_ta_request", is_lead)
add_perm(f"{_P}cancel_ta_request", is_lead)
add_perm(f"{_P}write_shared_message", is_requester | is_secretariat)
add_perm(f"{_P}read_shared_messages", is_requester | is_secretariat | is_auditor)
add_perm(f"{_P}read_internal_messages", (is_secretariat | is_auditor) & ~is_requester)
add_perm(f"{_P}write_internal_message", is_secretariat & ~is_requester)
add_perm(f"{_P}open_board", is_secretariat | is_auditor)
sees_requests = is_ministry | is_secretariat | is_auditor | is_counterpart | is_practitioner
add_perm(f"{_P}list_ta_requests", sees_requests)

# --- proposals -------------------------------------------------------------------------------------------------


@predicate
def is_invited(user: User, proposal: Proposal | None) -> bool:
    """Whether the invitation is addressed to the person: the practitioner, or the focal point of the employer."""
    return proposal is not None and speaks_for(user, proposal.practitioner)


@predicate
def is_requester_of_proposal(user: User, proposal: Proposal | None) -> bool:
    return proposal is not None and is_requester.test(user, proposal.ta_request)


@predicate
def may_conclude_matching(user: User, obj: Any = None) -> bool:
    """Whoever ends or settles the matching of a request: its ministry or the Secretariat."""
    ta_request = getattr(obj, "ta_request", obj)  # a proposal is asked about its request
    return is_secretariat(user) or is_requester.test(user, ta_request)


@predicate
def is_open_proposal(user: User, proposal: Proposal | None) -> bool:
    return proposal is not None and proposal.status in ProposalStatus.OPEN


def speaks_for(user: User, practitioner: Practitioner) -> bool:
    """Return whether the person is the practitioner or the focal point of the practitioner's employer."""
    if practitioner.user_id == user.pk:
        return True
    return represents(user, practitioner.organisation_id, Role.COUNTERPART)


add_perm(f"{_P}invite_practitioner", is_officer & is_matchable)
add_perm(f"{_P}answer_proposal", is_invited)
add_perm(f"{_P}confirm_proposal", is_requester_of_proposal)
add_perm(f"{_P}withdraw_proposal", is_officer)
add_perm(f"{_P}confirm_match", may_conclude_matching)

# --- roster ----------------------------------------------------------------------------------------------------


@predicate
def is_own_record(user: User, practitioner: Practitioner | None) -> bool:
    return practitioner is not None and speaks_for(user, practitioner)


@predicate
def is_the_practitioner(user: User, practitioner: Practitioner | None) -> bool:
    """Whether the record is the person's own; nobody else agrees in a person's name."""
    return practitioner is not None and practitioner.user_id is not None and practitioner.user_id == user.pk


@predicate
def is_of_own_agency(user: User, oecd_model: OECDModel | None) -> bool:
    return oecd_model is not None and represents(user, oecd_model.organisation_id, *COUNTERPART_ROLES)


@predicate
def has_no_sign_in(user: User, practitioner: Practitioner | None) -> bool:
    return practitioner is not None and practitioner.user_id is None


sees_roster = is_secretariat | is_auditor | is_counterpart | is_practitioner
add_perm(f"{_P}open_roster", sees_roster)
add_perm(f"{_P}confirm_practitioner", is_own_record)
add_perm(f"{_P}add_roster_record", is_officer | is_counterpart)
add_perm(f"{_P}change_practitioner", is_officer | is_own_record)
add_perm(f"{_P}change_oecd_model", is_officer | is_of_own_agency)
add_perm(f"{_P}confirm_oecd_model", is_officer | is_of_own_agency)
# A person agrees on the own page; the Secretariat writes down a consent signed on paper by somebody without a sign-in.
add_perm(f"{_P}give_public_consent", is_the_practitioner | (is_officer & has_no_sign_in))
add_perm(f"{_P}withdraw_public_consent", is_officer | is_own_record)

# --- activities ------------------------------------------------------------------------------------------------


@predicate
def is_host(user: User, activity: Activity | None) -> bool:
    return activity is not None and represents(user, activity.host_organisation_id, *MINISTRY_ROLES)


@predicate
def takes_part(user: User, activity: Activity | None) -> bool:
    """Whether the person is a confirmed practitioner of the activity."""
    if activity is None or activity.pk is None:
        return False
    return activity.assignments.filter(practitioner__user=user, is_confirmed=True).exists()


@predicate
def has_logged(user: User, activity: Activity | None) -> bool:
    """Whether the person logged days of the activity, or takes part in it: such a person does not verify them."""
    if activity is None:
        return True
    logged = activity.slots.filter(logged_by=user).exists() or activity.sessions.filter(logged_by=user).exists()
    return logged or takes_part.test(user, activity)


@predicate
def is_loggable(user: User, activity: Activity | None) -> bool:
    return activity is not None and activity.status in ActivityStatus.LOGGABLE


@predicate
def is_planned(user: User, activity: Activity | None) -> bool:
    return activity is not None and activity.status in ActivityStatus.BEFORE_CONFIRMATION


@predicate
def is_verified(user: User, activity: Activity | None) -> bool:
    return activity is not None and activity.status in ActivityStatus.VERIFIED_OR_LATER


sees_activities = is_ministry | is_secretariat | is_auditor | is_finance | is_counterpart | is_practitioner
add_perm(f"{_P}list_activities", sees_activities)
add_perm(f"{_P}plan_activity", is_officer & is_plannable)
add_perm(f"{_P}manage_activity", is_officer)
add_perm(f"{_P}change_activity", is_officer & is_planned)
add_perm(f"{_P}run_activity", is_officer | takes_part)
add_perm(f"{_P}log_days", (is_officer | takes_part) & is_loggable)
add_perm(f"{_P}verify_activity", (is_host | is_officer) & ~has_logged)
add_perm(f"{_P}adjust_days", is_lead & is_verified)
add_perm(f"{_P}close_activity", is_lead)

# --- claims ----------------------------------------------------------------------------------------------------


@predicate
def is_claim_owner(user: User, claim: ExpenseClaim | None) -> bool:
    """Whether the person travelled, or wrote the claim for the traveller."""
    return claim is not None and user.pk in (claim.claimant_id, claim.preparer_id)


@predicate
def is_submitted_claim(user: User, claim: ExpenseClaim | None) -> bool:
    return claim is not None and claim.status == ClaimStatus.SUBMITTED


@predicate
def is_verified_claim(user: User, claim: ExpenseClaim | None) -> bool:
    return claim is not None and claim.status == ClaimStatus.VERIFIED


# Who touched a claim before, and so may not decide it, is asked by the guards (with a sentence) and the database.
add_perm(f"{_P}begin_claim", is_practitioner | is_officer | is_counterpart)
add_perm(f"{_P}edit_claim", is_claim_owner)
add_perm(f"{_P}submit_claim", is_claim_owner)
add_perm(f"{_P}verify_claim", is_verifier)
add_perm(f"{_P}approve_claim", is_budget_holder)
add_perm(f"{_P}reject_claim", (is_verifier & is_submitted_claim) | (is_budget_holder & is_verified_claim))
add_perm(f"{_P}pay_claim", is_payer)
add_perm(f"{_P}reverse_claim", is_payer | is_budget_holder)
add_perm(f"{_P}allow_late_claim", is_lead)
sees_claims = is_practitioner | is_counterpart | is_secretariat | is_finance | is_auditor
add_perm(f"{_P}list_claims", sees_claims)
