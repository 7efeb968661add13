"""Forms of the Committee: meetings, decisions, the work programme line by line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from governance.enums import Component, DecisionKind, HalfYear, MeetingKind, MeetingState
from governance.models import Decision, Meeting, WorkProgramme
from governance.services.committee import Line, plan_meeting, record_decision, record_programme
from partnership.core.models import User
from partnership.core.money import parse_amount

from .fund import DayField


class MeetingForm(forms.Form):
    on = DayField(label=_("Date"))
    kind = forms.ChoiceField(choices=MeetingKind.choices, label=_("Kind"))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)

    def save(self, *, actor: User, key: str) -> Meeting:
        return plan_meeting(actor=actor, **self.cleaned_data)


class DecisionForm(forms.Form):
    meeting = forms.ModelChoiceField(Meeting.objects.filter(status=MeetingState.HELD), label=_("Meeting"))
    kind = forms.ChoiceField(choices=DecisionKind.choices, label=_("Kind"))
    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(label=_("Adopted text"), widget=forms.Textarea(attrs={"rows": 8}))
    supersedes = forms.ModelChoiceField(
        Decision.objects.filter(superseded_by__isnull=True),
        label=_("Supersedes"),
        required=False,
        help_text=_("Only when this decision corrects an earlier one."),
    )

    def save(self, *, actor: User, key: str) -> Decision:
        return record_decision(actor=actor, **self.cleaned_data)


class ProgrammeForm(forms.Form):
    """The year's programme; a line per row, its parts divided by semicolons, as pasted from the adopted paper."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    decision = forms.ModelChoiceField(
        Decision.objects.filter(
            kind=DecisionKind.WORK_PROGRAMME, work_programme__isnull=True, superseded_by__isnull=True
        ),
        label=_("Decision"),
    )
    lines = forms.CharField(
        label=_("Lines"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "One line per row: component (IND, NET, TA, GOV); activity; expected output; half-year (H1, H2); "
            "budget in US dollars."
        ),
    )

    def clean_lines(self) -> list[Line]:
        """Return the lines; the message names the first row that cannot be read."""
        rows = [row for row in self.cleaned_data["lines"].splitlines() if row.strip()]
        return [self._line(number, row) for number, row in enumerate(rows, start=1)]

    def _line(self, number: int, row: str) -> Line:
        parts = [part.strip() for part in row.split(";")]
        if len(parts) != 5 or parts[0] not in Component.values or parts[3] not in HalfYear.values or not all(parts):
            raise ValidationError(_("Row %(number)s is not a line of five parts."), params={"number": number})
        try:
            budget = parse_amount(parts[4], "USD")
        except ValidationError as error:
            raise ValidationError(
                _("Row %(number)s: the budget is not an amount."), params={"number": number}
            ) from error
        return Line(Component(parts[0]), parts[1][:200], parts[2][:300], HalfYear(parts[3]), budget)

    def save(self, *, actor: User, key: str) -> WorkProgramme:
        data: dict[str, Any] = self.cleaned_data
        return record_programme(actor=actor, **data)
