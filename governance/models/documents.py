"""The fund's documents. Each is written once, with the one transaction it posted, and never changed."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.enums import ChargeKind, Component, ContributorKind, ExpenseClass, TransactionKind
from partnership.core.models import Country, Currency, Organisation
from partnership.core.triggers import append_only
from technical_assistance.models import Activity, ExpenseClaim

from .committee import Decision
from .ledger import AMOUNT, USD, Account, LedgerTransaction
from .programme import ProgrammeLine


class Contributor(models.Model):
    """Who gives to the fund. Its code names its account ``3000.<code>``."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="contributor")
    kind = models.CharField(_("kind"), max_length=20, choices=ContributorKind)

    class Meta:
        ordering = ["organisation__name"]
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        constraints = [
            models.CheckConstraint(name="governance_contributor_code", condition=Q(code__regex=r"^[A-Z0-9]{2,12}$")),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def country(self) -> Country | None:
        """The contributor's country; reads the organisation."""
        return self.organisation.country


class FinancingPlan(models.Model):
    """What the proposal (or a later decision) planned: the Bank's part of the total over some years, in US dollars."""

    bank_amount = models.DecimalField(_("World Bank"), **USD)
    total_amount = models.DecimalField(_("total"), **USD)
    years = models.PositiveSmallIntegerField(_("years"))
    source = models.CharField(_("source"), max_length=200)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        verbose_name = _("financing plan")
        verbose_name_plural = _("financing plans")
        constraints = [
            models.CheckConstraint(
                name="governance_financingplan_amounts",
                condition=Q(total_amount__gt=0, bank_amount__gte=0, bank_amount__lte=F("total_amount")),
            ),
        ]

    def __str__(self) -> str:
        return self.source


class Document(models.Model):
    """What every document has: a number of its kind without gaps, a value date, and its transaction."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    value_date = models.DateField(_("value date"))
    transaction = models.OneToOneField(LedgerTransaction, on_delete=models.PROTECT, related_name="%(class)s")

    prefix = ""  # of the number
    once: tuple[str, ...] = ()  # columns that name the thing: recorded once, unless what recorded it was reversed

    class Meta:
        abstract = True
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.number


class MoneyDocument(Document):
    """A document over an amount."""

    currency = models.ForeignKey(Currency, on_delete=models.PROTECT, related_name="+", verbose_name=_("currency"))
    amount = models.DecimalField(_("amount"), **AMOUNT)

    class Meta(Document.Meta):
        abstract = True


def _triggers(table: str, *once: str) -> list[pgtrigger.Trigger]:
    """Append-only; and one living document per ``once``: a reversed one may be recorded anew under its reference."""
    same = " AND ".join(f"twin.{column} = NEW.{column}" for column in once)
    twice = pgtrigger.Trigger(
        name="recorded_once",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF EXISTS (SELECT 1 FROM {table} twin WHERE {same} AND NOT EXISTS (
                SELECT 1 FROM governance_ledgertransaction undone WHERE undone.reverses_id = twin.transaction_id)) THEN
                RAISE EXCEPTION 'This was already recorded' USING ERRCODE = 'unique_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 - built of constants
    )
    return [*append_only(), *([twice] if once else [])]


def _settles_its_claim() -> pgtrigger.Trigger:
    """A payment settles its claim, for the commitment's activity, by a person who had no other part in the claim."""
    return pgtrigger.Trigger(
        name="settles_its_claim",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func="""
            IF NOT EXISTS (
                SELECT 1
                FROM technical_assistance_expenseclaim claim
                JOIN governance_ledgertransaction posting ON posting.id = NEW.transaction_id
                JOIN governance_commitment commitment ON commitment.id = NEW.commitment_id
                WHERE claim.id = NEW.claim_id
                    AND claim.paid_by_id = posting.posted_by_id
                    AND claim.payment_reference = NEW.payment_reference
                    AND claim.activity_id = commitment.activity_id
                    AND posting.posted_by_id NOT IN
                        (claim.claimant_id, claim.preparer_id, claim.verified_by_id, claim.approved_by_id)
            ) THEN
                RAISE EXCEPTION 'A payment settles its own claim, by a fourth person' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )


def _positive(model: str, **more: object) -> models.CheckConstraint:
    return models.CheckConstraint(name=f"governance_{model}_amount", condition=Q(amount__gt=0, **more))


class Pledge(MoneyDocument):
    """A contributor's signed promise to give. It raises no ceiling; the receipt does."""

    prefix = "PL"
    once = ("agreement",)

    contributor = models.ForeignKey(
        Contributor, on_delete=models.PROTECT, related_name="pledges", verbose_name=_("contributor")
    )
    agreement = models.CharField(_("agreement reference"), max_length=80)
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="pledge")

    class Meta(MoneyDocument.Meta):
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        constraints = [_positive("pledge")]
        triggers = _triggers("governance_pledge", "agreement")


class Receipt(MoneyDocument):
    """Money that arrived on the bank account, against a pledge or without one."""

    prefix = "RC"
    once = ("bank_reference",)

    contributor = models.ForeignKey(
        Contributor, on_delete=models.PROTECT, related_name="receipts", verbose_name=_("contributor")
    )
    pledge = models.ForeignKey(
        Pledge, on_delete=models.PROTECT, null=True, blank=True, related_name="receipts", verbose_name=_("pledge")
    )
    bank_reference = models.CharField(_("bank reference"), max_length=80)

    class Meta(MoneyDocument.Meta):
        verbose_name = pgettext_lazy("fund", "receipt")
        verbose_name_plural = pgettext_lazy("fund", "receipts")
        constraints = [_positive("receipt")]
        triggers = _triggers("governance_receipt", "bank_reference")


class Interest(MoneyDocument):
    """Interest on the bank statement."""

    prefix = "IN"
    once = ("bank_reference",)

    bank_reference = models.CharField(_("bank reference"), max_length=80)

    class Meta(MoneyDocument.Meta):
        verbose_name = _("interest")
        verbose_name_plural = _("interest")
        constraints = [_positive("interest")]
        triggers = _triggers("governance_interest", "bank_reference")


class Charge(MoneyDocument):
    """A bank charge, or an administration fee by agreement. In US dollars."""

    prefix = "CH"
    once = ("bank_reference",)

    kind = models.CharField(_("kind"), max_length=20, choices=ChargeKind)
    bank_reference = models.CharField(_("bank reference"), max_length=80)

    class Meta(MoneyDocument.Meta):
        verbose_name = _("charge or fee")
        verbose_name_plural = _("charges and fees")
        constraints = [_positive("charge", currency="USD")]
        triggers = _triggers("governance_charge", "bank_reference")


class CurrencySale(MoneyDocument):
    """An amount of another currency sold for US dollars."""

    prefix = "CS"
    once = ("bank_reference",)

    received = models.DecimalField(_("US dollars received"), **USD)
    bank_reference = models.CharField(_("bank reference"), max_length=80)

    class Meta(MoneyDocument.Meta):
        verbose_name = _("currency sale")
        verbose_name_plural = _("currency sales")
        constraints = [
            _positive("currencysale", received__gt=0),
            models.CheckConstraint(name="governance_currencysale_foreign", condition=~Q(currency="USD")),
        ]
        triggers = _triggers("governance_currencysale", "bank_reference")


class Allocation(MoneyDocument):
    """Funds that a decision gives to a component. In US dollars."""

    prefix = "AL"
    once = ("decision", "component")

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="allocations", verbose_name=_("decision")
    )
    component = models.CharField(_("component"), max_length=4, choices=Component)

    class Meta(MoneyDocument.Meta):
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        constraints = [
            _positive("allocation", currency="USD"),
        ]
        triggers = _triggers("governance_allocation", "decision_id", "component")


class Commitment(MoneyDocument):
    """An obligation to spend from a programme line, perhaps for one activity. In US dollars."""

    prefix = "CM"

    line = models.ForeignKey(
        ProgrammeLine, on_delete=models.PROTECT, related_name="commitments", verbose_name=_("programme line")
    )
    activity = models.ForeignKey(
        Activity,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("activity"),
    )
    purpose = models.CharField(_("purpose"), max_length=200)
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="commitment")

    class Meta(MoneyDocument.Meta):
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [_positive("commitment", currency="USD")]
        triggers = append_only()


class Decommitment(MoneyDocument):
    """The part of a commitment that will not be spent goes back to its component."""

    prefix = "DC"

    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, related_name="decommitments", verbose_name=_("commitment")
    )
    reason = models.CharField(_("reason"), max_length=300)

    class Meta(MoneyDocument.Meta):
        verbose_name = _("de-commitment")
        verbose_name_plural = _("de-commitments")
        constraints = [_positive("decommitment", currency="USD")]
        triggers = append_only()


class Disbursement(MoneyDocument):
    """Money paid from a commitment for something that others approved. In US dollars."""

    prefix = "DB"

    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, related_name="disbursements", verbose_name=_("commitment")
    )
    claim = models.ForeignKey(
        ExpenseClaim, on_delete=models.PROTECT, related_name="disbursements", verbose_name=_("travel claim")
    )
    expense_class = models.CharField(_("class of expense"), max_length=20, choices=ExpenseClass)
    payment_reference = models.CharField(_("payment reference"), max_length=80, unique=True)

    class Meta(MoneyDocument.Meta):
        verbose_name = _("disbursement")
        verbose_name_plural = _("disbursements")
        constraints = [_positive("disbursement", currency="USD", expense_class=ExpenseClass.TRAVEL)]
        triggers = [*append_only(), _settles_its_claim()]


class Reversal(Document):
    """Undoes one transaction by its mirror image, with the reason."""

    prefix = "RV"

    reason = models.CharField(_("reason"), max_length=300)

    class Meta(Document.Meta):
        verbose_name = _("reversal")
        verbose_name_plural = _("reversals")
        triggers = append_only()


DOCUMENTS: dict[TransactionKind, type[Document]] = {
    TransactionKind.PLEDGE: Pledge,
    TransactionKind.RECEIPT: Receipt,
    TransactionKind.INTEREST: Interest,
    TransactionKind.CHARGE: Charge,
    TransactionKind.CURRENCY_SALE: CurrencySale,
    TransactionKind.ALLOCATION: Allocation,
    TransactionKind.COMMITMENT: Commitment,
    TransactionKind.DECOMMITMENT: Decommitment,
    TransactionKind.DISBURSEMENT: Disbursement,
    TransactionKind.REVERSAL: Reversal,
}
