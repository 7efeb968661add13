"""Semi-annual reports: the half-year, the frozen facts, the files made from them, what they restate."""

from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.enums.reports import SNAPSHOT_MACHINE, ArtifactFormat, NarrativeKey, SnapshotState
from partnership.core.models import StoredFile
from partnership.core.models.stateful import Stateful
from partnership.core.triggers import append_only, no_truncate, status_trigger

FROZEN_FIELDS = (
    "period_id", "number", "inputs", "sha256", "cutoff", "ledger_head", "code_version", "template_version",
    "generated_by_id",
)  # fmt: skip


class ReportPeriod(models.Model):
    """A half-year that the Partnership reports on."""

    year = models.PositiveSmallIntegerField(_("year"))
    half = models.PositiveSmallIntegerField(_("half"), choices=[(1, _("First half")), (2, _("Second half"))])
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-year", "-half"]
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        constraints = [
            models.UniqueConstraint(fields=["year", "half"], name="governance_reportperiod_once"),
            models.CheckConstraint(
                name="governance_reportperiod_range", condition=Q(half__in=(1, 2), year__range=(2000, 2200))
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The period's name in addresses and files, as 2026-H1."""
        return f"{self.year}-H{self.half}"

    @property
    def starts_on(self) -> date:
        """Its first day."""
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    @property
    def due_on(self) -> date:
        """The day its report is due: 15 July, 15 January."""
        return date(self.year, 7, 15) if self.half == 1 else date(self.year + 1, 1, 15)


def _frozen_trigger() -> pgtrigger.Trigger:
    """Return the trigger that lets no frozen fact change: a correction is a new version."""
    old = ", ".join(f"OLD.{name}" for name in FROZEN_FIELDS)
    new = ", ".join(f"NEW.{name}" for name in FROZEN_FIELDS)
    return pgtrigger.Trigger(
        name="frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF OLD.status <> '{SnapshotState.DRAFT}' AND ({old}) IS DISTINCT FROM ({new}) THEN
                RAISE EXCEPTION 'A frozen snapshot cannot change: make a new version' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


class Snapshot(Stateful):
    """The facts of one report as they stood at one cutoff; frozen, they never change. ``number`` is its version.

    ``inputs`` is the canonical JSON itself, so that ``sha256`` is the checksum of exactly this text.
    """

    machine = SNAPSHOT_MACHINE

    period = models.ForeignKey(ReportPeriod, on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField(_("version"))
    status = models.CharField(_("state"), max_length=12, choices=SnapshotState, default=SnapshotState.DRAFT)
    generated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    cutoff = models.DateTimeField(_("cutoff"), null=True)
    inputs = models.TextField(_("facts as canonical JSON"), blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    ledger_head = models.CharField(_("head of the ledger's chain"), max_length=64, blank=True)
    code_version = models.CharField(max_length=40, blank=True)
    template_version = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["-period__year", "-period__half", "-number"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(fields=["period", "number"], name="governance_snapshot_once"),
            models.UniqueConstraint(
                fields=["period"], condition=Q(status="draft"), name="governance_snapshot_one_draft"
            ),
            models.UniqueConstraint(
                fields=["period"], condition=Q(status="published"), name="governance_snapshot_one_published"
            ),
            models.CheckConstraint(
                name="governance_snapshot_frozen_is_whole",
                condition=Q(status="draft") | Q(cutoff__isnull=False) & ~Q(inputs="") & ~Q(sha256=""),
            ),
        ]
        triggers = [
            status_trigger(SNAPSHOT_MACHINE),
            _frozen_trigger(),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            no_truncate(),
        ]

    def __str__(self) -> str:
        return _("Report {period}, version {number}").format(period=self.period, number=self.number)


class Artifact(models.Model):
    """A file made from a snapshot. Making it again gives the same bytes."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="artifacts")
    format = models.CharField(_("format"), max_length=4, choices=ArtifactFormat)
    language = models.CharField(_("language"), max_length=5)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))

    class Meta:
        ordering = ["language", "format"]
        verbose_name = _("report file")
        verbose_name_plural = _("report files")
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "format", "language"], name="governance_artifact_once")
        ]
        triggers = append_only()


class Restatement(models.Model):
    """A computed figure that differs from the last published report. Without a reason nothing is published."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="restatements")
    metric = models.CharField(_("figure"), max_length=80)
    period = models.ForeignKey(ReportPeriod, on_delete=models.PROTECT, related_name="+")
    previously = models.CharField(_("previously"), max_length=80)
    now = models.CharField(_("now"), max_length=80)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["metric", "period"]
        verbose_name = _("restatement")
        verbose_name_plural = _("restatements")
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "metric", "period"], name="governance_restatement_once")
        ]
        triggers = append_only()


class RestatementReason(models.Model):
    """Why a figure differs, in a person's words, where the facts alone do not tell. The next version takes it over."""

    metric = models.CharField(_("figure"), max_length=80)
    period = models.ForeignKey(ReportPeriod, on_delete=models.PROTECT, related_name="+")
    previously = models.CharField(_("previously"), max_length=80)
    now = models.CharField(_("now"), max_length=80)
    reason = models.TextField(_("reason"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("reason of a restatement")
        verbose_name_plural = _("reasons of restatements")
        triggers = append_only()


class NarrativeSection(models.Model):
    """A version of the words of a section, in one language. A change is a new version."""

    period = models.ForeignKey(ReportPeriod, on_delete=models.PROTECT, related_name="narrative")
    key = models.CharField(_("section"), max_length=20, choices=NarrativeKey)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    number = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("text"), blank=True, max_length=20_000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["key", "language", "-number"]
        verbose_name = _("text of a report")
        verbose_name_plural = _("texts of reports")
        constraints = [
            models.UniqueConstraint(
                fields=["period", "key", "language", "number"], name="governance_narrativesection_once"
            )
        ]
        triggers = append_only()
