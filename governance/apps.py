"""Trust fund, results and semi-annual reports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = _("Governance")

    def ready(self) -> None:
        """Make the conditions known that the life-cycles name."""
        from governance.services import committee, periods  # noqa: F401, PLC0415 - importing registers them
