"""Travel claims and their lines. What they must never be is refused by the database, not only by the forms."""

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from partnership.core.models import Currency, Organisation, Stateful, StoredFile
from partnership.core.triggers import no_truncate, status_trigger
from technical_assistance.enums.claims import (
    APPROVED_ONCE,
    CLAIM_MACHINE,
    NIGHT_CATEGORIES,
    PAID_ONCE,
    TONES,
    VERIFIED_ONCE,
    ClaimStatus,
    ExpenseCategory,
)

from .activities import Activity
from .claim_triggers import claim_triggers, line_triggers

HALF_CENT = Value(Decimal("0.005"))


class ClaimPolicy(models.Model):
    """The thresholds for claims, in force from a date until the next row; a change is a new row with its source."""

    valid_from = models.DateField(_("valid from"), unique=True)
    receipt_from_usd = models.DecimalField(_("receipt needed from (USD)"), max_digits=12, decimal_places=2)
    receipt_free = ArrayField(
        models.CharField(max_length=20, choices=ExpenseCategory),
        verbose_name=_("categories without a receipt"),
        default=list,
        blank=True,
    )
    days_to_claim = models.PositiveSmallIntegerField(_("days to claim after the return"))
    days_with_reason = models.PositiveSmallIntegerField(_("days to claim with a written reason"))
    travel_margin_days = models.PositiveSmallIntegerField(_("days of travel on each side"))
    rate_age_days = models.PositiveSmallIntegerField(_("greatest age of a rate of exchange, in days"))
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        ordering = ["-valid_from"]
        verbose_name = _("claim policy")
        verbose_name_plural = _("claim policies")

    def __str__(self) -> str:
        return f"{self.valid_from:%Y-%m-%d}"


def _person(related_name: str, label) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name=related_name,
        verbose_name=label,
        editable=False,
    )


def _unlike(*names: str) -> Q:
    """Return the condition that the people in these columns are pairwise different where they are known."""
    pairs = [(a, b) for number, a in enumerate(names) for b in names[number + 1 :]]
    condition = Q()
    for first, second in pairs:
        condition &= Q(**{f"{first}__isnull": True}) | Q(**{f"{second}__isnull": True}) | ~Q(**{first: F(second)})
    return condition


class ExpenseClaim(Stateful):
    """One person's travel costs for one activity, from draft to payment by three other people."""

    machine = CLAIM_MACHINE

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="claims", verbose_name=_("activity"))
    claimant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claims", verbose_name=_("claimant")
    )
    preparer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="prepared_claims",
        verbose_name=_("prepared by"),
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("employer")
    )
    status = models.CharField(_("state"), max_length=20, choices=ClaimStatus, default=ClaimStatus.DRAFT, editable=False)
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    explanation = models.TextField(_("what the verifier should know"), blank=True, max_length=2000)
    late_allowed_by = _person("+", _("late claim allowed by"))
    verified_by = _person("verified_claims", _("verified by"))
    approved_by = _person("approved_claims", _("approved by"))
    paid_by = _person("paid_claims", _("paid by"))
    paid_on = models.DateField(_("paid on"), null=True, blank=True, editable=False)
    payment_reference = models.CharField(
        _("payment reference"), max_length=80, null=True, blank=True, unique=True, editable=False
    )
    reversal_asked_by = _person("+", _("reversal asked for by"))
    reversed_by = _person("+", _("reversed by"))

    class Meta:
        ordering = ["-id"]
        verbose_name = _("travel claim")
        verbose_name_plural = _("travel claims")
        indexes = [models.Index(fields=["activity", "status"], name="ta_claim_activity_status")]
        triggers = [status_trigger(CLAIM_MACHINE), no_truncate(), *claim_triggers()]
        constraints = [
            models.CheckConstraint(
                name="ta_claim_claimant_decides_nothing",
                condition=_unlike("claimant", "verified_by")
                & _unlike("claimant", "approved_by")
                & _unlike("claimant", "paid_by")
                & _unlike("claimant", "reversed_by")
                & _unlike("claimant", "late_allowed_by"),
            ),
            models.CheckConstraint(
                name="ta_claim_preparer_decides_nothing",
                condition=_unlike("preparer", "verified_by")
                & _unlike("preparer", "approved_by")
                & _unlike("preparer", "paid_by")
                & _unlike("preparer", "reversed_by")
                & _unlike("preparer", "late_allowed_by"),
            ),
            models.CheckConstraint(
                name="ta_claim_three_people", condition=_unlike("verified_by", "approved_by", "paid_by")
            ),
            models.CheckConstraint(
                name="ta_claim_reversal_two_people", condition=_unlike("reversal_asked_by", "reversed_by")
            ),
            models.CheckConstraint(
                name="ta_claim_verifier_named",
                condition=~Q(status__in=VERIFIED_ONCE) | Q(verified_by__isnull=False),
            ),
            models.CheckConstraint(
                name="ta_claim_holder_named",
                condition=~Q(status__in=APPROVED_ONCE) | Q(approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="ta_claim_payment_named",
                condition=~Q(status__in=PAID_ONCE)
                | Q(paid_by__isnull=False, paid_on__isnull=False, payment_reference__isnull=False),
            ),
            models.CheckConstraint(
                name="ta_claim_reversal_named",
                condition=(~Q(status=ClaimStatus.REVERSAL_ASKED) | Q(reversal_asked_by__isnull=False))
                & (~Q(status=ClaimStatus.REVERSED) | Q(reversal_asked_by__isnull=False, reversed_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="ta_claim_reference_not_empty",
                condition=Q(payment_reference__isnull=True) | ~Q(payment_reference=""),
            ),
            models.CheckConstraint(name="ta_claim_status_known", condition=Q(status__in=ClaimStatus.values)),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The claim's name for people, such as EC-00012."""
        return f"EC-{self.pk:05d}" if self.pk else str(_("New claim"))

    @property
    def tone(self) -> str:
        """The tone of the badge that shows the state."""
        return TONES.get(ClaimStatus(self.status), "neutral")


def _rounds_to(usd: str, amount: str) -> Q:
    """Return the condition that ``usd`` is ``amount`` at the line's rate, rounded to the cent; without a division."""
    exact, tolerance = F(usd) * F("units_per_usd"), F("units_per_usd") * HALF_CENT
    return Q(**{f"{amount}__gte": exact - tolerance, f"{amount}__lte": exact + tolerance})


class ClaimLine(models.Model):
    """One cost in the currency it was paid in, with the rate of its day. Frozen once the claim is submitted."""

    claim = models.ForeignKey(ExpenseClaim, on_delete=models.PROTECT, related_name="lines")
    traveller = models.ForeignKey(  # the claimant, written by a trigger: nights are compared over all claims
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False, null=True
    )
    category = models.CharField(
        _("category"),
        max_length=20,
        choices=ExpenseCategory,
        error_messages={
            "invalid_choice": _("The fund pays travel costs only: choose a category of the list (no fees, no pay).")
        },
    )
    description = models.CharField(_("description"), max_length=200, blank=True)
    spent_on = models.DateField(_("date of the expense"))
    nights = models.PositiveSmallIntegerField(_("nights"), default=0)
    currency = models.ForeignKey(Currency, on_delete=models.PROTECT, related_name="+", verbose_name=_("currency"))
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=4)
    units_per_usd = models.DecimalField(_("rate"), max_digits=20, decimal_places=8, editable=False)
    rate_date = models.DateField(_("date of the rate"), editable=False)
    rate_source = models.CharField(_("source of the rate"), max_length=120, editable=False)
    amount_usd = models.DecimalField(_("in USD"), max_digits=18, decimal_places=2, editable=False)
    receipt = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("receipt")
    )
    receipt_sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    duplicate_reason = models.CharField(_("why this is not claimed twice"), max_length=300, blank=True)
    is_held = models.BooleanField(_("held for the verifier"), default=False, editable=False)
    hold_resolution = models.CharField(_("how the hold was resolved"), max_length=300, blank=True, editable=False)
    accepted_amount = models.DecimalField(_("accepted"), max_digits=18, decimal_places=4, null=True, editable=False)
    accepted_usd = models.DecimalField(_("accepted in USD"), max_digits=18, decimal_places=2, null=True, editable=False)
    accepted_reason = models.CharField(_("why less is accepted"), max_length=300, blank=True, editable=False)
    decided_by = _person("+", _("decided by"))
    is_void = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["spent_on", "id"]
        verbose_name = _("line of a claim")
        verbose_name_plural = _("lines of claims")
        triggers = [no_truncate(), *line_triggers()]
        constraints = [
            models.CheckConstraint(
                name="ta_claimline_travel_only",
                condition=Q(category__in=ExpenseCategory.values),
                violation_error_message=_("The fund pays travel costs only: no fees, no pay, no overhead."),
            ),
            models.CheckConstraint(name="ta_claimline_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="ta_claimline_nights",
                condition=Q(category=ExpenseCategory.PER_DIEM, nights=1)
                | Q(category=ExpenseCategory.LODGING, nights__gte=1, nights__lte=365)
                | (~Q(category__in=NIGHT_CATEGORIES) & Q(nights=0)),
            ),
            models.CheckConstraint(
                name="ta_claimline_rate",
                condition=Q(units_per_usd__gt=0, rate_date__lte=F("spent_on"))
                & (~Q(currency="USD") | Q(units_per_usd=1)),
            ),
            models.CheckConstraint(name="ta_claimline_usd", condition=_rounds_to("amount_usd", "amount")),
            models.CheckConstraint(
                name="ta_claimline_accepted",
                condition=Q(accepted_amount__isnull=True, accepted_usd__isnull=True)
                | (
                    Q(accepted_usd__isnull=False, accepted_amount__gte=0, accepted_amount__lte=F("amount"))
                    & Q(accepted_usd__lte=F("amount_usd"))
                    & (Q(accepted_amount=F("amount")) | ~Q(accepted_reason=""))
                    & _rounds_to("accepted_usd", "accepted_amount")
                ),
            ),
            models.CheckConstraint(
                name="ta_claimline_receipt_hash",
                condition=Q(receipt__isnull=True, receipt_sha256="")
                | Q(receipt__isnull=False, receipt_sha256__regex=r"^[0-9a-f]{64}$"),
            ),
            # The embedded server has no btree_gist: equality of the traveller is an overlap of one-value ranges.
            ExclusionConstraint(
                name="ta_claimline_one_night_once",
                expressions=[
                    (Func(F("traveller_id"), F("traveller_id"), Value("[]"), function="int8range"),
                     RangeOperators.OVERLAPS),
                    (Func(F("spent_on"), F("spent_on") + Greatest(F("nights"), 1), function="daterange"),
                     RangeOperators.OVERLAPS),
                ],
                condition=Q(category__in=NIGHT_CATEGORIES, is_void=False),
            ),
            models.UniqueConstraint(
                name="ta_claimline_not_twice",
                fields=["traveller", "spent_on", "category", "currency", "amount"],
                condition=Q(duplicate_reason="", is_void=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_category_display()} · {self.spent_on:%Y-%m-%d}"

    @property
    def plain_rate(self) -> Decimal:
        """The rate without the zeros that its column adds: 3.74, 7350."""
        return Decimal(f"{self.units_per_usd:f}".rstrip("0").rstrip("."))

    @property
    def is_open_hold(self) -> bool:
        """Whether the verifier still has to say in writing why this line is travel, and not claimed twice."""
        return self.is_held and not self.hold_resolution
