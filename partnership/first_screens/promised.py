"""Coordinator and evaluator: what their role will open, said as it is, and what they can read today."""

from django.urls import reverse
from django.utils.translation import gettext as _

from .parts import Contribution, Door, Part, Place, Reading


def coordinator(_reading: Reading) -> Contribution:
    """Return what a coordinator will do here once a network is founded."""
    content = {
        "heading": _("Your network is not in the portal yet"),
        "text": _(
            "No network has been founded in the portal. Your role will open the network’s own pages: its members, "
            "its discussions and events, its action plan and the milestones that members verify."
        ),
        "today": (
            Door(
                _("Networks"), reverse("networks:directory"), _("What a network is counted by, and whom to write to.")
            ),
            Door(
                _("Indicators"), reverse("indicators:list"), _("The figures of your area, country by country, to cite.")
            ),
            Door(
                _("OECD models"), reverse("assistance:models"), _("Reforms that members of a network can learn from.")
            ),
        ),
    }
    return Contribution(parts=(Part("promised", content, Place.ABOVE),))


def evaluator(_reading: Reading) -> Contribution:
    """Return what an evaluator will do here once activities are evaluated in the portal."""
    content = {
        "heading": _("There is nothing to evaluate in the portal yet"),
        "text": _(
            "Activities are not evaluated in the portal yet. Your role will open the activities that you are asked to "
            "score, with what was agreed and what was delivered; never one in which you took part."
        ),
        "today": (
            Door(_("Assistance"), reverse("assistance:home"), _("How assistance works, and what was delivered.")),
            Door(_("OECD models"), reverse("assistance:models"), _("Reforms with the evidence for their results.")),
            Door(
                _("The Partnership"),
                reverse("partnership:page"),
                _("What the Partnership set out to do, and what it is measured by."),
            ),
        ),
    }
    return Contribution(parts=(Part("promised", content, Place.ABOVE),))
