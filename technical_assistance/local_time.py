"""The host's clock: an activity's day is the host's local day, whatever the server's."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from technical_assistance.enums import HalfDay

AFTERNOON_BEGINS = 13


def local_today(time_zone: str) -> date:
    """Return today's date in an IANA time zone."""
    return timezone.now().astimezone(ZoneInfo(time_zone)).date()


def local_day(instant: datetime, time_zone: str) -> date:
    """Return the local date of an aware instant."""
    return instant.astimezone(ZoneInfo(time_zone)).date()


def half_of(instant: datetime, time_zone: str) -> HalfDay:
    """Return the half of the local day in which an instant lies; the afternoon begins at 13:00."""
    return HalfDay.AM if instant.astimezone(ZoneInfo(time_zone)).hour < AFTERNOON_BEGINS else HalfDay.PM


def in_zone(value: datetime, time_zone: str) -> datetime:
    """Return what a clock in the zone showed, whatever zone the form was read in."""
    return value.replace(tzinfo=ZoneInfo(time_zone))
