"""What is not translated is not offered half, and account pages stay in the language of the page before them."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import resolve, reverse
from django.utils import translation

from partnership.core.models import OutboundMail
from partnership.languages import address_in, is_covered
from tests.access import ANONYMOUS, OK
from tests.cast import Cast
from tests.factories.core import PASSWORD, UserFactory
from tests.factories.technical_assistance import ta_request_in
from tests.test_access_matrix import ROWS

REQUESTS = "technical_assistance:ta_requests"
PUBLIC = [row for row in ROWS if row.method == "get" and row.expect[ANONYMOUS] == OK]


@pytest.mark.parametrize("row", PUBLIC, ids=lambda row: row.id)
def test_every_public_page_is_covered_in_every_language(row, cast: Cast) -> None:
    assert is_covered(resolve(reverse(row.name, kwargs=row.make(cast))))


@pytest.mark.parametrize("name", ["my_work", "governance:report_list"])
def test_first_screen_and_reports_are_covered(name: str) -> None:
    assert is_covered(resolve(reverse(name)))


@pytest.mark.parametrize(("language", "shown"), [("pt", "es"), ("fr", "en")])
def test_working_page_is_shown_in_one_whole_language_with_a_notice_in_the_own_one(
    language: str, shown: str, lead, signed_in
) -> None:
    client = signed_in(lead)
    page = client.get(f"/{language}/ta/requests/").content.decode()
    assert f'<html lang="{shown}">' in page
    notice = re.search(r'<aside class="shell language-notice" lang="(\w+)"', page)
    assert notice is not None
    assert notice[1] == language
    with translation.override(shown):
        assert translation.gettext("Requests for assistance") in page
    links = set(re.findall(r'href="/(\w\w)/ta/activities/"', page))
    assert links == {language}  # the way on stays in the reader's language
    whole = re.findall(r'<a href="(/\w\w/ta/requests/)" lang="(?:es|en)"', page)
    assert set(whole) == {"/es/ta/requests/", "/en/ta/requests/"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_whole_languages_have_no_notice(language: str, lead, signed_in) -> None:
    page = signed_in(lead).get(f"/{language}/ta/requests/").content.decode()
    assert (f'<html lang="{language}">' in page, "language-notice" in page) == (True, False)


def test_addresses_are_the_ordinary_ones_after_such_a_page(lead, signed_in) -> None:
    signed_in(lead).get("/pt/ta/requests/")
    for language in ("en", "es", "pt", "fr"):
        with translation.override(language):
            assert reverse(REQUESTS) == f"/{language}/ta/requests/"


def test_act_on_such_a_page_leads_on_in_the_own_language_and_mails_in_the_recipients(cast: Cast, signed_in) -> None:
    cast.ministry.language = "es"
    cast.ministry.save()
    ta_request = ta_request_in("submitted", cast)
    client = signed_in(cast.officer)
    page = client.get(f"/pt/ta/requests/{ta_request.pk}/").content.decode()
    assert f'action="/pt/ta/requests/{ta_request.pk}/take/"' in page
    answer = client.post(f"/pt/ta/requests/{ta_request.pk}/take/", {"version": ta_request.version})
    assert answer.url.startswith("/pt/")
    client.post(
        f"/pt/ta/requests/{ta_request.pk}/return/",
        {"version": ta_request.version + 1, "reason": "Falta.", "fields_named": ["outcome"]},
    )
    body = OutboundMail.objects.get(to=cast.ministry, key__startswith="ta_returned").body
    assert re.findall(r"/(\w\w)/ta/requests/", body) == ["es"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [("/pt/ta/requests/?q=x", "/es/ta/requests/?q=x"), ("/accounts/login/", "/accounts/login/"), ("/en/", "/es/")],
)
def test_the_same_address_in_another_language(address: str, expected: str) -> None:
    assert address_in("es", address) == expected


# --- the pages of the account ----------------------------------------------------------------------------------

WRONG = {
    "es": "La dirección de correo electrónico y/o la contraseña que ha indicado no son correctas.",
    "pt": "O endereço de e-mail e/ou senha especificados estão incorretos.",
    "fr": "L’adresse e-mail ou le mot de passe sont incorrects.",
}
REQUIRED = {"es": "Este campo es obligatorio.", "pt": "Este campo é obrigatório.", "fr": "Ce champ est obligatoire."}


@pytest.mark.parametrize("language", ["es", "pt", "fr"])
def test_sign_in_speaks_the_language_with_allauths_and_djangos_messages(language: str, db) -> None:
    client = Client(headers={"accept-language": "en"})
    login = f"{reverse('account_login')}?language={language}"
    assert client.get(login)["Content-Language"] == language
    wrong = client.post(login, {"login": "x@test.example", "password": "wrong"}).content.decode()
    missing = client.post(login, {"login": "", "password": "wrong"}).content.decode()
    assert (WRONG[language] in wrong, REQUIRED[language] in missing) == (True, True)


def test_account_pages_remember_the_language_among_themselves_alone(db) -> None:
    client = Client(headers={"accept-language": "en"})
    cookie = client.get(f"{reverse('account_login')}?next=/pt/").cookies["account_language"]
    assert (cookie.value, cookie["path"], cookie["httponly"]) == ("pt", "/accounts/", True)
    assert client.get(reverse("account_reset_password"))["Content-Language"] == "pt"
    client.cookies["account_language"] = "xx"
    assert client.get(reverse("account_reset_password"))["Content-Language"] == "en"


@pytest.mark.parametrize(("language", "words"), [("es", "contraseña"), ("pt", "senha"), ("fr", "mot de passe")])
def test_mail_for_a_new_password_is_in_the_persons_language_and_leads_to_a_page_in_it(
    language: str, words: str, db
) -> None:
    user = UserFactory(language=language)
    Client(headers={"accept-language": "en"}).post(reverse("account_reset_password"), {"email": user.email})
    (sent,) = mail.outbox
    link = re.search(r"http\S+", sent.body)
    assert link is not None
    assert (words in sent.body, link[0].endswith(f"?language={language}")) == (True, True)
    page = Client(headers={"accept-language": "en"}).get(link[0], follow=True)
    assert page["Content-Language"] == language


def test_person_lands_on_the_own_first_screen_in_the_own_language(db) -> None:
    user = UserFactory(language="pt")
    answer = Client().post(f"{reverse('account_login')}?language=es", {"login": user.email, "password": PASSWORD})
    assert answer.url == "/pt/my-work/"
