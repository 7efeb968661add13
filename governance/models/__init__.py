"""Models of this app, one file per aggregate."""

from .committee import Decision, Meeting, Representative, Seat
from .documents import (
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
    Pledge,
    Receipt,
    Reversal,
)
from .ledger import GENESIS, LEDGER_LOCK, Account, FundPeriod, LedgerTransaction, Leg
from .programme import ProgrammeLine, WorkProgramme

__all__ = [
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
    "Pledge",
    "ProgrammeLine",
    "Receipt",
    "Representative",
    "Reversal",
    "Seat",
    "WorkProgramme",
]
