"""The list of activities as a table."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from technical_assistance.models import Activity
from technical_assistance.selectors.person_days import HALF, VERIFIED, person_days

COLUMNS = (
    _("Activity"),
    _("Title"),
    _("Area"),
    _("Host country"),
    _("Mode"),
    _("State"),
    _("First day"),
    _("Last day"),
    _("South-South"),
    _("Verified person-days"),
)


def rows_of(activities: QuerySet[Activity]) -> list[list[Any]]:
    """Return one row per activity with its verified person-days."""
    days: dict[int, Decimal] = defaultdict(Decimal)
    for fact in person_days(activities=activities.order_by()).facts:
        if fact.state == VERIFIED:
            days[fact.activity_id] += HALF * fact.half_days
    return [
        [
            activity.code,
            activity.title,
            str(activity.area),
            str(activity.host_country),
            str(activity.get_mode_display()),
            str(activity.get_status_display()),
            activity.starts_on or "",
            activity.ends_on or "",
            str(_("yes") if activity.is_south_south else _("no")),
            days[activity.pk],
        ]
        for activity in activities
    ]
