"""What comes into the fund: contributors, pledges, receipts, interest, charges on the statement, currency sold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from governance.enums import AccountKind, ChargeKind, ContributorKind, TransactionKind
from governance.models import Account, Charge, Contributor, CurrencySale, Interest, Pledge, Receipt
from governance.services.documents import draft, open_document, write
from governance.services.posting import (
    FUND_CURRENCY,
    RATE_STEP,
    Entry,
    Request,
    Value,
    account,
    balance_of,
    carried_usd,
    dollars,
    positive,
    value_on,
)
from partnership.core.models import Organisation, User
from partnership.core.rules import require
from partnership.core.services.audit import record
from partnership.core.transitions import Refused


@transaction.atomic
def record_contributor(*, organisation: Organisation, code: str, kind: ContributorKind, actor: User) -> Contributor:
    """Enter an organisation as a contributor; the code names its account for good."""
    require(actor, "governance.record_contributor")
    contributor = Contributor(organisation=organisation, code=code, kind=kind)
    contributor.full_clean()
    contributor.save()
    record("record_contributor", contributor, actor=actor, data={"code": code})
    return contributor


@transaction.atomic
def record_pledge(
    *, contributor: Contributor, amount: Decimal, currency: str, agreement: str, signed_on: date, actor: User, key: str
) -> Pledge:
    """Record a signed pledge at the rate of the signature. It raises no ceiling: only receipts do."""
    require(actor, "governance.record_pledge")
    inputs = {"contributor": contributor.pk, "amount": positive(amount, currency), "currency": currency}
    request = Request(
        TransactionKind.PLEDGE, actor, key, {**inputs, "agreement": agreement, "on": signed_on.isoformat()}
    )
    if earlier := open_document(Pledge, request):
        return earlier
    value = value_on(amount, currency, signed_on)
    pledge = draft(
        Pledge,
        contributor=contributor,
        amount=amount,
        currency_id=currency,
        agreement=agreement,
        value_date=signed_on,
    )
    pledge.account = account(
        AccountKind.PLEDGE_RECEIVABLE, pledge.number, currency_id=currency, contributor=contributor
    )
    entries = [Entry(pledge.account, account(AccountKind.PLEDGE_CONTRA), value)]
    return write(pledge, request, entries, f"Pledge {agreement} of {contributor}")


@transaction.atomic
def record_receipt(
    *,
    contributor: Contributor,
    amount: Decimal,
    currency: str,
    bank_reference: str,
    value_date: date,
    actor: User,
    key: str,
    pledge: Pledge | None = None,
) -> Receipt:
    """Record money that arrived. Up to what is outstanding it settles the pledge; the rest is given without one."""
    require(actor, "governance.record_receipt")
    inputs = {"contributor": contributor.pk, "amount": positive(amount, currency), "currency": currency}
    more = {"pledge": pledge and pledge.pk, "bank": bank_reference, "on": value_date.isoformat()}
    request = Request(TransactionKind.RECEIPT, actor, key, {**inputs, **more})
    if earlier := open_document(Receipt, request):
        return earlier
    _check_pledge(pledge, contributor, currency)
    value = value_on(amount, currency, value_date)
    receipt = draft(
        Receipt,
        contributor=contributor,
        pledge=pledge,
        amount=amount,
        currency_id=currency,
        bank_reference=bank_reference,
        value_date=value_date,
    )
    gift = account(AccountKind.CONTRIBUTION, contributor.code, contributor=contributor)
    entries = [Entry(_bank(currency), gift, value), _budget_grows(value.usd)]
    return write(receipt, request, [*entries, *_match(pledge, amount)], f"Receipt from {contributor}")


@transaction.atomic
def record_interest(
    *, amount: Decimal, currency: str, bank_reference: str, value_date: date, actor: User, key: str
) -> Interest:
    """Record interest that the bank paid."""
    require(actor, "governance.record_interest")
    inputs = {"amount": positive(amount, currency), "currency": currency, "bank": bank_reference}
    request = Request(TransactionKind.INTEREST, actor, key, {**inputs, "on": value_date.isoformat()})
    if earlier := open_document(Interest, request):
        return earlier
    value = value_on(amount, currency, value_date)
    interest = draft(
        Interest, amount=amount, currency_id=currency, bank_reference=bank_reference, value_date=value_date
    )
    entries = [Entry(_bank(currency), account(AccountKind.INTEREST), value), _budget_grows(value.usd)]
    return write(interest, request, entries, f"Interest, {bank_reference}")


@transaction.atomic
def record_charge(
    *, kind: ChargeKind, amount: Decimal, bank_reference: str, value_date: date, actor: User, key: str
) -> Charge:
    """Record a bank charge or an agreed fee in US dollars; it is taken from what is not allocated."""
    require(actor, "governance.record_charge")
    inputs = {"kind_of_charge": str(kind), "amount": positive(amount, FUND_CURRENCY), "bank": bank_reference}
    request = Request(TransactionKind.CHARGE, actor, key, {**inputs, "on": value_date.isoformat()})
    if earlier := open_document(Charge, request):
        return earlier
    charge = draft(
        Charge,
        kind=kind,
        amount=amount,
        currency_id=FUND_CURRENCY,
        bank_reference=bank_reference,
        value_date=value_date,
    )
    value = dollars(amount)
    entries = [
        Entry(account(AccountKind.CHARGES), _bank(FUND_CURRENCY), value),
        Entry(account(AccountKind.UNALLOCATED), account(AccountKind.DISBURSED, "FEE"), value),
    ]
    return write(charge, request, entries, f"{ChargeKind(kind).name.replace('_', ' ').capitalize()}, {bank_reference}")


@transaction.atomic
def record_currency_sale(
    *, amount: Decimal, currency: str, received: Decimal, bank_reference: str, value_date: date, actor: User, key: str
) -> CurrencySale:
    """Record that an amount of another currency was sold; the difference to its carrying amount is realised."""
    require(actor, "governance.record_currency_sale")
    if currency == FUND_CURRENCY:
        raise Refused(_("US dollars are the fund's own currency."))
    inputs = {"amount": positive(amount, currency), "currency": currency, "received": positive(received, FUND_CURRENCY)}
    more = {"bank": bank_reference, "on": value_date.isoformat()}
    request = Request(TransactionKind.CURRENCY_SALE, actor, key, {**inputs, **more})
    if earlier := open_document(CurrencySale, request):
        return earlier
    sale = draft(
        CurrencySale,
        amount=amount,
        currency_id=currency,
        received=received,
        bank_reference=bank_reference,
        value_date=value_date,
    )
    return write(sale, request, _sale_entries(sale), f"Sale of {currency}, {bank_reference}")


def _sale_entries(sale: CurrencySale) -> list[Entry]:
    bank, dollar_bank = _bank(sale.currency_id), _bank(FUND_CURRENCY)
    usd = carried_usd(bank, sale.currency_id, sale.amount)
    if not usd:
        raise Refused(_("The bank account does not hold that much."))
    rate = (sale.amount / usd).quantize(RATE_STEP)
    carried = Value(sale.amount, sale.currency_id, usd, rate, sale.value_date, f"carrying amount of {bank.code}")
    trading = account(AccountKind.CURRENCY_TRADING, FUND_CURRENCY, currency_id=FUND_CURRENCY)
    foreign = account(AccountKind.CURRENCY_TRADING, sale.currency_id, currency_id=sale.currency_id)
    entries = [Entry(dollar_bank, trading, dollars(sale.received)), Entry(foreign, bank, carried)]
    return [*entries, *_realised(sale.received - usd, trading)]


def _realised(gain: Decimal, trading: Account) -> list[Entry]:
    """Move the difference out of the trading account; the funds on hand grow or shrink with it."""
    if not gain:
        return []
    fx, on_hand, free = (
        account(AccountKind.FX_DIFFERENCE),
        account(AccountKind.FUNDS_ON_HAND),
        account(AccountKind.UNALLOCATED),
    )
    pairs = [(trading, fx), (on_hand, free)] if gain > 0 else [(fx, trading), (free, on_hand)]
    return [Entry(debit, credit, dollars(abs(gain))) for debit, credit in pairs]


def _check_pledge(pledge: Pledge | None, contributor: Contributor, currency: str) -> None:
    if pledge is None:
        return
    if pledge.contributor_id != contributor.pk:
        raise Refused(_("This pledge was signed by another contributor."))
    if pledge.currency_id != currency:
        raise Refused(_("This pledge is in {currency}.").format(currency=pledge.currency_id))


def _match(pledge: Pledge | None, amount: Decimal) -> list[Entry]:
    """Take the receipt off the pledge, up to what is outstanding, at the rate of the signature."""
    if pledge is None:
        return []
    outstanding, usd = balance_of(pledge.account, pledge.currency_id)
    matched = min(outstanding, amount)
    if not matched:
        return []
    signed = pledge.transaction.legs.order_by("position")[0]
    part = usd if matched == outstanding else carried_usd(pledge.account, pledge.currency_id, matched)
    value = Value(matched, pledge.currency_id, part, signed.rate, signed.rate_date, signed.rate_source)
    return [Entry(account(AccountKind.PLEDGE_CONTRA), pledge.account, value)]


def _bank(currency: str) -> Account:
    return account(AccountKind.BANK, currency, currency_id=currency)


def _budget_grows(usd: Decimal) -> Entry:
    return Entry(account(AccountKind.FUNDS_ON_HAND), account(AccountKind.UNALLOCATED), dollars(usd))
