"""The proposal of a practitioner for a request."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnership.core.models import Stateful
from partnership.core.triggers import status_trigger
from technical_assistance.enums import PROPOSAL_MACHINE, ProposalStatus

from .requests import TARequest
from .roster import Practitioner


class Proposal(Stateful):
    """The Secretariat invites a practitioner; the counterpart answers; the ministry confirms."""

    machine = PROPOSAL_MACHINE

    status = models.CharField(
        _("state"), max_length=20, choices=ProposalStatus, default=ProposalStatus.INVITED, editable=False
    )
    ta_request = models.ForeignKey(TARequest, on_delete=models.PROTECT, related_name="proposals")
    practitioner = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("practitioner")
    )
    note = models.TextField(_("what the practitioner is asked for"), max_length=2000)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField(_("answer due"))

    class Meta:
        ordering = ["id"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        triggers = [status_trigger(PROPOSAL_MACHINE)]
        constraints = [
            models.UniqueConstraint(
                fields=["ta_request", "practitioner"],
                condition=Q(status__in=["invited", "accepted", "confirmed"]),
                name="technical_assistance_proposal_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ta_request} · {self.practitioner}"
