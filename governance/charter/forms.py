"""The shapes of what the Secretariat writes about the Partnership: words in four languages side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from governance.charter.lifecycle import PartnerKind, PartnerStatus
from governance.forms.fund import DayField
from governance.models import CharterTextVersion, Partner, PartnerState


class InLanguages(forms.Form):
    """A form with some fields once per language."""

    needed: str  # the field that at least one language has
    translated: Callable[[InLanguages], dict[str, forms.CharField]]  # fresh fields by name, for one language

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, _name in settings.LANGUAGES:
            for name, field in self.translated().items():
                field.required = False
                field.widget.attrs["lang"] = code
                self.fields[f"{name}_{code}"] = field

    @property
    def languages(self) -> Iterator[tuple[str, str, list[forms.BoundField]]]:
        """Yield each language with its own name and its fields."""
        for code, _name in settings.LANGUAGES:
            fields = [self[f"{name}_{code}"] for name in self.translated()]
            yield code, get_language_info(code)["name_local"].capitalize(), fields

    @property
    def others(self) -> list[forms.BoundField]:
        """Return the visible fields that are the same in every language."""
        own = {f"{name}_{code}" for name in self.translated() for code, _name in settings.LANGUAGES}
        return [field for field in self.visible_fields() if field.name not in own]

    def words(self) -> dict[str, str]:
        """Return what was written, by field and language, line ends as the database keeps them."""
        names = [f"{name}_{code}" for name in self.translated() for code, _name in settings.LANGUAGES]
        return {name: self.cleaned_data[name].replace("\r\n", "\n") for name in names}

    def clean(self) -> dict[str, Any]:
        """Ask for the words in one language at least."""
        data = super().clean() or {}
        if not any(data.get(f"{self.needed}_{code}") for code, _name in settings.LANGUAGES) and not self.errors:
            raise ValidationError(_("Please write it in one language at least."), code="empty")
        return data


class TextForm(InLanguages):
    """A text of the charter; ``number`` is the version that the writer saw."""

    is_shown = forms.BooleanField(label=_("Show this text to the public"), required=False, initial=True)
    number = forms.IntegerField(min_value=0, max_value=32_000, widget=forms.HiddenInput, initial=0)
    needed = "body"

    def translated(self) -> dict[str, forms.CharField]:
        longest = CharterTextVersion._meta.get_field("body").max_length
        area = forms.Textarea(attrs={"rows": 6})
        return {
            "title": forms.CharField(label=_("Heading"), max_length=160),
            "body": forms.CharField(label=_("Text"), max_length=longest, widget=area),
        }


class PartnerForm(InLanguages):
    """What is said of a partner; ``version`` is the one that the writer saw."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PartnerKind.choices)
    url = forms.URLField(label=_("Web address"), required=False, max_length=200, assume_scheme="https")
    version = forms.IntegerField(min_value=0, max_value=2_000_000, widget=forms.HiddenInput, initial=0)
    needed = "name"

    def translated(self) -> dict[str, forms.CharField]:
        area = forms.Textarea(attrs={"rows": 2})
        return {
            "name": forms.CharField(label=_("Name"), max_length=160),
            "role": forms.CharField(label=_("Part in the Partnership"), max_length=400, widget=area),
        }


class StateForm(forms.Form):
    """Where a partner stands since when, and why we know."""

    state = forms.ChoiceField(label=_("State"))
    since = DayField(label=_("Since"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=PartnerState._meta.get_field("reason").max_length,
        help_text=_("The letter, agreement or talk that it rests on. The public does not see it."),
    )

    def __init__(self, *args: Any, states: list[PartnerStatus], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [(state.value, state.label) for state in states]

    def clean_since(self) -> date | None:
        """Refuse a day to come."""
        since: date | None = self.cleaned_data["since"]
        if since is not None and since > timezone.localdate():
            raise ValidationError(_("The day lies in the future."), code="future")
        return since


class CorrectableStateForm(StateForm):
    """The same, and whether it corrects the newest state instead of following it."""

    corrects = forms.BooleanField(
        label=_("The newest state was recorded wrongly; this one takes its place"), required=False
    )


def words_of(row: CharterTextVersion | Partner | None, *names: str) -> dict[str, str]:
    """Return the words of a row by field and language, as a form begins with them."""
    codes = [code for code, _name in settings.LANGUAGES]
    return {f"{name}_{code}": getattr(row, f"{name}_{code}", "") or "" for name in names for code in codes}
