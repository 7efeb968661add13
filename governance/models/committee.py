"""The Steering Committee: seats, the persons who speak for them, meetings and what they adopted."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.enums import MEETING_MACHINE, Capacity, Constituency, DecisionKind, MeetingKind, MeetingState
from partnership.core.models import Organisation, Stateful
from partnership.core.triggers import append_only, status_trigger


class Seat(models.Model):
    """A seat decides; persons speak for it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seats")
    constituency = models.CharField(_("constituency"), max_length=20, choices=Constituency)
    may_decide = models.BooleanField(_("takes part in decisions"), default=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        ordering = ["constituency", "organisation__name"]
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.CheckConstraint(
                name="governance_seat_dates",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(valid_until__isnull=True), name="governance_seat_one_current"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Representative(models.Model):
    """A person speaks for a seat from one date until (and without) another."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="representatives")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="representations")
    capacity = models.CharField(_("capacity"), max_length=20, choices=Capacity, default=Capacity.PRINCIPAL)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        constraints = [
            models.CheckConstraint(
                name="governance_representative_dates",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=["seat", "user"],
                condition=Q(valid_until__isnull=True),
                name="governance_representative_one_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.seat}"


class Meeting(Stateful):
    """A meeting of the Committee, numbered within its year."""

    machine = MEETING_MACHINE

    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=MeetingKind, default=MeetingKind.ORDINARY)
    date = models.DateField(_("date"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    status = models.CharField(_("state"), max_length=20, choices=MeetingState, default=MeetingState.PLANNED)

    class Meta:
        ordering = ["-date", "-id"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="governance_meeting_number"),
            models.CheckConstraint(name="governance_meeting_year", condition=Q(date__year=F("year"))),
        ]
        triggers = [status_trigger(MEETING_MACHINE)]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """``SC-<year>-<number>``."""
        return f"SC-{self.year}-{self.number}"


class Decision(models.Model):
    """A text that the Committee adopted at a held meeting. Corrected only by a decision that supersedes it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("meeting"))
    position = models.PositiveSmallIntegerField(editable=False)
    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)  # SC-<year>-<meeting>/<n>
    kind = models.CharField(_("kind"), max_length=20, choices=DecisionKind)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("adopted text"))
    adopted_on = models.DateField(_("adopted on"))
    sha256 = models.CharField(max_length=64, editable=False)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-adopted_on", "-id"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="governance_decision_position"),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="adopted",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("meeting", "governance_meeting%ROWTYPE"), ("earlier", "integer")],
                func="""
                    SELECT * INTO meeting FROM governance_meeting WHERE id = NEW.meeting_id FOR UPDATE;
                    SELECT count(*) INTO earlier FROM governance_decision WHERE meeting_id = NEW.meeting_id;
                    IF meeting.status <> 'held' OR NEW.adopted_on <> meeting.date THEN
                        RAISE EXCEPTION 'A decision is adopted at a held meeting, on its day'
                            USING ERRCODE = 'check_violation';
                    ELSIF NEW.position <> earlier + 1
                        OR NEW.number <> format('SC-%s-%s/%s', meeting.year, meeting.number, NEW.position) THEN
                        RAISE EXCEPTION 'Decisions are numbered without gaps, the next is %', earlier + 1
                            USING ERRCODE = 'check_violation';
                    ELSIF NEW.sha256 <> encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex') THEN
                        RAISE EXCEPTION 'The checksum is not that of the text' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.title}"
