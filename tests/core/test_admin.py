"""The administration: administrators only, nothing deleted, everything recorded."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from partnership.core.enums import Role
from partnership.core.models import AuditEntry, OutboundMail, RoleAssignment, User
from tests.cast import ROLES, Cast

PAGES = ["admin:index", *(f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist" for m in admin.site._registry)]


@pytest.mark.parametrize("page", PAGES)
def test_page_is_open_to_administrators_alone(page: str, cast: Cast, signed_in) -> None:
    answers = {name: signed_in(getattr(cast, name)).get(reverse(page)).status_code for name in ROLES}
    assert answers == {**dict.fromkeys(ROLES, 404), "admin": 200}
    assert Client().get(reverse(page)).status_code == 302


def test_administration_has_no_sign_in_of_its_own(db) -> None:
    response = Client().get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/accounts/login/")


def test_superuser_without_the_role_stays_outside(cast: Cast, signed_in) -> None:
    cast.lead.is_superuser = cast.lead.is_staff = True
    cast.lead.save()
    assert signed_in(cast.lead).get(reverse("admin:index")).status_code == 404


def test_new_person_is_invited_with_roles(cast: Cast, signed_in) -> None:
    response = signed_in(cast.admin).post(
        reverse("admin:core_user_add"),
        {
            "email": "Nueva@Test.example",
            "full_name": "Nueva Persona",
            "language": "es",
            "is_active": "on",
            "role_assignments-TOTAL_FORMS": "1",
            "role_assignments-INITIAL_FORMS": "0",
            "role_assignments-0-role": Role.AUDITOR,
            "role_assignments-0-valid_from": "2026-01-01",
        },
    )
    assert response.status_code == 302
    user = User.objects.get(email="nueva@test.example")
    assert not user.has_usable_password()
    assert RoleAssignment.objects.get(user=user).role == Role.AUDITOR
    assert OutboundMail.objects.get(to=user).body.count("/accounts/password/reset/") == 1
    actions = AuditEntry.objects.filter(actor=cast.admin).values_list("action", flat=True)
    assert set(actions) == {"invite_person", "change_role"}


def test_nothing_is_deleted(cast: Cast, signed_in) -> None:
    client = signed_in(cast.admin)
    url = reverse("admin:core_user_delete", args=[cast.lead.pk])
    assert [client.get(url).status_code, client.post(url, {"post": "yes"}).status_code] == [403, 403]
