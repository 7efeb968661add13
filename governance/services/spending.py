"""What is done with the fund: allocated by a decision, committed to a programme line, given back. US dollars."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from governance.enums import AccountKind, Component, DecisionKind, TransactionKind
from governance.models import Account, Allocation, Commitment, Decision, Decommitment, ProgrammeLine
from governance.selectors.spending import bound_on_line, funded_for
from governance.services.documents import draft, open_document, write
from governance.services.posting import FUND_CURRENCY, Entry, Request, account, dollars, positive
from partnership.core.models import User
from partnership.core.rules import require
from partnership.core.transitions import Refused
from technical_assistance.enums import ActivityStatus
from technical_assistance.models import Activity
from technical_assistance.services.activities import mark_funded


@transaction.atomic
def allocate(
    *, decision: Decision, component: Component, amount: Decimal, value_date: date, actor: User, key: str
) -> Allocation:
    """Give unallocated money to a component, as a decision of the Committee says."""
    require(actor, "governance.record_allocation")
    inputs = {"decision": decision.pk, "component": str(component), "amount": positive(amount, FUND_CURRENCY)}
    request = Request(TransactionKind.ALLOCATION, actor, key, {**inputs, "on": value_date.isoformat()})
    if earlier := open_document(Allocation, request):
        return earlier
    _check_decision(decision, value_date)
    allocation = draft(
        Allocation,
        decision=decision,
        component=component,
        amount=amount,
        currency_id=FUND_CURRENCY,
        value_date=value_date,
    )
    entries = [Entry(account(AccountKind.UNALLOCATED), _allocated(component), dollars(amount))]
    return write(allocation, request, entries, f"Allocation to {Component(component).value} by {decision.number}")


@transaction.atomic
def commit(
    *,
    line: ProgrammeLine,
    amount: Decimal,
    purpose: str,
    value_date: date,
    actor: User,
    key: str,
    activity: Activity | None = None,
) -> Commitment:
    """Bind allocated money to a programme line, perhaps for one activity, whose funding is marked with it."""
    require(actor, "governance.record_commitment")
    inputs = {"line": line.pk, "amount": positive(amount, FUND_CURRENCY), "activity": activity and activity.pk}
    request = Request(
        TransactionKind.COMMITMENT, actor, key, {**inputs, "purpose": purpose, "on": value_date.isoformat()}
    )
    if earlier := open_document(Commitment, request):
        return earlier
    _check_line(line, amount, activity)
    commitment = draft(
        Commitment,
        line=line,
        activity=activity,
        purpose=purpose,
        amount=amount,
        currency_id=FUND_CURRENCY,
        value_date=value_date,
    )
    commitment.account = account(
        AccountKind.COMMITTED, f"{line.component}.{commitment.number}", component=line.component
    )
    entries = [Entry(_allocated(line.component), commitment.account, dollars(amount))]
    write(commitment, request, entries, f"Commitment for line {line.reference}")
    tell_activity(commitment, actor)
    return commitment


@transaction.atomic
def decommit(
    *, commitment: Commitment, amount: Decimal, reason: str, value_date: date, actor: User, key: str
) -> Decommitment:
    """Give the part of a commitment that will not be paid back to its component."""
    require(actor, "governance.record_decommitment")
    inputs = {"commitment": commitment.pk, "amount": positive(amount, FUND_CURRENCY), "reason": reason}
    request = Request(TransactionKind.DECOMMITMENT, actor, key, {**inputs, "on": value_date.isoformat()})
    if earlier := open_document(Decommitment, request):
        return earlier
    document = draft(
        Decommitment,
        commitment=commitment,
        reason=reason,
        amount=amount,
        currency_id=FUND_CURRENCY,
        value_date=value_date,
    )
    entries = [Entry(commitment.account, _allocated(commitment.line.component), dollars(amount))]
    write(document, request, entries, f"De-commitment of {commitment.number}")
    tell_activity(commitment, actor)
    return document


def tell_activity(commitment: Commitment, actor: User) -> None:
    """Tell the activity what is committed to it now, paid or not."""
    activity = commitment.activity
    if activity is not None and activity.status != ActivityStatus.CANCELLED:  # a cancelled one only gives back
        mark_funded(
            activity,
            amount=funded_for(activity),
            currency=FUND_CURRENCY,
            actor=actor,
            reference=commitment.number,
        )


def _check_decision(decision: Decision, value_date: date) -> None:
    if decision.kind != DecisionKind.ALLOCATION or hasattr(decision, "superseded_by"):
        raise Refused(_("An allocation needs a decision on an allocation that is in force."))
    if value_date < decision.adopted_on:
        raise Refused(_("The decision was adopted after this value date."))


def _check_line(line: ProgrammeLine, amount: Decimal, activity: Activity | None) -> None:
    if bound_on_line(line) + amount > line.budget:
        raise Refused(_("The budget of the programme line does not cover this."))
    if activity is not None and line.component != Component.TECHNICAL_ASSISTANCE:
        raise Refused(_("An activity is paid from a line of technical assistance."))


def _allocated(component: str) -> Account:
    return account(AccountKind.ALLOCATED, component, component=component)
