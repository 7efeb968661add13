"""Models of this app, one file per aggregate."""

from governance.charter.models import CharterText, CharterTextVersion, Partner, PartnerState

from .committee import Decision, Meeting, Representative, Seat
from .documents import (
    DOCUMENTS,
    Allocation,
    Charge,
    Commitment,
    Contributor,
    CurrencySale,
    Decommitment,
    Disbursement,
    Document,
    FinancingPlan,
    Interest,
    MoneyDocument,
    Pledge,
    Receipt,
    Reversal,
)
from .ledger import GENESIS, LEDGER_LOCK, Account, FundPeriod, LedgerTransaction, Leg
from .programme import ProgrammeLine, WorkProgramme
from .reports import (
    Artifact,
    NarrativeSection,
    ReportPeriod,
    Restatement,
    RestatementReason,
    Snapshot,
)
from .results import Baseline, ResultIndicator, Target, TypedActual

__all__ = [
    "DOCUMENTS",
    "GENESIS",
    "LEDGER_LOCK",
    "Account",
    "Allocation",
    "Artifact",
    "Baseline",
    "Charge",
    "CharterText",
    "CharterTextVersion",
    "Commitment",
    "Contributor",
    "CurrencySale",
    "Decision",
    "Decommitment",
    "Disbursement",
    "Document",
    "FinancingPlan",
    "FundPeriod",
    "Interest",
    "LedgerTransaction",
    "Leg",
    "Meeting",
    "MoneyDocument",
    "NarrativeSection",
    "Partner",
    "PartnerState",
    "Pledge",
    "ProgrammeLine",
    "Receipt",
    "ReportPeriod",
    "Representative",
    "Restatement",
    "RestatementReason",
    "ResultIndicator",
    "Reversal",
    "Seat",
    "Snapshot",
    "Target",
    "TypedActual",
    "WorkProgramme",
]
