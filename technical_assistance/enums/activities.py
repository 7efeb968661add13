"""The life-cycle of an activity and the closed lists of delivery."""

from enum import nonmember

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from partnership.core.transitions import Machine, Transition


class ActivityStatus(TextChoices):
    """Where an activity stands."""

    PLANNED = "planned", _("Planned")
    CONFIRMED = "confirmed", _("Confirmed")
    IN_PROGRESS = "in_progress", _("In progress")
    DELIVERED = "delivered", _("Delivered, days not yet verified")
    VERIFIED = "verified", _("Verified")
    EVALUATED = "evaluated", _("Evaluated")
    CLOSED = "closed", _("Closed")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")

    BEFORE_CONFIRMATION = nonmember(("planned", "postponed"))
    CONFIRMED_OR_LATER = nonmember(("confirmed", "in_progress", "delivered", "verified", "evaluated", "closed"))
    DELIVERED_OR_LATER = nonmember(("delivered", "verified", "evaluated", "closed"))
    VERIFIED_OR_LATER = nonmember(("verified", "evaluated", "closed"))
    OPEN = nonmember(("planned", "postponed", "confirmed", "in_progress", "delivered"))
    LOGGABLE = nonmember(("confirmed", "in_progress"))


class ActivityMode(TextChoices):
    """Who travels: the practitioners, the ministry's participants, or nobody."""

    MISSION = "mission", _("Mission: the practitioners travel")
    STUDY_VISIT = "study_visit", _("Study visit: the participants travel")
    REMOTE = "remote", _("Remote: nobody travels")


class AssignmentRole(TextChoices):
    """What a person does in an activity; only experts of the provider's side make person-days."""

    EXPERT = "expert", _("Expert of the provider")
    INTERPRETER = "interpreter", _("Interpreter")
    OBSERVER = "observer", _("Observer")


class HalfDay(TextChoices):
    """The half of the host's local day."""

    AM = "AM", _("Morning")
    PM = "PM", _("Afternoon")


_P = "technical_assistance."

ACTIVITY_MACHINE = Machine(
    label="technical_assistance.Activity",
    states=ActivityStatus,
    initial=ActivityStatus.PLANNED,
    transitions=(
        Transition(
            "confirm",
            ("planned",),
            "confirmed",
            f"{_P}manage_activity",
            _("Confirm"),
            guards=(
                f"{_P}activity_described",
                f"{_P}activity_has_expert",
                f"{_P}no_slot_conflict",
                f"{_P}ceiling_set",
                f"{_P}funding_marked",
            ),
        ),
        Transition(
            "start",
            ("confirmed",),
            "in_progress",
            f"{_P}run_activity",
            _("Start"),
            guards=(f"{_P}start_reached",),
        ),
        Transition(
            "deliver",
            ("in_progress",),
            "delivered",
            f"{_P}run_activity",
            _("Report as delivered"),
            guards=(f"{_P}end_passed", f"{_P}days_logged", f"{_P}attendance_recorded"),
        ),
        Transition("verify", ("delivered",), "verified", f"{_P}verify_activity", _("Verify the days")),
        Transition(
            "send_back",
            ("delivered",),
            "in_progress",
            f"{_P}verify_activity",
            _("Send the day log back"),
            reason_required=True,
        ),
        Transition(
            "waive_evaluation",
            ("verified",),
            "evaluated",
            f"{_P}close_activity",
            _("Waive the evaluation"),
            reason_required=True,
        ),
        Transition("close", ("evaluated",), "closed", f"{_P}close_activity", _("Close")),
        Transition(
            "postpone",
            ("planned", "confirmed"),
            "postponed",
            f"{_P}manage_activity",
            _("Postpone"),
            guards=(f"{_P}nothing_logged",),
            reason_required=True,
        ),
        Transition("replan", ("postponed",), "planned", f"{_P}manage_activity", _("Plan anew")),
        Transition(
            "cancel",
            ("planned", "confirmed", "in_progress", "postponed"),
            "cancelled",
            f"{_P}manage_activity",
            _("Cancel"),
            reason_required=True,
        ),
    ),
)
