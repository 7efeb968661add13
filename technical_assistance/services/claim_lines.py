"""Writes of the lines of a claim: checked, converted at the rate of their day, decided by the verifier."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnership.core.models import User
from partnership.core.money import check_amount, to_usd
from partnership.core.rules import require
from partnership.core.services import files
from partnership.core.services.audit import record
from partnership.core.transitions import GuardFailed, Stale
from technical_assistance.enums.claims import NIGHT_CATEGORIES, ON_TRAVEL, ClaimStatus, ExpenseCategory, pay_words_in
from technical_assistance.models import ClaimLine, ExpenseClaim
from technical_assistance.selectors.claims import (
    lines_on_same_night,
    lines_with_receipt,
    policy_on,
    rate_on,
    twins_of,
    visible_claims_for,
)

from .claim_guards import other_person
from .claims import lock_editable

PURPOSE = "receipt"
USD = "USD"


@dataclass(frozen=True)
class Decision:
    """What the verifier says about a line: the amount in the line's currency, and the words that it needs."""

    accepted: Decimal
    reason: str = ""
    hold_resolution: str = ""


def check_line(claim: ExpenseClaim, line: ClaimLine, *, actor: User) -> None:
    """Complete a line that is not saved yet (rate, USD, hold) and raise ValidationError by field where it cannot be.

    Needs claim, category, spent_on, nights, currency and amount; reads the rate, the policy and the other lines.
    """
    line.traveller_id = claim.claimant_id
    if line.category == ExpenseCategory.PER_DIEM:
        line.nights = 1
    elif line.category != ExpenseCategory.LODGING:
        line.nights = 0
    _check_category(line)
    _check_amount(line)
    _check_dates(claim, line)
    _freeze_rate(line)
    _check_nights(claim, line, actor)
    _check_twins(claim, line, actor)
    line.is_held = bool(pay_words_in(line.description) or line.duplicate_reason.strip())
    line.hold_resolution = ""


def _check_category(line: ClaimLine) -> None:
    if line.category not in ExpenseCategory.values:
        raise ValidationError(
            {"category": _("The fund pays travel costs only: choose a category of the list (no fees, no pay).")}
        )
    if line.category == ExpenseCategory.LODGING and not 1 <= line.nights <= 365:
        raise ValidationError({"nights": _("Please say for how many nights.")})


def _check_amount(line: ClaimLine) -> None:
    if line.amount is None or not line.amount.is_finite() or line.amount <= 0:
        raise ValidationError({"amount": _("The amount must be above zero.")})
    try:
        check_amount(line.amount, line.currency_id)
    except ValidationError as error:
        raise ValidationError({"amount": error}) from error


def _check_dates(claim: ExpenseClaim, line: ClaimLine) -> None:
    last_night = line.spent_on + timedelta(days=max(line.nights - 1, 0))
    if last_night > timezone.localdate():
        raise ValidationError({"spent_on": _("This date is in the future: claim what has been spent.")})
    first, last = claim.activity.starts_on, claim.activity.ends_on
    if first is None or last is None:
        return
    margin = timedelta(days=policy_on(line.spent_on).travel_margin_days)
    too_early = line.category in ON_TRAVEL and line.spent_on < first - margin
    if too_early or last_night > last + margin:
        raise ValidationError(
            {
                "spent_on": _("The itinerary is {first} to {last}, with {days} days of travel on each side.").format(
                    first=first.isoformat(), last=last.isoformat(), days=margin.days
                )
            }
        )


def _freeze_rate(line: ClaimLine) -> None:
    if line.currency_id == USD:
        line.units_per_usd, line.rate_date, line.rate_source = Decimal(1), line.spent_on, USD
    else:
        rate = rate_on(line.currency_id, line.spent_on)
        oldest = line.spent_on - timedelta(days=policy_on(line.spent_on).rate_age_days)
        if rate is None or rate.date < oldest:
            raise ValidationError(
                {
                    "currency": _("There is no rate of {currency} between {oldest} and {day}.").format(
                        currency=line.currency_id, oldest=oldest.isoformat(), day=line.spent_on.isoformat()
                    )
                }
            )
        line.units_per_usd, line.rate_date, line.rate_source = rate.units_per_usd, rate.date, rate.source
    line.amount_usd = to_usd(line.amount, line.units_per_usd)
    if not line.amount_usd:
        raise ValidationError({"amount": _("This is less than one cent of a US dollar.")})


def _check_nights(claim: ExpenseClaim, line: ClaimLine, actor: User) -> None:
    if line.category not in NIGHT_CATEGORIES:
        return
    if other := lines_on_same_night(claim, line).first():
        message = _("A night is claimed once, as lodging or as per diem: this one is already in {claim}.")
        raise ValidationError({"spent_on": message.format(claim=_name_for(actor, other.claim))})


def _check_twins(claim: ExpenseClaim, line: ClaimLine, actor: User) -> None:
    if line.duplicate_reason.strip():
        return
    if twin := twins_of(claim, line).first():
        message = _("The same date, category and amount are already in {claim}: say why this is another cost.")
        raise ValidationError({"duplicate_reason": message.format(claim=_name_for(actor, twin.claim))})


def _check_receipt(claim: ExpenseClaim, line: ClaimLine, actor: User) -> None:
    if not line.receipt_sha256 or line.duplicate_reason.strip():
        return
    if other := lines_with_receipt(claim, line.receipt_sha256).first():
        message = _("This receipt is already used in {claim}: say why it is used again.")
        raise ValidationError({"duplicate_reason": message.format(claim=_name_for(actor, other.claim))})


def _name_for(actor: User, claim: ExpenseClaim) -> str:
    """Name a claim to somebody who may see it, and say no more than "another claim" to others."""
    if visible_claims_for(actor).filter(pk=claim.pk).exists():
        return claim.reference
    return _("another claim")


@transaction.atomic
def save_line(claim: ExpenseClaim, line: ClaimLine, *, actor: User, upload: UploadedFile | None = None) -> ClaimLine:
    """Write a new or changed line with its receipt; raises ValidationError by field, Stale when it is too late."""
    locked = lock_editable(claim, actor)
    line.claim = locked
    check_line(locked, line, actor=actor)
    if upload is not None:
        _store_receipt(line, upload, actor)
    _check_receipt(locked, line, actor)
    line.accepted_amount = line.accepted_usd = line.decided_by = None
    line.accepted_reason = ""
    action = "change_line" if line.pk else "add_line"
    try:
        with transaction.atomic():
            line.full_clean(validate_constraints=False)
            line.save()
    except IntegrityError as error:  # somebody claimed the same night or receipt at the same instant
        raise ValidationError(
            _("This cost was claimed elsewhere at the same time; please check your claims.")
        ) from error
    record(action, locked, actor=actor, data=_facts(line))
    return line


def _store_receipt(line: ClaimLine, upload: UploadedFile, actor: User) -> None:
    try:
        line.receipt = files.store_upload(
            upload, purpose=PURPOSE, actor=actor, allowed=files.RECEIPT, max_bytes=settings.RECEIPT_MAX_BYTES
        )
    except files.FileRefused as refusal:
        raise ValidationError({"receipt": str(refusal)}) from refusal
    line.receipt_sha256 = line.receipt.sha256


@transaction.atomic
def remove_line(line: ClaimLine, *, actor: User) -> None:
    """Take a line out of a draft; the audit log keeps what it said."""
    locked = lock_editable(line.claim, actor)
    record("remove_line", locked, actor=actor, data=_facts(line))
    line.delete()


@transaction.atomic
def add_per_diem(
    claim: ExpenseClaim, *, actor: User, nights: Iterable[date], currency: str, amount: Decimal
) -> list[ClaimLine]:
    """Add one per-diem line for each night, all or none; raises ValidationError."""
    lines = [
        ClaimLine(
            claim=claim,
            category=ExpenseCategory.PER_DIEM,
            spent_on=night,
            nights=1,
            currency_id=currency,
            amount=amount,
        )
        for night in sorted(set(nights))
    ]
    return [save_line(claim, line, actor=actor) for line in lines]


@transaction.atomic
def decide_lines(claim: ExpenseClaim, *, actor: User, decisions: Mapping[int, Decision]) -> ExpenseClaim:
    """Write the verifier's accepted amounts, by line id; raises ValidationError with the line's id as field."""
    require(actor, "technical_assistance.verify_claim", claim)
    locked = ExpenseClaim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if locked.status != ClaimStatus.SUBMITTED:
        raise Stale(
            _("This has changed in the meantime. It is now: {state}.").format(state=locked.get_status_display())
        )
    if problem := other_person(locked, actor):
        raise GuardFailed([problem])
    lines = [line for line in locked.lines.all() if line.pk in decisions]
    for line in lines:
        _decide(line, decisions[line.pk], actor)
    for line in lines:
        line.save(update_fields=["accepted_amount", "accepted_usd", "accepted_reason", "hold_resolution", "decided_by"])
    record("decide_lines", locked, actor=actor, data={"lines": [_facts(line) for line in lines]})
    return locked


def _decide(line: ClaimLine, decision: Decision, actor: User) -> None:
    """Set a decision on a line, which stays unsaved."""
    problem = _problem_of(line, decision)
    if problem:
        raise ValidationError({str(line.pk): problem})
    line.accepted_amount = decision.accepted
    line.accepted_usd = to_usd(decision.accepted, line.units_per_usd)
    line.accepted_reason = decision.reason.strip() if decision.accepted < line.amount else ""
    line.hold_resolution = decision.hold_resolution.strip() if line.is_held else ""
    line.decided_by = actor


def _problem_of(line: ClaimLine, decision: Decision) -> str | ValidationError | None:
    try:
        check_amount(decision.accepted, line.currency_id)
    except ValidationError as error:
        return error
    if decision.accepted < 0 or decision.accepted > line.amount:
        return _("Accept between zero and the claimed amount.")
    if decision.accepted < line.amount and not decision.reason.strip():
        return _("Please write why less is accepted.")
    return None


def _facts(line: ClaimLine) -> dict[str, object]:
    return {
        "line": line.pk, "category": line.category, "spent_on": line.spent_on.isoformat(), "nights": line.nights,
        "currency": line.currency_id, "amount": str(line.amount), "amount_usd": str(line.amount_usd),
        "receipt": str(line.receipt_id or ""),
        "accepted": "" if line.accepted_amount is None else str(line.accepted_amount),
    }  # fmt: skip
