"""Values with their vintages, and the array-shaped tables that public pages read.

A row is current for every release ``n`` with ``from_release <= n < until_release`` (no end: until further notice).
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.enums import TOTAL, ConfStatus, ObsStatus
from indicators.triggers import no_overlap, vintage_triggers
from partnership.core.models import Country

from .catalogue import DefinitionVersion, Indicator
from .imports import ImportBatch
from .sources import Source

KEY = ("indicator_id", "country_id", "breakdown", "period")
OPEN = Q(from_release__isnull=False, until_release__isnull=True)
CLOSED = Q(until_release__isnull=False)
STAGED = Q(from_release__isnull=True)
ENDS_AFTER_IT_BEGINS = Q(until_release__isnull=True) | Q(until_release__gt=F("from_release"))


class VintageQuerySet(models.QuerySet):
    def as_of(self, release: int) -> "VintageQuerySet":
        """Return the rows that were current when release ``release`` was."""
        return self.filter(Q(until_release__isnull=True) | Q(until_release__gt=release), from_release__lte=release)


class Observation(models.Model):
    """One value of one indicator, country, year and breakdown. Staged while ``from_release`` is null.

    Foreign keys carry no index of their own: rows are found by the three partial unique indexes, which
    hold every row exactly once, so that an import pays for one index and not for seven.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", db_index=False)
    definition_version = models.ForeignKey(
        DefinitionVersion, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+", db_index=False)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="observations", db_index=False)
    period = models.SmallIntegerField(_("year"))
    breakdown = models.CharField(_("breakdown"), max_length=40, default=TOTAL)
    value = models.FloatField(_("value"), null=True)
    obs_status = models.CharField(_("flag"), max_length=1, choices=ObsStatus, default=ObsStatus.NORMAL)
    conf_status = models.CharField(_("confidentiality"), max_length=1, choices=ConfStatus, default=ConfStatus.FREE)
    standard_error = models.FloatField(_("standard error"), null=True)
    sources_count = models.SmallIntegerField(_("number of sources"), null=True)
    attributes: Any = models.JSONField(null=True)
    from_release = models.PositiveIntegerField(null=True)
    until_release = models.PositiveIntegerField(null=True)

    objects = VintageQuerySet.as_manager()

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "indicator", "country", "breakdown", "period"],
                condition=STAGED,
                name="indicators_observation_staged_once",
            ),
            models.UniqueConstraint(
                fields=["indicator", "country", "breakdown", "period"],
                condition=OPEN,
                name="indicators_observation_open_once",
            ),
            models.UniqueConstraint(
                fields=["indicator", "country", "breakdown", "period", "from_release"],
                condition=CLOSED,
                name="indicators_observation_closed_once",
            ),
            models.CheckConstraint(name="indicators_observation_validity", condition=ENDS_AFTER_IT_BEGINS),
            models.CheckConstraint(
                name="indicators_observation_missing",
                condition=Q(value__isnull=False) | Q(obs_status__in=["L", "M", "O", "Q"]),
            ),
        ]
        triggers = [
            *vintage_triggers(
                (
                    "id",
                    *KEY,
                    "definition_version_id",
                    "batch_id",
                    "value",
                    "obs_status",
                    "conf_status",
                    "standard_error",
                    "sources_count",
                    "attributes",
                ),
                staged=True,
            ),
            no_overlap("indicators_observation", KEY),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.country_id} {self.period}"


class Series(models.Model):
    """All periods of one indicator, country and breakdown as arrays of equal length, periods ascending.

    ``values`` and ``errors`` (standard errors) hold null where there is none. The three arrays of ``ranks``, percentile
    ranks among all economies of the world with their bounds, are null where the source publishes none.
    Made at publishing, for changed series only.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", db_index=False)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    breakdown = models.CharField(max_length=40, default=TOTAL)
    # The publication, its edition and the version of the definition that the newest value follows.
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    edition = models.CharField(max_length=80, default="", db_default="")
    definition_number = models.PositiveSmallIntegerField(default=1, db_default=1)
    from_release = models.PositiveIntegerField()
    until_release = models.PositiveIntegerField(null=True)
    periods = ArrayField(models.SmallIntegerField())
    values = ArrayField(models.FloatField(null=True))
    statuses = ArrayField(models.CharField(max_length=1))
    errors = ArrayField(models.FloatField(null=True))
    sources_counts = ArrayField(models.SmallIntegerField(null=True))
    ranks = ArrayField(models.FloatField(null=True), null=True)
    ranks_lower = ArrayField(models.FloatField(null=True), null=True)
    ranks_upper = ArrayField(models.FloatField(null=True), null=True)

    objects = VintageQuerySet.as_manager()

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "breakdown", "country", "from_release"], name="indicators_series_once"
            ),
            models.CheckConstraint(name="indicators_series_validity", condition=ENDS_AFTER_IT_BEGINS),
        ]
        triggers = vintage_triggers(
            ("id", "indicator_id", "country_id", "breakdown", "source_id", "edition", "definition_number", "periods",
             "values", "statuses", "errors", "sources_counts", "ranks", "ranks_lower", "ranks_upper"),
            staged=False,
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.country_id}"


class Latest(models.Model):
    """The newest value of an indicator (total) in a country, and its rank.

    ``rank`` of ``of``: among the countries whose newest value is of the same year as that of most countries;
    null for the others, and where neither higher nor lower is better.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", db_index=False)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    from_release = models.PositiveIntegerField()
    until_release = models.PositiveIntegerField(null=True)
    period = models.SmallIntegerField()
    value = models.FloatField()
    obs_status = models.CharField(max_length=1, choices=ObsStatus)
    rank = models.PositiveSmallIntegerField(null=True)
    of = models.PositiveSmallIntegerField(null=True)

    objects = VintageQuerySet.as_manager()

    class Meta:
        verbose_name = _("latest value")
        verbose_name_plural = _("latest values")
        constraints = [
            models.UniqueConstraint(fields=["indicator", "country", "from_release"], name="indicators_latest_once"),
            models.CheckConstraint(name="indicators_latest_validity", condition=ENDS_AFTER_IT_BEGINS),
        ]
        triggers = vintage_triggers(
            ("id", "indicator_id", "country_id", "period", "value", "obs_status", "rank", "of"), staged=False
        )

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.country_id} {self.period}"
