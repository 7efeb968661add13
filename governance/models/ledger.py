"""Two books, one journal: accounts, transactions in an unbroken chain, legs, and the periods that close."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.enums import (
    CHART,
    FUND_PERIOD_MACHINE,
    AccountKind,
    Book,
    Component,
    ExpenseClass,
    FundPeriodState,
    HalfYear,
    Side,
    TransactionKind,
)
from partnership.core.models import Currency, Stateful
from partnership.core.triggers import append_only, status_trigger

from .ledger_triggers import GENESIS, LEDGER_LOCK, balanced, floors, in_sequence, leg_fits

__all__ = ["GENESIS", "LEDGER_LOCK", "Account", "FundPeriod", "LedgerTransaction", "Leg"]

AMOUNT = {"max_digits": 18, "decimal_places": 4}
USD = {"max_digits": 18, "decimal_places": 2}


def _chart_condition() -> Q:
    """Return the condition that an account is one of the chart's, in its book, on its side, with its floor."""
    condition = Q()
    for kind, row in CHART.items():
        code = Q(code__startswith=row.code) if row.code.endswith(".") else Q(code=row.code)
        condition |= code & Q(kind=kind, book=row.book, side=row.side, never_negative=row.never_negative)
    return condition


class Account(models.Model):
    """An account of the chart. What it stands for is in its columns, so that sums need not read codes."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=AccountKind)
    book = models.CharField(_("book"), max_length=6, choices=Book)
    side = models.CharField(_("grows on"), max_length=6, choices=Side)
    never_negative = models.BooleanField(_("may not go below zero"))
    currency = models.ForeignKey(Currency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contributor = models.ForeignKey("governance.Contributor", on_delete=models.PROTECT, null=True, blank=True)
    component = models.CharField(_("component"), max_length=4, choices=Component, blank=True)
    expense_class = models.CharField(_("class of expense"), max_length=20, choices=ExpenseClass, blank=True)

    class Meta:
        ordering = ["book", "code"]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.CheckConstraint(name="governance_account_chart", condition=_chart_condition()),
            models.CheckConstraint(
                name="governance_account_ta_travel_only",
                condition=~Q(kind=AccountKind.EXPENDITURE, component=Component.TECHNICAL_ASSISTANCE)
                | Q(expense_class=ExpenseClass.TRAVEL),
            ),
            models.CheckConstraint(
                name="governance_account_expenditure",
                condition=~Q(kind=AccountKind.EXPENDITURE) | ~Q(component="") & ~Q(expense_class=""),
            ),
            models.CheckConstraint(
                name="governance_account_contribution",
                condition=Q(contributor__isnull=False) | ~Q(kind=AccountKind.CONTRIBUTION),
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return self.code


class LedgerTransaction(models.Model):
    """One posting. Its hash covers the one before it, itself and its legs; it never changes and nothing joins it."""

    sequence = models.PositiveBigIntegerField(_("number"), unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=TransactionKind)
    value_date = models.DateField(_("value date"), db_index=True)
    posted_at = models.DateTimeField(_("posted at"))
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("posted by")
    )
    document = models.CharField(_("document"), max_length=20, unique=True)
    narrative = models.CharField(_("narrative"), max_length=300)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    leg_count = models.PositiveSmallIntegerField()
    idempotency_key = models.CharField(max_length=100, unique=True)
    input_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(_("checksum"), max_length=64, unique=True)

    class Meta:
        ordering = ["-sequence"]
        verbose_name = _("ledger transaction")
        verbose_name_plural = _("ledger transactions")
        constraints = [
            models.CheckConstraint(name="governance_ledgertransaction_legs", condition=Q(leg_count__gte=2)),
            models.CheckConstraint(
                name="governance_ledgertransaction_reversal",
                condition=Q(kind=TransactionKind.REVERSAL, reverses__isnull=False)
                | ~Q(kind=TransactionKind.REVERSAL) & Q(reverses__isnull=True),
            ),
        ]
        triggers = [*append_only(), in_sequence(), balanced(), floors()]

    def __str__(self) -> str:
        return f"{self.sequence} · {self.document}"


class Leg(models.Model):
    """One side of a posting: debit or credit of an account, in its currency and in US dollars at a named rate."""

    transaction = models.ForeignKey(LedgerTransaction, on_delete=models.PROTECT, related_name="legs")
    position = models.PositiveSmallIntegerField()
    book = models.CharField(_("book"), max_length=6, choices=Book)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="legs", verbose_name=_("account"))
    currency = models.ForeignKey(Currency, on_delete=models.PROTECT, related_name="+")
    debit = models.DecimalField(_("debit"), **AMOUNT, default=0)
    credit = models.DecimalField(_("credit"), **AMOUNT, default=0)
    usd = models.DecimalField(_("US dollars"), **USD)
    rate = models.DecimalField(_("units per USD"), max_digits=20, decimal_places=8, default=1)
    rate_date = models.DateField(_("date of the rate"), null=True, blank=True)
    rate_source = models.CharField(_("source of the rate"), max_length=120, blank=True)

    class Meta:
        ordering = ["transaction", "position"]
        verbose_name = _("leg")
        verbose_name_plural = _("legs")
        constraints = [
            models.UniqueConstraint(fields=["transaction", "position"], name="governance_leg_position"),
            models.CheckConstraint(
                name="governance_leg_one_side", condition=Q(debit__gt=0, credit=0) | Q(debit=0, credit__gt=0)
            ),
            models.CheckConstraint(
                name="governance_leg_usd",
                condition=Q(usd__gte=0) & (~Q(currency="USD") | Q(rate=1, usd=F("debit") + F("credit"))),
            ),
            models.CheckConstraint(
                name="governance_leg_rate",
                condition=Q(rate__gt=0) & (Q(currency="USD") | Q(rate_date__isnull=False) & ~Q(rate_source="")),
            ),
        ]
        triggers = [*append_only(), leg_fits()]

    def __str__(self) -> str:
        return f"{self.account} {self.debit or -self.credit} {self.currency_id}"


class FundPeriod(Stateful):
    """A half-year of the fund. Once closed it takes no posting, and keeps its trial balance and the ledger's head."""

    machine = FUND_PERIOD_MACHINE

    year = models.PositiveSmallIntegerField(_("year"))
    half = models.CharField(_("half-year"), max_length=2, choices=HalfYear)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    status = models.CharField(_("state"), max_length=20, choices=FundPeriodState, default=FundPeriodState.OPEN)
    trial_balance = models.JSONField(default=list, blank=True, editable=False)
    head_sequence = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    head_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["-starts_on"]
        verbose_name = _("fund period")
        verbose_name_plural = _("fund periods")
        constraints = [
            models.UniqueConstraint(fields=["year", "half"], name="governance_fundperiod_half"),
            models.CheckConstraint(name="governance_fundperiod_dates", condition=Q(ends_on__gt=F("starts_on"))),
            models.CheckConstraint(
                name="governance_fundperiod_head",
                condition=~Q(status=FundPeriodState.CLOSED) | ~Q(head_hash="") & Q(head_sequence__isnull=False),
            ),
        ]
        triggers = [status_trigger(FUND_PERIOD_MACHINE)]

    def __str__(self) -> str:
        return f"{self.year} {self.half}"
