"""Reads of the shared core."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Model, QuerySet
from django.utils import timezone

from partnership.core.enums import CountryGroup, Role
from partnership.core.models import AuditEntry, Country, Job, RoleAssignment, Stateful, User
from partnership.core.rules import is_auditor, is_secretariat


@dataclass(frozen=True)
class Task:
    """One sentence with one action: something that waits for a person, or that a person waits for.

    ``since`` is the day from which it waits, ``country`` whose matter it is, ``amount`` its money in US dollars.
    """

    sentence: str
    url: str
    action: str
    area: str
    due: date | None = None
    country: str = ""
    since: date | None = None
    amount: Decimal | None = None


def last_change(obj: Model) -> AuditEntry | None:
    """Return the newest audit entry about an object."""
    return history_of(obj).first()


def history_of(obj: Model) -> QuerySet[AuditEntry]:
    """Return what happened to an object, newest first, with the people."""
    return AuditEntry.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk)).select_related("actor")


@dataclass(frozen=True)
class HistoryLine:
    """What somebody did to an object, in words."""

    at: datetime
    text: str
    actor: User | None
    reason: str


def history_lines(obj: Stateful, *, for_staff: bool = True) -> list[HistoryLine]:
    """Return the history of an object with a life-cycle, newest first; the public words where they differ."""
    labels = {
        t.name: str(t.label if for_staff or not t.public_label else t.public_label) for t in obj.machine.transitions
    }
    return [
        HistoryLine(entry.at, labels.get(entry.action, entry.action), entry.actor, entry.reason)
        for entry in history_of(obj)
    ]


def visible_jobs_for(user: User) -> QuerySet[Job]:
    """Return the jobs a person may see: the own ones; the Secretariat and auditors see all."""
    if is_secretariat(user) or is_auditor(user):
        return Job.objects.all()
    return Job.objects.filter(created_by=user)


def people_with(*roles: Role, on: date | None = None) -> QuerySet[User]:
    """Return the people who hold one of the roles today (or on a date)."""
    assignments = RoleAssignment.objects.current(on).filter(role__in=roles)
    return User.objects.filter(is_active=True, role_assignments__in=assignments).distinct()


def iso3_codes(group: CountryGroup, on: date | None = None) -> set[str]:
    """Return the ISO 3166-1 alpha-3 codes of the countries in a group on a date."""
    return set(Country.objects.in_group(group, on or timezone.localdate()).values_list("iso3", flat=True))


def countries_by_iso3(codes: Iterable[str]) -> dict[str, Country]:
    """Return countries keyed by their alpha-3 code."""
    return {country.iso3: country for country in Country.objects.filter(iso3__in=codes)}
