"""Closed lists and life-cycles of this app, one module per subject."""

from .committee import (
    MEETING_MACHINE,
    Capacity,
    Constituency,
    DecisionKind,
    HalfYear,
    MeetingKind,
    MeetingState,
)
from .fund import (
    CHART,
    FUND_PERIOD_MACHINE,
    AccountKind,
    Book,
    ChargeKind,
    ChartRow,
    Component,
    ContributorKind,
    ExpenseClass,
    FundPeriodState,
    Side,
    TransactionKind,
)
from .reports import SNAPSHOT_MACHINE, ArtifactFormat, NarrativeKey, SnapshotState, ValueKind

__all__ = [
    "CHART",
    "FUND_PERIOD_MACHINE",
    "MEETING_MACHINE",
    "SNAPSHOT_MACHINE",
    "AccountKind",
    "ArtifactFormat",
    "Book",
    "Capacity",
    "ChargeKind",
    "ChartRow",
    "Component",
    "Constituency",
    "ContributorKind",
    "DecisionKind",
    "ExpenseClass",
    "FundPeriodState",
    "HalfYear",
    "MeetingKind",
    "MeetingState",
    "NarrativeKey",
    "Side",
    "SnapshotState",
    "TransactionKind",
    "ValueKind",
]
