"""People, organisations and files for tests."""

from datetime import date

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from partnership.core.enums import OrganisationKind, Role
from partnership.core.models import Country, Organisation, RoleAssignment, User

PASSWORD = "a long test password"
PASSWORD_HASH = make_password(PASSWORD)


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda number: f"Ministry {number}")
    kind = OrganisationKind.MINISTRY
    country = factory.LazyFunction(lambda: country("PER"))


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"person{number}@test.example")
    full_name = factory.Sequence(lambda number: f"Person {number}")
    password = PASSWORD_HASH


def country(iso3: str) -> Country:
    """Return a country of the reference data."""
    return Country.objects.get(iso3=iso3)


def person(role: Role | None = None, organisation: Organisation | None = None, **fields) -> User:
    """Return a new person who holds a role since the start of 2020."""
    user = UserFactory(**fields)
    if role is not None:
        give_role(user, role, organisation)
    return user


def give_role(user: User, role: Role, organisation: Organisation | None = None) -> RoleAssignment:
    """Give a person a role, and forget what the person object remembered of its roles."""
    user.__dict__.pop("_current_assignments", None)
    return RoleAssignment.objects.create(
        user=user,
        role=role,
        organisation=organisation,
        country=organisation.country if organisation else None,
        valid_from=date(2020, 1, 1),
    )


def end_roles(user: User) -> None:
    """End all roles of a person today."""
    user.__dict__.pop("_current_assignments", None)
    user.role_assignments.update(valid_until=timezone.localdate())
