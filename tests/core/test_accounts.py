"""Sign-in: by e-mail, by invitation, demonstration people only in a demonstration."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from partnership.demo.people import PASSWORD as DEMO_PASSWORD
from partnership.demo.people import PEOPLE, load_people
from tests.factories.core import PASSWORD, UserFactory

LOGIN = "/accounts/login/"


def sign_in(email: str, password: str) -> tuple[Client, int, str]:
    client = Client()
    response = client.post(LOGIN, {"login": email, "password": password})
    return client, response.status_code, response.content.decode()


def test_person_signs_in_by_e_mail_in_any_case(db) -> None:
    user = UserFactory()
    client, status, _page = sign_in(user.email.upper(), PASSWORD)
    assert (status, client.get(reverse("my_work")).status_code) == (302, 200)


def test_wrong_password_and_unknown_address_look_the_same(db) -> None:
    user = UserFactory()
    _client, wrong_status, wrong = sign_in(user.email, "not the password")
    _client, unknown_status, unknown = sign_in("nobody@test.example", "not the password")
    assert wrong_status == unknown_status == 200
    sentence = "The email address and/or password you specified are not correct."
    assert (sentence in wrong, sentence in unknown) == (True, True)


def test_disabled_person_is_out_at_once(db, signed_in) -> None:
    user = UserFactory()
    client = signed_in(user)
    assert client.get(reverse("my_work")).status_code == 200
    user.is_active = False
    user.save()
    assert client.get(reverse("my_work")).status_code == 302


def test_demo_people_sign_in_in_a_demonstration(db, settings) -> None:
    settings.DEMO_MODE = True
    load_people()
    for person in PEOPLE[:2]:
        assert sign_in(person.email, DEMO_PASSWORD)[1] == 302


def test_demo_people_are_refused_elsewhere(db, settings) -> None:
    load_people()
    settings.DEMO_MODE = False
    _client, status, page = sign_in(PEOPLE[0].email, DEMO_PASSWORD)
    assert status == 200
    assert DEMO_PASSWORD not in page


def test_sign_in_page_lists_demo_people_only_in_a_demonstration(db, settings) -> None:
    settings.DEMO_MODE = True
    assert "committee@demo.example" in Client().get(LOGIN).content.decode()
    settings.DEMO_MODE = False
    assert "demo.example" not in Client().get(LOGIN).content.decode()


def test_nobody_signs_up(db) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_sign_in_leads_to_the_own_work_in_the_own_language(db) -> None:
    user = UserFactory(language="es")
    response = Client().post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert response.url == "/es/my-work/"


def test_sign_in_leads_back_but_never_away(db) -> None:
    user = UserFactory()
    client = Client()
    response = client.post(LOGIN + "?next=https://evil.example/", {"login": user.email, "password": PASSWORD})
    assert response.url == "/en/my-work/"
    target = reverse("my_work")
    response = Client().post(f"{LOGIN}?next={target}", {"login": user.email, "password": PASSWORD})
    assert response.url == target
