"""Publishing: vintages by validity, one atomic switch, and values that nobody changes afterwards."""

import threading

import pytest
from django.core.cache import cache
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators import selectors
from indicators.enums import CURRENT_RELEASE_KEY, ReleaseStatus
from indicators.models import ImportBatch, Indicator, Latest, Observation, Release, Series
from indicators.services import publishing
from indicators.services.catalogue import load_catalogue
from indicators.services.publishing import publish_release
from partnership.core.models import AuditEntry
from partnership.core.transitions import Refused
from tests.cast import Cast, make_cast
from tests.factories.indicators import approved, drafted, published, wgi_csv

COUNTRIES, YEARS = ("PER", "CHL", "JAM"), (2019, 2020, 2021)
keys = st.tuples(st.sampled_from(COUNTRIES), st.sampled_from(YEARS))
values = st.one_of(st.none(), st.integers(-200, 200).map(lambda hundredths: hundredths / 100))
editions = st.lists(st.dictionaries(keys, values, min_size=1, max_size=6), min_size=1, max_size=4)


def _va() -> Indicator:
    return Indicator.objects.get(slug="voice-and-accountability")


def _edition(number: int, data: dict) -> str:
    """Return a file; its number makes the bytes of equal editions differ."""
    return wgi_csv([(iso3, year, "va", value) for (iso3, year), value in data.items()]).replace(
        "Name of", f"Edition {number} of"
    )


def _changes(known: dict, edition: dict) -> bool:
    return any(key not in known or known[key] != value for key, value in edition.items())


def _observed(release: int) -> dict:
    rows = Observation.objects.as_of(release).values_list("country__iso3", "period", "value")
    return {(iso3, period): value for iso3, period, value in rows}


def _in_series(release: int) -> dict:
    rows = selectors.series_of_indicator(_va().pk, release)
    return {(r.iso3, year): v for r in rows for year, v in zip(r.periods, r.values, strict=True)}


def _newest(expected: dict) -> dict:
    """Return country → (year, value) of the newest year that has a value."""
    found = {iso3: (year, value) for (iso3, year), value in sorted(expected.items()) if value is not None}
    return dict(sorted(found.items()))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(editions=editions)
def test_a_value_as_of_a_release_is_what_was_current_then_and_stays_so(editions, cast: Cast, catalogue) -> None:
    with transaction.atomic():
        _walk(editions, cast)
        transaction.set_rollback(True)


def _walk(editions: list[dict], cast: Cast) -> None:
    """Publish one edition after the other, and after each compare every release with what it held when it was new."""
    known: dict = {}
    expected: list[dict] = []
    for number, edition in enumerate(editions):
        if _changes(known, edition):
            known = known | edition
            published(_edition(number, edition), cast=cast)
            expected.append(known)
        for release, then in enumerate(expected, start=1):
            assert _observed(release) == then
            assert _in_series(release) == then
            latest = {row.iso3: (row.period, row.value) for row in selectors.latest_of_indicator(_va().pk, release)}
            assert dict(sorted(latest.items())) == _newest(then)


def test_ranks_compare_the_year_that_most_countries_have(cast: Cast) -> None:
    data = {("PER", 2020): 0.1, ("CHL", 2020): 0.9, ("JAM", 2020): 0.1, ("MEX", 2019): 2.0, ("BRA", 2021): 2.0}
    number = published(_edition(1, data), cast=cast).number
    rows = {row.iso3: (row.rank, row.of) for row in selectors.latest_of_indicator(_va().pk, number)}
    assert rows == {"CHL": (1, 3), "PER": (2, 3), "JAM": (2, 3), "MEX": (None, None), "BRA": (None, None)}


def test_only_what_changed_gets_new_rows(cast: Cast) -> None:
    published(_edition(1, {("PER", 2020): 0.1, ("CHL", 2020): 0.2}), cast=cast)
    published(_edition(2, {("PER", 2020): 0.15, ("CHL", 2020): 0.2}), cast=cast)
    rows = Series.objects.order_by("country__iso3", "from_release").values_list(
        "country__iso3", "from_release", "until_release"
    )
    assert list(rows) == [("CHL", 1, None), ("PER", 1, 2), ("PER", 2, None)]


def test_a_release_lists_old_and_new_values(cast: Cast) -> None:
    published(_edition(1, {("PER", 2020): 0.1, ("CHL", 2020): 0.2, ("JAM", 2020): None}), cast=cast)
    draft = drafted(_edition(2, {("PER", 2020): 0.3, ("CHL", 2020): None, ("JAM", 2020): 0.4}), cast=cast)
    rows = draft.revisions.order_by("country__iso3").values_list("country__iso3", "kind", "old_value", "new_value")
    assert list(rows) == [("CHL", "withdrawn", 0.2, None), ("PER", "revised", 0.1, 0.3)]
    assert draft.added == 1


UNTOUCHABLE = [
    "UPDATE indicators_observation SET value = 9",
    "UPDATE indicators_observation SET until_release = 2",
    "UPDATE indicators_observation SET from_release = 2",
    "DELETE FROM indicators_observation",
    "TRUNCATE indicators_observation CASCADE",
    "UPDATE indicators_series SET values = '{9}'",
    "UPDATE indicators_series SET until_release = 5",
    "DELETE FROM indicators_series",
    "UPDATE indicators_latest SET rank = 1, value = 9",
    "DELETE FROM indicators_latest",
    "UPDATE indicators_definitionversion SET definition_es = 'otra'",
    "DELETE FROM indicators_definitionversion",
    "DELETE FROM indicators_indicator",
    "UPDATE indicators_indicator SET code = 'X' || code",
]


@pytest.mark.parametrize("statement", UNTOUCHABLE)
def test_sql_cannot_change_what_was_published(statement: str, cast: Cast) -> None:
    published(_edition(1, {("PER", 2020): 0.1}), cast=cast)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert _observed(1) == {("PER", 2020): 0.1}


def test_the_orm_cannot_change_what_was_published(cast: Cast) -> None:
    published(_edition(1, {("PER", 2020): 0.1}), cast=cast)
    row = Observation.objects.get()
    row.value = 0.2
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


def test_a_value_is_not_inserted_as_published(cast: Cast) -> None:
    published(_edition(1, {("PER", 2020): 0.1}), cast=cast)
    row = Observation.objects.get()
    row.pk, row.period = None, 2021
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)


def test_vintages_of_a_value_do_not_overlap(cast: Cast) -> None:
    published(_edition(1, {("PER", 2020): 0.1}), cast=cast)
    drafted(_edition(2, {("PER", 2020): 0.2}), cast=cast)
    with pytest.raises(IntegrityError):
        _in_sql((2, "from_release = 2 WHERE from_release IS NULL"))
    with pytest.raises(DatabaseError, match="overlap"):
        _in_sql((3, "until_release = 3 WHERE from_release = 1"), (2, "from_release = 2 WHERE from_release IS NULL"))


def _in_sql(*updates: tuple[int, str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for publishing_number, update in updates:
            cursor.execute("SELECT set_config('partnership.release', %s, true)", [str(publishing_number)])
            cursor.execute(f"UPDATE indicators_observation SET {update}")


def test_a_failure_in_the_middle_leaves_everything_as_it_was(cast: Cast, monkeypatch) -> None:
    release = approved(_edition(1, {("PER", 2020): 0.1}), cast=cast)
    entries = AuditEntry.objects.count()
    monkeypatch.setattr(
        "indicators.services.publishing._STATEMENTS",
        (*publishing._STATEMENTS, "SELECT 1/0"),
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        publish_release(release, actor=cast.advisory)
    release.refresh_from_db()
    assert (release.status, release.number) == (ReleaseStatus.APPROVED, None)
    assert not Observation.objects.filter(from_release__isnull=False).exists()
    assert (Series.objects.count(), Latest.objects.count()) == (0, 0)
    assert AuditEntry.objects.count() == entries
    assert ImportBatch.objects.get().status == "signed_off"


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_publish_once() -> None:
    load_catalogue()
    cast = make_cast()
    release = approved(_edition(1, {("PER", 2020): 0.1}), cast=cast)
    outcomes: list[str] = []

    def publish() -> None:
        try:
            outcomes.append(f"release {publish_release(release, actor=cast.advisory).number}")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused"] * 3 + ["release 1"]
    assert Observation.objects.filter(from_release=1).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_cache_learns_of_a_release_after_the_commit() -> None:
    load_catalogue()
    cast = make_cast()
    release = approved(_edition(1, {("PER", 2020): 0.1}), cast=cast)
    cache.delete(CURRENT_RELEASE_KEY)
    assert selectors.current_release_number() is None
    publish_release(release, actor=cast.advisory)
    assert cache.get(CURRENT_RELEASE_KEY) == 1
    cache.delete(CURRENT_RELEASE_KEY)
    assert selectors.current_release_number() == 1
    cache.delete(CURRENT_RELEASE_KEY)


def test_numbers_follow_each_other(cast: Cast) -> None:
    for number in (1, 2, 3):
        published(_edition(number, {("PER", 2020): number / 10}), cast=cast)
    assert list(Release.objects.order_by("pk").values_list("number", flat=True)) == [1, 2, 3]
