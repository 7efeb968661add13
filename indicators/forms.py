"""Forms of the work behind the statistics."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.models import ImportBatch, Indicator, Release, Source
from indicators.work import free_batches


class UploadForm(forms.Form):
    """A published file, and whether to go on when it is free of faults that cost the whole file."""

    source = forms.ModelChoiceField(Source.objects.all(), label=_("Source"))
    edition = forms.CharField(
        label=_("Edition of the source"),
        required=False,
        max_length=80,
        help_text=_("For instance “2025 edition”. Left empty, it is the edition noted with the source."),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV (UTF-8) or XLSX as the publisher left it, at most 20 MB."),
        allow_empty_file=True,  # an empty file is refused by the check of files, with its own sentence
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    dry_run = forms.BooleanField(
        label=_("Only check; put nothing forward yet"),
        required=False,
        help_text=_("Shows every value that would be added, changed or refused."),
    )


class BatchChoice(forms.ModelMultipleChoiceField):
    """Signed-off imports by what they hold."""

    def label_from_instance(self, batch: ImportBatch) -> str:  # type: ignore[override]  # narrower than a model
        return f"{batch.source.title} · {batch.file.name} · {batch.rows_added} + {batch.rows_changed}"


class ReleaseForm(forms.ModelForm):
    """What a release is called, which imports it holds, and when it may be published."""

    batches = BatchChoice(
        ImportBatch.objects.none(),
        label=_("Signed-off imports"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("File, and the number of values it adds + changes."),
    )

    class Meta:
        model = Release
        fields = ["title", "notes", "embargo_until"]
        widgets = {
            "notes": forms.Textarea(attrs={"rows": 3}),
            "embargo_until": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through
        self.fields["batches"].queryset = free_batches()  # type: ignore[attr-defined]  # a model field of forms


class ReasonForm(forms.Form):
    """Why the values of an indicator change."""

    indicator = forms.ModelChoiceField(Indicator.objects.all(), widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
