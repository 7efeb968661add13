"""The annual work programme that the Committee adopted, line by line. Immutable: a revision is a new programme."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.enums import Component, HalfYear
from partnership.core.triggers import append_only

from .committee import Decision


class WorkProgramme(models.Model):
    """The work programme of a year, as adopted by one decision."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="work_programme", verbose_name=_("decision")
    )

    class Meta:
        ordering = ["-year"]
        verbose_name = _("work programme")
        verbose_name_plural = _("work programmes")
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="decided",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (SELECT 1 FROM governance_decision
                                   WHERE id = NEW.decision_id AND kind = 'work_programme') THEN
                        RAISE EXCEPTION 'A work programme needs a decision on a work programme'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


class ProgrammeLine(models.Model):
    """One line: what is done for which component, what comes out of it, when, for how much (USD)."""

    programme = models.ForeignKey(WorkProgramme, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    component = models.CharField(_("component"), max_length=4, choices=Component)
    activity = models.CharField(_("activity"), max_length=200)
    expected_output = models.CharField(_("expected output"), max_length=300)
    half_year = models.CharField(_("half-year"), max_length=2, choices=HalfYear)
    budget = models.DecimalField(_("budget"), max_digits=18, decimal_places=2)

    class Meta:
        ordering = ["programme", "number"]
        verbose_name = _("programme line")
        verbose_name_plural = _("programme lines")
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="governance_programmeline_number"),
            models.CheckConstraint(name="governance_programmeline_budget", condition=Q(budget__gt=0)),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.reference} · {self.activity}"

    @property
    def reference(self) -> str:
        """``<year>-<line>``; reads the programme."""
        return f"{self.programme.year}-{self.number:02}"
