"""Files that came in: what was in them, what was wrong with them, who signed them off."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.enums import IMPORT_MACHINE, ImportStatus, MessageLevel
from indicators.messages import sentence
from partnership.core.models import Stateful, StoredFile
from partnership.core.triggers import status_trigger

from .releases import Release
from .sources import Source


class ImportBatch(Stateful):
    """One file of a source on its way from the upload to a release. ``rows_*`` count values, not lines."""

    machine = IMPORT_MACHINE

    status = models.CharField(_("status"), max_length=10, choices=ImportStatus, default=ImportStatus.RECEIVED)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="batches", verbose_name=_("source"))
    edition = models.CharField(_("edition"), max_length=80, blank=True, db_default="")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    sha256 = models.CharField(max_length=64, editable=False)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("imported by")
    )
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("signed off by"),
    )  # fmt: skip
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, blank=True, related_name="batches")
    rows_read = models.PositiveIntegerField(_("read"), default=0, editable=False)
    rows_added = models.PositiveIntegerField(_("added"), default=0, editable=False)
    rows_changed = models.PositiveIntegerField(_("changed"), default=0, editable=False)
    rows_unchanged = models.PositiveIntegerField(_("unchanged"), default=0, editable=False)
    rows_missing = models.PositiveIntegerField(_("without a value"), default=0, editable=False)
    rows_rejected = models.PositiveIntegerField(_("refused"), default=0, editable=False)
    rows_unknown = models.PositiveIntegerField(_("of unknown countries"), default=0, editable=False)
    rows_aggregate = models.PositiveIntegerField(_("of groups of countries"), default=0, editable=False)
    rows_unmapped = models.PositiveIntegerField(_("of other series"), default=0, editable=False)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            # The same file is read once; after a refusal or a withdrawal it may come again.
            models.UniqueConstraint(
                fields=["source", "sha256"],
                condition=~Q(status__in=[ImportStatus.REJECTED, ImportStatus.WITHDRAWN]),
                name="indicators_importbatch_file_once",
            ),
            models.CheckConstraint(
                name="indicators_importbatch_four_eyes",
                condition=Q(signed_off_by__isnull=True) | ~Q(signed_off_by=models.F("imported_by")),
            ),
            models.CheckConstraint(
                name="indicators_importbatch_signed_off",
                condition=~Q(status__in=[ImportStatus.SIGNED_OFF, ImportStatus.RELEASED])
                | Q(signed_off_by__isnull=False),
            ),
        ]
        triggers = [status_trigger(IMPORT_MACHINE)]

    def __str__(self) -> str:
        return self.file.name

    @property
    def rows_accepted(self) -> int:
        """Values that the file holds for countries and indicators that the portal knows."""
        return self.rows_added + self.rows_changed + self.rows_unchanged


class ImportMessage(models.Model):
    """A finding of the import at a line and a column (both may be absent: the finding is about the file)."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="messages")
    level = models.CharField(_("importance"), max_length=10, choices=MessageLevel)
    code = models.CharField(max_length=40)
    line = models.PositiveIntegerField(_("line"), null=True, blank=True)
    column = models.CharField(_("column"), max_length=80, blank=True)
    value = models.CharField(_("cell"), max_length=200, blank=True)
    params: Any = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("message of an import")
        verbose_name_plural = _("messages of an import")

    def __str__(self) -> str:
        return self.message

    @property
    def message(self) -> str:
        """The finding as a sentence in the reader's language."""
        return sentence(self.code, {**self.params, "value": self.value, "column": self.column})
