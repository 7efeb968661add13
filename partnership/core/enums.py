"""Closed lists that every app shares."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person may be for a while, for a country or an organisation, or for the whole Partnership."""

    MINISTRY_OFFICER = "ministry_officer", _("Ministry officer")
    FOCAL_POINT = "focal_point", _("Ministry focal point")
    COUNTERPART = "counterpart", _("OECD counterpart focal point")
    PRACTITIONER = "practitioner", _("Practitioner")
    OFFICER = "officer", _("Secretariat officer")
    LEAD = "lead", _("Secretariat lead")
    VERIFIER = "verifier", _("Travel verifier")
    BUDGET_HOLDER = "budget_holder", _("Budget holder")
    PAYER = "payer", _("Payer")
    ADVISORY_MEMBER = "advisory_member", _("Advisory Group member")
    COMMITTEE_MEMBER = "committee_member", _("Steering Committee member")
    COORDINATOR = "coordinator", _("Network coordinator")
    EVALUATOR = "evaluator", _("Independent evaluator")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class CountryGroup(TextChoices):
    """Groups that a country belongs to for a while. LAC and OECD are independent of each other."""

    LAC = "LAC", _("Latin America and the Caribbean")
    OECD = "OECD", _("OECD")
    LOW_INCOME = "LIC", _("Low income")
    LOWER_MIDDLE = "LMC", _("Lower middle income")
    UPPER_MIDDLE = "UMC", _("Upper middle income")
    HIGH_INCOME = "HIC", _("High income")


class OrganisationKind(TextChoices):
    MINISTRY = "ministry", _("Ministry or agency of a LAC country")
    COUNTERPART = "counterpart", _("Counterpart agency of an OECD country")
    SECRETARIAT = "secretariat", _("Secretariat")
    INTERNATIONAL = "international", _("International organisation")
    NETWORK = "network", _("Network or association")
    OTHER = "other", _("Other")


class JobState(TextChoices):
    QUEUED = "queued", _("Waiting for a worker")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class MailState(TextChoices):
    QUEUED = "queued", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Given up")
