"""Undoing a posting: its mirror image at the same rates, once, with a reason, by another person."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from governance.enums import TransactionKind
from governance.models import Commitment, Disbursement, LedgerTransaction, Leg, Reversal
from governance.services.documents import draft, open_document, write
from governance.services.posting import Entry, Request, Value
from governance.services.spending import tell_activity
from partnership.core.models import User
from partnership.core.rules import require
from partnership.core.transitions import ReasonMissing, Refused
from technical_assistance.enums.claims import ClaimStatus
from technical_assistance.services.claims import reverse_claim


@transaction.atomic
def reverse(entry: LedgerTransaction, *, reason: str, value_date: date, actor: User, key: str) -> Reversal:
    """Reverse a posting. Raises PermissionDenied for its poster, Refused for a second time or a reversal."""
    require(actor, "governance.reverse_entry", entry)
    request = Request(
        TransactionKind.REVERSAL, actor, key, {"entry": entry.pk, "reason": reason, "on": value_date.isoformat()}
    )
    if earlier := open_document(Reversal, request):
        return earlier
    _check(entry, reason)
    reversal = draft(Reversal, reason=reason, value_date=value_date)
    narrative = f"Reversal of {entry.document}"
    write(reversal, request, mirrored(entry), narrative, reverses=entry)
    _undo_consequences(entry, actor)
    return reversal


def mirrored(entry: LedgerTransaction) -> list[Entry]:
    """Return the entries of a posting with debit and credit exchanged."""
    legs = list(entry.legs.select_related("account").order_by("position"))
    return [
        Entry(credit.account, debit.account, _value(debit)) for debit, credit in zip(legs[::2], legs[1::2], strict=True)
    ]


def _value(leg: Leg) -> Value:
    return Value(leg.debit + leg.credit, leg.currency_id, leg.usd, leg.rate, leg.rate_date, leg.rate_source)


def _check(entry: LedgerTransaction, reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(_("Please give a reason."))
    if entry.reverses_id is not None:
        raise Refused(_("A reversal is not reversed; record the document anew."))
    if LedgerTransaction.objects.filter(reverses=entry).exists():
        raise Refused(_("This posting was already reversed."))
    payment = Disbursement.objects.filter(transaction=entry).select_related("claim").first()
    if payment is not None and payment.claim.status != ClaimStatus.REVERSAL_ASKED:
        raise Refused(_("A payer asks for the reversal of a payment first; another person then reverses it."))


def _undo_consequences(entry: LedgerTransaction, actor: User) -> None:
    payment = Disbursement.objects.filter(transaction=entry).select_related("claim").first()
    if payment is not None:
        reverse_claim(payment.claim, actor=actor)
    commitment = Commitment.objects.filter(transaction=entry).first()
    if commitment is None:
        commitment = Commitment.objects.filter(decommitments__transaction=entry).first()
    if commitment is not None:
        tell_activity(commitment, actor)
