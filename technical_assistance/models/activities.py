"""Activities, who takes part in them, and the half-days that make person-days."""

import zoneinfo
from functools import cache

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partnership.core.models import Country, Organisation, PSMArea, Stateful, StoredFile
from partnership.core.triggers import append_only, status_trigger
from technical_assistance.enums import (
    ACTIVITY_MACHINE,
    ActivityMode,
    ActivityStatus,
    AssignmentRole,
    HalfDay,
    HelpKind,
)

from .claim_triggers import activity_triggers
from .requests import TARequest
from .roster import Practitioner

USER = settings.AUTH_USER_MODEL
MIN_CONTACT_MINUTES = 120


@cache
def _zone_names() -> frozenset[str]:
    """Return the names of all IANA time zones; read once, because each reading opens some six hundred files."""
    return frozenset(zoneinfo.available_timezones())


def validate_time_zone(name: str) -> None:
    """Refuse a name that is no IANA time zone."""
    if name not in _zone_names():
        raise ValidationError(_("%(name)s is not a time zone, write for example America/Lima."), params={"name": name})


def _frozen_after_verification() -> pgtrigger.Trigger:
    """Return the trigger that refuses any change of what makes the days of a verified or cancelled activity."""
    return pgtrigger.Trigger(
        name="frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="""
            IF EXISTS (
                SELECT 1 FROM technical_assistance_activity
                WHERE id IN (CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE OLD.activity_id END,
                             CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE NEW.activity_id END)
                AND status IN ('verified', 'evaluated', 'closed', 'cancelled')
            ) THEN
                RAISE EXCEPTION '% of a verified or cancelled activity is frozen: write an adjustment', TG_TABLE_NAME
                    USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


class Activity(Stateful):
    """A mission, study visit or series of remote sessions under a request. Dates are the host's local dates."""

    machine = ACTIVITY_MACHINE

    status = models.CharField(
        _("state"), max_length=20, choices=ActivityStatus, default=ActivityStatus.PLANNED, editable=False
    )
    ta_request = models.ForeignKey(
        TARequest, on_delete=models.PROTECT, related_name="activities", verbose_name=_("request")
    )
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    title = models.CharField(_("title"), max_length=160)
    objectives = models.TextField(_("objectives"), blank=True)
    area = models.ForeignKey(PSMArea, on_delete=models.PROTECT, related_name="activities", verbose_name=_("area"))
    kind = models.CharField(_("kind of help"), max_length=20, choices=HelpKind)
    mode = models.CharField(_("mode"), max_length=20, choices=ActivityMode)
    place = models.CharField(_("place"), max_length=160, blank=True)
    link = models.URLField(_("link to the meeting"), blank=True)
    host_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="hosted_activities", verbose_name=_("host ministry")
    )
    host_country = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="hosted_activities", verbose_name=_("host country")
    )
    time_zone = models.CharField(_("time zone of the host"), max_length=60, validators=[validate_time_zone])
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    is_south_south = models.BooleanField(_("South-South"), default=False, editable=False)

    travel_ceiling = models.DecimalField(
        _("travel ceiling (USD)"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    funded_amount = models.DecimalField(_("funded (USD)"), max_digits=18, decimal_places=2, null=True, editable=False)
    funding_reference = models.CharField(_("commitment"), max_length=60, blank=True, editable=False)
    funded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", null=True, editable=False)
    funded_at = models.DateTimeField(null=True, editable=False)

    attended_women = models.PositiveSmallIntegerField(_("attended: women"), null=True, blank=True)
    attended_men = models.PositiveSmallIntegerField(_("attended: men"), null=True, blank=True)
    attended_other = models.PositiveSmallIntegerField(_("attended: other or not stated"), null=True, blank=True)
    attendance_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", editable=False)
    verified_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", null=True, editable=False)
    verified_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-starts_on", "-id"]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        triggers = [status_trigger(ACTIVITY_MACHINE), *activity_triggers()]
        constraints = [
            models.UniqueConstraint(fields=["ta_request", "number"], name="technical_assistance_activity_number"),
            models.CheckConstraint(
                name="technical_assistance_activity_dates",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="technical_assistance_activity_remote_has_no_travel",
                condition=~Q(mode=ActivityMode.REMOTE) | Q(travel_ceiling__isnull=True) | Q(travel_ceiling=0),
            ),
            models.CheckConstraint(
                name="technical_assistance_activity_ceiling_within_funds",
                condition=Q(travel_ceiling__isnull=True)
                | (
                    Q(travel_ceiling__gte=0)
                    & (Q(funded_amount__isnull=True) | Q(travel_ceiling__lte=F("funded_amount")))
                ),
            ),
            models.CheckConstraint(
                name="technical_assistance_activity_confirmed_is_funded",
                condition=Q(status__in=["planned", "postponed", "cancelled"])
                | Q(travel_ceiling=0)
                | Q(travel_ceiling__isnull=False, funded_amount__isnull=False),
            ),
            models.CheckConstraint(
                name="technical_assistance_activity_confirmed_is_dated",
                condition=Q(status__in=["planned", "postponed", "cancelled"])
                | Q(starts_on__isnull=False, ends_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def code(self) -> str:
        """The reference of the request with the number of the activity."""
        return f"{self.ta_request.reference or '–'}/{self.number}"

    @property
    def attended(self) -> int | None:
        """Participants who came, or None while nobody counted them."""
        counted = [n for n in (self.attended_women, self.attended_men, self.attended_other) if n is not None]
        return sum(counted) if counted else None

    @property
    def is_remote(self) -> bool:
        return self.mode == ActivityMode.REMOTE


class Assignment(models.Model):
    """A practitioner takes part in an activity; only confirmed experts of the provider make person-days."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="assignments")
    practitioner = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("practitioner")
    )
    role = models.CharField(_("part"), max_length=20, choices=AssignmentRole, default=AssignmentRole.EXPERT)
    planned_half_days = models.PositiveSmallIntegerField(_("planned half-days"), default=0)
    is_confirmed = models.BooleanField(_("confirmed"), default=False)

    class Meta:
        ordering = ["id"]
        verbose_name = _("practitioner of the activity")
        verbose_name_plural = _("practitioners of the activity")
        triggers = [_frozen_after_verification()]
        constraints = [
            models.UniqueConstraint(fields=["activity", "practitioner"], name="technical_assistance_assignment_once")
        ]

    def __str__(self) -> str:
        return str(self.practitioner)


class Slot(models.Model):
    """Half a local day with at least two hours of contact. One person is in one place at a time."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="slots")
    practitioner = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, related_name="slots", verbose_name=_("practitioner")
    )
    local_date = models.DateField(_("day"))
    half = models.CharField(_("half"), max_length=2, choices=HalfDay)
    contact_minutes = models.PositiveSmallIntegerField(_("minutes of contact"))
    subject = models.CharField(_("what was done"), max_length=200, blank=True)
    logged_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField(auto_now_add=True)
    is_void = models.BooleanField(_("void"), default=False, editable=False)

    class Meta:
        ordering = ["local_date", "half", "practitioner"]
        verbose_name = _("half-day")
        verbose_name_plural = _("half-days")
        triggers = [_frozen_after_verification()]
        constraints = [
            models.UniqueConstraint(
                fields=["practitioner", "local_date", "half"],
                condition=Q(is_void=False),
                name="technical_assistance_slot_one_place_at_a_time",
            ),
            models.CheckConstraint(
                name="technical_assistance_slot_contact",
                condition=Q(contact_minutes__gte=MIN_CONTACT_MINUTES, contact_minutes__lte=720),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practitioner} {self.local_date} {self.half}"


class RemoteSession(models.Model):
    """A remote session of less than two hours; sessions of one activity and practitioner pool into half-days."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="sessions")
    practitioner = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("practitioner")
    )
    starts_at = models.DateTimeField(_("begins"))
    local_date = models.DateField(_("day"), editable=False)
    minutes = models.PositiveSmallIntegerField(_("minutes of contact"))
    subject = models.CharField(_("what was done"), max_length=200, blank=True)
    logged_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField(auto_now_add=True)
    is_void = models.BooleanField(_("void"), default=False, editable=False)

    class Meta:
        ordering = ["starts_at"]
        verbose_name = _("remote session")
        verbose_name_plural = _("remote sessions")
        triggers = [_frozen_after_verification()]
        constraints = [
            models.UniqueConstraint(
                fields=["practitioner", "starts_at"],
                condition=Q(is_void=False),
                name="technical_assistance_session_one_at_a_time",
            ),
            models.CheckConstraint(
                name="technical_assistance_session_minutes",
                condition=Q(minutes__gte=1, minutes__lt=MIN_CONTACT_MINUTES),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practitioner} {self.starts_at:%Y-%m-%d %H:%M}"


class PersonDayAdjustment(models.Model):
    """A correction of verified days: half-days more or less, with its reason. Nothing verified is edited."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="adjustments")
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="adjustments")
    half_days = models.SmallIntegerField(_("half-days more (+) or less (−)"))
    reason = models.TextField(_("reason"), max_length=1000)
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("adjustment of person-days")
        verbose_name_plural = _("adjustments of person-days")
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                name="technical_assistance_adjustment_says_something",
                condition=~Q(half_days=0) & ~Q(reason=""),
            )
        ]
