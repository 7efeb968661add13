"""Roles: dated, denied by default, no exemption for superusers."""

from datetime import timedelta

from django.utils import timezone

from partnership.core.enums import Role
from partnership.core.models import User
from partnership.core.rules import has_role, is_lead, may, organisations_of, represents, roles_of
from tests.cast import Cast
from tests.factories.core import UserFactory, end_roles, give_role


def test_role_counts_between_its_dates_only(db) -> None:
    user = UserFactory()
    assignment = give_role(user, Role.LEAD)
    assert is_lead(user)
    assignment.valid_from = timezone.localdate() + timedelta(days=1)
    assignment.save()
    assert not is_lead(User.objects.get(pk=user.pk))


def test_ended_role_gives_nothing(lead: User) -> None:
    end_roles(lead)
    assert roles_of(User.objects.get(pk=lead.pk)) == set()


def test_disabled_person_holds_no_role(lead: User) -> None:
    lead.is_active = False
    assert roles_of(lead) == set()


def test_superuser_is_asked_like_everybody(cast: Cast) -> None:
    assert cast.admin.is_superuser
    assert not is_lead(cast.admin)
    assert not may(cast.admin, "core.read_everything")


def test_unknown_permission_is_denied(cast: Cast) -> None:
    assert not any(may(user, "nobody.knows_this") for user in cast.people().values())


def test_represents_only_the_own_organisation(cast: Cast) -> None:
    assert represents(cast.ministry, cast.peru)
    assert represents(cast.ministry, cast.peru, Role.MINISTRY_OFFICER)
    assert not represents(cast.ministry, cast.peru, Role.FOCAL_POINT)
    assert not represents(cast.ministry, cast.paraguay)
    assert not represents(cast.ministry, None)
    assert organisations_of(cast.ministry) == {cast.peru.pk}


def test_roles_are_read_once_per_person_object(cast: Cast, django_assert_num_queries) -> None:
    user = User.objects.get(pk=cast.lead.pk)
    with django_assert_num_queries(1):
        assert has_role(Role.LEAD)(user)
        assert not has_role(Role.AUDITOR)(user)
