"""Requests, roster, activities and travel claims."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save
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
        self._keep_public_pages_true()

    def _keep_public_pages_true(self) -> None:
        """Let changes of the roster, and of states of requests and activities, reach the kept public pages at once."""
        from indicators.page_cache import note_change
        from technical_assistance.models import Activity, OECDModel, Practitioner, TARequest

        def note_state(update_fields: Any = None, **_signal: Any) -> None:
            if update_fields is None or "status" in update_fields:  # a draft that is being written changes no page
                note_change()

        for model in (OECDModel, Practitioner):
            for signal in (post_save, post_delete):
                signal.connect(note_change, sender=model, dispatch_uid=f"roster:{model.__name__}:{id(signal)}")
        for through in (Practitioner.areas.through, Practitioner.oecd_models.through):
            m2m_changed.connect(note_change, sender=through, dispatch_uid=f"roster:{through.__name__}")
        for model in (TARequest, Activity):
            post_save.connect(note_state, sender=model, weak=False, dispatch_uid=f"assistance:{model.__name__}")
