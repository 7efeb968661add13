"""Forms of the roster. They check shapes only; the services decide."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import lazystr
from django.utils.text import format_lazy
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from partnership.core.enums import CountryGroup, OrganisationKind
from partnership.core.models import Country, Organisation, User
from partnership.core.rules import is_officer
from technical_assistance.enums import ActivityMode, HelpKind, Language
from technical_assistance.models import OECDModel, Practitioner
from technical_assistance.roster.pages import ModelCard
from technical_assistance.rules import agencies_of, ministries_of

CODES = tuple(code for code, _name in settings.LANGUAGES)
LONG_TEXTS = {"summary": 4, "result": 4, "needs": 3, "cost": 2}


class AskForm(forms.Form):
    """A ministry asks for help with a model: for whom, under which title, what kind of help."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Ministry"))
    title = forms.CharField(label=_("Short title"), max_length=120, help_text=_("As it should stand in lists."))
    kinds = forms.MultipleChoiceField(
        label=_("Kind of help"), choices=HelpKind, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("You can decide this later in the form."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, card: ModelCard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Organisation.objects.filter(pk__in=ministries_of(user))
        self.fields["organisation"].queryset = own  # type: ignore[attr-defined]
        self.fields["organisation"].initial = own.first()
        self.fields["title"].initial = card.title.text[:120]
        offered = card.model.instruments
        self.fields["kinds"].choices = [(k, label) for k, label in HelpKind.choices if k in offered or not offered]  # type: ignore[attr-defined]


def _one_of_many(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple)


def _agencies(user: User):
    """Return the agencies whose records a person keeps: all for the Secretariat, else the own ones."""
    agencies = Organisation.objects.filter(kind=OrganisationKind.COUNTERPART)
    return agencies if is_officer(user) else agencies.filter(pk__in=agencies_of(user))


class OECDModelForm(forms.ModelForm):
    """The record of a model. Its texts may be written in one language or in several."""

    instruments = _one_of_many(_("Kinds of help offered"), HelpKind)
    languages = _one_of_many(_("Language of the material"), Language)
    source = forms.URLField(
        label=_("Source of the result"), required=False, assume_scheme="https",
        help_text=_("Where everybody can read about the result."),
    )  # fmt: skip

    class Meta:
        model = OECDModel
        fields = [
            "organisation", "area", "started_year",
            *(f"{name}_{code}" for code in CODES for name in ("title", *LONG_TEXTS)),
            "instruments", "languages", "evidence_grade", "source_title", "source", "is_active",
        ]  # fmt: skip
        help_texts = {
            "is_active": _("Untick when the agency no longer offers help with this."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = _agencies(user)  # type: ignore[attr-defined]
        for code in CODES:
            language = get_language_info(code)["name_local"]
            for name in ("title", *LONG_TEXTS):
                field = self.fields[f"{name}_{code}"]
                field.required = False
                field.label = format_lazy("{} ({})", OECDModel._meta.get_field(name).verbose_name, lazystr(language))
                if name in LONG_TEXTS:
                    field.widget = forms.Textarea(attrs={"rows": LONG_TEXTS[name], "lang": code})

    def clean(self) -> dict[str, Any]:
        """Ask for a title and a summary in one language at least, both in the same one."""
        values = super().clean() or {}
        if not any(values.get(f"title_{code}") and values.get(f"summary_{code}") for code in CODES):
            raise ValidationError(_("Please write the title and what was done, in one language at least."))
        return values

    def content(self) -> dict[str, Any]:
        """Return what the service stores."""
        return dict(self.cleaned_data)


class PractitionerForm(forms.ModelForm):
    """The record of a practitioner: nothing private but who may be invited."""

    languages = _one_of_many(_("Working languages"), Language)
    modes = _one_of_many(_("Modes"), ActivityMode)

    class Meta:
        model = Practitioner
        fields = ["full_name", "post", "organisation", "country", "areas", "topics", "oecd_models", "languages",
                  "modes", "is_active"]  # fmt: skip
        widgets = {
            "areas": forms.CheckboxSelectMultiple,
            "oecd_models": forms.CheckboxSelectMultiple,
            "topics": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "topics": _("What the person can speak about, in a few words."),
            "is_active": _("Untick when the person no longer takes part."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = Organisation.objects.filter(pk=self.instance.organisation_id) | _agencies(user)
        self.fields["organisation"].queryset = agencies  # type: ignore[attr-defined]
        members = Country.objects.filter(memberships__group__in=(CountryGroup.LAC, CountryGroup.OECD)).distinct()
        self.fields["country"].queryset = members  # type: ignore[attr-defined]
        models = OECDModel.objects.filter(organisation__in=agencies)
        self.fields["oecd_models"].queryset = models  # type: ignore[attr-defined]
        self.fields["oecd_models"].required = False

    def content(self) -> dict[str, Any]:
        """Return what the service stores."""
        return {**self.cleaned_data, "areas": list(self.cleaned_data["areas"]),
                "oecd_models": list(self.cleaned_data["oecd_models"])}  # fmt: skip


class ConsentForm(forms.Form):
    """The tick under the text of the consent."""

    agreed = forms.BooleanField(label=_("I agree"))
    version = forms.CharField(widget=forms.HiddenInput, max_length=20)
    note = forms.CharField(
        label=_("Where the signed consent is kept"), max_length=200, required=False,
        help_text=_("For somebody without a sign-in who agreed on paper."),
    )  # fmt: skip

    def __init__(self, *args: Any, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_own:
            del self.fields["note"]
        else:
            self.fields["agreed"].label = _("The practitioner has agreed to this text")
            self.fields["note"].required = True
