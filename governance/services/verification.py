"""Recompute the whole ledger from its rows: sequence, chain, balances, floors, documents. Constant memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice

from django.db.models import Prefetch

from governance.enums import Side, TransactionKind
from governance.models import (
    DOCUMENTS,
    GENESIS,
    Account,
    CurrencySale,
    Document,
    LedgerTransaction,
    Leg,
    MoneyDocument,
)
from governance.selectors.fund import ledger_head
from governance.services.chain import hash_of_transaction

CHUNK = 500


@dataclass(frozen=True)
class Verdict:
    """How many postings were read, the head of the chain, and what is wrong with the first broken posting."""

    postings: int
    head: str
    broken: str = ""

    @property
    def is_sound(self) -> bool:
        return not self.broken


@dataclass
class _State:
    """What is carried from posting to posting: the last number and hash, and the balances of the accounts."""

    accounts: dict[int, Account]
    sequence: int = 0
    hash: str = GENESIS
    balances: defaultdict[tuple[int, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))


def verify_ledger() -> Verdict:
    """Read every posting up to the present head, in order, and stop at the first that is broken."""
    last, _head = ledger_head()
    state = _State(Account.objects.in_bulk())
    for chunk in _chunks(last):
        documents = _documents_of(chunk)
        for entry in chunk:
            legs = list(entry.legs.all())
            problem = _problem(entry, legs, state) or _document_problem(entry, legs, documents)
            if problem:
                return Verdict(state.sequence, state.hash, f"posting {entry.sequence} ({entry.document}): {problem}")
            state.sequence, state.hash = entry.sequence, entry.hash
    return Verdict(state.sequence, state.hash)


def _chunks(last: int) -> Iterator[list[LedgerTransaction]]:
    legs = Prefetch("legs", Leg.objects.order_by("position"))
    rows = LedgerTransaction.objects.filter(sequence__lte=last).order_by("sequence").prefetch_related(legs)
    stream = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(stream, CHUNK)):
        yield chunk


def _problem(entry: LedgerTransaction, legs: list[Leg], state: _State) -> str:
    if entry.sequence != state.sequence + 1:
        return f"posting {state.sequence + 1} is missing"
    if entry.previous_hash != state.hash:
        return "it does not name the posting before it"
    if len(legs) != entry.leg_count or len(legs) < 2:
        return f"it has {len(legs)} legs and says {entry.leg_count}"
    codes = {leg.account_id: state.accounts[leg.account_id].code for leg in legs}
    if hash_of_transaction(entry, legs, codes) != entry.hash:
        return "its content is not what its checksum covers"
    return _unbalanced(legs) or _below_zero(legs, state)


def _unbalanced(legs: list[Leg]) -> str:
    sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for leg in legs:
        sums[leg.book, leg.currency_id] += leg.debit - leg.credit
        sums[leg.book, "in US dollars"] += leg.usd if leg.debit else -leg.usd
    wrong = [f"{book} book, {what}" for (book, what), total in sums.items() if total]
    return f"it does not balance ({wrong[0]})" if wrong else ""


def _below_zero(legs: list[Leg], state: _State) -> str:
    for leg in legs:
        state.balances[leg.account_id, leg.currency_id] += leg.debit - leg.credit
    for leg in legs:
        account = state.accounts[leg.account_id]
        balance = state.balances[leg.account_id, leg.currency_id]
        if account.never_negative and (balance if account.side == Side.DEBIT else -balance) < 0:
            return f"account {account.code} goes below zero"
    return ""


def _documents_of(chunk: list[LedgerTransaction]) -> dict[int, Document]:
    """Return the documents of some postings by the posting's id, one query per kind that occurs."""
    found: dict[int, Document] = {}
    for kind in {entry.kind for entry in chunk}:
        ids = [entry.pk for entry in chunk if entry.kind == kind]
        model = DOCUMENTS[TransactionKind(kind)]
        found |= {row.transaction_id: row for row in model._default_manager.filter(transaction__in=ids)}
    return found


def _document_problem(entry: LedgerTransaction, legs: list[Leg], documents: dict[int, Document]) -> str:
    document = documents.get(entry.pk)
    if document is None:
        return "it has no document"
    if (document.number, document.value_date) != (entry.document, entry.value_date):
        return "its document has another number or date"
    if isinstance(document, MoneyDocument):
        amount = document.received if isinstance(document, CurrencySale) else document.amount
        if legs[0].debit != amount:
            return "its document has another amount"
    return ""
