"""Writes of travel claims: from the first draft to the payment that governance reports."""

from datetime import date

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from partnership.core.models import User
from partnership.core.rules import require
from partnership.core.services.audit import record
from partnership.core.services.mail import queue_mail
from partnership.core.transitions import GuardFailed, Refused, Stale, perform
from technical_assistance.enums import ActivityMode
from technical_assistance.enums.claims import EDITABLE
from technical_assistance.models import Activity, Assignment, ExpenseClaim
from technical_assistance.selectors.claims import accepted_total, ceiling_of, claimable_assignments_for

from . import claim_guards  # registers the conditions that the life-cycle names


@transaction.atomic
def begin_claim(activity: Activity, *, claimant: User, actor: User) -> ExpenseClaim:
    """Open a draft for a confirmed practitioner, by the practitioner or on behalf; raises Refused with a sentence."""
    require(actor, "technical_assistance.begin_claim", activity)
    if activity.mode == ActivityMode.REMOTE:
        raise Refused(_("The activity is remote: there is no travel to claim."))
    assignment = _assignment(activity, claimant, actor)
    if assignment is None:
        raise Refused(_("The claimant is not a confirmed practitioner of this activity."))
    claim = ExpenseClaim(
        activity=activity, claimant=claimant, preparer=actor, organisation=assignment.practitioner.organisation
    )
    claim.full_clean(exclude=["organisation"], validate_constraints=False)  # they are about who decides, later
    claim.save()
    record("begin", claim, actor=actor, to_state=claim.status)
    return claim


def _assignment(activity: Activity, claimant: User, actor: User) -> Assignment | None:
    return (
        claimable_assignments_for(actor)
        .select_related("practitioner__organisation")
        .filter(activity=activity, practitioner__user=claimant)
        .first()
    )


@transaction.atomic
def explain_claim(claim: ExpenseClaim, *, actor: User, explanation: str) -> ExpenseClaim:
    """Keep what the verifier should know: why the claim is late, why a ticket of a cancelled journey was used up."""
    locked = lock_editable(claim, actor)
    locked.explanation = explanation.strip()
    locked.full_clean(exclude=["organisation"])
    locked.save(update_fields=["explanation"])
    record("explain", locked, actor=actor)
    return locked


@transaction.atomic
def allow_late_claim(claim: ExpenseClaim, *, actor: User, reason: str) -> ExpenseClaim:
    """Let a claim be submitted after the last day; the lead's decision, with a reason, never for an own claim."""
    require(actor, "technical_assistance.allow_late_claim", claim)
    locked = ExpenseClaim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if problem := claim_guards.not_own(locked, actor):
        raise GuardFailed([problem])
    if locked.status not in EDITABLE:
        raise Stale(
            _("This has changed in the meantime. It is now: {state}.").format(state=locked.get_status_display())
        )
    if not reason.strip():
        raise Refused(_("Please give a reason."))
    locked.late_allowed_by = actor
    locked.save(update_fields=["late_allowed_by"])
    record("allow_late", locked, actor=actor, reason=reason.strip())
    return locked


def lock_editable(claim: ExpenseClaim, actor: User) -> ExpenseClaim:
    """Return the claim locked for a change by its claimant or preparer; raises Stale when it is no draft any more."""
    require(actor, "technical_assistance.edit_claim", claim)
    locked = ExpenseClaim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if locked.status not in EDITABLE:
        raise Stale(
            _("This has changed in the meantime. It is now: {state}.").format(state=locked.get_status_display())
        )
    return locked


@transaction.atomic
def submit_claim(
    claim: ExpenseClaim, *, actor: User, reason: str = "", expected_version: int | None = None
) -> ExpenseClaim:
    """Hand the claim to the verifier; its lines are frozen from now on."""
    return perform(
        claim,
        "submit",
        actor=actor,
        reason=reason,
        expected_version=expected_version,
        changes={"submitted_at": timezone.now()},
    )


@transaction.atomic
def return_claim(claim: ExpenseClaim, *, actor: User, reason: str, expected_version: int | None = None) -> ExpenseClaim:
    """Give the claim back for correction; lines and accepted amounts stay."""
    returned = perform(claim, "return", actor=actor, reason=reason, expected_version=expected_version)
    _mail_owners(returned, "claim_returned", reason=reason)
    return returned


@transaction.atomic
def verify_claim(
    claim: ExpenseClaim, *, actor: User, reason: str = "", expected_version: int | None = None
) -> ExpenseClaim:
    """Confirm that every accepted amount is travel and is proved."""
    return perform(
        claim,
        "verify",
        actor=actor,
        reason=reason,
        expected_version=expected_version,
        changes={"verified_by": actor},
        data={"accepted_usd": str(accepted_total(claim))},
    )


@transaction.atomic
def approve_claim(
    claim: ExpenseClaim, *, actor: User, reason: str = "", expected_version: int | None = None
) -> ExpenseClaim:
    """Approve within the ceiling, which is tested under the lock of the activity: of two that do not fit, one wins."""
    Activity.objects.select_for_update(of=("self",)).get(pk=claim.activity_id)
    ceiling = ceiling_of(claim)
    approved = perform(
        claim,
        "approve",
        actor=actor,
        reason=reason,
        expected_version=expected_version,
        changes={"approved_by": actor},
        data={
            "ceiling_usd": str(ceiling.ceiling),
            "committed_usd": str(ceiling.committed),
            "accepted_usd": str(ceiling.this_claim),
        },
    )
    _mail_owners(approved, "claim_approved", total=ceiling.this_claim)
    return approved


@transaction.atomic
def reject_claim(claim: ExpenseClaim, *, actor: User, reason: str, expected_version: int | None = None) -> ExpenseClaim:
    """End the claim without payment; nights and receipts are free again."""
    rejected = perform(claim, "reject", actor=actor, reason=reason, expected_version=expected_version)
    _mail_owners(rejected, "claim_rejected", reason=reason)
    return rejected


@transaction.atomic
def withdraw_claim(
    claim: ExpenseClaim, *, actor: User, reason: str, expected_version: int | None = None
) -> ExpenseClaim:
    """Take the claim back before it is verified; nights and receipts are free again."""
    return perform(claim, "withdraw", actor=actor, reason=reason, expected_version=expected_version)


@transaction.atomic
def settle_claim(
    claim: ExpenseClaim,
    *,
    actor: User,
    payment_reference: str,
    paid_on: date,
    expected_version: int | None = None,
) -> ExpenseClaim:
    """Note the payment that governance posted: ``accepted_total(claim)`` in USD, under a reference used only once.

    Raises Refused when the reference is empty or used, or the day is in the future.
    """
    reference = payment_reference.strip()
    if not reference:
        raise Refused(_("Please give the reference of the payment."))
    if paid_on > timezone.localdate():
        raise Refused(_("The day of the payment is in the future."))
    if ExpenseClaim.objects.filter(payment_reference=reference).exclude(pk=claim.pk).exists():
        raise Refused(_("The payment reference {reference} is already used.").format(reference=reference))
    changes = {"paid_by": actor, "paid_on": paid_on, "payment_reference": reference}
    try:
        with transaction.atomic():
            paid = perform(
                claim, "settle", actor=actor, expected_version=expected_version, changes=changes,
                data={"payment_reference": reference, "paid_on": paid_on.isoformat()},
            )  # fmt: skip
    except IntegrityError as error:  # two payers used one reference at the same instant
        raise Refused(_("The payment reference {reference} is already used.").format(reference=reference)) from error
    _mail_owners(paid, "claim_paid", total=accepted_total(paid), payment_reference=reference, paid_on=paid_on)
    return paid


@transaction.atomic
def fail_payment(claim: ExpenseClaim, *, actor: User, reason: str, expected_version: int | None = None) -> ExpenseClaim:
    """Note that the bank did not pay; the claim stays within the ceiling and waits to be paid again."""
    return perform(claim, "fail", actor=actor, reason=reason, expected_version=expected_version)


@transaction.atomic
def ask_reversal(claim: ExpenseClaim, *, actor: User, reason: str, expected_version: int | None = None) -> ExpenseClaim:
    """First of two people: ask that a payment is reversed."""
    return perform(
        claim, "ask_reversal", actor=actor, reason=reason, expected_version=expected_version,
        changes={"reversal_asked_by": actor},
    )  # fmt: skip


@transaction.atomic
def keep_payment(claim: ExpenseClaim, *, actor: User, reason: str, expected_version: int | None = None) -> ExpenseClaim:
    """Refuse the reversal: the payment stands."""
    return perform(
        claim, "keep_payment", actor=actor, reason=reason, expected_version=expected_version,
        changes={"reversal_asked_by": None},
    )  # fmt: skip


@transaction.atomic
def reverse_claim(
    claim: ExpenseClaim, *, actor: User, reason: str = "", expected_version: int | None = None
) -> ExpenseClaim:
    """Second of two people: the payment is undone, the ceiling is free again."""
    return perform(
        claim, "reverse", actor=actor, reason=reason, expected_version=expected_version, changes={"reversed_by": actor}
    )


ACTIONS = {
    "submit": submit_claim,
    "return": return_claim,
    "verify": verify_claim,
    "approve": approve_claim,
    "reject": reject_claim,
    "withdraw": withdraw_claim,
}


def _mail_owners(claim: ExpenseClaim, template: str, **context: object) -> None:
    url = reverse("technical_assistance:claim", args=[claim.pk])
    for person in dict.fromkeys([claim.claimant, claim.preparer]):
        queue_mail(
            f"{template}:{claim.pk}:{claim.version}", to=person, template=template,
            context={"claim": claim, "url": url, **context},
        )  # fmt: skip
