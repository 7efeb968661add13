"""The life-cycle of a TA request and of a proposal, and the closed lists they use."""

from enum import nonmember

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from partnership.core.transitions import Machine, Transition


class TARequestStatus(TextChoices):
    """Where a request stands, in the words of the Secretariat."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_TRIAGE = "in_triage", _("In triage")
    RETURNED = "returned", _("Returned to the ministry")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MATCHING = "matching", _("Matching")
    ON_HOLD = "on_hold", _("On hold")
    MATCHED = "matched", _("Matched")
    IN_DELIVERY = "in_delivery", _("In delivery")
    DELIVERED = "delivered", _("Delivered")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")

    EDITABLE = nonmember(("draft", "returned"))
    PAUSED = nonmember(("returned", "on_hold"))
    ENDED = nonmember(("closed", "declined", "withdrawn", "cancelled"))
    ACCEPTED = nonmember(("approved", "matching", "on_hold", "matched", "in_delivery", "delivered", "closed"))
    MATCHABLE = nonmember(("matching", "matched", "in_delivery"))
    PLANNABLE = nonmember(("matched", "in_delivery"))


# What the ministry reads where the Secretariat's word would say too much or too little.
PUBLIC_LABELS = {
    TARequestStatus.SUBMITTED: _("Received by the Secretariat"),
    TARequestStatus.IN_TRIAGE: _("Under review"),
    TARequestStatus.RETURNED: _("Back with you"),
    TARequestStatus.MATCHING: _("Looking for a counterpart"),
    TARequestStatus.MATCHED: _("Counterpart found"),
    TARequestStatus.IN_DELIVERY: _("Under way"),
}


class HelpKind(TextChoices):
    """The kind of help asked for."""

    STUDY_VISIT = "study_visit", _("Study visit")
    EXPERT_MISSION = "expert_mission", _("Expert mission")
    REMOTE_SESSIONS = "remote_sessions", _("Remote sessions")
    EXCHANGE = "exchange", _("Exchange of staff")
    DOCUMENT_REVIEW = "document_review", _("Review of a document")


class Language(TextChoices):
    """A language in which the parties can work."""

    SPANISH = "es", _("Spanish")
    PORTUGUESE = "pt", _("Portuguese")
    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")
    DUTCH = "nl", _("Dutch")


class DeclineCode(TextChoices):
    """Why a request was declined; the public text says it in the request's own terms."""

    NOT_PSM = "not_psm", _("Outside public sector management")
    NOT_PEER = "not_peer", _("Not a task for peers")
    STAFF_COST = "staff_cost", _("Asks for staff or consultant time")
    DUPLICATE = "duplicate", _("Covered by another request or programme")
    NO_OWNER = "no_owner", _("No unit of the ministry to carry it")
    NO_FUNDS = "no_funds", _("No funds in the work programme")


class MessageVisibility(TextChoices):
    """Who reads a message of the conversation."""

    SHARED = "shared", _("The ministry and the Secretariat")
    INTERNAL = "internal", _("The Secretariat only")


class EligibilityVerdict(TextChoices):
    """The answer to an eligibility question."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_APPLICABLE = "na", _("Does not apply")


class ProposalStatus(TextChoices):
    """Where the proposal of a practitioner for a request stands."""

    INVITED = "invited", _("Invited")
    ACCEPTED = "accepted", _("Accepted by the counterpart")
    DECLINED = "declined", _("Declined by the counterpart")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CONFIRMED = "confirmed", _("Confirmed by the ministry")
    NOT_SELECTED = "not_selected", _("Not selected")

    OPEN = nonmember(("invited", "accepted"))


_P = "technical_assistance."
_BEFORE_DECISION = ("draft", "submitted", "in_triage", "returned")

TA_REQUEST_MACHINE = Machine(
    label="technical_assistance.TARequest",
    states=TARequestStatus,
    initial=TARequestStatus.DRAFT,
    transitions=(
        Transition(
            "submit",
            ("draft", "returned"),
            "submitted",
            f"{_P}submit_ta_request",
            _("Submit"),
            guards=(f"{_P}eligible_country", f"{_P}complete"),
        ),
        Transition("take", ("submitted",), "in_triage", f"{_P}triage_ta_request", _("Take for triage")),
        Transition(
            "approve",
            ("in_triage",),
            "approved",
            f"{_P}approve_ta_request",
            _("Approve"),
            guards=(f"{_P}questions_answered",),
        ),
        Transition(
            "return",
            ("in_triage",),
            "returned",
            f"{_P}return_ta_request",
            _("Return to the ministry"),
            reason_required=True,
        ),
        Transition(
            "decline", ("in_triage",), "declined", f"{_P}decline_ta_request", _("Decline"), reason_required=True
        ),
        Transition("take_over", ("in_triage",), "in_triage", f"{_P}take_over_ta_request", _("Take over the triage")),
        Transition("start_matching", ("approved",), "matching", f"{_P}match_ta_request", _("Start matching")),
        Transition(
            "match",
            ("matching",),
            "matched",
            f"{_P}confirm_match",
            _("Counterpart confirmed"),
            guards=(f"{_P}has_confirmed_proposal",),
            is_internal=True,
        ),
        Transition("hold", ("matching",), "on_hold", f"{_P}match_ta_request", _("Put on hold"), reason_required=True),
        Transition("resume", ("on_hold",), "matching", f"{_P}match_ta_request", _("Resume")),
        Transition(
            "begin_delivery",
            ("matched",),
            "in_delivery",
            f"{_P}match_ta_request",
            _("First activity confirmed"),
            guards=(f"{_P}has_confirmed_activity",),
            is_internal=True,
        ),
        Transition(
            "complete",
            ("in_delivery",),
            "delivered",
            f"{_P}match_ta_request",
            _("Mark as delivered"),
            guards=(f"{_P}no_open_activity", f"{_P}days_verified"),
        ),
        Transition(
            "close",
            ("delivered",),
            "closed",
            f"{_P}close_ta_request",
            _("Close"),
            guards=(f"{_P}no_open_claim", f"{_P}activities_evaluated"),
        ),
        Transition(
            "withdraw",
            (*_BEFORE_DECISION, "approved"),
            "withdrawn",
            f"{_P}withdraw_ta_request",
            _("Withdraw"),
            reason_required=True,
        ),
        Transition(
            "cancel",
            ("approved", "matching", "on_hold", "matched", "in_delivery"),
            "cancelled",
            f"{_P}cancel_ta_request",
            _("Cancel"),
            guards=(f"{_P}no_paid_claim",),
            reason_required=True,
        ),
    ),
)

PROPOSAL_MACHINE = Machine(
    label="technical_assistance.Proposal",
    states=ProposalStatus,
    initial=ProposalStatus.INVITED,
    transitions=(
        Transition("accept", ("invited",), "accepted", f"{_P}answer_proposal", _("Accept the invitation")),
        Transition(
            "decline",
            ("invited",),
            "declined",
            f"{_P}answer_proposal",
            _("Decline the invitation"),
            reason_required=True,
        ),
        Transition(
            "confirm",
            ("accepted",),
            "confirmed",
            f"{_P}confirm_proposal",
            _("Confirm this counterpart"),
            guards=(f"{_P}request_is_matchable",),
        ),
        Transition(
            "not_select",
            ("invited", "accepted"),
            "not_selected",
            f"{_P}confirm_match",
            _("Not selected"),
            is_internal=True,
        ),
        Transition(
            "withdraw",
            ("invited", "accepted"),
            "withdrawn",
            f"{_P}withdraw_proposal",
            _("Withdraw the invitation"),
        ),
        Transition(
            "release",
            ("invited", "accepted"),
            "withdrawn",
            f"{_P}confirm_match",
            _("Request ended"),
            is_internal=True,
        ),
    ),
)
