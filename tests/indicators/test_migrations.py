"""What was published before a migration is still said after it, and what is new is filled from it."""

from collections.abc import Iterator
from importlib import import_module

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection

from indicators.models import DefinitionVersion, Series, Source
from indicators.services.catalogue import text_hash
from tests.cast import Cast
from tests.factories.indicators import published, wgi_csv

SECOND = import_module("indicators.migrations.0002_published_sources")


@pytest.fixture
def as_before(cast: Cast) -> Iterator[None]:
    """Publish a value in two releases, and empty what the second migration adds."""
    published(wgi_csv([("PER", 2020, "va", 0.5), ("PER", 2021, "va", None)]), cast=cast)
    published(wgi_csv([("PER", 2022, "va", 0.6), ("CHL", 2022, "va", 0.6)]), cast=cast)
    with pgtrigger.ignore("indicators.Series:published_is_final"), connection.cursor() as cursor:
        cursor.execute("UPDATE indicators_series SET ranks = NULL, ranks_lower = NULL, ranks_upper = NULL")
        cursor.execute("UPDATE indicators_source SET attribution = '', licence_url = '', edition = ''")
        yield


def test_series_get_the_ranks_that_stood_beside_their_values(as_before) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SECOND.FILL_SERIES)
    rows = Series.objects.order_by("country__iso3", "from_release")
    assert list(rows.values_list("country__iso3", "from_release", "ranks", "ranks_lower", "ranks_upper")) == [
        ("CHL", 2, [50.0], [40.0], [60.0]),
        ("PER", 1, [50.0, None], [40.0, None], [60.0, None]),
        ("PER", 2, [50.0, None, 50.0], [40.0, None, 40.0], [60.0, None, 60.0]),
    ]
    assert set(rows.values_list("definition_number", flat=True)) == {1}


def test_sources_get_what_their_licence_asks(as_before) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SECOND.FILL_SOURCES)
    source = Source.objects.get(code="wgi")
    assert source.attribution == "World Bank, Worldwide Governance Indicators, CC BY 4.0"
    assert source.licence_url == "https://creativecommons.org/licenses/by/4.0/"


def test_agreed_definitions_are_sealed_with_what_is_new(catalogue) -> None:
    SECOND.seal_again(apps, None)
    version = DefinitionVersion.objects.get(indicator__slug="government-effectiveness")
    assert version.average_means_something
    assert version.text_hash == text_hash(version)
