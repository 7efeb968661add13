"""Indicators and the agreed versions of their definitions."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.enums import RESERVED_SLUGS, Direction, Frequency, Measures, ValueType, VersionStatus
from partnership.core.models import PSMArea


def refuse_reserved(slug: str) -> None:
    """Refuse a slug that is the address of one of the portal's own pages."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("This word is an address of the portal itself."))


class Indicator(models.Model):
    """Something that is measured. Its code is never used again, not even after it is retired."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True, validators=[refuse_reserved])
    area = models.ForeignKey(PSMArea, on_delete=models.PROTECT, related_name="indicators", verbose_name=_("area"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    # The newest agreed version; written by services.catalogue when a version is agreed.
    current_version = models.OneToOneField(
        "DefinitionVersion", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["area__position", "position", "code"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.CheckConstraint(
                name="indicators_indicator_slug_not_reserved", condition=~Q(slug__in=sorted(RESERVED_SLUGS))
            )
        ]
        triggers = [
            pgtrigger.Protect(name="code_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="code_is_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__code__df=pgtrigger.F("new__code")),
            ),
        ]

    def __str__(self) -> str:
        return self.current_version.name if self.current_version else self.code


class DefinitionVersion(models.Model):
    """What an indicator means, from one agreement to the next. An agreed text is immutable and hashed."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    status = models.CharField(_("status"), max_length=10, choices=VersionStatus, default=VersionStatus.DRAFT)
    name = models.CharField(_("name"), max_length=200)
    definition = models.TextField(_("definition"))
    unit = models.CharField(_("unit"), max_length=120)
    rationale = models.TextField(_("why it matters"), blank=True)
    comparability_note = models.TextField(_("how to compare"), blank=True)
    change_note = models.TextField(_("what changed"), blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=1)
    minimum = models.FloatField(_("lowest possible value"), null=True, blank=True)
    maximum = models.FloatField(_("highest possible value"), null=True, blank=True)
    direction = models.SmallIntegerField(_("direction"), choices=Direction, default=Direction.NEUTRAL)
    value_type = models.CharField(_("kind of value"), max_length=10, choices=ValueType)
    measures = models.CharField(
        _("what it measures"), max_length=12, choices=Measures,
        default=Measures.PERFORMANCE, db_default=Measures.PERFORMANCE,
    )  # fmt: skip
    # Whether the mean of several countries is a statement about them: of a share it is, of a headcount it is not.
    average_means_something = models.BooleanField(_("an average means something"), default=True, db_default=True)
    frequency = models.CharField(_("frequency"), max_length=2, choices=Frequency, default=Frequency.ANNUAL)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    text_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["indicator", "-number"]
        verbose_name = _("version of a definition")
        verbose_name_plural = _("versions of definitions")
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="indicators_definitionversion_number"),
            models.CheckConstraint(
                name="indicators_definitionversion_agreed",
                condition=Q(status=VersionStatus.DRAFT) | (Q(agreed_on__isnull=False) & ~Q(text_hash="")),
            ),
            models.CheckConstraint(
                name="indicators_definitionversion_bounds",
                condition=Q(minimum__isnull=True) | Q(maximum__isnull=True) | Q(minimum__lt=F("maximum")),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="agreed_is_final",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status=VersionStatus.AGREED),
            )
        ]

    def __str__(self) -> str:
        return self.name
