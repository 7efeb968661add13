"""Trust fund, results and semi-annual reports."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = _("Governance")

    def ready(self) -> None:
        """Make the conditions known that the life-cycles name, and load the results framework after a migration."""
        from governance.services import committee, periods, reports  # noqa: F401, PLC0415 - importing registers them
        from governance.services.results import load_after_migration  # noqa: PLC0415 - models exist only now

        post_migrate.connect(load_after_migration, sender=self)
