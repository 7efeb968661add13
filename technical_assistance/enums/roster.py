"""Closed lists of the roster."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .activities import ActivityMode
from .requests import HelpKind


class EvidenceGrade(TextChoices):
    """How well the result of an OECD model is documented."""

    EVALUATED = "A", _("A · independently evaluated")
    OFFICIAL = "B", _("B · official data")
    DESCRIBED = "C", _("C · described by the agency itself")


EVIDENCE_EXPLAINED = {
    EvidenceGrade.EVALUATED: _("Somebody independent of the agency evaluated the reform and published what was found."),
    EvidenceGrade.OFFICIAL: _("Official statistics or an audit show the result; nobody evaluated what caused it."),
    EvidenceGrade.DESCRIBED: _("The agency itself describes the result; nobody else has checked it yet."),
}

# What somebody offers who takes part in activities of a mode, in the words of a request.
HELP_BY_MODE = {
    ActivityMode.MISSION: HelpKind.EXPERT_MISSION,
    ActivityMode.STUDY_VISIT: HelpKind.STUDY_VISIT,
    ActivityMode.REMOTE: HelpKind.REMOTE_SESSIONS,
}
