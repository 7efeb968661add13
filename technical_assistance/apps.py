"""Requests, roster, activities and travel claims."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TechnicalAssistanceConfig(AppConfig):
    name = "technical_assistance"
    verbose_name = _("Technical assistance")

    def ready(self) -> None:
        # Models exist only now: the guards and the reference data read them.
        from technical_assistance import guards  # noqa: F401  # registers the conditions of the life-cycles
        from technical_assistance.services import claim_guards  # noqa: F401  # and those of the claims
        from technical_assistance.services.reference import load_after_migration

        post_migrate.connect(load_after_migration, sender=self)
