"""The shapes of the fund's figures. Amounts are US dollars unless a currency is named."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from governance.enums import Component, ExpenseClass
from governance.models import Leg

ZERO = Decimal("0.00")


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return part of whole in per cent with one decimal; None when there is no whole."""
    return round(100 * part / whole, 1) if whole else None


@dataclass(frozen=True)
class Window:
    """Which postings count: by value date (both days included), and up to which ledger number."""

    since: date | None = None
    until: date | None = None
    head: int | None = None

    def legs(self) -> QuerySet[Leg]:
        """Return the legs of the postings in the window."""
        limits = {
            "transaction__value_date__gte": self.since,
            "transaction__value_date__lte": self.until,
            "transaction__sequence__lte": self.head,
        }
        return Leg.objects.filter(**{name: value for name, value in limits.items() if value is not None})

    def before(self) -> Window | None:
        """Return the window of everything earlier; None when this one begins with the fund."""
        if self.since is None:
            return None
        return Window(until=date.fromordinal(self.since.toordinal() - 1), head=self.head)


@dataclass(frozen=True)
class Figure:
    """An amount in US dollars and the ledger transactions behind it."""

    amount: Decimal = ZERO
    evidence: tuple[int, ...] = ()

    def __add__(self, other: Figure) -> Figure:
        return Figure(self.amount + other.amount, tuple(sorted({*self.evidence, *other.evidence})))

    def __sub__(self, other: Figure) -> Figure:
        return Figure(self.amount - other.amount, tuple(sorted({*self.evidence, *other.evidence})))


@dataclass(frozen=True)
class Line:
    """A named figure: a source or a use."""

    key: str
    label: str
    figure: Figure

    @property
    def amount(self) -> Decimal:
        return self.figure.amount


@dataclass(frozen=True)
class SourcesAndUses:
    """Total sources − total uses = balance."""

    sources: tuple[Line, ...]
    uses: tuple[Line, ...]

    @property
    def total_sources(self) -> Decimal:
        return sum((line.amount for line in self.sources), ZERO)

    @property
    def total_uses(self) -> Decimal:
        return sum((line.amount for line in self.uses), ZERO)

    @property
    def balance(self) -> Decimal:
        return self.total_sources - self.total_uses


@dataclass(frozen=True)
class TrialRow:
    """An account in one currency with its sums; ``usd`` is debit − credit in US dollars."""

    code: str
    book: str
    kind: str
    currency: str
    debit: Decimal
    credit: Decimal
    usd: Decimal

    def as_json(self) -> dict[str, str]:
        """Return the row with its amounts as text."""
        return {name: str(value) for name, value in asdict(self).items()}


@dataclass(frozen=True)
class ContributorRow:
    """What a contributor pledged, gave, and still owes of its pledges."""

    code: str
    name: str
    kind: str
    kind_label: str
    pledged: Figure
    received: Figure
    outstanding: Figure


@dataclass(frozen=True)
class ComponentRow:
    """What a component was given, has bound (paid or not) and has paid."""

    component: str
    label: str
    allocated: Figure
    committed: Figure
    disbursed: Figure

    @property
    def delivery_rate(self) -> Decimal | None:
        """Disbursed of allocated, in per cent with one decimal; None when nothing was allocated."""
        return percent(self.disbursed.amount, self.allocated.amount)


@dataclass(frozen=True)
class ExpenseKey:
    """A component and a class of expense."""

    component: Component
    expense_class: ExpenseClass


@dataclass(frozen=True)
class YearShare:
    """The World Bank's part of what came in during a year."""

    year: int
    bank: Figure
    total: Figure

    @property
    def share(self) -> Decimal | None:
        return percent(self.bank.amount, self.total.amount)


@dataclass(frozen=True)
class BankShare:
    """The World Bank's share four ways, in per cent with one decimal; None is "not computable"."""

    planned: Decimal | None
    plan_source: str
    pledged: Decimal | None
    received: Decimal | None
    years: tuple[YearShare, ...] = field(default=())


@dataclass(frozen=True)
class SelfFinancing:
    """Member contributions received in a year against what was disbursed in it."""

    year: int
    member_receipts: Figure
    recipient_receipts: Figure
    disbursed: Figure

    @property
    def ratio(self) -> Decimal | None:
        """All members, in per cent, uncapped; None ("not computable") when nothing was disbursed."""
        return percent(self.member_receipts.amount, self.disbursed.amount)

    @property
    def recipient_ratio(self) -> Decimal | None:
        """Recipient countries only."""
        return percent(self.recipient_receipts.amount, self.disbursed.amount)


@dataclass(frozen=True)
class Routes:
    """The fund's balance by four routes. They agree to the cent or something is wrong."""

    banks: Decimal
    sources_less_uses: Decimal
    budget_book: Decimal
    public_page: Decimal

    @property
    def agree(self) -> bool:
        return len({self.banks, self.sources_less_uses, self.budget_book, self.public_page}) == 1


@dataclass(frozen=True)
class UnpaidCommitment:
    """What is left to pay of a commitment on a day, and how old the commitment is."""

    number: str
    component: str
    component_label: str
    purpose: str
    committed_on: date
    unpaid: Figure
    age_days: int
