"""The roster: practitioners and the reforms (OECD models) they can speak about."""

from itertools import chain, count
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from partnership.core.models import Country, Organisation, PSMArea
from partnership.core.triggers import append_only
from technical_assistance.enums import ActivityMode, EvidenceGrade, HelpKind, Language

LONGEST_SLUG = 80
# Letters that are no letter with an accent; an address would lose them.
LETTERS = str.maketrans({"ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "ß": "ss", "ł": "l", "Ł": "L", "œ": "oe", "đ": "d"})


class RosterPolicy(models.Model):
    """How long a record of the roster counts as current without being confirmed; the newest row in force applies."""

    valid_from = models.DateField(_("valid from"), unique=True)
    ask_after_months = models.PositiveSmallIntegerField(_("asked to confirm after (months)"))
    hide_after_months = models.PositiveSmallIntegerField(_("hidden after (months)"))
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        ordering = ["-valid_from"]
        verbose_name = _("rule of the roster")
        verbose_name_plural = _("rules of the roster")
        constraints = [
            models.CheckConstraint(
                name="technical_assistance_rosterpolicy_asked_before_hidden",
                condition=Q(ask_after_months__gt=0, ask_after_months__lt=F("hide_after_months")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.ask_after_months}/{self.hide_after_months}"


class ConsentText(models.Model):
    """What a practitioner agrees to when the own record is shown to everybody. Its words are never changed."""

    version = models.CharField(_("version"), max_length=20, unique=True)
    text = models.TextField(_("text"))
    valid_from = models.DateField(_("valid from"))

    class Meta:
        ordering = ["-valid_from", "-id"]
        verbose_name = _("text of the consent")
        verbose_name_plural = _("texts of the consent")
        triggers = append_only()

    def __str__(self) -> str:
        return self.version


class OECDModel(models.Model):
    """A documented reform or good practice of an agency. Its texts stand in any of the four languages."""

    slug = models.SlugField(_("address"), max_length=LONGEST_SLUG, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="oecd_models", verbose_name=_("agency")
    )
    area = models.ForeignKey(PSMArea, on_delete=models.PROTECT, verbose_name=_("area"))
    summary = models.TextField(_("what was done"))
    result = models.TextField(_("documented result"), blank=True)
    needs = models.TextField(_("what it needs to work"), blank=True)
    cost = models.TextField(_("cost and size"), blank=True)
    instruments = ArrayField(
        models.CharField(max_length=20, choices=HelpKind), verbose_name=_("kinds of help offered"), default=list
    )
    source_title = models.CharField(_("name of the source"), max_length=200, blank=True)
    source = models.URLField(_("source of the result"), blank=True)
    started_year = models.PositiveSmallIntegerField(_("since"), null=True, blank=True)
    languages = ArrayField(
        models.CharField(max_length=5, choices=Language), verbose_name=_("language of the material"), default=list
    )
    evidence_grade = models.CharField(
        _("evidence"), max_length=1, choices=EvidenceGrade, default=EvidenceGrade.DESCRIBED
    )
    last_confirmed = models.DateField(_("last confirmed"), null=True, blank=True)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        ordering = ["title"]
        verbose_name = _("OECD model")
        verbose_name_plural = _("OECD models")

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new row gets the address that it keeps when its title changes."""
        if not self.slug:
            self.slug = free_slug(OECDModel, self.title)
        super().save(*args, **kwargs)


class Practitioner(models.Model):
    """Somebody who shares experience. No bank, passport or health data is ever kept here.

    ``consented_on``: may be found and invited by the Secretariat. ``public_since`` with the text agreed to:
    name, post, agency, country, languages, areas, topics, modes and models may be shown to everybody.
    """

    slug = models.SlugField(_("address"), max_length=LONGEST_SLUG, unique=True, editable=False)

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
    public_since = models.DateField(_("shown to everybody since"), null=True, blank=True, editable=False)
    public_consent = models.ForeignKey(
        ConsentText, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("text of the public consent"),
    )  # fmt: skip
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
            models.CheckConstraint(
                name="technical_assistance_practitioner_public_by_consent",
                condition=Q(public_since__isnull=True, public_consent__isnull=True)
                | Q(public_since__isnull=False, public_consent__isnull=False, consented_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new row gets the address that it keeps when the name changes."""
        if not self.slug:
            self.slug = free_slug(Practitioner, self.full_name)
        super().save(*args, **kwargs)


def free_slug(model: type[models.Model], text: str) -> str:
    """Return an address made of a text that no row of the model has yet: the text's own, or with a number."""
    stem = slugify(text.translate(LETTERS))[: LONGEST_SLUG - 5].strip("-") or "record"
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in count(2))
    return next(slug for slug in chain([stem], numbered) if slug not in taken)
