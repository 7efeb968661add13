"""The first administrator comes from the command line."""

import pytest
from django.core.management import CommandError, call_command

from partnership.core.enums import Role
from partnership.core.models import AuditEntry, User
from partnership.core.rules import roles_of
from tests.factories.core import UserFactory


def test_role_is_given_once_and_recorded(db) -> None:
    user = UserFactory()
    for _attempt in range(2):
        call_command("give_role", user.email.upper(), Role.ADMINISTRATOR)
    assert roles_of(User.objects.get(pk=user.pk)) == {Role.ADMINISTRATOR}
    assert user.role_assignments.count() == AuditEntry.objects.filter(action="change_role").count() == 1


def test_unknown_person_is_said(db) -> None:
    with pytest.raises(CommandError, match="nobody"):
        call_command("give_role", "nobody@test.example", Role.ADMINISTRATOR)


def test_role_for_an_organisation_cannot_be_given_without_one(db) -> None:
    with pytest.raises(Exception, match="organisation"):
        call_command("give_role", UserFactory().email, Role.FOCAL_POINT)
