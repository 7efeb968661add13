"""The roster: practitioners and the reforms (OECD models) they can speak about."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnership.core.models import Country, Organisation, PSMArea
from technical_assistance.enums import ActivityMode, EvidenceGrade, Language


class OECDModel(models.Model):
    """A documented reform or good practice of an agency."""

    title = models.CharField(_("title"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="oecd_models", verbose_name=_("agency")
    )
    area = models.ForeignKey(PSMArea, on_delete=models.PROTECT, verbose_name=_("area"))
    summary = models.TextField(_("what was done"))
    result = models.TextField(_("documented result"), blank=True)
    source = models.URLField(_("source of the result"), blank=True)
    started_year = models.PositiveSmallIntegerField(_("since"), null=True, blank=True)
    languages = ArrayField(
        models.CharField(max_length=5, choices=Language), verbose_name=_("language of the material"), default=list
    )
    evidence_grade = models.CharField(
        _("evidence"), max_length=1, choices=EvidenceGrade, default=EvidenceGrade.DESCRIBED
    )
    last_confirmed = models.DateField(_("last confirmed"), null=True, blank=True)

    class Meta:
        ordering = ["title"]
        verbose_name = _("OECD model")
        verbose_name_plural = _("OECD models")

    def __str__(self) -> str:
        return self.title


class Practitioner(models.Model):
    """Somebody who shares experience. No bank, passport or health data is ever kept here."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="practitioner",
        verbose_name=_("signs in as"),
    )
    full_name = models.CharField(_("full name"), max_length=150)
    post = models.CharField(_("post"), max_length=150, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="practitioners", verbose_name=_("employer")
    )
    country = models.ForeignKey(Country, on_delete=models.PROTECT, verbose_name=_("country"))
    languages = ArrayField(
        models.CharField(max_length=5, choices=Language), verbose_name=_("working languages"), default=list
    )
    areas = models.ManyToManyField(PSMArea, verbose_name=_("areas"), related_name="practitioners")
    oecd_models = models.ManyToManyField(
        OECDModel, verbose_name=_("reforms worked on"), related_name="practitioners", blank=True
    )
    topics = models.TextField(_("topics"), blank=True)
    modes = ArrayField(models.CharField(max_length=20, choices=ActivityMode), verbose_name=_("modes"), default=list)
    consented_on = models.DateField(_("consented on"), null=True, blank=True)
    consent_version = models.CharField(_("version of the consent text"), max_length=20, blank=True)
    last_confirmed = models.DateField(_("last confirmed"), null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["full_name"]
        verbose_name = _("practitioner")
        verbose_name_plural = _("practitioners")
        constraints = [
            models.CheckConstraint(
                name="technical_assistance_practitioner_consent",
                condition=Q(consented_on__isnull=True) | ~Q(consent_version=""),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name
