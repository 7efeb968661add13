"""Currencies and the rates of exchange that the programme froze its figures with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Currency(models.Model):
    """A currency of ISO 4217 with the number of decimals it really has."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    minor_units = models.PositiveSmallIntegerField(_("decimals"), default=2)

    class Meta:
        ordering = ["code"]
        verbose_name = _("currency")
        verbose_name_plural = _("currencies")

    def __str__(self) -> str:
        return self.code


class ExchangeRate(models.Model):
    """Units of a currency for one US dollar, on a date, by a source.

    Never changed once used: a correction is a new source.
    """

    currency = models.ForeignKey(Currency, on_delete=models.PROTECT, related_name="rates")
    date = models.DateField(_("date"))
    units_per_usd = models.DecimalField(_("units per USD"), max_digits=20, decimal_places=8)
    source = models.CharField(_("source"), max_length=120)

    class Meta:
        ordering = ["currency", "-date"]
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            models.UniqueConstraint(fields=["currency", "date"], name="core_exchangerate_once_a_day"),
            models.CheckConstraint(name="core_exchangerate_positive", condition=models.Q(units_per_usd__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.currency_id} {self.date}"
