"""Forms of TA requests. They check shapes only; the services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnership.core.enums import CountryGroup
from partnership.core.models import Country, Organisation, User
from technical_assistance.completeness import FIELDS, STEPS, Step
from technical_assistance.enums import DeclineCode, EligibilityVerdict, HelpKind, Language, MessageVisibility
from technical_assistance.models import EligibilityAnswer, EligibilityQuestion, Practitioner, TARequest
from technical_assistance.rules import ministries_of
from technical_assistance.selectors.proposals import candidates_for


class DateInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class NewRequestForm(forms.Form):
    """Where a request begins: for which ministry, and about what."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Ministry"))
    title = forms.CharField(label=_("Short title"), max_length=120, help_text=_("As it should stand in lists."))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Organisation.objects.filter(pk__in=ministries_of(user))
        self.fields["organisation"].queryset = own  # type: ignore[attr-defined]
        self.fields["organisation"].initial = own.first()


class TARequestForm(forms.ModelForm):
    """One step of the form. Nothing is required in a draft; what is missing is listed before submission."""

    kinds = forms.MultipleChoiceField(
        label=_("Kind of help"), choices=HelpKind, required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages in which you can work"),
        choices=Language,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = TARequest
        fields = FIELDS
        widgets = {
            "areas": forms.CheckboxSelectMultiple,
            "problem": forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
            "reform_context": forms.Textarea(attrs={"rows": 5}),
            "tried_before": forms.Textarea(attrs={"rows": 4}),
            "outcome": forms.Textarea(attrs={"rows": 4}),
            "outcome_measure": forms.Textarea(attrs={"rows": 4}),
            "preferred_models": forms.Textarea(attrs={"rows": 3}),
            "participants_posts": forms.Textarea(attrs={"rows": 3}),
            "commitments": forms.Textarea(attrs={"rows": 4}),
            "preferred_countries": forms.SelectMultiple(attrs={"size": 8}),
            "earliest_start": DateInput(),
            "latest_end": DateInput(),
        }
        help_texts = {
            "title": _("As it should stand in lists."),
            "problem": _("What does not work today, for whom? At most 300 characters."),
            "areas": _("Choose the one or two that fit best."),
            "reform_context": _("Laws, plans and institutions that matter; what is decided and what is open."),
            "tried_before": _("What did you try, and what came of it? “Nothing yet” is an answer too."),
            "outcome": _("What will be different a year after the assistance?"),
            "outcome_measure": _("What would you look at to know? An indicator of this portal may serve."),
            "preferred_countries": _("Optional. Hold Ctrl (or ⌘) to choose several."),
            "preferred_models": _("Optional. Reforms or agencies that you would like to learn from."),
            "participants_posts": _("Which posts do the participants hold?"),
            "participants_other": _("Optional."),
            "contact_post": _("Optional."),
            "commitments": _(
                "Rooms, local transport, staff time, interpreters. The Partnership pays travel expenses only."
            ),
            "is_cleared": _("Tick when whoever signs for the ministry has agreed to this request."),
        }

    def __init__(self, *args: Any, step: Step | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = step.fields if step else FIELDS
        for name in set(self.fields) - set(wanted):
            del self.fields[name]
        self.order_fields(wanted)
        if "preferred_countries" in self.fields:
            groups = (CountryGroup.LAC, CountryGroup.OECD)
            peers = Country.objects.filter(memberships__group__in=groups).distinct()
            self.fields["preferred_countries"].queryset = peers  # type: ignore[attr-defined]

    def content(self) -> dict[str, Any]:
        """Return the fields that could be read; the others keep what is saved."""
        self.is_valid()
        content = {name: value for name, value in self.cleaned_data.items() if name not in self.errors}
        return {name: list(value) if name in ("areas", "preferred_countries") else value
                for name, value in content.items()}  # fmt: skip


class AttachmentForm(forms.Form):
    """A document to add."""

    upload = forms.FileField(label=_("Document"), help_text=_("PDF, JPEG, PNG or XLSX, at most 20 MB."))


class MessageForm(forms.Form):
    """A message of the conversation."""

    body = forms.CharField(label=_("Message"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
    visibility = forms.ChoiceField(label=_("Who reads it"), choices=MessageVisibility, widget=forms.RadioSelect)

    def __init__(self, *args: Any, may_be_internal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visibility"].initial = MessageVisibility.SHARED
        if not may_be_internal:
            self.fields["visibility"].widget = forms.HiddenInput()


class ReturnForm(forms.Form):
    """What the ministry should work on."""

    reason = forms.CharField(
        label=_("What the ministry should do"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The ministry reads this."),
    )  # fmt: skip
    fields_named = forms.MultipleChoiceField(
        label=_("Parts to work on"), choices=(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (str(step.label), [(name, TARequest._meta.get_field(name).verbose_name) for name in step.fields])
            for step in STEPS
        ]
        self.fields["fields_named"].choices = choices  # type: ignore[attr-defined]


class DeclineForm(forms.Form):
    """Why a request is declined."""

    code = forms.ChoiceField(label=_("Reason"), choices=DeclineCode)
    public_text = forms.CharField(
        label=_("Explanation for the ministry"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Say what would have to change for another request to succeed."),
    )  # fmt: skip


class HoldForm(forms.Form):
    """Why the matching waits, and until when."""

    reason = forms.CharField(label=_("Note"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    review_on = forms.DateField(label=_("Look at it again on"), widget=DateInput())


class InviteForm(forms.Form):
    """Whom to invite, and for what."""

    practitioner = forms.ModelChoiceField(Practitioner.objects.none(), label=_("Practitioner"))
    note = forms.CharField(
        label=_("What the practitioner is asked for"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The practitioner and the employer read this."),
    )  # fmt: skip

    def __init__(self, *args: Any, ta_request: TARequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["practitioner"].queryset = candidates_for(ta_request)  # type: ignore[attr-defined]
        self.fields["practitioner"].label_from_instance = _describe  # type: ignore[attr-defined]


def _describe(practitioner: Practitioner) -> str:
    words = [practitioner.full_name, str(practitioner.organisation), str(practitioner.country)]
    if practitioner.knows_model:  # type: ignore[attr-defined]  # annotated by the selector
        words.append(_("worked on the model asked for"))
    return " · ".join(str(word) for word in words)


class QuestionForm(forms.Form):
    """The answer to one eligibility question."""

    verdict = forms.ChoiceField(label="", choices=EligibilityVerdict, widget=forms.RadioSelect, required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(
        self, *args: Any, question: EligibilityQuestion, answer: EligibilityAnswer | None, **kwargs: Any
    ) -> None:
        initial = {"verdict": answer.verdict, "note": answer.note} if answer else {}
        super().__init__(*args, prefix=f"q{question.pk}", initial=initial, **kwargs)
        self.question = question
        self.fields["verdict"].label = question.text
