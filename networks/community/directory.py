"""The regional networks that the programme names. No network has been founded in the portal yet."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TARGET_AREAS = 3  # performance indicator 2.i


@dataclass(frozen=True)
class RegionalNetwork:
    """A network that exists in the region, by the name it gives itself, with who is in it."""

    name: str
    language: str
    members: str | Promise


REGIONAL_NETWORKS = (
    RegionalNetwork("INTOSAI", "en", _("Supreme audit institutions, worldwide")),
    RegionalNetwork("OLACEFS", "es", _("Supreme audit institutions of Latin America and the Caribbean")),
    RegionalNetwork("Cumbre Judicial Iberoamericana", "es", _("Judiciaries of Ibero-America")),
    RegionalNetwork("CLAD", "es", _("Public administrations of Latin America, the Caribbean and Ibero-America")),
    RegionalNetwork("Red Iberoamericana en Descentralización", "es", _("Those who work on decentralisation")),
)
