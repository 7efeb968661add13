"""Definitions, data collection, quality control and public statistics."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = _("Indicators")

    def ready(self) -> None:
        """Let changes of what the public sees reach the kept pages."""
        from indicators.page_cache import listen_for_changes  # noqa: PLC0415  # needs the models

        listen_for_changes()
