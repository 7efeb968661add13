"""Models of this app, one file per aggregate."""

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

__all__ = [
    "DOCUMENTS",
    "GENESIS",
    "LEDGER_LOCK",
    "Account",
    "Allocation",
    "Charge",
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
    "Pledge",
    "ProgrammeLine",
    "Receipt",
    "Representative",
    "Reversal",
    "Seat",
    "WorkProgramme",
]
