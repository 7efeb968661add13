"""Closed lists of the charter, and which state of a partner may follow which."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Chapter(TextChoices):
    """The chapters of the charter, in the order of its page."""

    SUMMARY = "summary", _("In short")
    OBJECTIVES = "objectives", _("Objectives")
    COMPONENTS = "components", _("Three components")
    GOVERNANCE = "governance", _("How it is governed")
    SECRETARIAT = "secretariat", _("Secretariat and contact")
    PARTNERS = "partners", _("Partners")
    EXIT_PATH = "exit_path", _("From the Bank’s grant to the members’ own money")


class PartnerKind(TextChoices):
    INTERNATIONAL = "international", _("International organisation")
    AGENCY = "agency", _("Development agency")
    GOVERNMENT = "government", _("Government")
    NETWORK = "network", _("Network of practitioners or institutions")


class PartnerStatus(TextChoices):
    """How far a partner and the Partnership have come with each other."""

    NAMED = "named", _("Named in the proposal")
    APPROACHED = "approached", _("Approached")
    ANNOUNCED = "announced", _("Announced")
    SIGNED = "signed", pgettext_lazy("partner", "Signed")
    ENDED = "ended", pgettext_lazy("partner", "Ended")


TONES = {
    PartnerStatus.NAMED: "neutral",
    PartnerStatus.APPROACHED: "info",
    PartnerStatus.ANNOUNCED: "soon",
    PartnerStatus.SIGNED: "done",
    PartnerStatus.ENDED: "neutral",
}

# What may follow what; the empty one is a partner that is new to the list. The database trigger is made from it.
FOLLOWS: dict[str, tuple[PartnerStatus, ...]] = {
    "": (PartnerStatus.NAMED, PartnerStatus.APPROACHED, PartnerStatus.ANNOUNCED, PartnerStatus.SIGNED),
    PartnerStatus.NAMED: (PartnerStatus.APPROACHED, PartnerStatus.ANNOUNCED, PartnerStatus.SIGNED, PartnerStatus.ENDED),
    PartnerStatus.APPROACHED: (PartnerStatus.ANNOUNCED, PartnerStatus.SIGNED, PartnerStatus.ENDED),
    PartnerStatus.ANNOUNCED: (PartnerStatus.SIGNED, PartnerStatus.ENDED),
    PartnerStatus.SIGNED: (PartnerStatus.ENDED,),
    PartnerStatus.ENDED: (PartnerStatus.APPROACHED,),
}
