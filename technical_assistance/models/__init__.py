"""Models of this app, one file per aggregate."""

from .activities import Activity, Assignment, PersonDayAdjustment, RemoteSession, Slot
from .calendar import ClockRule, Holiday
from .claims import ClaimLine, ClaimPolicy, ExpenseClaim
from .conflicts import DraftConflict
from .eligibility import EligibilityAnswer, EligibilityQuestion
from .proposals import Proposal
from .requests import (
    ReferenceCounter,
    StateStay,
    TARequest,
    TARequestAttachment,
    TARequestMessage,
    TARequestRevision,
    TARequestSnapshot,
)
from .roster import ConsentText, OECDModel, Practitioner, RosterPolicy

__all__ = [
    "Activity",
    "Assignment",
    "ClaimLine",
    "ClaimPolicy",
    "ClockRule",
    "ConsentText",
    "DraftConflict",
    "EligibilityAnswer",
    "EligibilityQuestion",
    "ExpenseClaim",
    "Holiday",
    "OECDModel",
    "PersonDayAdjustment",
    "Practitioner",
    "Proposal",
    "ReferenceCounter",
    "RemoteSession",
    "RosterPolicy",
    "Slot",
    "StateStay",
    "TARequest",
    "TARequestAttachment",
    "TARequestMessage",
    "TARequestRevision",
    "TARequestSnapshot",
]
