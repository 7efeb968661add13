"""The shapes of input about reports and results."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import NarrativeSection, ReportPeriod, ResultIndicator, TypedActual


class NarrativeForm(forms.Form):
    """A section's words in one language; ``number`` is the version the writer saw."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=NarrativeSection._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Plain words; an empty line begins a new paragraph. Each save is a version of its own."),
    )
    number = forms.IntegerField(min_value=0, max_value=32_000, widget=forms.HiddenInput)


class TypedActualForm(forms.ModelForm):
    """A value that nothing computes, with its source."""

    class Meta:
        model = TypedActual
        fields = ("indicator", "period", "value", "source")
        labels = {"indicator": _("Performance indicator"), "period": _("Half-year")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = ResultIndicator.objects.all()
        self.fields["period"].queryset = ReportPeriod.objects.all()
