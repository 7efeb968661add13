"""The questions of triage, versioned, and their answers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from technical_assistance.enums import EligibilityVerdict

from .requests import TARequest


class EligibilityQuestion(models.Model):
    """A question that triage answers. A changed wording is a new version; the old one is retired."""

    code = models.CharField(_("code"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    text = models.CharField(_("question"), max_length=300)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_current = models.BooleanField(_("asked now"), default=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("eligibility question")
        verbose_name_plural = _("eligibility questions")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="technical_assistance_question_version"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(is_current=True), name="technical_assistance_question_current"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class EligibilityAnswer(models.Model):
    """The answer to one version of a question for one request."""

    ta_request = models.ForeignKey(TARequest, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(EligibilityQuestion, on_delete=models.PROTECT, related_name="answers")
    verdict = models.CharField(_("answer"), max_length=3, choices=EligibilityVerdict)
    note = models.CharField(_("note"), max_length=500, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["question__position"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["ta_request", "question"], name="technical_assistance_answer_once")
        ]
