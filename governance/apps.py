"""Trust fund, results and semi-annual reports."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = _("Governance")

    def ready(self) -> None:
        """Make conditions and permissions known, load the proposal's rows after a migration."""
        from governance.charter import reference, rules  # noqa: F401, PLC0415 - importing the rules registers them
        from governance.services import committee, periods, reports  # noqa: F401, PLC0415 - importing registers them
        from governance.services.results import load_after_migration  # noqa: PLC0415 - models exist only now

        post_migrate.connect(load_after_migration, sender=self)
        post_migrate.connect(reference.load_after_migration, sender=self, dispatch_uid="governance.charter")
