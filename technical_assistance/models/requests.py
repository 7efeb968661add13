"""A ministry's request for technical assistance, with what is kept about it for good."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partnership.core.models import Country, Organisation, PSMArea, Stateful, StoredFile
from partnership.core.triggers import append_only, status_trigger
from technical_assistance.enums import (
    TA_REQUEST_MACHINE,
    DeclineCode,
    HelpKind,
    Language,
    MessageVisibility,
    TARequestStatus,
)
from technical_assistance.enums.requests import PUBLIC_LABELS

from .roster import OECDModel

USER = settings.AUTH_USER_MODEL
_DIFFERENT = "technical_assistance_tarequest_approver"


def _other_than_approver(field: str) -> Q:
    return Q(approved_by__isnull=True) | Q(**{f"{field}__isnull": True}) | ~Q(approved_by=F(field))


class TARequest(Stateful):
    """What a ministry asks for. Every text field may be empty while it is a draft."""

    machine = TA_REQUEST_MACHINE

    status = models.CharField(
        _("state"), max_length=20, choices=TARequestStatus, default=TARequestStatus.DRAFT, editable=False
    )
    reference = models.CharField(_("reference"), max_length=20, unique=True, null=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="ta_requests", verbose_name=_("ministry")
    )
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="ta_requests", verbose_name=_("country")
    )

    title = models.CharField(_("short title"), max_length=120, blank=True)
    problem = models.CharField(_("problem in one sentence"), max_length=300, blank=True)
    areas = models.ManyToManyField(PSMArea, verbose_name=_("areas"), related_name="ta_requests", blank=True)
    reform_context = models.TextField(_("reform context"), blank=True)
    tried_before = models.TextField(_("what was tried"), blank=True)
    outcome = models.TextField(_("wanted outcome"), blank=True)
    outcome_measure = models.TextField(_("how the outcome will be known"), blank=True)
    kinds = ArrayField(
        models.CharField(max_length=20, choices=HelpKind), verbose_name=_("kind of help"), default=list, blank=True
    )
    preferred_countries = models.ManyToManyField(
        Country, verbose_name=_("preferred countries"), related_name="+", blank=True
    )
    preferred_models = models.TextField(_("models you have in mind"), blank=True)
    oecd_model = models.ForeignKey(
        OECDModel, on_delete=models.PROTECT, related_name="ta_requests", null=True, editable=False,
        verbose_name=_("started from the model"),
    )  # fmt: skip
    earliest_start = models.DateField(_("earliest start"), null=True, blank=True)
    latest_end = models.DateField(_("latest end"), null=True, blank=True)
    languages = ArrayField(
        models.CharField(max_length=5, choices=Language), verbose_name=_("languages"), default=list, blank=True
    )
    participants_women = models.PositiveSmallIntegerField(_("participants: women"), null=True, blank=True)
    participants_men = models.PositiveSmallIntegerField(_("participants: men"), null=True, blank=True)
    participants_other = models.PositiveSmallIntegerField(_("participants: other or not stated"), null=True, blank=True)
    participants_posts = models.TextField(_("posts of the participants"), blank=True)
    beneficiary_unit = models.CharField(_("unit that benefits"), max_length=200, blank=True)
    contact_name = models.CharField(_("focal point for this request"), max_length=150, blank=True)
    contact_post = models.CharField(_("post of the focal point"), max_length=150, blank=True)
    contact_email = models.EmailField(_("e-mail of the focal point"), blank=True)
    commitments = models.TextField(_("what the ministry contributes"), blank=True)
    is_cleared = models.BooleanField(_("cleared in the ministry"), default=False)

    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", null=True, editable=False)
    submitted_at = models.DateTimeField(_("first submitted"), null=True, editable=False)
    assignee = models.ForeignKey(
        USER, on_delete=models.PROTECT, related_name="ta_requests_in_triage", null=True, editable=False
    )
    approved_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", null=True, editable=False)
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    returned_fields = ArrayField(models.CharField(max_length=40), default=list, blank=True, editable=False)
    return_reason = models.TextField(_("why it was returned"), blank=True, editable=False)
    decline_code = models.CharField(
        _("reason of the decline"), max_length=20, choices=DeclineCode, blank=True, editable=False
    )
    public_text = models.TextField(_("explanation for the ministry"), blank=True, editable=False)
    clock_from = models.DateField(_("clock since"), null=True, editable=False)
    due_on = models.DateField(_("due"), null=True, editable=False)
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="copies")

    class Meta:
        ordering = ["-id"]
        verbose_name = _("TA request")
        verbose_name_plural = _("TA requests")
        indexes = [models.Index(fields=["status", "due_on"], name="ta_request_board")]
        triggers = [status_trigger(TA_REQUEST_MACHINE)]
        constraints = [
            models.CheckConstraint(name=f"{_DIFFERENT}_not_triager", condition=_other_than_approver("assignee")),
            models.CheckConstraint(name=f"{_DIFFERENT}_not_sender", condition=_other_than_approver("submitted_by")),
            models.CheckConstraint(name=f"{_DIFFERENT}_not_author", condition=_other_than_approver("created_by")),
            models.CheckConstraint(
                name="technical_assistance_tarequest_approved_by_somebody",
                condition=~Q(status__in=TARequestStatus.ACCEPTED) | Q(approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="technical_assistance_tarequest_reference_once_submitted",
                condition=Q(status__in=["draft", "withdrawn"]) | Q(reference__isnull=False),
            ),
            models.CheckConstraint(
                name="technical_assistance_tarequest_dates",
                condition=Q(earliest_start__isnull=True)
                | Q(latest_end__isnull=True)
                | Q(latest_end__gte=F("earliest_start")),
            ),
        ]

    def __str__(self) -> str:
        return self.reference or self.title or str(_("Draft"))

    @property
    def name(self) -> str:
        """The title, or what stands for it in a draft."""
        return self.title or self.problem[:120] or str(_("Draft without a title"))

    @property
    def public_label(self) -> str:
        """The state in the words for the ministry."""
        return str(PUBLIC_LABELS.get(TARequestStatus(self.status), self.get_status_display()))

    @property
    def participants(self) -> int:
        """The number of participants asked for."""
        return (self.participants_women or 0) + (self.participants_men or 0) + (self.participants_other or 0)


class ReferenceCounter(models.Model):
    """The last reference number given in a year; locked while a number is taken, so that none is missing."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class TARequestAttachment(models.Model):
    """A document that belongs to a request."""

    ta_request = models.ForeignKey(TARequest, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")


class TARequestRevision(models.Model):
    """What the form held after a save: who wrote what when."""

    ta_request = models.ForeignKey(TARequest, on_delete=models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    author = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-version"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(fields=["ta_request", "version"], name="technical_assistance_revision_version")
        ]


class TARequestSnapshot(models.Model):
    """The request exactly as it was submitted for the n-th time."""

    ta_request = models.ForeignKey(TARequest, on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField(_("submission"))
    content = models.JSONField(encoder=DjangoJSONEncoder)
    submitted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("submitted version")
        verbose_name_plural = _("submitted versions")
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(fields=["ta_request", "number"], name="technical_assistance_snapshot_number")
        ]


class TARequestMessage(models.Model):
    """A message of the conversation; an internal one is never shown to the ministry."""

    ta_request = models.ForeignKey(TARequest, on_delete=models.PROTECT, related_name="messages")
    author = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    visibility = models.CharField(
        _("who reads it"), max_length=10, choices=MessageVisibility, default=MessageVisibility.SHARED
    )
    body = models.TextField(_("message"), max_length=5000)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        triggers = append_only()


class StateStay(models.Model):
    """One finished stay in a state: the business days it took and the days that were allowed."""

    ta_request = models.ForeignKey(TARequest, on_delete=models.PROTECT, related_name="stays")
    state = models.CharField(_("state"), max_length=20, choices=TARequestStatus)
    entered_on = models.DateField(_("from"))
    left_on = models.DateField(_("until"))
    business_days = models.PositiveSmallIntegerField(_("business days"))
    due_on = models.DateField(_("due"), null=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("stay in a state")
        verbose_name_plural = _("stays in a state")
        triggers = append_only()
