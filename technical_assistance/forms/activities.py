"""Forms of activities and the day log. They check shapes only; the services decide."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from technical_assistance.enums import AssignmentRole, HalfDay, HelpKind
from technical_assistance.models import Activity, Practitioner
from technical_assistance.services.activities import PLAN_FIELDS, days_of

from .requests import DateInput

TIME_ZONES = (
    "America/Argentina/Buenos_Aires", "America/Asuncion", "America/Bogota", "America/Caracas", "America/Costa_Rica",
    "America/El_Salvador", "America/Guatemala", "America/Guayaquil", "America/Guyana", "America/Havana",
    "America/Jamaica", "America/La_Paz", "America/Lima", "America/Managua", "America/Mexico_City",
    "America/Montevideo", "America/Panama", "America/Paramaribo", "America/Port_of_Spain", "America/Santiago",
    "America/Santo_Domingo", "America/Sao_Paulo", "America/Tegucigalpa", "America/Barbados", "Europe/Copenhagen",
    "Europe/Lisbon", "Europe/London", "Europe/Madrid", "Europe/Paris", "Asia/Seoul", "Australia/Sydney",
)  # fmt: skip


class ActivityForm(forms.ModelForm):
    """The plan of an activity."""

    time_zone = forms.ChoiceField(
        label=_("Time zone of the host"), choices=[(name, name.replace("_", " ")) for name in sorted(TIME_ZONES)]
    )
    link = forms.URLField(
        label=_("Link to the meeting"), required=False, assume_scheme="https",
        help_text=_("For remote work: where the participants meet."),
    )  # fmt: skip
    travel_ceiling = forms.DecimalField(
        label=_("Travel ceiling (USD)"), required=False, min_value=0, max_digits=12, decimal_places=2, localize=False,
        help_text=_("The most that may be spent on travel; 0 for remote work."),
    )  # fmt: skip

    class Meta:
        model = Activity
        fields = PLAN_FIELDS
        widgets = {
            "objectives": forms.Textarea(attrs={"rows": 3}),
            "starts_on": DateInput(),
            "ends_on": DateInput(),
        }
        help_texts = {
            "place": _("City and building; for remote work leave empty."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = HelpKind.choices  # type: ignore[attr-defined]

    def plan(self) -> dict[str, Any]:
        """Return the fields for the service."""
        return {name: self.cleaned_data[name] for name in PLAN_FIELDS}


class AssignForm(forms.Form):
    """Who takes part, as what, for how long."""

    practitioner = forms.ModelChoiceField(Practitioner.objects.none(), label=_("Practitioner"))
    role = forms.ChoiceField(label=_("Part"), choices=AssignmentRole)
    planned_half_days = forms.IntegerField(label=_("Planned half-days"), min_value=0, max_value=200)

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        confirmed = Practitioner.objects.filter(
            proposals__ta_request=activity.ta_request_id, proposals__status="confirmed"
        ).distinct()
        self.fields["practitioner"].queryset = confirmed  # type: ignore[attr-defined]
        self.fields["planned_half_days"].initial = 2 * len(days_of(activity))


class DayLogForm(forms.Form):
    """The half-days that a practitioner was with the host."""

    practitioner = forms.ModelChoiceField(Practitioner.objects.none(), label=_("Practitioner"), empty_label=None)
    halves = forms.MultipleChoiceField(choices=(), label=_("Half-days"))
    contact_minutes = forms.IntegerField(
        label=_("Minutes of contact in each"), min_value=1, max_value=720, initial=180,
        help_text=_("At least 120. Travel, preparation and report writing do not count."),
    )  # fmt: skip
    subject = forms.CharField(label=_("What was done"), max_length=200, required=False)

    def __init__(self, *args: Any, practitioners: list[Practitioner], activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Practitioner.objects.filter(pk__in=[practitioner.pk for practitioner in practitioners])
        self.fields["practitioner"].queryset = chosen  # type: ignore[attr-defined]
        self.fields["practitioner"].initial = practitioners[0] if practitioners else None
        if len(practitioners) == 1:
            self.fields["practitioner"].widget = forms.HiddenInput()
        choices = [(f"{day.isoformat()}:{half}", "") for day in days_of(activity) for half in HalfDay.values]
        self.fields["halves"].choices = choices  # type: ignore[attr-defined]

    def chosen_halves(self) -> list[tuple[date, str]]:
        """Return the chosen half-days as (day, half)."""
        pairs = (value.split(":") for value in self.cleaned_data["halves"])
        return [(date.fromisoformat(day), half) for day, half in pairs]


class SessionForm(forms.Form):
    """One remote session, in the host's time."""

    practitioner = forms.ModelChoiceField(Practitioner.objects.none(), label=_("Practitioner"), empty_label=None)
    starts_at = forms.DateTimeField(
        label=_("Began (time of the host)"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    minutes = forms.IntegerField(label=_("Minutes of contact"), min_value=1, max_value=720)
    subject = forms.CharField(label=_("What was done"), max_length=200, required=False)

    def __init__(self, *args: Any, practitioners: list[Practitioner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Practitioner.objects.filter(pk__in=[practitioner.pk for practitioner in practitioners])
        self.fields["practitioner"].queryset = chosen  # type: ignore[attr-defined]
        if len(practitioners) == 1:
            self.fields["practitioner"].initial = practitioners[0]
            self.fields["practitioner"].widget = forms.HiddenInput()


class AttendanceForm(forms.Form):
    """Who came."""

    women = forms.IntegerField(label=_("Women"), min_value=0, max_value=5000)
    men = forms.IntegerField(label=_("Men"), min_value=0, max_value=5000)
    other = forms.IntegerField(label=_("Other or not stated"), min_value=0, max_value=5000, initial=0)
    upload = forms.FileField(
        label=_("Attendance list"), required=False, help_text=_("Optional: PDF, JPEG, PNG or XLSX.")
    )


class AdjustForm(forms.Form):
    """A correction after verification."""

    practitioner = forms.ModelChoiceField(Practitioner.objects.none(), label=_("Practitioner"))
    half_days = forms.IntegerField(label=_("Half-days more (+) or less (−)"), min_value=-200, max_value=200)
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taking_part = Practitioner.objects.filter(assignments__activity=activity)
        self.fields["practitioner"].queryset = taking_part  # type: ignore[attr-defined]
