"""Forms of travel claims. They read what a person typed; the services decide whether it may be."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from partnership.core.models import Currency, User
from partnership.core.money import minor_units, parse_amount
from technical_assistance.enums.claims import ClaimStatus, ExpenseCategory
from technical_assistance.models import ClaimLine, ExpenseClaim
from technical_assistance.selectors.claims import claimable_assignments_for, free_nights
from technical_assistance.services.claim_lines import Decision, add_per_diem, check_line, decide_lines, save_line

COMMON = ("USD", "EUR", "CLP", "PEN", "COP", "MXN", "BRL", "DOP", "DKK", "PYG")
RECEIPT_TYPES = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"


class DateInput(forms.DateInput):
    """The browser's own date field, which always speaks ISO."""

    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


def currency_choices() -> list[tuple[str, Any]]:
    """Return the currencies, the frequent ones first."""
    names = {currency.code: f"{currency.code} · {currency.name}" for currency in Currency.objects.all()}
    first = [(code, names[code]) for code in COMMON if code in names]
    return [(_("Frequent"), first), (_("All"), [(code, name) for code, name in names.items() if code not in COMMON])]


def amount_text(amount: Decimal, currency: str) -> str:
    """Return an amount as a person would type it again: 1250.00, without grouping."""
    return f"{amount:.{minor_units(currency)}f}"


class AmountField(forms.CharField):
    """An amount as typed; ``read`` gives the figure for a currency or a clear refusal."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=40, widget=widget, **options)

    @staticmethod
    def read(raw: str, currency: str) -> Decimal:
        """Return the amount; raises ValidationError for anything that is not plainly one."""
        return parse_amount(raw, currency)


class ClaimFilterForm(forms.Form):
    """The filters of the list; what is not understood is ignored."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("All states")), *ClaimStatus.choices]


class NewClaimForm(forms.Form):
    """Which journey is claimed, and for whom: one choice among the confirmed travellers."""

    assignment = forms.ChoiceField(label=_("Journey"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assignments = {str(found.pk): found for found in claimable_assignments_for(user)[:200]}
        self.fields["assignment"].choices = [(key, self._label(found, user)) for key, found in self.assignments.items()]

    @staticmethod
    def _label(assignment: Any, user: User) -> str:
        activity, traveller = assignment.activity, assignment.practitioner
        days = f"{_date(activity.starts_on)} – {_date(activity.ends_on)}"
        who = "" if traveller.user_id == user.pk else f" · {traveller.full_name}"
        return f"{activity.title} · {activity.host_country} · {days}{who}"

    @property
    def chosen(self) -> Any:
        """The assignment that was chosen."""
        return self.assignments[self.cleaned_data["assignment"]]


def _date(value: date | None) -> str:
    return formats.date_format(value, "SHORT_DATE_FORMAT") if value else "–"


class ClaimLineForm(forms.ModelForm):
    """One cost. Saving is one service call; the checks of the service run here too, so that they sit at the fields."""

    currency = forms.ChoiceField(label=_("Currency"))
    amount = AmountField(
        label=_("Amount"), help_text=_("As on the receipt, in the currency it was paid in. For example 1250.00")
    )
    receipt = forms.FileField(
        label=_("Receipt"),
        required=False,
        help_text=_("A photo or scan: JPEG, PNG or PDF, at most 10 MB. Per diem and mileage need none."),
        widget=forms.FileInput(attrs={"accept": RECEIPT_TYPES}),
    )

    class Meta:
        model = ClaimLine
        fields = ["category", "description", "spent_on", "nights", "currency", "amount", "duplicate_reason"]
        labels = {"duplicate_reason": _("Used or claimed before? Say why this is another cost")}
        help_texts = {
            "description": _("From where to where, or which hotel. Travel costs only: no fees, no pay."),
            "spent_on": _("For nights: the first evening."),
            "nights": _("For lodging: how many. A per diem is one line for each night."),
            "duplicate_reason": _("Leave empty unless the portal asks."),
        }
        widgets = {"spent_on": DateInput(), "nights": forms.NumberInput(attrs={"inputmode": "numeric", "min": 0})}

    def __init__(self, *args: Any, claim: ExpenseClaim, actor: User, **kwargs: Any) -> None:
        line = kwargs.get("instance")
        initial = {"currency": "USD", **_proposal(claim)}
        if line is not None and line.pk:
            initial = {"currency": line.currency_id, "amount": amount_text(line.amount, line.currency_id)}
        kwargs["initial"] = {**initial, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.claim, self.actor = claim, actor
        self.fields["currency"].choices = currency_choices()
        self.fields["category"].choices = [("", _("Choose …")), *ExpenseCategory.choices]
        self.fields["nights"].required = False
        self.fields["category"].error_messages["invalid_choice"] = ClaimLine._meta.get_field("category").error_messages[
            "invalid_choice"
        ]

    def clean_nights(self) -> int:
        return self.cleaned_data.get("nights") or 0

    def clean_currency(self) -> Currency:
        return Currency.objects.get(pk=self.cleaned_data["currency"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "amount" in data and "currency" in data:
            try:
                data["amount"] = AmountField.read(data["amount"], data["currency"].code)
            except ValidationError as error:
                self.add_error("amount", error)
        self.upload = data.pop("receipt", None)
        return data

    def _post_clean(self) -> None:
        """Run the checks of the service on the unsaved line, after the fields were read."""
        if self.errors:
            return
        for name, value in self.cleaned_data.items():
            setattr(self.instance, name, value)
        try:
            check_line(self.claim, self.instance, actor=self.actor)
        except ValidationError as error:
            self._update_errors(error)

    def save(self, commit: bool = True) -> ClaimLine:
        """Save the line; raises ValidationError as the service does."""
        return save_line(self.claim, self.instance, actor=self.actor, upload=self.upload)


def _proposal(claim: ExpenseClaim) -> dict[str, Any]:
    """Propose the first night that is still free, and how many follow."""
    nights = free_nights(claim)
    if nights:
        return {"spent_on": nights[0], "nights": len(nights)}
    return {"spent_on": claim.activity.starts_on}


class NightsForm(forms.Form):
    """One per diem for each chosen night of the itinerary."""

    nights = forms.TypedMultipleChoiceField(
        label=_("Nights"), coerce=date.fromisoformat, widget=forms.CheckboxSelectMultiple
    )
    currency = forms.ChoiceField(label=_("Currency"), initial="USD")
    amount = AmountField(label=_("Amount for one night"), help_text=_("The rate of the place, for example 180.00"))

    def __init__(self, *args: Any, claim: ExpenseClaim, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claim, self.actor = claim, actor
        nights = free_nights(claim)
        self.fields["nights"].choices = [
            (night.isoformat(), formats.date_format(night, "DATE_FORMAT")) for night in nights
        ]
        self.fields["nights"].initial = [night.isoformat() for night in nights]
        self.fields["currency"].choices = currency_choices()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "amount" in data and "currency" in data:
            try:
                data["amount"] = AmountField.read(data["amount"], data["currency"])
            except ValidationError as error:
                self.add_error("amount", error)
        return data

    def save(self) -> list[ClaimLine]:
        """Add the lines; raises ValidationError as the service does."""
        data = self.cleaned_data
        return add_per_diem(
            self.claim, actor=self.actor, nights=data["nights"], currency=data["currency"], amount=data["amount"]
        )


class DecisionForm(forms.Form):
    """The verifier's word on one line."""

    accepted = AmountField(label=_("Accepted"))
    reason = forms.CharField(label=_("Why less"), required=False, max_length=300)
    hold_resolution = forms.CharField(label=_("Why the held line is right"), required=False, max_length=300)

    def __init__(self, *args: Any, line: ClaimLine, **kwargs: Any) -> None:
        accepted = line.amount if line.accepted_amount is None else line.accepted_amount
        initial = {
            "accepted": amount_text(accepted, line.currency_id),
            "reason": line.accepted_reason,
            "hold_resolution": line.hold_resolution,
        }
        super().__init__(*args, prefix=f"line-{line.pk}", initial=initial, **kwargs)
        self.line = line
        self.use_required_attribute = False
        if not line.is_held:
            del self.fields["hold_resolution"]

    def clean_accepted(self) -> Decimal:
        return AmountField.read(self.cleaned_data["accepted"], self.line.currency_id)

    def decision(self) -> Decision:
        """Return what was said."""
        data = self.cleaned_data
        return Decision(data["accepted"], data["reason"], data.get("hold_resolution", ""))


def save_decisions(claim: ExpenseClaim, decision_forms: Mapping[int, DecisionForm], *, actor: User) -> bool:
    """Save what the verifier said about all lines; returns whether it was, errors sit at the forms."""
    if any([form.errors for form in decision_forms.values()]):  # noqa: C419  # a list: every form shows its errors
        return False
    decisions = {pk: form.decision() for pk, form in decision_forms.items()}
    try:
        decide_lines(claim, actor=actor, decisions=decisions)
    except ValidationError as error:
        for pk, messages in error.message_dict.items():
            form = decision_forms[int(pk)]
            form.add_error("accepted" if form.decision().accepted >= form.line.amount else "reason", messages)
        return False
    return True


class WordsForm(forms.Form):
    """A few sentences: why the claim is late, why it may be submitted after all."""

    text = forms.CharField(
        label=_("Explanation"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The verifier and the budget holder will read it."),
    )  # fmt: skip
