"""Filters of the lists: what stands in the address, read and checked once, for the page and its export alike."""

from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from partnership.core.models import Country, PSMArea
from technical_assistance.enums import ActivityStatus, TARequestStatus
from technical_assistance.models import Activity, TARequest
from technical_assistance.selectors.requests import in_life_cycle_order


class ListFilter(forms.Form):
    """A filter form whose wrong values answer 400: they can only come from a mistyped address."""

    q = forms.CharField(label=_("Search"), max_length=100, required=False)
    sort = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)

    sorts: dict[str, tuple[str, ...]] = {}

    def values(self) -> dict[str, Any]:
        """Return the checked values, or raise BadRequest."""
        if not self.is_valid():
            raise BadRequest("; ".join(f"{name}: {' '.join(texts)}" for name, texts in self.errors.items()))
        return self.cleaned_data

    def order(self) -> tuple[list[str], str, bool]:
        """Return (columns to order by, name of the sort, whether it descends); an unknown name is none."""
        given = self.values()["sort"]
        name, is_descending = given.removeprefix("-"), given.startswith("-")
        columns = self.sorts.get(name)
        if columns is None:
            return [], "", False
        return [f"-{column}" if is_descending else column for column in columns], name, is_descending


class TARequestFilter(ListFilter):
    """The filter of the list of requests."""

    state = forms.ChoiceField(label=_("State"), required=False)
    country = forms.ModelChoiceField(
        Country.objects.none(), label=_("Country"), required=False, to_field_name="iso3", empty_label=_("all")
    )
    area = forms.ModelChoiceField(
        PSMArea.objects.all(), label=_("Area"), required=False, to_field_name="code", empty_label=_("all")
    )
    field_order = ["q", "state", "country", "area"]
    sorts = {
        "reference": ("reference",),
        "title": ("title",),
        "ministry": ("organisation__name",),
        "due": ("due_on", "id"),
        "since": ("status_since",),
    }

    def __init__(self, data: QueryDict, *, visible: QuerySet[TARequest], labels: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["state"].choices = [("", _("all")), *labels]  # type: ignore[attr-defined]
        countries = Country.objects.filter(pk__in=visible.order_by().values("country"))
        self.fields["country"].queryset = countries  # type: ignore[attr-defined]
        self.visible = visible

    def apply(self) -> QuerySet[TARequest]:
        """Return the visible requests that the filter lets through, in its order."""
        values, found = self.values(), self.visible
        if values["q"]:
            words = values["q"]
            found = found.filter(
                Q(title__icontains=words)
                | Q(problem__icontains=words)
                | Q(reference__icontains=words)
                | Q(organisation__name__icontains=words)
            )
        if values["state"]:
            found = found.filter(status=values["state"])
        if values["country"]:
            found = found.filter(country=values["country"])
        if values["area"]:
            found = found.filter(areas=values["area"])
        columns, _name, _descends = self.order()
        return found.order_by(*columns, "-id") if columns else in_life_cycle_order(found)


def staff_labels() -> list[tuple[str, str]]:
    """Return the states in the Secretariat's words; drafts are the ministries' own."""
    return [(value, str(label)) for value, label in TARequestStatus.choices]


class ActivityFilter(ListFilter):
    """The filter of the list of activities."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *ActivityStatus.choices])
    country = forms.ModelChoiceField(
        Country.objects.none(), label=_("Host country"), required=False, to_field_name="iso3", empty_label=_("all")
    )
    area = forms.ModelChoiceField(
        PSMArea.objects.all(), label=_("Area"), required=False, to_field_name="code", empty_label=_("all")
    )
    field_order = ["q", "state", "country", "area"]
    sorts = {"title": ("title",), "dates": ("starts_on", "id"), "state": ("status",)}

    def __init__(self, data: QueryDict, *, visible: QuerySet[Activity]) -> None:
        super().__init__(data)
        countries = Country.objects.filter(pk__in=visible.order_by().values("host_country"))
        self.fields["country"].queryset = countries  # type: ignore[attr-defined]
        self.visible = visible

    def apply(self) -> QuerySet[Activity]:
        """Return the visible activities that the filter lets through, in its order."""
        values, found = self.values(), self.visible
        if values["q"]:
            words = values["q"]
            found = found.filter(
                Q(title__icontains=words) | Q(ta_request__reference__icontains=words) | Q(place__icontains=words)
            )
        if values["state"]:
            found = found.filter(status=values["state"])
        if values["country"]:
            found = found.filter(host_country=values["country"])
        if values["area"]:
            found = found.filter(area=values["area"])
        columns, _name, _descends = self.order()
        return found.order_by(*columns, "-id") if columns else found.order_by("-starts_on", "-id")
