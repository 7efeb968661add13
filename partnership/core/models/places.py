"""Countries with their dated memberships, and organisations."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from partnership.core.enums import CountryGroup, OrganisationKind


class CountryQuerySet(models.QuerySet["Country"]):
    def in_group(self, group: CountryGroup, on) -> "CountryQuerySet":
        """Return the countries that belong to ``group`` on the date ``on``."""
        current = Q(memberships__valid_until__isnull=True) | Q(memberships__valid_until__gt=on)
        return self.filter(current, memberships__group=group, memberships__valid_from__lte=on)


class Country(models.Model):
    """A state or territory of ISO 3166-1."""

    iso3 = models.CharField("ISO 3166-1 alpha-3", max_length=3, unique=True)
    iso2 = models.CharField("ISO 3166-1 alpha-2", max_length=2, unique=True)
    name = models.CharField(_("name"), max_length=120)

    objects = CountryQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")

    def __str__(self) -> str:
        return self.name


class CountryMembership(models.Model):
    """A country belongs to a group from one date until (and without) another."""

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="memberships")
    group = models.CharField(_("group"), max_length=8, choices=CountryGroup)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                name="core_countrymembership_dates",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
            ),
            # The embedded server has no btree_gist: equality on an integer is an overlap of one-value ranges.
            ExclusionConstraint(
                name="core_countrymembership_no_overlap",
                expressions=[
                    (
                        Func(F("country_id"), F("country_id"), models.Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(
                            Func(F("group"), function="hashtext"),
                            Func(F("group"), function="hashtext"),
                            models.Value("[]"),
                            function="int4range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (Func(F("valid_from"), F("valid_until"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} · {self.get_group_display()}"


class Organisation(models.Model):
    """A ministry, a counterpart agency, the Secretariat, or any other body that people act for."""

    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations")
    officers_may_submit = models.BooleanField(_("officers may submit requests without the focal point"), default=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(fields=["name", "country"], name="core_organisation_name", nulls_distinct=False),
            models.CheckConstraint(
                name="core_organisation_country",
                condition=~Q(kind__in=["ministry", "counterpart"]) | Q(country__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name
