"""Releases: numbered moments at which values became public."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.enums import RELEASE_MACHINE, TOTAL, ReleaseStatus, RevisionKind
from partnership.core.models import Country, Stateful
from partnership.core.triggers import status_trigger

from .catalogue import Indicator


class Release(Stateful):
    """Signed-off batches that become public at one moment. It gets its number when it is published."""

    machine = RELEASE_MACHINE

    status = models.CharField(_("status"), max_length=10, choices=ReleaseStatus, default=ReleaseStatus.DRAFT)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=120)
    date = models.DateField(_("date"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    embargo_until = models.DateTimeField(_("not before"), null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    # The release that the list of revisions was compared with, and what it found; 0: there was none.
    compared_with = models.PositiveIntegerField(null=True, editable=False)
    added = models.PositiveIntegerField(_("added"), default=0, editable=False)

    class Meta:
        ordering = ["-number", "-id"]
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        constraints = [
            models.CheckConstraint(
                name="indicators_release_number",
                condition=Q(status=ReleaseStatus.PUBLISHED, number__gte=1, date__isnull=False)
                | (~Q(status=ReleaseStatus.PUBLISHED) & Q(number__isnull=True)),
            )
        ]
        triggers = [status_trigger(RELEASE_MACHINE)]

    def __str__(self) -> str:
        return _("Release {number}").format(number=self.number) if self.number else self.title


class Revision(models.Model):
    """A published value that a release changes, with the reason. Null is a missing value."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="revisions")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    period = models.SmallIntegerField(_("year"))
    breakdown = models.CharField(_("breakdown"), max_length=40, default=TOTAL)
    kind = models.CharField(_("kind"), max_length=10, choices=RevisionKind)
    old_value = models.FloatField(_("old value"), null=True)
    new_value = models.FloatField(_("new value"), null=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["indicator", "country", "period", "breakdown"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "indicator", "country", "breakdown", "period"], name="indicators_revision_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.country_id} {self.period}"
