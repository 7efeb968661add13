"""Every address × role × method. An address that no row names fails the last test."""

from importlib import import_module

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access import ANONYMOUS, EVERYBODY, Row, url_names
from tests.cast import Cast

APPS = ("core", "indicators", "networks", "technical_assistance", "governance")
ROWS: list[Row] = [row for app in APPS for row in import_module(f"tests.{app}.access").ROWS]
COVERED_ELSEWHERE = ("admin:", "mfa_")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_address_answers_each_role_as_the_matrix_says(row: Row, cast: Cast, signed_in) -> None:
    url = reverse(row.name, kwargs=row.make(cast))
    data = row.data(cast)
    clients = {ANONYMOUS: Client(), **{name: signed_in(user) for name, user in cast.people().items()}}
    answers = {name: _answer(clients[name], row.method, url, data) for name in EVERYBODY}
    assert answers == {name: row.expect[name] for name in EVERYBODY}


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_is_in_the_matrix(method: str) -> None:
    named = {row.name for row in ROWS if row.method == method}
    missing = {name for name in url_names() if not name.startswith(COVERED_ELSEWHERE)} - named
    assert missing == set()


def test_no_row_stands_twice() -> None:
    ids = [row.id for row in ROWS]
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_odd_methods_change_nothing(method: str, cast: Cast, signed_in) -> None:
    response = getattr(signed_in(cast.lead), method)(reverse("my_work"))
    assert response.status_code == 405


def _answer(client: Client, method: str, url: str, data: dict) -> int:
    """Return the status, with everything that the request wrote rolled back."""
    with transaction.atomic():
        response = getattr(client, method)(url, data)
        if getattr(response, "streaming", False):
            b"".join(response)
        transaction.set_rollback(True)
    return response.status_code
