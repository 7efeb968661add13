"""Reads of the shared core."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Model, QuerySet
from django.utils import timezone

from partnership.core.enums import CountryGroup, Role
from partnership.core.models import AuditEntry, Country, Job, RoleAssignment, User
from partnership.core.rules import is_auditor, is_secretariat


@dataclass(frozen=True)
class Task:
    """One sentence with one action: something that waits for a person, or that a person waits for."""

    sentence: str
    url: str
    action: str
    area: str
    due: date | None = None


def last_change(obj: Model) -> AuditEntry | None:
    """Return the newest audit entry about an object."""
    return history_of(obj).first()


def history_of(obj: Model) -> QuerySet[AuditEntry]:
    """Return what happened to an object, newest first, with the people."""
    return AuditEntry.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk)).select_related("actor")


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
