"""What every answer carries, and what a lost server looks like."""

import time
from unittest.mock import patch

import pytest
from django.core.cache import caches
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from partnership.core.cache import ForgivingRedisCache

ADDRESSES = ["/en/", "/en/nothing-here/", "/accounts/login/", "/health/live"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_is_guarded(address: str, db) -> None:
    response = Client().get(address)
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert {"default-src 'none'", "script-src 'self'", "object-src 'none'", "frame-ancestors 'none'"} <= set(
        policy.split("; ")
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert len(response["X-Request-Id"]) == 32


def test_request_id_of_the_proxy_is_kept_when_well_formed(db) -> None:
    assert Client().get("/health/live", headers={"x-request-id": "abcdef-123456"})["X-Request-Id"] == "abcdef-123456"
    odd = Client().get("/health/live", headers={"x-request-id": "<script>"})
    assert len(odd["X-Request-Id"]) == 32


def test_private_pages_are_never_stored(lead, signed_in) -> None:
    assert signed_in(lead).get(reverse("my_work"))["Cache-Control"] == "private, no-store"


def test_lost_database_answers_503_and_says_when_to_come_back(lead, signed_in) -> None:
    client = signed_in(lead)
    with patch("partnership.views.first_screen", side_effect=OperationalError("gone")):
        response = client.get(reverse("my_work"))
    assert (response.status_code, response["Retry-After"]) == (503, "10")


@pytest.mark.parametrize("address", ["/", "/en/"])
def test_language_of_the_root_follows_the_browser(address: str, db) -> None:
    response = Client().get("/", headers={"accept-language": "es-PE,es;q=0.9"})
    assert (response.status_code, response.url) == (302, "/es/")


def test_sign_in_speaks_the_language_of_the_page_it_leads_to(db) -> None:
    english = {"accept-language": "en"}
    login = reverse("account_login")
    assert Client().get(f"{login}?next=/es/ta/", headers=english)["Content-Language"] == "es"
    assert Client().post(login, {"next": "/es/ta/"}, headers=english)["Content-Language"] == "es"
    assert Client().get(f"{login}?next=/xx/", headers=english)["Content-Language"] == "en"
    assert Client().get(login, headers=english)["Content-Language"] == "en"


def test_cache_that_is_away_is_a_miss_and_rests(settings) -> None:
    cache = ForgivingRedisCache("unix:///nowhere/valkey.sock?db=0", {})
    started = time.monotonic()
    assert [cache.get("key", "default") for _number in range(50)] == ["default"] * 50
    cache.set("key", 1)
    assert cache.get_many(["key"]) == {}
    assert time.monotonic() - started < 1
    ForgivingRedisCache._resting_until = 0.0
    caches["default"].set("key", 1)
    assert caches["default"].get("key") == 1
