"""A practitioner or the focal point of a counterpart agency: invitations, days to log, travel to claim."""

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from partnership.core.rules import may
from technical_assistance.enums import ActivityStatus
from technical_assistance.models import Activity
from technical_assistance.selectors.activities import visible_activities_for
from technical_assistance.selectors.claims import claimable_assignments_for
from technical_assistance.selectors.roster import visible_practitioners_for

from .parts import Action, Contribution, Part, Place, Reading

SHOWN = 6
PAST = (ActivityStatus.VERIFIED, ActivityStatus.EVALUATED, ActivityStatus.CLOSED, ActivityStatus.CANCELLED)


def contribution(reading: Reading) -> Contribution:
    """Return the activities that are not over, and the record in the roster."""
    user = reading.user
    activities = visible_activities_for(user).exclude(status__in=PAST).select_related("host_country")
    running = activities.order_by(F("starts_on").asc(nulls_last=True), "id")[:SHOWN]
    record = visible_practitioners_for(user).filter(user=user).first()
    actions = []
    if may(user, "technical_assistance.begin_claim") and claimable_assignments_for(user).exists():
        actions = [Action(_("New travel claim"), reverse("technical_assistance:claim_new"))]
    return Contribution(
        parts=(
            Part("activities", [_row(activity) for activity in running]),
            Part("roster", {"record": record, "url": _roster_url(record)}, Place.BESIDE),
        ),
        actions=tuple(actions),
        nothing=_(
            "You get a mail with each invitation, and when a travel claim of yours is returned, decided or paid."
        ),
    )


def _row(activity: Activity) -> dict[str, object]:
    return {
        "title": activity.title,
        "url": reverse("technical_assistance:activity", kwargs={"pk": activity.pk}),
        "place": ", ".join(filter(None, [activity.place, str(activity.host_country)])),
        "starts_on": activity.starts_on,
        "ends_on": activity.ends_on,
        "state": activity.get_status_display(),
    }


def _roster_url(record: object) -> str:
    if record is None:
        return reverse("technical_assistance:practitioners")
    return reverse("technical_assistance:practitioner", kwargs={"pk": record.pk})  # type: ignore[attr-defined]
