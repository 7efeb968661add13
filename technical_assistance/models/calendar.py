"""The Secretariat's calendar: holidays and the days each step may take. Both are data."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Holiday(models.Model):
    """A day on which the Secretariat does not work."""

    date = models.DateField(_("date"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        ordering = ["date"]
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


class ClockRule(models.Model):
    """How many business days a stretch of the life-cycle may take, from a date on.

    ``states`` are those whose days are added up; in all others the clock stands still.
    """

    key = models.CharField(_("rule"), max_length=40)
    states = ArrayField(models.CharField(max_length=20), verbose_name=_("states that count"))
    business_days = models.PositiveSmallIntegerField(_("business days"))
    valid_from = models.DateField(_("valid from"))
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        ordering = ["key", "-valid_from"]
        verbose_name = _("time limit")
        verbose_name_plural = _("time limits")
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="technical_assistance_clockrule_version"),
            models.CheckConstraint(name="technical_assistance_clockrule_days", condition=Q(business_days__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.business_days}"
