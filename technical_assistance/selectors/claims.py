"""Reads of travel claims: who sees which, what they add up to, what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, DecimalField, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from partnership.core.models import ExchangeRate, User
from partnership.core.rules import (
    is_auditor,
    is_budget_holder,
    is_finance,
    is_officer,
    is_secretariat,
    is_verifier,
)
from partnership.core.selectors import Task
from partnership.core.templatetags.formats import day_in_words
from technical_assistance.enums import ActivityMode, ActivityStatus
from technical_assistance.enums.claims import (
    COMMITTED,
    EDITABLE,
    NIGHT_CATEGORIES,
    SPENT,
    ClaimStatus,
)
from technical_assistance.models import Activity, Assignment, ClaimLine, ClaimPolicy, ExpenseClaim, TARequest
from technical_assistance.rules import agencies_of

UNCHECKED = (*EDITABLE, ClaimStatus.SUBMITTED)  # what they claim counts; later what was accepted of it
ZERO = Decimal("0.00")
USD_FIELD = DecimalField(max_digits=18, decimal_places=2)


@dataclass(frozen=True)
class Ceiling:
    """The arithmetic of an approval, in USD: what the activity may cost, what is taken, what this claim takes."""

    ceiling: Decimal
    committed: Decimal
    this_claim: Decimal

    @property
    def remains(self) -> Decimal:
        """What would remain after this claim; negative when the claim does not fit."""
        return self.ceiling - self.committed - self.this_claim

    @property
    def fits(self) -> bool:
        return self.remains >= 0


def visible_claims_for(user: User) -> QuerySet[ExpenseClaim]:
    """Return the claims a person may see; the ministry of the host never sees travel details.

    Claimant and preparer see their own, the counterpart focal point those of the own agency, the Secretariat
    and auditors all; the finance roles see a claim from its submission on.
    """
    claims = ExpenseClaim.objects.all()
    if is_secretariat(user) or is_auditor(user):
        return claims
    own = Q(claimant=user) | Q(preparer=user) | Q(organisation__in=agencies_of(user))
    if is_finance(user):
        return claims.filter(own | Q(submitted_at__isnull=False))
    return claims.filter(own)


def with_totals(claims: QuerySet[ExpenseClaim]) -> QuerySet[ExpenseClaim]:
    """Add ``claimed_usd``, ``accepted_usd`` (sums of the rounded lines, USD) and ``line_count``, and the people."""
    return claims.annotate(
        claimed_usd=Coalesce(Sum("lines__amount_usd"), ZERO, output_field=USD_FIELD),
        accepted_usd=Coalesce(Sum("lines__accepted_usd"), ZERO, output_field=USD_FIELD),
        line_count=Count("lines"),
    ).select_related("activity__ta_request", "activity__host_country", "claimant", "preparer")


def for_claim_list(user: User, *, states: Iterable[str] = (), text: str = "") -> QuerySet[ExpenseClaim]:
    """Return the claims of the list page, newest first, with totals."""
    claims = visible_claims_for(user)
    if states := [state for state in states if state in ClaimStatus.values]:
        claims = claims.filter(status__in=states)
    if text := text.strip():
        number = text.upper().removeprefix("EC-").lstrip("0")
        matches = Q(activity__title__icontains=text) | Q(claimant__full_name__icontains=text)
        if number.isdecimal() and len(number) < 10:
            matches |= Q(pk=int(number))
        claims = claims.filter(matches)
    return with_totals(claims).order_by("-id")


def for_claim_page(user: User) -> QuerySet[ExpenseClaim]:
    """Return the claims a person may see, with what the claim page shows beside the lines."""
    return visible_claims_for(user).select_related(
        "activity__ta_request", "activity__host_country", "claimant", "preparer", "organisation",
        "verified_by", "approved_by", "paid_by", "reversal_asked_by", "reversed_by", "late_allowed_by",
    )  # fmt: skip


def lines_of(claim: ExpenseClaim) -> QuerySet[ClaimLine]:
    """Return the lines of a claim by date, with their receipts."""
    return claim.lines.select_related("receipt", "currency").order_by("spent_on", "id")


def claimed_total(claim: ExpenseClaim) -> Decimal:
    """Return the sum of the claimed lines, each rounded to the cent, in USD."""
    return claim.lines.aggregate(total=Coalesce(Sum("amount_usd"), ZERO, output_field=USD_FIELD))["total"]


def accepted_total(claim: ExpenseClaim) -> Decimal:
    """Return the sum of the accepted lines, each rounded to the cent, in USD: what is to be paid."""
    return claim.lines.aggregate(total=Coalesce(Sum("accepted_usd"), ZERO, output_field=USD_FIELD))["total"]


def committed_usd(activity: Activity | int, *, without: ExpenseClaim | None = None) -> Decimal:
    """Return what approved and paid claims of an activity take of its ceiling, in USD, perhaps without one claim."""
    lines = ClaimLine.objects.filter(claim__activity=activity, claim__status__in=COMMITTED)
    if without is not None:
        lines = lines.exclude(claim=without)
    return lines.aggregate(total=Coalesce(Sum("accepted_usd"), ZERO, output_field=USD_FIELD))["total"]


def ceiling_of(claim: ExpenseClaim) -> Ceiling:
    """Return the arithmetic of the claim's approval; the ceiling is never above what is funded."""
    activity = Activity.objects.get(pk=claim.activity_id)
    limit = min(activity.travel_ceiling or ZERO, activity.funded_amount or ZERO)
    return Ceiling(limit, committed_usd(activity, without=claim), accepted_total(claim))


def policy_on(day: date) -> ClaimPolicy:
    """Return the thresholds in force on a day (the first ones for days before them)."""
    policies = ClaimPolicy.objects.order_by("-valid_from")
    policy = policies.filter(valid_from__lte=day).first() or policies.last()
    if policy is None:
        raise ClaimPolicy.DoesNotExist("There is no claim policy: migrations load the first one.")
    return policy


def rate_on(currency: str, day: date) -> ExchangeRate | None:
    """Return the newest rate of a currency on or before a day."""
    return ExchangeRate.objects.filter(currency=currency, date__lte=day).order_by("-date").first()


def claimable_assignments_for(user: User) -> QuerySet[Assignment]:
    """Return the confirmed travellers (with a sign-in) for whom this person may prepare a claim."""
    assignments = Assignment.objects.filter(
        is_confirmed=True,
        practitioner__user__isnull=False,
        practitioner__user__is_active=True,
        activity__status__in=[*ActivityStatus.CONFIRMED_OR_LATER, ActivityStatus.CANCELLED],
    ).exclude(activity__mode=ActivityMode.REMOTE)
    if not is_officer(user):
        agencies = agencies_of(user)
        assignments = assignments.filter(Q(practitioner__user=user) | Q(practitioner__organisation__in=agencies))
    return assignments.select_related("activity__ta_request", "activity__host_country", "practitioner__user").order_by(
        "-activity__starts_on", "-activity_id", "practitioner__full_name"
    )


def free_nights(claim: ExpenseClaim) -> list[date]:
    """Return the nights of the activity's itinerary that the traveller has not claimed yet, in any live claim."""
    first, last = claim.activity.starts_on, claim.activity.ends_on
    if not first or not last:
        return []
    nights = [first + timedelta(days=number) for number in range(max((last - first).days, 1))]
    return [night for night in nights if night not in _taken_nights(claim)]


def _taken_nights(claim: ExpenseClaim) -> set[date]:
    lines = ClaimLine.objects.filter(
        traveller=claim.claimant_id, is_void=False, category__in=NIGHT_CATEGORIES
    ).values_list("spent_on", "nights")
    return {start + timedelta(days=number) for start, nights in lines for number in range(nights)}


def lines_on_same_night(claim: ExpenseClaim, line: ClaimLine) -> QuerySet[ClaimLine]:
    """Return the live lines that hold one of the nights of ``line`` for the same traveller."""
    last = line.spent_on + timedelta(days=max(line.nights, 1) - 1)
    candidates = ClaimLine.objects.filter(
        traveller=claim.claimant_id, is_void=False, category__in=NIGHT_CATEGORIES, spent_on__lte=last
    ).exclude(pk=line.pk)
    reaching = [other.pk for other in candidates if other.spent_on + timedelta(days=other.nights - 1) >= line.spent_on]
    return ClaimLine.objects.filter(pk__in=reaching).select_related("claim")


def twins_of(claim: ExpenseClaim, line: ClaimLine) -> QuerySet[ClaimLine]:
    """Return live lines of the same traveller, date, category, currency and amount."""
    return ClaimLine.objects.filter(
        traveller=claim.claimant_id, is_void=False, spent_on=line.spent_on, category=line.category,
        currency=line.currency_id, amount=line.amount,
    ).exclude(pk=line.pk).select_related("claim")  # fmt: skip


def lines_with_receipt(claim: ExpenseClaim, sha256: str) -> QuerySet[ClaimLine]:
    """Return the live lines of other claims that show the same receipt."""
    return ClaimLine.objects.filter(receipt_sha256=sha256, is_void=False).exclude(claim=claim).select_related("claim")


def payables() -> QuerySet[ExpenseClaim]:
    """Return the claims that wait for a payer, oldest approval first, with ``accepted_usd`` to be paid."""
    waiting = ExpenseClaim.objects.filter(status__in=[ClaimStatus.APPROVED, ClaimStatus.PAYMENT_FAILED])
    return with_totals(waiting).select_related("approved_by", "verified_by", "organisation").order_by("status_since")


@dataclass(frozen=True)
class Expense:
    """Paid travel costs of one activity and category in USD, with the claims that prove it."""

    activity_id: int
    category: str
    usd: Decimal
    claim_ids: tuple[int, ...]


def expense_totals(*, since: date | None = None, until: date | None = None) -> list[Expense]:
    """Return paid expense by activity and category (paid on ``since`` to ``until``, both included)."""
    lines = ClaimLine.objects.filter(claim__status__in=SPENT)
    if since:
        lines = lines.filter(claim__paid_on__gte=since)
    if until:
        lines = lines.filter(claim__paid_on__lte=until)
    rows = (
        lines.values("claim__activity_id", "category")
        .annotate(usd=Sum("accepted_usd"), claims=ArrayAgg("claim_id", distinct=True, order_by="claim_id"))
        .order_by("claim__activity_id", "category")
    )
    return [Expense(r["claim__activity_id"], r["category"], r["usd"], tuple(r["claims"])) for r in rows]


def has_open_claims(ta_request: TARequest) -> bool:
    """Return whether a request still has a claim that nobody has finished."""
    closed = [ClaimStatus.PAID, ClaimStatus.REJECTED, ClaimStatus.WITHDRAWN, ClaimStatus.REVERSED]
    return ExpenseClaim.objects.filter(activity__ta_request=ta_request).exclude(status__in=closed).exists()


def has_paid_claims(ta_request: TARequest) -> bool:
    """Return whether travel was paid under a request, and not given back."""
    return ExpenseClaim.objects.filter(activity__ta_request=ta_request, status__in=SPENT).exists()


def claim_tasks_waiting_for(user: User) -> list[Task]:
    """Return the claims that wait for this person. What waits for payment is told by the fund's own list."""
    mine = ExpenseClaim.objects.filter(Q(claimant=user) | Q(preparer=user), status__in=EDITABLE)
    tasks = [_task(claim, _own_sentence(claim), _("Continue")) for claim in with_totals(mine)]
    if is_verifier(user):
        tasks += _finance_tasks(user, ClaimStatus.SUBMITTED, _("{claim} of {person} waits for you to verify it."))
    if is_budget_holder(user):
        tasks += _finance_tasks(user, ClaimStatus.VERIFIED, _("{claim} of {person} waits for your approval."))
    return tasks


def claim_tasks_waited_for(user: User) -> list[Task]:
    """Return what happens with this person's submitted claims."""
    open_states = [ClaimStatus.SUBMITTED, ClaimStatus.VERIFIED, ClaimStatus.APPROVED, ClaimStatus.PAYMENT_FAILED]
    claims = ExpenseClaim.objects.filter(Q(claimant=user) | Q(preparer=user), status__in=open_states)
    return [
        _task(claim, _("{claim}: {state}.").format(claim=claim, state=claim.get_status_display()), _("Show"))
        for claim in with_totals(claims)
    ]


def _finance_tasks(user: User, state: str, sentence: str) -> list[Task]:
    claims = (
        ExpenseClaim.objects.filter(status=state)
        .exclude(claimant=user)
        .exclude(preparer=user)
        .exclude(verified_by=user)
        .order_by("status_since")
    )
    return [
        _task(claim, sentence.format(claim=claim, person=claim.claimant), _("Decide")) for claim in with_totals(claims)
    ]


def _own_sentence(claim: ExpenseClaim) -> str:
    if claim.status == ClaimStatus.RETURNED:
        return _("{claim} was returned: please correct it.").format(claim=claim)
    return _("{claim} is a draft that is not submitted yet.").format(claim=claim)


def _task(claim: ExpenseClaim, sentence: str, action: str) -> Task:
    url = reverse("technical_assistance:claim", args=[claim.pk])
    return Task(
        sentence=sentence,
        url=url,
        action=action,
        area=str(_("Travel claims")),
        country=str(claim.activity.host_country),
        since=timezone.localdate(claim.status_since),
        amount=claim.claimed_usd if claim.status in UNCHECKED else claim.accepted_usd,
    )


def ball_sentence(claim: ExpenseClaim) -> str:
    """Say who holds the ball."""
    holders = {
        ClaimStatus.DRAFT: _("Waits for {person} to submit it."),
        ClaimStatus.RETURNED: _("Waits for {person} to correct it, since {day}."),
        ClaimStatus.SUBMITTED: _("Waits for the travel verifier since {day}."),
        ClaimStatus.VERIFIED: _("Waits for the budget holder since {day}."),
        ClaimStatus.APPROVED: _("Waits for the payer since {day}."),
        ClaimStatus.PAYMENT_FAILED: _("Waits for the payer to pay again, since {day}."),
        ClaimStatus.REVERSAL_ASKED: _("Waits for a second person to reverse the payment, since {day}."),
    }
    sentence = holders.get(ClaimStatus(claim.status), "")
    return sentence.format(person=claim.preparer, day=day_in_words(timezone.localdate(claim.status_since)))
