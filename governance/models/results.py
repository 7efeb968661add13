"""The results framework: what the Partnership promised to measure, from where, to where."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.models.reports import ReportPeriod


class ResultIndicator(models.Model):
    """One of the programme's performance indicators. ``selectors.facts.results`` computes its actual value."""

    code = models.CharField(_("code"), max_length=8, unique=True)
    component = models.PositiveSmallIntegerField(_("component"))
    position = models.PositiveSmallIntegerField(_("position"), unique=True)
    name = models.CharField(_("name"), max_length=250)
    unit = models.CharField(_("unit"), max_length=80)
    source = models.CharField(_("computed from"), max_length=300)

    class Meta:
        ordering = ["position"]
        verbose_name = _("performance indicator")
        verbose_name_plural = _("performance indicators")
        constraints = [
            models.CheckConstraint(name="governance_resultindicator_component", condition=Q(component__range=(1, 3)))
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Baseline(models.Model):
    """Where an indicator stood at the beginning."""

    indicator = models.OneToOneField(ResultIndicator, on_delete=models.CASCADE, related_name="baseline")
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    source = models.CharField(_("source"), max_length=250)

    class Meta:
        verbose_name = _("baseline")
        verbose_name_plural = _("baselines")


class Target(models.Model):
    """What is to be reached: by the end of a half-year, or (without one) by the end of the programme."""

    indicator = models.ForeignKey(ResultIndicator, on_delete=models.CASCADE, related_name="targets")
    period = models.ForeignKey(ReportPeriod, on_delete=models.PROTECT, null=True, blank=True, related_name="targets")
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    source = models.CharField(_("set by"), max_length=250)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period"], nulls_distinct=False, name="governance_target_once_per_period"
            )
        ]


class TypedActual(models.Model):
    """A value that nothing here can compute: with its source, counted when a second person confirmed it."""

    indicator = models.ForeignKey(ResultIndicator, on_delete=models.PROTECT, related_name="typed_actuals")
    period = models.ForeignKey(ReportPeriod, on_delete=models.PROTECT, related_name="typed_actuals")
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    source = models.CharField(_("source"), max_length=300, help_text=_("Where somebody else finds this figure."))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, editable=False, blank=True)

    class Meta:
        ordering = ["-entered_at"]
        verbose_name = _("entered value")
        verbose_name_plural = _("entered values")
        constraints = [
            models.CheckConstraint(name="governance_typedactual_not_negative", condition=Q(value__gte=Decimal(0))),
            models.CheckConstraint(
                name="governance_typedactual_two_people",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("entered_by")),
            ),
            models.CheckConstraint(
                name="governance_typedactual_confirmed_when",
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
        ]
