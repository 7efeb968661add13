"""The trust fund: books, chart of accounts, kinds of transaction, periods."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnership.core.transitions import Machine, Transition


class Component(TextChoices):
    """What the fund pays for. Technical assistance pays travel and nothing else."""

    INDICATORS = "IND", _("Comparative indicators")
    NETWORKS = "NET", _("Networks of practitioners")
    TECHNICAL_ASSISTANCE = "TA", _("Peer-to-peer technical assistance")
    GOVERNANCE = "GOV", _("Governance and evaluation")


class ExpenseClass(TextChoices):
    TRAVEL = "travel", _("Travel")
    EVENTS = "events", _("Meetings and events")
    DATA = "data", _("Data collection")
    PUBLICATIONS = "publications", _("Publications and translation")
    SERVICES = "services", _("Professional services")


class ContributorKind(TextChoices):
    WORLD_BANK = "world_bank", _("World Bank")
    RECIPIENT = "recipient", _("Recipient country")
    DONOR = "donor", _("Donor country")
    OTHER = "other", _("Other contributor")


class ChargeKind(TextChoices):
    BANK_CHARGE = "bank_charge", _("Bank charge")
    ADMINISTRATION_FEE = "administration_fee", _("Administration fee")


class Book(TextChoices):
    CASH = "cash", _("Cash book")
    BUDGET = "budget", _("Budget book")


class Side(TextChoices):
    DEBIT = "debit", _("Debit")
    CREDIT = "credit", _("Credit")


class AccountKind(TextChoices):
    BANK = "bank", _("Bank")
    CONTRIBUTION = "contribution", _("Contributions")
    INTEREST = "interest", _("Interest")
    EXPENDITURE = "expenditure", _("Expenditure")
    CHARGES = "charges", _("Charges and fees")
    FX_DIFFERENCE = "fx_difference", _("Exchange difference")
    CURRENCY_TRADING = "currency_trading", _("Currency trading")
    PLEDGE_RECEIVABLE = "pledge_receivable", _("Pledges receivable")
    PLEDGE_CONTRA = "pledge_contra", _("Pledges, contra")
    FUNDS_ON_HAND = "funds_on_hand", _("Funds received")
    UNALLOCATED = "unallocated", _("Not yet allocated")
    ALLOCATED = "allocated", _("Allocated, free")
    COMMITTED = "committed", _("Committed, unpaid")
    DISBURSED = "disbursed", _("Disbursed")


@dataclass(frozen=True)
class ChartRow:
    """One line of the chart of accounts: code or code prefix, book, the side on which it grows, whether it may turn."""

    code: str
    book: Book
    side: Side
    never_negative: bool


# The floors are the ceilings of the fund: what is not allocated cannot be committed, what is not committed cannot
# be paid, because the account it comes from may not go below zero.
CHART: dict[AccountKind, ChartRow] = {
    AccountKind.BANK: ChartRow("1000.", Book.CASH, Side.DEBIT, never_negative=True),
    AccountKind.CONTRIBUTION: ChartRow("3000.", Book.CASH, Side.CREDIT, never_negative=True),
    AccountKind.INTEREST: ChartRow("3100", Book.CASH, Side.CREDIT, never_negative=True),
    AccountKind.EXPENDITURE: ChartRow("4000.", Book.CASH, Side.DEBIT, never_negative=True),
    AccountKind.CHARGES: ChartRow("5800", Book.CASH, Side.DEBIT, never_negative=True),
    AccountKind.FX_DIFFERENCE: ChartRow("5900", Book.CASH, Side.CREDIT, never_negative=False),
    AccountKind.CURRENCY_TRADING: ChartRow("6000.", Book.CASH, Side.DEBIT, never_negative=False),
    AccountKind.PLEDGE_RECEIVABLE: ChartRow("B100.", Book.BUDGET, Side.DEBIT, never_negative=True),
    AccountKind.PLEDGE_CONTRA: ChartRow("B190", Book.BUDGET, Side.CREDIT, never_negative=True),
    AccountKind.FUNDS_ON_HAND: ChartRow("B200", Book.BUDGET, Side.DEBIT, never_negative=True),
    AccountKind.UNALLOCATED: ChartRow("B300", Book.BUDGET, Side.CREDIT, never_negative=True),
    AccountKind.ALLOCATED: ChartRow("B310.", Book.BUDGET, Side.CREDIT, never_negative=True),
    AccountKind.COMMITTED: ChartRow("B320.", Book.BUDGET, Side.CREDIT, never_negative=True),
    AccountKind.DISBURSED: ChartRow("B330.", Book.BUDGET, Side.CREDIT, never_negative=True),
}


class TransactionKind(TextChoices):
    PLEDGE = "pledge", _("Pledge")
    RECEIPT = "receipt", pgettext_lazy("fund", "Receipt")
    INTEREST = "interest", _("Interest")
    CHARGE = "charge", _("Charge or fee")
    CURRENCY_SALE = "currency_sale", _("Currency sale")
    ALLOCATION = "allocation", _("Allocation")
    COMMITMENT = "commitment", _("Commitment")
    DECOMMITMENT = "decommitment", _("De-commitment")
    DISBURSEMENT = "disbursement", _("Disbursement")
    REVERSAL = "reversal", _("Reversal")


class FundPeriodState(TextChoices):
    OPEN = "open", pgettext_lazy("fund period", "Open")
    CLOSING = "closing", _("Being closed")
    CLOSED = "closed", pgettext_lazy("fund period", "Closed")


FUND_PERIOD_MACHINE = Machine(
    label="governance.FundPeriod",
    states=FundPeriodState,
    initial=FundPeriodState.OPEN,
    transitions=(
        Transition(
            "begin_closing",
            (FundPeriodState.OPEN,),
            FundPeriodState.CLOSING,
            "governance.begin_closing",
            _("Begin to close"),
            guards=("governance.period_has_ended",),
        ),
        Transition(
            "resume",
            (FundPeriodState.CLOSING,),
            FundPeriodState.OPEN,
            "governance.begin_closing",
            _("Keep open"),
            reason_required=True,
        ),
        Transition(
            "close",
            (FundPeriodState.CLOSING,),
            FundPeriodState.CLOSED,
            "governance.close_period",
            _("Close the period"),
            guards=("governance.earlier_periods_are_closed",),
        ),
    ),
)
