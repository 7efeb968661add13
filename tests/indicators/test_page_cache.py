"""The page cache: hits without a query, ETags, encodings, and what is never kept."""

import gzip
import re

import brotli
import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from indicators import page_cache
from indicators.page_cache import normal_query, public_page, wanted_encoding
from partnership.core.models import Country
from tests.factories.released import release_of
from tests.indicators.conftest import FIGURES, GE

PAGE = f"/en/indicators/{GE}/"


@pytest.fixture
def browser(released) -> Client:
    return Client()


def test_second_visit_asks_the_database_nothing_and_gets_the_same(browser, django_assert_num_queries) -> None:
    first = browser.get(PAGE)
    with django_assert_num_queries(0):
        second = browser.get(PAGE)
    assert second.content == first.content
    assert first.status_code == second.status_code == 200
    for header in ("ETag", "Cache-Control", "Vary", "Content-Type", "Content-Language", "X-Frame-Options"):
        assert second[header] == first[header]


def test_answer_from_the_cache_keeps_the_headers_of_every_answer(browser) -> None:
    browser.get(PAGE)
    kept = browser.get(PAGE)
    assert "script-src 'self'" in kept["Content-Security-Policy"]
    assert kept["X-Content-Type-Options"] == "nosniff"
    assert kept["X-Frame-Options"] == "DENY"
    assert kept["Referrer-Policy"] == "same-origin"
    assert kept["Cache-Control"] == page_cache.CACHE_CONTROL["release"]
    assert set(kept["Vary"].split(", ")) == {"Accept-Encoding", "Cookie"}
    assert kept["X-Request-Id"]
    assert not kept.cookies


def test_known_etag_is_answered_304_before_any_view(browser, django_assert_num_queries) -> None:
    first = browser.get(PAGE)
    with django_assert_num_queries(0):
        answer = browser.get(PAGE, headers={"If-None-Match": first["ETag"]})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == first["ETag"]
    assert browser.get(PAGE, headers={"If-None-Match": 'W/"other"'}).status_code == 200


@pytest.mark.parametrize(("encoding", "decode"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_each_encoding_holds_the_same_page(browser, encoding: str, decode) -> None:
    plain = browser.get(PAGE)
    made = browser.get(PAGE, headers={"Accept-Encoding": encoding})
    kept = browser.get(PAGE, headers={"Accept-Encoding": encoding})
    assert made["Content-Encoding"] == kept["Content-Encoding"] == encoding
    assert made.content == kept.content
    assert decode(kept.content) == plain.content
    assert int(kept["Content-Length"]) == len(kept.content) < len(plain.content) / 2
    assert kept["ETag"] == plain["ETag"]
    assert "Content-Encoding" not in plain


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("identity", ""),
        ("br;q=0.5", "br"),
    ],
)
def test_encoding_is_the_best_that_the_browser_takes(accepted: str, encoding: str) -> None:
    assert wanted_encoding(accepted) == encoding


def test_head_has_the_headers_of_get_and_no_body(browser) -> None:
    full = browser.get(PAGE)
    head = browser.head(PAGE)
    assert head.content == b""
    assert (head["ETag"], head["Content-Length"]) == (full["ETag"], full["Content-Length"])


def test_next_release_changes_page_and_etag_at_once(browser) -> None:
    first = browser.get(PAGE)
    release_of(2, {GE: {**FIGURES, "MEX": {2023: 1.11}}})
    second = browser.get(PAGE, headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    assert second["ETag"] != first["ETag"]
    assert "1.11" in second.content.decode()
    assert "1.11" not in browser.get(f"{PAGE}?release=1").content.decode()


def test_changed_reference_data_make_kept_pages_out_of_date(browser, django_capture_on_commit_callbacks) -> None:
    first = browser.get(PAGE)
    mexico = Country.objects.get(iso3="MEX")
    mexico.name_en = "Mexico, renamed"
    with django_capture_on_commit_callbacks(execute=True):
        mexico.save()
    second = browser.get(PAGE)
    assert second["ETag"] != first["ETag"]
    assert "Mexico, renamed" in second.content.decode()


def test_order_of_parameters_makes_no_second_page(browser, django_assert_num_queries) -> None:
    browser.get(f"{PAGE}?countries=MEX&from=2021")
    with django_assert_num_queries(0):
        browser.get(f"{PAGE}?from=2021&countries=MEX")
    assert normal_query("b=2&a=1&b=1") == "a=1&b=2&b=1"


def test_each_host_has_pages_of_its_own(browser, settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    first = browser.get(PAGE)
    assert browser.get(PAGE, headers={"Host": "other.example"})["ETag"] != first["ETag"]
    assert browser.get(PAGE, headers={"Host": "evil.example"}).status_code == 400


def test_other_parameters_are_answered_and_not_kept(browser) -> None:
    answer = browser.get(f"{PAGE}?utm_source=mail")
    assert answer.status_code == 200
    assert "ETag" not in answer


def test_whoever_is_signed_in_gets_pages_of_their_own(released, ministry, signed_in) -> None:
    Client().get(PAGE)
    answer = signed_in(ministry).get(PAGE)
    assert ministry.full_name in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer
    assert ministry.full_name not in Client().get(PAGE).content.decode()


def test_page_is_served_while_the_cache_is_away(released, settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "partnership.core.cache.ForgivingRedisCache",
            "LOCATION": "unix:///nowhere/valkey.sock",
        }
    }
    answers = [Client().get(PAGE, headers={"Accept-Encoding": "br"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0]["Content-Encoding"] == "br"


def test_before_the_first_release_nothing_is_kept(catalogue) -> None:
    cache.clear()
    answer = Client().get("/en/indicators/")
    assert answer.status_code == 200
    assert "ETag" not in answer


@pytest.mark.parametrize(
    "spoil",
    [
        lambda request, response: response.set_cookie("a", "b"),
        lambda request, response: request.META.update(CSRF_COOKIE_NEEDS_UPDATE=True),
        lambda request, response: setattr(response, "status_code", 404),
        lambda request, response: setattr(response, "content", b'<input name="csrfmiddlewaretoken">'),
        lambda request, response: setattr(response, "is_public_page", False),
    ],
)
def test_what_belongs_to_one_visitor_is_not_kept(released, spoil) -> None:
    request = RequestFactory().get(PAGE)
    response = public_page()(lambda request: HttpResponse("the same for all"))(request)
    assert page_cache.is_keepable(request, response)
    spoil(request, response)
    assert not page_cache.is_keepable(request, response)


@pytest.mark.parametrize(
    "request_",
    [
        RequestFactory().post(PAGE),
        RequestFactory().get("/accounts/login/"),
        RequestFactory().get(f"{PAGE}?q={'a' * 2000}"),
        RequestFactory(HTTP_AUTHORIZATION="Basic x").get(PAGE),
        RequestFactory(HTTP_COOKIE="messages=x").get(PAGE),
        RequestFactory(HTTP_COOKIE="session=x").get(PAGE),
    ],
)
def test_requests_that_may_be_private_pass_by(request_) -> None:
    assert not page_cache.may_be_public(request_)


def test_every_public_page_is_marked(transactional_db, browser) -> None:
    addresses = [
        reverse("home"), reverse("indicators:list"), PAGE, reverse("indicators:countries"), "/en/countries/PER/",
        f"/en/indicators/{GE}.csv", f"/en/indicators/{GE}.xlsx", "/en/indicators.csv",
    ]  # fmt: skip
    found = {address: re.fullmatch(r'W/"[0-9a-f]{32}"', browser.get(address).get("ETag", "")) for address in addresses}
    assert [address for address, etag in found.items() if etag is None] == []
