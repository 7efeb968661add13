"""Trust fund, results and semi-annual reports."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _

# What the page of the Partnership shows: a change of these makes kept public pages out of date. Half-days that are
# only logged are not among them; they count when their activity is verified.
SHOWN_TO_THE_PUBLIC = (
    "governance.CharterTextVersion",
    "governance.Partner",
    "governance.PartnerState",
    "governance.Seat",
    "governance.FinancingPlan",
    "governance.Meeting",
    "governance.Decision",
    "governance.Snapshot",
    "governance.LedgerTransaction",
    "governance.Target",
    "governance.TypedActual",
    "technical_assistance.Activity",
    "technical_assistance.PersonDayAdjustment",
    "technical_assistance.OECDModel",
    "technical_assistance.Practitioner",
    "core.Organisation",
    "core.RoleAssignment",
)


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = _("Governance")

    def ready(self) -> None:
        """Make conditions and permissions known, load the proposal's rows after a migration, let kept pages age."""
        from governance.charter import reference, rules  # noqa: F401, PLC0415 - importing the rules registers them
        from governance.services import committee, periods, reports  # noqa: F401, PLC0415 - importing registers them
        from governance.services.results import load_after_migration  # noqa: PLC0415 - models exist only now
        from indicators.page_cache import note_change  # noqa: PLC0415 - needs the models

        post_migrate.connect(load_after_migration, sender=self)
        post_migrate.connect(reference.load_after_migration, sender=self, dispatch_uid="governance.charter")
        for model in SHOWN_TO_THE_PUBLIC:
            for signal in (post_save, post_delete):
                signal.connect(note_change, sender=model, dispatch_uid=f"partnership-page:{model}:{id(signal)}")
        post_save.connect(_note_new_name, sender="core.User", dispatch_uid="partnership-page:core.User")


def _note_new_name(update_fields: frozenset[str] | None, created: bool, **signal: Any) -> None:
    """Let kept pages age when a person may have another name; a sign-in saves the person too and changes nothing."""
    from indicators.page_cache import note_change  # noqa: PLC0415 - needs the models

    if not created and (update_fields is None or "full_name" in update_fields):
        note_change(**signal)
