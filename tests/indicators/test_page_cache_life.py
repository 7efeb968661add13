"""Public pages about the Partnership's life: kept, and anew with the first request after any change."""

import pytest
from django.db import connection, transaction
from django.test import Client

from indicators import page_cache
from partnership.core.models import Organisation
from partnership.core.services.audit import record
from tests.factories.core import OrganisationFactory, person

LIFE, STATISTICS = "/es/life/", "/es/statistics/"


@pytest.fixture
def pages(transactional_db, settings) -> Client:
    """Serve the two small pages; one organisation is there, no release."""
    settings.ROOT_URLCONF = "tests.indicators.life_pages"
    OrganisationFactory(name="First")
    return Client()


def etag(browser: Client, address: str = LIFE) -> str:
    return browser.get(address)["ETag"]


def test_page_is_kept_before_the_first_release_too(pages, django_assert_num_queries) -> None:
    first = pages.get(LIFE)
    with django_assert_num_queries(0):
        second = pages.get(LIFE)
    assert second.content == first.content == b"First"
    assert "ETag" not in pages.get(STATISTICS)


@pytest.mark.parametrize(
    "change",
    [
        lambda: OrganisationFactory(name="Second"),
        lambda: Organisation.objects.update(name="Renamed"),
        lambda: Organisation.objects.get().delete(),
        lambda: connection.cursor().execute("UPDATE core_organisation SET name = 'Renamed'"),
    ],
    ids=["create", "update", "delete", "sql"],
)
def test_next_request_after_a_change_shows_it(pages, change) -> None:
    before = pages.get(LIFE)
    change()
    after = pages.get(LIFE, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after.content.decode() == ", ".join(Organisation.objects.values_list("name", flat=True))
    assert after["ETag"] != before["ETag"]


def test_change_that_was_undone_changes_nothing(pages) -> None:
    before = etag(pages)
    with transaction.atomic():
        Organisation.objects.update(name="undone")
        transaction.set_rollback(True)
    assert etag(pages) == before


def test_what_no_page_shows_changes_nothing(pages) -> None:
    actor = person()
    before = etag(pages)
    record("looked", Organisation.objects.get(), actor=actor)
    assert etag(pages) == before


def test_another_process_is_asked_again_within_half_a_second(pages, monkeypatch) -> None:
    before = pages.get(LIFE)
    with monkeypatch.context() as patch:
        patch.setattr(page_cache.memory, "ask_again", lambda: None)  # the change happens in another process
        Organisation.objects.update(name="Renamed")
    assert pages.get(LIFE).content == before.content
    page_cache.memory.trusted_until -= page_cache.TRUSTED_SECONDS
    assert pages.get(LIFE).content == b"Renamed"


def test_every_five_minutes_the_page_is_made_anew(pages, monkeypatch) -> None:
    now = 1_800_000_000.0  # begins a span
    monkeypatch.setattr(page_cache.time, "time", lambda: now)
    page_cache.memory.forget()
    before = etag(pages)
    monkeypatch.setattr(page_cache.time, "time", lambda: now + 299)
    page_cache.memory.ask_again()
    assert etag(pages) == before
    monkeypatch.setattr(page_cache.time, "time", lambda: now + 300)
    page_cache.memory.ask_again()
    assert etag(pages) != before


def test_span_ends_with_the_day_in_every_time_zone() -> None:
    quarter_of_an_hour = 15 * 60
    assert quarter_of_an_hour % page_cache.LIFE_SECONDS == 0


def test_shared_caches_ask_each_time(pages) -> None:
    answer = pages.get(LIFE)
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    same = pages.get(LIFE, headers={"If-None-Match": answer["ETag"]})
    assert (same.status_code, same["Cache-Control"]) == (304, answer["Cache-Control"])


def test_only_named_parameters_are_kept(pages) -> None:
    assert "ETag" in pages.get(f"{LIFE}?q=a")
    assert "ETag" not in pages.get(f"{LIFE}?other=a")


@pytest.mark.django_db
def test_inside_an_open_transaction_nothing_is_kept(settings) -> None:
    settings.ROOT_URLCONF = "tests.indicators.life_pages"
    assert "ETag" not in Client().get(LIFE)


def test_statistics_keep_their_key_whatever_happens(pages) -> None:
    state = page_cache.State(release=1, stamp=2, life=3, span=4)
    moved = state._replace(life=5, span=6)
    assert page_cache.page_key(state, "release", "h", "a") == page_cache.page_key(moved, "release", "h", "a")
    assert page_cache.page_key(state, "life", "h", "a") != page_cache.page_key(moved, "life", "h", "a")
    newer = state._replace(stamp=9)
    assert page_cache.page_key(state, "release", "h", "a") != page_cache.page_key(newer, "release", "h", "a")


@pytest.mark.parametrize(
    ("path", "kind"), [(LIFE, "life"), (STATISTICS, "release"), ("/es/nowhere/", "release"), ("/xx/life/", "release")]
)
def test_view_says_what_its_page_depends_on(pages, path: str, kind: str) -> None:
    assert page_cache.dependence(path) == kind
