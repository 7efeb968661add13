"""Where values come from and how a published file is read: data, not code."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.enums import TOTAL, AliasKind, Profile
from partnership.core.models import Country

from .catalogue import Indicator


def default_missing_tokens() -> list[str]:
    """Return what stands for "no value" in published files."""
    return ["", "..", "...", "n.a.", "n/a", "#", "#n/a"]


class Source(models.Model):
    """A publication of a producer, with its licence and the layout of its files.

    ``edition`` is the one whose files come in now; every batch keeps the edition it came from. ``attribution`` is what
    the licence asks to be said; "{edition}" in it stands for the edition of the values shown.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    producer = models.CharField(_("producer"), max_length=120)
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), blank=True)
    licence = models.CharField(_("licence"), max_length=80)
    licence_url = models.URLField(_("address of the licence"), blank=True, db_default="")
    edition = models.CharField(_("edition"), max_length=80, blank=True, db_default="")
    attribution = models.CharField(_("attribution"), max_length=300, blank=True, db_default="")
    profile = models.CharField(_("layout of its files"), max_length=20, choices=Profile)
    country_scheme = models.SlugField(_("scheme of its country codes"), max_length=40)
    missing_tokens = ArrayField(
        models.CharField(max_length=20, blank=True), default=default_missing_tokens, verbose_name=_("missing values")
    )
    # Whether a cell without a value is a statement ("not available") or just the shape of a wide table.
    keeps_missing = models.BooleanField(_("missing values are kept"), default=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.title


class SourceMapping(models.Model):
    """A series of a source becomes an indicator: ``value = cell × factor + offset``."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="mappings")
    source_code = models.CharField(_("code in the source"), max_length=80)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="mappings")
    measure = models.CharField(_("column of the value"), max_length=80, blank=True)
    breakdown = models.CharField(_("breakdown"), max_length=40, default=TOTAL)
    factor = models.FloatField(_("factor"), default=1)
    offset = models.FloatField(_("added"), default=0)

    class Meta:
        ordering = ["source", "source_code"]
        verbose_name = _("mapping")
        verbose_name_plural = _("mappings")
        constraints = [
            models.UniqueConstraint(fields=["source", "source_code"], name="indicators_sourcemapping_code"),
            models.UniqueConstraint(
                fields=["source", "indicator", "breakdown"], name="indicators_sourcemapping_target"
            ),
            models.CheckConstraint(name="indicators_sourcemapping_factor", condition=~Q(factor=0)),
        ]

    def __str__(self) -> str:
        return f"{self.source_code} → {self.indicator_id}"


class CountryAlias(models.Model):
    """A code of a scheme that is not ISO 3166-1 alpha-3, and what it stands for."""

    scheme = models.SlugField(_("scheme"), max_length=40)
    code = models.CharField(_("code"), max_length=20)
    kind = models.CharField(_("stands for"), max_length=10, choices=AliasKind)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("country"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["scheme", "code"]
        verbose_name = _("country code of a source")
        verbose_name_plural = _("country codes of sources")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="indicators_countryalias_code"),
            models.CheckConstraint(
                name="indicators_countryalias_country",
                condition=Q(kind=AliasKind.COUNTRY, country__isnull=False)
                | (~Q(kind=AliasKind.COUNTRY) & Q(country__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.code}"
