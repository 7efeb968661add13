"""Reads that only the home page and its facts need, over several apps. Each is one query."""

from collections.abc import Mapping
from decimal import Decimal

from django.db.models import Count

from governance.models import Target
from technical_assistance.enums import ActivityStatus
from technical_assistance.models import Activity
from technical_assistance.roster.selectors import public_models


def programme_targets() -> Mapping[str, Decimal]:
    """Return what is to be reached by the end of the programme, by the code of the performance indicator."""
    return dict(Target.objects.filter(period__isnull=True).values_list("indicator__code", "value"))


def missions_by_area() -> Mapping[str, int]:
    """Return the number of activities that took place, by the code of their area."""
    took_place = Activity.objects.filter(status__in=ActivityStatus.DELIVERED_OR_LATER)
    return dict(took_place.order_by().values_list("area__code").annotate(Count("pk")))


def models_by_area() -> Mapping[str, int]:
    """Return the number of OECD models that everybody may read, by the code of their area."""
    return dict(public_models().order_by().values_list("area__code").annotate(Count("pk")))
