"""Reads of activities."""

from datetime import date

from django.db.models import Q, QuerySet

from partnership.core.models import User
from partnership.core.rules import is_auditor, is_finance, is_secretariat
from technical_assistance.enums import ActivityStatus
from technical_assistance.models import Activity, Assignment
from technical_assistance.rules import agencies_of, ministries_of


def visible_activities_for(user: User) -> QuerySet[Activity]:
    """Return the activities a person may see.

    The Secretariat, auditors and the people of the travel claims see all; a ministry those it asked for or hosts;
    a practitioner those they take part in; a counterpart those of the agency's people.
    """
    if not user.is_authenticated:
        return Activity.objects.none()
    activities = Activity.objects.select_related("ta_request")
    if is_secretariat(user) or is_auditor(user) or is_finance(user):
        return activities
    ministries = ministries_of(user)
    agencies = agencies_of(user)
    taking_part = Assignment.objects.filter(
        Q(practitioner__user=user) | Q(practitioner__organisation__in=agencies)
    ).values("activity")
    return activities.filter(
        Q(host_organisation__in=ministries) | Q(ta_request__organisation__in=ministries) | Q(pk__in=taking_part)
    )


def with_list_columns(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Add what a list shows, so that its number of queries does not depend on its length."""
    return activities.select_related("ta_request", "area", "host_country", "host_organisation").prefetch_related(
        "assignments__practitioner"
    )


def activities_delivered(*, start: date | None = None, end: date | None = None) -> QuerySet[Activity]:
    """Return the activities that took place, by their last day, both limits included."""
    delivered = Activity.objects.filter(status__in=ActivityStatus.DELIVERED_OR_LATER)
    if start is not None:
        delivered = delivered.filter(ends_on__gte=start)
    if end is not None:
        delivered = delivered.filter(ends_on__lte=end)
    return delivered.select_related("ta_request", "area", "host_country").order_by("ends_on", "id")
