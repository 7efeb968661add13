"""Paying what others approved: the ledger and the travel claim change together or not at all."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from governance.enums import AccountKind, Component, ExpenseClass, TransactionKind
from governance.models import Commitment, Disbursement
from governance.services.documents import draft, open_document, write
from governance.services.posting import FUND_CURRENCY, Entry, Request, account, dollars, positive
from partnership.core.models import User
from partnership.core.rules import require
from partnership.core.transitions import NotPermitted, Refused
from technical_assistance.models import ExpenseClaim
from technical_assistance.selectors.claims import accepted_total
from technical_assistance.services.claims import ask_reversal, settle_claim


@transaction.atomic
def pay_claim(
    claim: ExpenseClaim, *, commitment: Commitment, payment_reference: str, paid_on: date, actor: User, key: str
) -> Disbursement:
    """Pay an approved claim from a commitment of its activity, all of it, and settle the claim.

    Raises NotPermitted for whoever travelled, prepared, verified or approved; Refused when the commitment or the
    claim does not allow it.
    """
    require(actor, "governance.pay")
    inputs = {"claim": claim.pk, "commitment": commitment.pk, "reference": payment_reference}
    request = Request(TransactionKind.DISBURSEMENT, actor, key, {**inputs, "on": paid_on.isoformat()})
    if earlier := open_document(Disbursement, request):
        return earlier
    claim = ExpenseClaim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    _check(claim, commitment, actor)
    disbursement = draft(
        Disbursement,
        commitment=commitment,
        claim=claim,
        expense_class=ExpenseClass.TRAVEL,
        amount=positive(accepted_total(claim), FUND_CURRENCY),
        currency_id=FUND_CURRENCY,
        payment_reference=payment_reference.strip(),
        value_date=paid_on,
    )
    write(disbursement, request, _entries(disbursement), f"Travel claim {claim.reference}")
    settle_claim(claim, actor=actor, payment_reference=payment_reference, paid_on=paid_on)
    return disbursement


@transaction.atomic
def ask_payment_reversal(disbursement: Disbursement, *, reason: str, actor: User) -> Disbursement:
    """First of two people: a payer asks that a payment is reversed; another person reverses its posting."""
    require(actor, "governance.pay")
    ask_reversal(disbursement.claim, actor=actor, reason=reason)
    return disbursement


def _check(claim: ExpenseClaim, commitment: Commitment, actor: User) -> None:
    if actor.pk in (claim.claimant_id, claim.preparer_id, claim.verified_by_id, claim.approved_by_id):
        raise NotPermitted(_("Who travelled, prepared, verified or approved a claim does not pay it."))
    if commitment.activity_id != claim.activity_id:
        raise Refused(_("This commitment is not for the activity of the claim."))


def _entries(disbursement: Disbursement) -> list[Entry]:
    component = Component(disbursement.commitment.line.component)
    expense = account(
        AccountKind.EXPENDITURE,
        f"{component}.{disbursement.expense_class}",
        component=component,
        expense_class=disbursement.expense_class,
    )
    bank = account(AccountKind.BANK, FUND_CURRENCY, currency_id=FUND_CURRENCY)
    spent = account(AccountKind.DISBURSED, str(component), component=component)
    value = dollars(disbursement.amount)
    return [Entry(expense, bank, value), Entry(disbursement.commitment.account, spent, value)]
