"""The trust fund in figures, all summed from the ledger's legs. Amounts are US dollars unless a currency is named.

Every figure carries its evidence: the numbers of the ledger transactions that it is the sum of.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, F, Sum, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.enums import CHART, AccountKind, Book, Component, ContributorKind, ExpenseClass, Side
from governance.models import GENESIS, Commitment, Contributor, FinancingPlan, LedgerTransaction

from .fund_figures import (
    ZERO,
    BankShare,
    ComponentRow,
    ContributorRow,
    ExpenseKey,
    Figure,
    Line,
    Routes,
    SelfFinancing,
    SourcesAndUses,
    TrialRow,
    UnpaidCommitment,
    Window,
    YearShare,
    percent,
)

EVER = Window()
SOURCE_LABELS = {
    ContributorKind.WORLD_BANK: gettext_lazy("World Bank"),
    ContributorKind.RECIPIENT: gettext_lazy("Recipient countries"),
    ContributorKind.DONOR: gettext_lazy("Donor countries"),
    ContributorKind.OTHER: gettext_lazy("Other contributors"),
}


def ledger_head() -> tuple[int, str]:
    """Return number and hash of the last posting; 0 and the genesis hash when there is none."""
    row = LedgerTransaction.objects.order_by("-sequence").values_list("sequence", "hash").first()
    return row or (0, GENESIS)


def trial_balance(window: Window = EVER) -> list[TrialRow]:
    """Return every account that was ever touched in the window, by currency, in the order of the chart."""
    rows = (
        window.legs()
        .values("account__code", "account__kind", "book", "currency_id")
        .annotate(debits=Sum("debit"), credits=Sum("credit"), net=_net_usd())
        .order_by("-book", "account__code", "currency_id")
    )
    return [
        TrialRow(
            row["account__code"],
            row["book"],
            row["account__kind"],
            row["currency_id"],
            row["debits"],
            row["credits"],
            row["net"],
        )
        for row in rows
    ]


def sources_and_uses(window: Window = EVER) -> SourcesAndUses:
    """Return where the money came from and what it was used for, by the cash book.

    A window that begins later starts with the balance brought forward.
    """
    found = _Sums(window, AccountKind.CONTRIBUTION, AccountKind.INTEREST, AccountKind.FX_DIFFERENCE, *_USES)
    sources = [
        Line(kind.value, str(SOURCE_LABELS[kind]), found.of(AccountKind.CONTRIBUTION, contributor_kind=kind))
        for kind in ContributorKind
    ]
    sources.append(Line("interest", _("Interest"), found.of(AccountKind.INTEREST)))
    exchange = found.of(AccountKind.FX_DIFFERENCE)
    if exchange.amount:
        sources.append(Line("fx", _("Exchange differences"), exchange))
    if earlier := window.before():
        brought = Figure(sources_and_uses(earlier).balance)
        sources.insert(0, Line("brought_forward", _("Balance brought forward"), brought))
    uses = [
        Line(component.value, str(component.label), found.of(AccountKind.EXPENDITURE, component=component))
        for component in Component
    ]
    uses.append(Line("charges", _("Bank charges and fees"), found.of(AccountKind.CHARGES)))
    return SourcesAndUses(tuple(line for line in sources if line.figure.evidence or line.amount), tuple(uses))


def contributors(window: Window = EVER) -> list[ContributorRow]:
    """Return the contributors with their pledges and receipts; the largest giver first."""
    found = _Sums(window, AccountKind.CONTRIBUTION, AccountKind.PLEDGE_RECEIVABLE)
    signed = _Sums(window, AccountKind.PLEDGE_RECEIVABLE, only_pledges=True)
    rows = [
        ContributorRow(
            code=contributor.code,
            name=contributor.organisation.name,
            kind=contributor.kind,
            kind_label=str(ContributorKind(contributor.kind).label),
            pledged=signed.of(AccountKind.PLEDGE_RECEIVABLE, contributor=contributor.pk),
            received=found.of(AccountKind.CONTRIBUTION, contributor=contributor.pk),
            outstanding=found.of(AccountKind.PLEDGE_RECEIVABLE, contributor=contributor.pk),
        )
        for contributor in Contributor.objects.select_related("organisation")
    ]
    return sorted(rows, key=lambda row: (-row.received.amount, -row.pledged.amount, row.name))


def by_component(window: Window = EVER) -> list[ComponentRow]:
    """Return for each component what was allocated, committed (paid or not) and disbursed, by the budget book."""
    found = _Sums(window, AccountKind.ALLOCATED, AccountKind.COMMITTED, AccountKind.DISBURSED)
    rows = []
    for component in Component:
        free, unpaid, paid = (
            found.of(kind, component=component)
            for kind in (AccountKind.ALLOCATED, AccountKind.COMMITTED, AccountKind.DISBURSED)
        )
        rows.append(ComponentRow(component.value, str(component.label), free + unpaid + paid, unpaid + paid, paid))
    return rows


def by_expense_class(window: Window = EVER) -> list[tuple[ExpenseKey, Figure]]:
    """Return the expenditure of the cash book by (component, class of expense), classes without any left out."""
    found = _Sums(window, AccountKind.EXPENDITURE)
    keys = [(component, expense_class) for component in Component for expense_class in ExpenseClass]
    figures = [
        (ExpenseKey(*key), found.of(AccountKind.EXPENDITURE, component=key[0], expense_class=key[1])) for key in keys
    ]
    return [(key, figure) for key, figure in figures if figure.evidence]


def bank_share(window: Window = EVER) -> BankShare:
    """Return the World Bank's share: planned, of the pledges, of all receipts so far, and of each year's receipts."""
    plan = FinancingPlan.objects.first()
    rows = contributors(window)
    bank = [row for row in rows if row.kind == ContributorKind.WORLD_BANK]
    return BankShare(
        planned=percent(plan.bank_amount, plan.total_amount) if plan else None,
        plan_source=plan.source if plan else "",
        pledged=percent(_total(row.pledged for row in bank), _total(row.pledged for row in rows)),
        received=percent(_total(row.received for row in bank), _total(row.received for row in rows)),
        years=_year_shares(window),
    )


def self_financing(year: int, window: Window = EVER) -> SelfFinancing:
    """Return what members paid in during a calendar year against the disbursements of that year."""
    inside = Window(
        max(filter(None, (window.since, date(year, 1, 1)))),
        min(filter(None, (window.until, date(year, 12, 31)))),
        window.head,
    )
    found = _Sums(inside, AccountKind.CONTRIBUTION, AccountKind.EXPENDITURE)
    recipients = found.of(AccountKind.CONTRIBUTION, contributor_kind=ContributorKind.RECIPIENT)
    donors = found.of(AccountKind.CONTRIBUTION, contributor_kind=ContributorKind.DONOR)
    return SelfFinancing(year, recipients + donors, recipients, found.of(AccountKind.EXPENDITURE))


def balance_by_routes(window: Window = EVER) -> Routes:
    """Return the balance by the bank accounts, the cash book, the budget book and the public page."""
    cash = _Sums(window, AccountKind.BANK)
    budget = _Sums(window, *_UNSPENT)
    income = _Sums(window, AccountKind.CONTRIBUTION, AccountKind.INTEREST, AccountKind.FX_DIFFERENCE)
    spent = _Sums(window, *_USES)
    return Routes(
        banks=cash.of(AccountKind.BANK).amount,
        sources_less_uses=_total(income.all_figures()) - _total(spent.all_figures()),
        budget_book=_total(budget.all_figures()),
        public_page=sources_and_uses(window).balance,
    )


def unpaid_commitments(window: Window = EVER, *, on: date) -> list[UnpaidCommitment]:
    """Return what is committed and not yet paid, the oldest first, with its age on a day."""
    found = _Sums(window, AccountKind.COMMITTED)
    rows = []
    for commitment in Commitment.objects.select_related("line", "account").order_by("value_date", "id"):
        unpaid = found.of(AccountKind.COMMITTED, code=commitment.account.code)
        if unpaid.amount:
            label = str(Component(commitment.line.component).label)
            age = (on - commitment.value_date).days
            rows.append(
                UnpaidCommitment(
                    commitment.number,
                    commitment.line.component,
                    label,
                    commitment.purpose,
                    commitment.value_date,
                    unpaid,
                    age,
                )
            )
    return rows


_USES = (AccountKind.EXPENDITURE, AccountKind.CHARGES)
_UNSPENT = (AccountKind.UNALLOCATED, AccountKind.ALLOCATED, AccountKind.COMMITTED)
_DIMENSIONS = {
    "account_kind": "account__kind",
    "code": "account__code",
    "component": "account__component",
    "expense_class": "account__expense_class",
    "contributor": "account__contributor",
    "contributor_kind": "account__contributor__kind",
}


class _Sums:
    """Sums of the window by account, read once; ``of`` adds up those of a kind, on the side where it grows."""

    def __init__(self, window: Window, *kinds: AccountKind, only_pledges: bool = False) -> None:
        legs = window.legs().filter(account__kind__in=kinds)
        if only_pledges:  # the pledge itself and its reversal, not the receipts that were matched with it
            pledges = LedgerTransaction.objects.filter(kind="pledge")
            legs = legs.filter(transaction__in=pledges) | legs.filter(transaction__reverses__in=pledges)
        self.rows: list[dict[str, Any]] = list(
            legs.values(**{name: F(path) for name, path in _DIMENSIONS.items()})
            .annotate(net=_net_usd(), evidence=ArrayAgg("transaction__sequence", distinct=True))
            .order_by("code")
        )

    def of(self, kind: AccountKind, **dimensions: Any) -> Figure:
        """Return the sum over the accounts of a kind, narrowed by what they stand for."""
        rows = [
            row
            for row in self.rows
            if row["account_kind"] == kind and all(row[name] == value for name, value in dimensions.items())
        ]
        net = sum((row["net"] for row in rows), ZERO)
        evidence = {number for row in rows for number in row["evidence"]}
        return Figure(net if CHART[kind].side == Side.DEBIT else -net, tuple(sorted(evidence)))

    def all_figures(self) -> list[Figure]:
        """Return one figure per kind of account."""
        return [self.of(AccountKind(kind)) for kind in sorted({row["account_kind"] for row in self.rows})]


def _net_usd() -> Sum:
    """Debit − credit in US dollars."""
    return Sum(Case(When(debit__gt=0, then=F("usd")), default=-F("usd")))


def _total(figures: Iterable[Figure]) -> Decimal:
    return sum((figure.amount for figure in figures), ZERO)


def _year_shares(window: Window) -> tuple[YearShare, ...]:
    rows = (
        window.legs()
        .filter(account__kind=AccountKind.CONTRIBUTION, book=Book.CASH)
        .values("transaction__value_date__year", "account__contributor__kind")
        .annotate(net=_net_usd(), evidence=ArrayAgg("transaction__sequence", distinct=True))
        .order_by("transaction__value_date__year")
    )
    totals: dict[int, tuple[Figure, Figure]] = {}
    for row in rows:
        bank, total = totals.get(row["transaction__value_date__year"], (Figure(), Figure()))
        figure = Figure(-row["net"], tuple(sorted(row["evidence"])))
        is_bank = row["account__contributor__kind"] == ContributorKind.WORLD_BANK
        totals[row["transaction__value_date__year"]] = (bank + figure if is_bank else bank, total + figure)
    return tuple(YearShare(year, bank, total) for year, (bank, total) in totals.items())
