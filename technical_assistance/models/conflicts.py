"""A text that came too late: kept so that both texts can be shown and nothing is lost."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from .requests import TARequest


class DraftConflict(models.Model):
    """What somebody wrote upon a version that had meanwhile been replaced by somebody else."""

    ta_request = models.ForeignKey(TARequest, on_delete=models.PROTECT, related_name="conflicts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=20)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    base_version = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("text in conflict")
        verbose_name_plural = _("texts in conflict")
