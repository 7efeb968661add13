"""Closed lists and life-cycles of this app, one module per aggregate."""

from .activities import (
    ACTIVITY_MACHINE,
    ActivityMode,
    ActivityStatus,
    AssignmentRole,
    HalfDay,
)
from .claims import CLAIM_MACHINE, ClaimStatus, ExpenseCategory
from .requests import (
    PROPOSAL_MACHINE,
    TA_REQUEST_MACHINE,
    DeclineCode,
    EligibilityVerdict,
    HelpKind,
    Language,
    MessageVisibility,
    ProposalStatus,
    TARequestStatus,
)
from .roster import EvidenceGrade

__all__ = [
    "ACTIVITY_MACHINE",
    "CLAIM_MACHINE",
    "PROPOSAL_MACHINE",
    "TA_REQUEST_MACHINE",
    "ActivityMode",
    "ActivityStatus",
    "AssignmentRole",
    "ClaimStatus",
    "DeclineCode",
    "EligibilityVerdict",
    "EvidenceGrade",
    "ExpenseCategory",
    "HalfDay",
    "HelpKind",
    "Language",
    "MessageVisibility",
    "ProposalStatus",
    "TARequestStatus",
]
