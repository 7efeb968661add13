"""What the semi-annual report asks of this app besides person-days and activities."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q

from technical_assistance.enums import AssignmentRole, TARequestStatus
from technical_assistance.models import Activity, Assignment, TARequest
from technical_assistance.roster.selectors import current_records

FINISHED = (TARequestStatus.DECLINED, TARequestStatus.WITHDRAWN, TARequestStatus.CLOSED, TARequestStatus.CANCELLED)


def ta_request_counts(*, start: date, end: date) -> dict[str, int]:
    """Return how many requests were first received and approved between two days (programme's zone, both included).

    ``open`` are those received until ``end`` that are not finished now.
    """
    received = Q(submitted_at__date__lte=end)
    return TARequest.objects.aggregate(
        received=Count("pk", filter=received & Q(submitted_at__date__gte=start)),
        approved=Count("pk", filter=Q(approved_at__date__range=(start, end))),
        open=Count("pk", filter=received & ~Q(status__in=FINISHED)),
    )


def providers_of(activities: Iterable[Activity]) -> dict[int, str]:
    """Return the agencies whose confirmed experts take part in each activity, by the activity's primary key."""
    rows = Assignment.objects.filter(activity__in=list(activities), role=AssignmentRole.EXPERT, is_confirmed=True)
    names: dict[int, set[str]] = defaultdict(set)
    for activity, name in rows.values_list("activity_id", "practitioner__organisation__name"):
        names[activity].add(name)
    return {activity: ", ".join(sorted(found)) for activity, found in names.items()}


def roster_records() -> list[tuple[str, int, str]]:
    """Return the current records of the roster as (kind, primary key, agency): practitioners and OECD models."""
    models, people = current_records()
    columns = ("pk", "organisation__name")
    return [
        *(("P", pk, name) for pk, name in people.order_by("pk").values_list(*columns)),
        *(("M", pk, name) for pk, name in models.order_by("pk").values_list(*columns)),
    ]
