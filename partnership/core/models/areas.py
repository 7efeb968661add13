"""Areas of public sector management (PSM)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PSMArea(models.Model):
    """An area of public sector management; the Committee decides which ones are core."""

    code = models.CharField(_("code"), max_length=8, unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_core = models.BooleanField(_("core area"), default=False)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("area of public sector management")
        verbose_name_plural = _("areas of public sector management")

    def __str__(self) -> str:
        return self.name
