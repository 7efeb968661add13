"""Closed lists of the roster."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EvidenceGrade(TextChoices):
    """How well the result of an OECD model is documented."""

    EVALUATED = "A", _("A · independently evaluated")
    OFFICIAL = "B", _("B · official data")
    DESCRIBED = "C", _("C · described by the agency itself")
