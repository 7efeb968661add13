"""The Steering Committee: whom its seats stand for, its meetings and what it decides."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from partnership.core.transitions import Machine, Transition


class Constituency(TextChoices):
    RECIPIENT_COUNTRY = "recipient_country", _("Recipient country")
    DONOR_COUNTRY = "donor_country", _("Donor country")
    OECD_SECRETARIAT = "oecd_secretariat", _("OECD Secretariat")
    ECLAC = "eclac", _("ECLAC")
    WORLD_BANK = "world_bank", _("World Bank")


class Capacity(TextChoices):
    PRINCIPAL = "principal", _("Principal")
    ALTERNATE = "alternate", _("Alternate")
    ADVISER = "adviser", _("Adviser")


class MeetingKind(TextChoices):
    ORDINARY = "ordinary", _("Ordinary meeting")
    EXTRAORDINARY = "extraordinary", _("Extraordinary meeting")


class MeetingState(TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class DecisionKind(TextChoices):
    ALLOCATION = "allocation", _("Allocation of funds")
    WORK_PROGRAMME = "work_programme", _("Work programme")
    THRESHOLD = "threshold", _("Threshold or target")
    OTHER = "other", _("Other")


class HalfYear(TextChoices):
    FIRST = "H1", _("First half")
    SECOND = "H2", _("Second half")


MEETING_MACHINE = Machine(
    label="governance.Meeting",
    states=MeetingState,
    initial=MeetingState.PLANNED,
    transitions=(
        Transition(
            "hold",
            (MeetingState.PLANNED,),
            MeetingState.HELD,
            "governance.record_meeting",
            _("Record as held"),
            guards=("governance.meeting_day_has_come",),
        ),
        Transition(
            "cancel",
            (MeetingState.PLANNED,),
            MeetingState.CANCELLED,
            "governance.record_meeting",
            _("Cancel the meeting"),
            reason_required=True,
        ),
    ),
)
