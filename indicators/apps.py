"""Definitions, data collection, quality control and public statistics."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _

# What public pages show beside released values: a change of these makes kept pages out of date.
SHOWN_TO_THE_PUBLIC = (
    "indicators.Release",
    "indicators.Indicator",
    "indicators.DefinitionVersion",
    "indicators.Source",
    "indicators.SourceMapping",
    "core.Country",
    "core.CountryMembership",
    "core.PSMArea",
)


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = _("Indicators")

    def ready(self) -> None:
        """Let changes of what the public sees reach the kept pages."""
        from indicators.page_cache import note_change  # noqa: PLC0415  # needs the models

        for model in SHOWN_TO_THE_PUBLIC:
            for signal in (post_save, post_delete):
                signal.connect(note_change, sender=model, dispatch_uid=f"public-pages:{model}:{id(signal)}")
