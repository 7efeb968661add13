"""Forms of the fund's documents. ``save(actor, key)`` is one service call and returns the document."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.enums import ChargeKind, Component, ContributorKind, DecisionKind, TransactionKind
from governance.models import Commitment, Contributor, Decision, Document, LedgerTransaction, Pledge, ProgrammeLine
from governance.selectors.ledger import living
from governance.selectors.spending import fundable_activities, payable_commitments, with_balances
from governance.services.contributions import (
    record_charge,
    record_contributor,
    record_currency_sale,
    record_interest,
    record_pledge,
    record_receipt,
)
from governance.services.payments import pay_claim
from governance.services.posting import FUND_CURRENCY
from governance.services.reversals import reverse
from governance.services.spending import allocate, commit, decommit
from partnership.core.models import Currency, Organisation, User
from partnership.core.money import parse_amount
from technical_assistance.models import Activity, ExpenseClaim


class DayField(forms.DateField):
    """A day, chosen in the browser's calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FundForm(forms.Form):
    """What the forms of all documents share: the amount is read in the currency it is in."""

    amounts: ClassVar[tuple[str, ...]] = ("amount",)
    value_date_label = _("Value date")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "value_date" in self.fields:
            self.fields["value_date"].label = self.value_date_label
            self.fields["value_date"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        """Read the amounts, exact to the minor unit of their currency; nothing is rounded."""
        cleaned = super().clean() or {}
        currency = cleaned.get("currency")
        for name in self.amounts:
            code = currency.code if currency is not None and name == "amount" else FUND_CURRENCY
            if cleaned.get(name):
                self._read(name, cleaned, code)
        return cleaned

    def _read(self, name: str, cleaned: dict[str, Any], code: str) -> None:
        try:
            cleaned[name] = parse_amount(cleaned[name], code)
        except ValidationError as error:
            self.add_error(name, error)


class AmountForm(FundForm):
    """An amount in US dollars and its day."""

    amount = forms.CharField(label=_("Amount in US dollars"), max_length=30, help_text=_("For example 1250.00"))
    value_date = DayField()


class CurrencyAmountForm(FundForm):
    """An amount in a currency and its day."""

    amount = forms.CharField(label=_("Amount"), max_length=30, help_text=_("For example 1250.00"))
    currency = forms.ModelChoiceField(Currency.objects.all(), label=_("Currency"), initial="USD")
    value_date = DayField()


class ContributorForm(FundForm):
    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(contributor__isnull=True), label=_("Organisation")
    )
    code = forms.RegexField(
        r"^[A-Z0-9]{2,12}$",
        label=_("Code"),
        help_text=_("2 to 12 capital letters or digits; it names the contributor’s account for good."),
    )
    kind = forms.ChoiceField(choices=ContributorKind.choices, label=_("Kind"))

    def save(self, *, actor: User, key: str) -> Contributor:
        return record_contributor(actor=actor, **self.cleaned_data)


class PledgeForm(CurrencyAmountForm):
    value_date_label = _("Signed on")
    contributor = forms.ModelChoiceField(Contributor.objects.select_related("organisation"), label=_("Contributor"))
    agreement = forms.CharField(label=_("Agreement reference"), max_length=80)
    field_order = ("contributor", "agreement", "amount", "currency", "value_date")

    def save(self, *, actor: User, key: str) -> Document:
        data = dict(self.cleaned_data)
        data |= {"signed_on": data.pop("value_date"), "currency": data["currency"].code}
        return record_pledge(actor=actor, key=key, **data)


class PledgeChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Pledge) -> str:
        return f"{obj.number} · {obj.contributor} · {obj.agreement} · {obj.currency_id}"


class ReceiptForm(CurrencyAmountForm):
    contributor = forms.ModelChoiceField(Contributor.objects.select_related("organisation"), label=_("Contributor"))
    pledge = PledgeChoice(
        living(Pledge.objects.select_related("contributor__organisation")),
        label=_("Pledge"),
        required=False,
        help_text=_("Leave empty when it was given without one."),
    )
    bank_reference = forms.CharField(label=_("Reference of the bank advice"), max_length=80)
    field_order = ("contributor", "pledge", "amount", "currency", "value_date", "bank_reference")

    def save(self, *, actor: User, key: str) -> Document:
        data = self.cleaned_data | {"currency": self.cleaned_data["currency"].code}
        return record_receipt(actor=actor, key=key, **data)


class InterestForm(CurrencyAmountForm):
    bank_reference = forms.CharField(label=_("Reference of the statement"), max_length=80)

    def save(self, *, actor: User, key: str) -> Document:
        data = self.cleaned_data | {"currency": self.cleaned_data["currency"].code}
        return record_interest(actor=actor, key=key, **data)


class ChargeForm(AmountForm):
    kind = forms.ChoiceField(choices=ChargeKind.choices, label=_("Kind"))
    bank_reference = forms.CharField(label=_("Reference of the statement"), max_length=80)
    field_order = ("kind", "amount", "value_date", "bank_reference")

    def save(self, *, actor: User, key: str) -> Document:
        return record_charge(actor=actor, key=key, **self.cleaned_data)


class CurrencySaleForm(CurrencyAmountForm):
    amounts = ("amount", "received")
    currency = forms.ModelChoiceField(Currency.objects.exclude(code=FUND_CURRENCY), label=_("Currency sold"))
    received = forms.CharField(label=_("US dollars received"), max_length=30)
    bank_reference = forms.CharField(label=_("Reference of the bank advice"), max_length=80)
    field_order = ("amount", "currency", "received", "value_date", "bank_reference")

    def save(self, *, actor: User, key: str) -> Document:
        data = self.cleaned_data | {"currency": self.cleaned_data["currency"].code}
        return record_currency_sale(actor=actor, key=key, **data)


class AllocationForm(AmountForm):
    decision = forms.ModelChoiceField(
        Decision.objects.filter(kind=DecisionKind.ALLOCATION, superseded_by__isnull=True), label=_("Decision")
    )
    component = forms.ChoiceField(choices=Component.choices, label=_("Component"))
    field_order = ("decision", "component", "amount", "value_date")

    def save(self, *, actor: User, key: str) -> Document:
        return allocate(actor=actor, key=key, **self.cleaned_data)


class LineChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: ProgrammeLine) -> str:
        return f"{obj.reference} · {obj.get_component_display()} · {obj.activity} · USD {obj.budget:,.2f}"


class CommitmentForm(AmountForm):
    line = LineChoice(
        ProgrammeLine.objects.select_related("programme").order_by("-programme__year", "number"),
        label=_("Programme line"),
    )
    activity = forms.ModelChoiceField(
        Activity.objects.none(),
        label=_("Activity"),
        required=False,
        help_text=_("When the travel of one activity is funded; the activity is told."),
    )
    purpose = forms.CharField(label=_("Purpose"), max_length=200)
    field_order = ("line", "activity", "amount", "value_date", "purpose")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"].queryset = fundable_activities()

    def save(self, *, actor: User, key: str) -> Document:
        return commit(actor=actor, key=key, **self.cleaned_data)


class CommitmentChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Commitment) -> str:
        unpaid: Decimal = getattr(obj, "unpaid", Decimal(0))
        return str(_("{number} · {purpose} · USD {unpaid} unpaid")).format(
            number=obj.number, purpose=obj.purpose, unpaid=f"{unpaid:,.2f}"
        )


class DecommitmentForm(AmountForm):
    commitment = CommitmentChoice(Commitment.objects.none(), label=_("Commitment"))
    reason = forms.CharField(label=_("Reason"), max_length=300)
    field_order = ("commitment", "amount", "value_date", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commitment"].queryset = with_balances(Commitment.objects.all()).filter(unpaid__gt=0)

    def save(self, *, actor: User, key: str) -> Document:
        return decommit(actor=actor, key=key, **self.cleaned_data)


class ReversalForm(FundForm):
    value_date = DayField()
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def save_for(self, entry: LedgerTransaction, *, actor: User, key: str) -> Document:
        """Reverse the posting."""
        return reverse(entry, actor=actor, key=key, **self.cleaned_data)


class PaymentForm(FundForm):
    """The payment of one claim: from which commitment, under which reference, on which day."""

    amounts = ()
    value_date_label = _("Paid on")
    commitment = CommitmentChoice(Commitment.objects.none(), label=_("Commitment"), empty_label=None)
    payment_reference = forms.CharField(
        label=_("Payment reference"), max_length=80, help_text=_("As on the bank’s advice; each is used once.")
    )
    value_date = DayField()

    def __init__(self, *args: Any, claim: ExpenseClaim, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claim = claim
        self.fields["commitment"].queryset = payable_commitments(claim.activity_id)

    def save(self, *, actor: User, key: str) -> Document:
        data = dict(self.cleaned_data)
        return pay_claim(self.claim, actor=actor, key=key, paid_on=data.pop("value_date"), **data)


class LedgerFilter(forms.Form):
    """The filters of the ledger; nothing wrong in them is an error, it only finds nothing."""

    text = forms.CharField(label=_("Document or words"), required=False, max_length=80)
    kind = forms.ChoiceField(choices=[("", _("All kinds")), *TransactionKind.choices], label=_("Kind"), required=False)
    account = forms.CharField(label=_("Account"), required=False, max_length=40)
    since = DayField(label=_("Value date from"), required=False)
    until = DayField(label=_("to"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"

    def values(self) -> dict[str, Any]:
        """Return the filters that can be read; the others are left out."""
        self.is_valid()
        return self.cleaned_data
