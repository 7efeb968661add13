"""Auditor and administrator: where everything is."""

from django.urls import reverse
from django.utils.translation import gettext as _

from partnership.navigation import sections_of

from .parts import Contribution, Door, Doors, Part, Place, Reading


def auditor(reading: Reading) -> Contribution:
    """Return every section with what is in it."""
    sections = [section for section in sections_of(reading.user) if len(section.links) > 1]
    groups = tuple(
        (str(section.label), tuple(Door(str(link.label), link.url, str(link.summary)) for link in section.links))
        for section in sections
    )
    content = Doors(_("Where everything is"), _("You read everything that was submitted, and change nothing."), groups)
    return Contribution(parts=(Part("doors", content, Place.ABOVE),))


def administrator(_reading: Reading) -> Contribution:
    """Return the parts of the administration."""
    people = (
        Door(
            _("People"), reverse("admin:core_user_changelist"), _("Invite people, and say until when they hold a role.")
        ),
        Door(_("Organisations"), reverse("admin:core_organisation_changelist"), _("Ministries, agencies and members.")),
    )
    reference = (
        Door(_("Countries"), reverse("admin:core_country_changelist"), _("Names in four languages, and memberships.")),
        Door(_("Areas"), reverse("admin:core_psmarea_changelist"), _("Areas of public sector management.")),
        Door(_("Exchange rates"), reverse("admin:core_exchangerate_changelist"), _("Rates that claims are turned by.")),
    )
    record = (
        Door(_("Audit log"), reverse("admin:core_auditentry_changelist"), _("Who did what when; nothing leaves it.")),
        Door(_("Administration"), reverse("admin:index"), _("Everything that can be administered.")),
    )
    groups = ((_("People"), people), (_("Reference data"), reference), (_("Record"), record))
    return Contribution(parts=(Part("doors", Doors(_("Where everything is"), "", groups), Place.ABOVE),))
