"""Forms that were already handled once."""

from django.conf import settings
from django.db import models


class SubmittedForm(models.Model):
    """The client-made key of a form that was accepted, and where its answer led.

    A double click, a reload or a retry after a lost answer finds the key and is shown the first result.
    """

    key = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    location = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return str(self.key)
