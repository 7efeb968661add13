"""The list of requests as a table. Nothing internal to the Secretariat is in it."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from technical_assistance.models import TARequest

COLUMNS = (
    _("Reference"),
    _("Title"),
    _("Country"),
    _("Ministry"),
    _("State"),
    _("Areas"),
    _("First submitted"),
    _("Due"),
    _("Participants"),
)


def rows_of(ta_requests: QuerySet[TARequest], *, is_staff: bool) -> list[list[Any]]:
    """Return one row per request; the state in the words for the reader."""
    return [
        [
            ta_request.reference or "",
            ta_request.name,
            str(ta_request.country),
            str(ta_request.organisation),
            str(ta_request.get_status_display() if is_staff else ta_request.public_label),
            ", ".join(area.code for area in ta_request.areas.all()),
            timezone.localtime(ta_request.submitted_at).date() if ta_request.submitted_at else "",
            ta_request.due_on or "",
            ta_request.participants,
        ]
        for ta_request in ta_requests
    ]
