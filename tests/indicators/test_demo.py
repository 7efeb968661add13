"""The demonstration's statistics are the publishers': imported, signed off and released, and none of them invented."""

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test import override_settings

from indicators import selectors
from indicators.enums import TOTAL, ImportStatus
from indicators.layouts.headings import plain_code
from indicators.models import ImportBatch, Latest, Release, Revision, Series, SourceMapping
from indicators.site.selectors import published_sources
from indicators.sources.extract import countries
from indicators.sources.shelf import published_files
from partnership.core.models import User
from partnership.demo.indicators import load_indicators, put_newest_forward
from partnership.demo.people import load_people
from tests.factories.core import country
from tests.indicators.sources.publishers import DATA, REASON, figures_of, precision

with_data = pytest.mark.skipif(not DATA.exists(), reason=REASON)
pytestmark = pytest.mark.django_db
Shown = dict[tuple[str, int], float]


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[dict[str, User]]:
    """Load the statistics once for all tests of this module; they are taken back at its end."""
    files = str(tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=files), transaction.atomic():
        people = load_people()
        load_indicators(people)
        connection.check_constraints()  # now, once: they would be checked after every test
        yield people
        transaction.set_rollback(True)


def test_demo_publishes_two_releases_and_revises_nothing(people) -> None:
    assert list(Release.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert Revision.objects.count() == 0
    assert set(ImportBatch.objects.values_list("status", flat=True)) == {ImportStatus.RELEASED}


def test_demo_takes_every_value_of_its_files(people) -> None:
    for batch in ImportBatch.objects.all():
        assert (batch.rows_rejected, batch.rows_unknown, batch.rows_aggregate, batch.rows_unmapped) == (0, 0, 0, 0)
        assert (batch.rows_changed, batch.rows_unchanged, batch.messages.count()) == (0, 0, 0)


def test_demo_shows_enough_to_begin_with(people) -> None:
    indicators = selectors.indicators_with_data(2)
    assert len(indicators) >= 60
    assert {indicator.area.code for indicator in indicators} == {"GOV", "HRM", "EGOV", "PFM", "JUS", "AUD", "REG"}
    series = Series.objects.as_of(2).values_list("values", flat=True)
    assert sum(value is not None for values in series for value in values) > 20_000


def test_demo_first_release_holds_the_governance_indicators_to_2021(people) -> None:
    assert {indicator.code for indicator in selectors.indicators_with_data(1)} == {
        f"GOV.WGI.{code}" for code in ("VA", "PV", "GE", "RQ", "RL", "CC")
    }
    rule_of_law = selectors.get_indicator("rule-of-law").pk
    before, after = ({row.iso3: row for row in selectors.series_of_indicator(rule_of_law, number)} for number in (1, 2))
    assert {row.periods[-1] for row in before.values()} == {2021}
    assert after["PER"].values[: len(before["PER"].values)] == before["PER"].values
    assert after["PER"].periods[-2:] == [2022, 2023]


def test_demo_names_source_edition_licence_and_attribution(people) -> None:
    for indicator in selectors.indicators_with_data(2):
        for publication in published_sources(2, indicator=indicator.pk):
            assert publication.edition
            assert publication.licence == "CC BY 4.0"
            assert publication.attribution == f"{publication.cited}. CC BY 4.0."


def test_demo_countries_are_those_of_lac_and_the_oecd(people) -> None:
    assert set(Series.objects.values_list("country__iso3", flat=True)) <= countries()


def test_demo_loads_once(people) -> None:
    assert [release.number for release in load_indicators(people)] == [1, 2]
    assert Release.objects.count() == 2


def test_demo_country_page_has_every_indicator_of_the_country(people) -> None:
    known = Latest.objects.as_of(2).filter(country__iso3="CRI").values_list("indicator_id", flat=True)
    assert sorted(row.indicator_id for row in selectors.country_profile(country("CRI"), 2)) == sorted(known)


@with_data
@pytest.mark.parametrize("source", ["wgi", "wwbi", "wwbi-2020", "gtmi", "wdi", "cpia"])
def test_every_value_shown_is_the_publishers(people, source: str) -> None:
    """Both ways: nothing is shown that the publisher's file has not, nothing is missing but what waits for sign-off."""
    mappings = {mapping.source_code: mapping for mapping in SourceMapping.objects.filter(source__code=source)}
    published, waiting = figures_of(source, mappings), _waiting(source, mappings)
    for code, mapping in mappings.items():
        expected = {
            (iso3, year): float(Decimal(cell) * Decimal(repr(mapping.factor)) + Decimal(repr(mapping.offset)))
            for (iso3, year), cell in published[code].items()
            if iso3 in countries() and (code, iso3, year) not in waiting
        }
        assert expected, code
        assert _shown(mapping.indicator_id) == expected, code


@with_data
def test_every_precision_shown_is_the_publishers(people) -> None:
    expected = {
        (code, iso3, year): (float(cells[0]), int(cells[1]), *map(float, cells[2:]))
        for (code, iso3, year), cells in precision().items()
        if iso3 in countries()
    }
    shown = {}
    for mapping in SourceMapping.objects.filter(source__code="wgi"):
        for row in selectors.series_of_indicator(mapping.indicator_id, 2):
            columns = (row.errors, row.sources_counts, row.ranks, row.ranks_lower, row.ranks_upper)
            for year, value, *cells in zip(row.periods, row.values, *columns, strict=True):
                if value is not None:
                    shown[mapping.source_code, row.iso3, year] = tuple(cells)
    assert shown == expected


def test_every_latest_value_is_the_last_of_its_series(people) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM indicators_latest l JOIN indicators_series s ON (s.indicator_id, s.country_id)"
            " = (l.indicator_id, l.country_id) AND s.breakdown = %s AND s.until_release IS NULL"
            " WHERE l.until_release IS NULL AND s.values[array_position(s.periods, l.period)] IS DISTINCT FROM l.value",
            [TOTAL],
        )
        assert cursor.fetchone() == (0,)


def test_newest_year_of_one_publication_waits_for_the_sign_off(people) -> None:
    with transaction.atomic():
        (batch,) = put_newest_forward(people)
        assert (batch.status, batch.source.code) == (ImportStatus.STAGED, "wdi")
        assert (batch.rows_added, batch.rows_changed, batch.rows_rejected) == (54, 0, 0)
        assert set(batch.observations.values_list("period", flat=True)) == {2024}
        transaction.set_rollback(True)


def _waiting(source: str, codes: Iterable[str]) -> set[tuple[str, str, int]]:
    """Return the (series, country, year) of a source that no release of the demonstration holds."""
    series = {plain_code(code): code for code in codes}
    return {
        (series[plain_code(name)], row["country_code"], int(row["year"]))
        for file in published_files()
        if file.source == source and file.release > 2
        for row in csv.DictReader(io.StringIO(file.content().decode()))
        for name, cell in row.items()
        if cell and plain_code(name) in series
    }


def _shown(indicator: int) -> Shown:
    return {
        (row.iso3, year): value
        for row in selectors.series_of_indicator(indicator, 2)
        for year, value in zip(row.periods, row.values, strict=True)
        if value is not None
    }
