"""The one way into the ledger: lock, value, post, and have the database check everything before going on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.enums import CHART, AccountKind, FundPeriodState, HalfYear, TransactionKind
from governance.models import LEDGER_LOCK, Account, FundPeriod, LedgerTransaction, Leg
from governance.selectors.fund import ledger_head
from governance.services.chain import hash_of_inputs, hash_of_transaction
from partnership.core.models import ExchangeRate, User
from partnership.core.money import CENT, check_amount, to_usd
from partnership.core.transitions import Refused

FUND_CURRENCY = "USD"
RATE_MAX_AGE = timedelta(days=35)
RATE_STEP = Decimal("0.00000001")
DEFERRED_CHECKS = ("governance.LedgerTransaction:balanced", "governance.LedgerTransaction:floors")


@dataclass(frozen=True)
class Value:
    """An amount with its US dollars and the rate (units per dollar) that says so."""

    amount: Decimal
    currency: str
    usd: Decimal
    rate: Decimal = Decimal(1)
    rate_date: date | None = None
    rate_source: str = ""


@dataclass(frozen=True)
class Entry:
    """A debit and a credit of the same value."""

    debit: Account
    credit: Account
    value: Value


@dataclass(frozen=True)
class Request:
    """Who asks for a document, under which idempotency key, with which inputs."""

    kind: TransactionKind
    actor: User
    key: str
    inputs: Mapping[str, Any]

    @property
    def input_hash(self) -> str:
        return hash_of_inputs(self.kind, {"actor": self.actor.pk, **self.inputs})


@dataclass(frozen=True)
class Posting:
    """What is to be posted for a document."""

    document: str
    value_date: date
    narrative: str
    entries: Sequence[Entry]
    reverses: LedgerTransaction | None = None


def lock_ledger() -> None:
    """Wait for the ledger and keep it until the database transaction ends: from here on nobody else posts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEDGER_LOCK])


def earlier_transaction(request: Request) -> LedgerTransaction | None:
    """Return what this key posted before; raise Refused when it was for something else."""
    entry = LedgerTransaction.objects.filter(idempotency_key=request.key).first()
    if entry is not None and entry.input_hash != request.input_hash:
        raise Refused(_("This form was already used for another entry. Please begin anew."))
    return entry


def account(kind: AccountKind, key: str = "", **dimensions: Any) -> Account:
    """Return the account of a kind (with ``key`` behind the prefix), opened when it is the first to be needed."""
    row = CHART[kind]
    fixed = {"kind": kind, "book": row.book, "side": row.side, "never_negative": row.never_negative}
    found, _created = Account.objects.get_or_create(code=f"{row.code}{key}", defaults={**fixed, **dimensions})
    return found


def positive(amount: Decimal, currency: str) -> Decimal:
    """Return the amount; raise ValidationError unless it is above zero and exact in its currency."""
    check_amount(amount, currency)
    if amount <= 0:
        raise ValidationError(_("The amount must be above zero."), code="positive")
    return amount


def dollars(amount: Decimal) -> Value:
    """Return US dollars as a value."""
    return Value(amount, FUND_CURRENCY, amount)


def value_on(amount: Decimal, currency: str, on: date) -> Value:
    """Return an amount valued at the latest rate on or before a day; raise Refused when that is older than 35 days."""
    if currency == FUND_CURRENCY:
        return dollars(amount)
    rate = ExchangeRate.objects.filter(currency=currency, date__lte=on).order_by("-date").first()
    if rate is None or on - rate.date > RATE_MAX_AGE:
        raise Refused(_("There is no rate of exchange for {currency} of the last 35 days.").format(currency=currency))
    usd = to_usd(amount, rate.units_per_usd)
    if not usd:
        raise ValidationError(_("The amount is worth less than a cent."), code="positive")
    return Value(amount, currency, usd, rate.units_per_usd, rate.date, rate.source)


def balance_of(account: Account, currency: str) -> tuple[Decimal, Decimal]:
    """Return an account's balance in a currency and its US dollars, both debit − credit."""
    sums = account.legs.filter(currency=currency).aggregate(debit=Sum("debit"), credit=Sum("credit"))
    usd_debit = account.legs.filter(currency=currency, debit__gt=0).aggregate(usd=Sum("usd"))["usd"]
    usd_credit = account.legs.filter(currency=currency, credit__gt=0).aggregate(usd=Sum("usd"))["usd"]
    return (sums["debit"] or Decimal(0)) - (sums["credit"] or Decimal(0)), (usd_debit or 0) - (usd_credit or 0)


def carried_usd(account: Account, currency: str, amount: Decimal) -> Decimal:
    """Return the US dollars at which a part of an account's balance is carried; the last part takes what is left."""
    balance, usd = balance_of(account, currency)
    return (usd * amount / balance).quantize(CENT, rounding=ROUND_HALF_UP) if balance else Decimal(0)


def ensure_period(on: date) -> FundPeriod:
    """Return the half-year that a date belongs to, opened when it is the first to be needed."""
    first = on.month <= 6
    period, _created = FundPeriod.objects.get_or_create(
        year=on.year,
        half=HalfYear.FIRST if first else HalfYear.SECOND,
        defaults={
            "starts_on": date(on.year, 1 if first else 7, 1),
            "ends_on": date(on.year, 6, 30) if first else date(on.year, 12, 31),
        },
    )
    return period


def post(posting: Posting, request: Request) -> LedgerTransaction:
    """Post to the ledger, which must be locked, and have the database check it at once. Raises Refused."""
    _check_date(posting.value_date)
    sequence, head = ledger_head()
    entry = LedgerTransaction(
        sequence=sequence + 1,
        kind=request.kind,
        value_date=posting.value_date,
        posted_at=timezone.now(),
        posted_by=request.actor,
        document=posting.document,
        narrative=posting.narrative[:300],
        reverses=posting.reverses,
        leg_count=2 * len(posting.entries),
        idempotency_key=request.key,
        input_hash=request.input_hash,
        previous_hash=head,
    )
    legs = _legs(entry, posting.entries)
    codes = {side.pk: side.code for pair in posting.entries for side in (pair.debit, pair.credit)}
    entry.hash = hash_of_transaction(entry, legs, codes)
    with _refusals():
        entry.save(force_insert=True)
        Leg.objects.bulk_create(legs)
        pgtrigger.constraints(pgtrigger.Immediate, *DEFERRED_CHECKS)
        pgtrigger.constraints(pgtrigger.Deferred, *DEFERRED_CHECKS)
    return entry


def _legs(entry: LedgerTransaction, entries: Sequence[Entry]) -> list[Leg]:
    legs: list[Leg] = []
    for pair in entries:
        value = pair.value
        shared = {
            "transaction": entry,
            "currency_id": value.currency,
            "usd": value.usd,
            "rate": value.rate,
            "rate_date": value.rate_date,
            "rate_source": value.rate_source,
        }
        for side, amounts in ((pair.debit, {"debit": value.amount}), (pair.credit, {"credit": value.amount})):
            legs.append(Leg(**shared, **amounts, account=side, book=side.book, position=len(legs) + 1))
    return legs


def _check_date(value_date: date) -> None:
    if value_date > timezone.localdate():
        raise Refused(_("The value date lies in the future."))
    if ensure_period(value_date).status == FundPeriodState.CLOSED:
        raise Refused(_("The period of this value date is closed."))


@contextmanager
def _refusals() -> Iterator[None]:
    """Say in plain words what the database refused."""
    try:
        yield
    except IntegrityError as error:
        raise Refused(_reason(str(error))) from error


def _reason(text: str) -> str:
    short = re.search(r"Account (\S+) would go below zero", text)
    if short is None:
        return _("The ledger refused this entry: {text}").format(text=text.splitlines()[0])
    reasons = {
        CHART[AccountKind.BANK].code: _("The bank account does not hold that much."),
        CHART[AccountKind.PLEDGE_RECEIVABLE].code: _("Part of this pledge was already received."),
        CHART[AccountKind.UNALLOCATED].code: _("The fund does not hold that much unallocated money."),
        CHART[AccountKind.ALLOCATED].code: _("The component's free allocation does not cover this."),
        CHART[AccountKind.COMMITTED].code: _("What is left of the commitment does not cover this."),
    }
    for prefix, reason in reasons.items():
        if short[1].startswith(prefix):
            return reason
    return _("Account {code} would go below zero.").format(code=short[1])
