"""Writes of the day log: half-days, short remote sessions, corrections after verification."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from partnership.core.models import User
from partnership.core.rules import is_officer, require
from partnership.core.services.audit import record
from partnership.core.transitions import Refused
from technical_assistance.enums import ActivityStatus, HalfDay
from technical_assistance.local_time import half_of, local_day, local_today
from technical_assistance.models import Activity, Assignment, PersonDayAdjustment, Practitioner, RemoteSession, Slot
from technical_assistance.models.activities import MIN_CONTACT_MINUTES

from .activities import start_activity


def log_half_day(
    activity: Activity,
    practitioner: Practitioner,
    *,
    local_date: date,
    half: str,
    contact_minutes: int,
    actor: User,
    subject: str = "",
) -> Slot:
    """Log half a day of contact; see :func:`log_half_days`."""
    return log_half_days(
        activity, practitioner, halves=[(local_date, half)], contact_minutes=contact_minutes, actor=actor,
        subject=subject,
    )[0]  # fmt: skip


@transaction.atomic
def log_half_days(
    activity: Activity,
    practitioner: Practitioner,
    *,
    halves: Sequence[tuple[date, str]],
    contact_minutes: int,
    actor: User,
    subject: str = "",
) -> list[Slot]:
    """Log half-days (day, AM or PM) of contact: all of them, or none. The first one starts a confirmed activity.

    Refused outside the activity's days, before a day has come, below two hours of contact,
    or when the person is already in another place on one of the half-days.
    """
    locked = _open_log(activity, practitioner, actor)
    if not halves:
        raise Refused(_("Please choose at least one half-day."))
    if contact_minutes < MIN_CONTACT_MINUTES:
        raise Refused(_("Half a day has at least two hours of contact. Log shorter remote work as a remote session."))
    taken = _taken(practitioner, {day for day, _half in halves})
    slots = []
    for day, half in halves:
        _check_day(locked, day)
        if (day, half) in taken:
            raise Refused(_taken_message(practitioner, day, half))
        taken.add((day, half))
        slots.append(
            Slot.objects.create(
                activity=locked,
                practitioner=practitioner,
                local_date=day,
                half=HalfDay(half),
                contact_minutes=contact_minutes,
                subject=subject,
                logged_by=actor,
            )
        )
    entry = {"slots": [slot.pk for slot in slots], "halves": [f"{day} {half}" for day, half in halves]}
    record("log_half_days", locked, actor=actor, data=entry)
    return slots


@transaction.atomic
def log_remote_session(
    activity: Activity,
    practitioner: Practitioner,
    *,
    starts_at: datetime,
    minutes: int,
    actor: User,
    subject: str = "",
) -> RemoteSession | Slot:
    """Log a remote session by its instant; its day is the host's local day.

    Two hours or more are half a day of their own; shorter ones pool, each 210 minutes making half a day.
    """
    if not activity.is_remote:
        raise Refused(_("Short sessions are counted for remote activities only."))
    day, half = local_day(starts_at, activity.time_zone), half_of(starts_at, activity.time_zone)
    if minutes >= MIN_CONTACT_MINUTES:
        return log_half_day(
            activity, practitioner, local_date=day, half=half, contact_minutes=minutes, actor=actor, subject=subject
        )
    locked = _open_log(activity, practitioner, actor)
    _check_day(locked, day)
    if Slot.objects.filter(practitioner=practitioner, local_date=day, half=half, is_void=False).exists():
        raise Refused(_taken_message(practitioner, day, half))
    if RemoteSession.objects.filter(practitioner=practitioner, starts_at=starts_at, is_void=False).exists():
        raise Refused(_("A session that begins at this moment is logged already."))
    session = RemoteSession.objects.create(
        activity=locked, practitioner=practitioner, starts_at=starts_at, local_date=day, minutes=minutes,
        subject=subject, logged_by=actor,
    )  # fmt: skip
    record("log_session", locked, actor=actor, data={"session": session.pk, "minutes": minutes})
    return session


@transaction.atomic
def void_entry(entry: Slot | RemoteSession, *, actor: User) -> None:
    """Strike an entry of the log before verification; the half-day becomes free again."""
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=entry.activity_id)
    require(actor, "technical_assistance.log_days", locked)
    if entry.logged_by_id != actor.pk and not is_officer(actor):
        raise PermissionDenied(_("Only whoever logged an entry, or the Secretariat, strikes it."))
    entry.is_void = True
    entry.save(update_fields=["is_void"])
    record("void_entry", locked, actor=actor, data={entry._meta.model_name or "entry": entry.pk})


@transaction.atomic
def adjust_days(
    activity: Activity, practitioner: Practitioner, *, half_days: int, reason: str, actor: User
) -> PersonDayAdjustment:
    """Correct verified days by a row of its own; what was verified stays as it is."""
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    require(actor, "technical_assistance.adjust_days", locked)
    if not half_days or not reason.strip():
        raise Refused(_("A correction needs a number of half-days and a reason."))
    if not locked.assignments.filter(practitioner=practitioner).exists():
        raise Refused(_("This person does not take part in the activity."))
    row = PersonDayAdjustment.objects.create(
        activity=locked, practitioner=practitioner, half_days=half_days, reason=reason.strip(), made_by=actor
    )
    record("adjust_days", locked, actor=actor, reason=reason, data={"half_days": half_days, "row": row.pk})
    return row


def _open_log(activity: Activity, practitioner: Practitioner, actor: User) -> Activity:
    """Lock the person, then the activity; check who logs for whom; start a confirmed activity."""
    Practitioner.objects.select_for_update(of=("self",)).get(pk=practitioner.pk)
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if locked.status not in ActivityStatus.LOGGABLE:
        raise Refused(_("Days can be logged from the confirmation until the activity is reported as delivered."))
    require(actor, "technical_assistance.log_days", locked)
    if practitioner.user_id != actor.pk and not is_officer(actor):
        raise PermissionDenied(_("A practitioner logs the own days; the Secretariat may do it for others."))
    if not Assignment.objects.filter(activity=locked, practitioner=practitioner, is_confirmed=True).exists():
        raise Refused(_("This person does not take part in the activity."))
    return start_activity(locked, actor=actor) if locked.status == ActivityStatus.CONFIRMED else locked


def _check_day(activity: Activity, day: date) -> None:
    if not activity.starts_on or not activity.ends_on or not activity.starts_on <= day <= activity.ends_on:
        raise Refused(_("This day is outside the dates of the activity."))
    if day > local_today(activity.time_zone):
        raise Refused(_("This day has not come yet."))


def _taken(practitioner: Practitioner, days: set[date]) -> set[tuple[date, str]]:
    """Return the half-days on which the person is already logged, by a half-day or a short session.

    The person's row is locked: nobody else logs for the same person meanwhile.
    """
    slots = Slot.objects.filter(practitioner=practitioner, local_date__in=days, is_void=False)
    taken = set(slots.values_list("local_date", "half"))
    sessions = RemoteSession.objects.filter(practitioner=practitioner, local_date__in=days, is_void=False)
    for session in sessions.select_related("activity"):
        taken.add((session.local_date, half_of(session.starts_at, session.activity.time_zone)))
    return taken


def _taken_message(practitioner: Practitioner, day: date, half: str) -> str:
    return _("{person} is already logged on {day}, {half}.").format(
        person=practitioner, day=day.isoformat(), half=HalfDay(half).label
    )
