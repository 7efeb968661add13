"""The demonstration's statistics: made by the services, marked as invented, the same each time."""

import pytest

from indicators import selectors
from indicators.models import ImportBatch, Revision
from partnership.demo.indicators import load_indicators
from partnership.demo.people import load_people
from tests.factories.core import country


@pytest.fixture
def releases(db):
    people = load_people()
    return load_indicators(people), people


def test_demo_publishes_two_releases_with_a_few_revisions(releases) -> None:
    made, _ = releases
    assert [release.number for release in made] == [1, 2]
    assert Revision.objects.filter(release=made[1]).count() == 3 * 6 * 3
    before, after = (
        {row.iso3: row for row in selectors.series_of_indicator(_indicator(), number)} for number in (1, 2)
    )
    assert before["PER"].values[-3:] != after["PER"].values[-4:-1]
    assert before["MEX"].values == after["MEX"].values[:-1]
    assert after["PER"].periods[-1] == 2023


def test_demo_sources_say_that_the_values_are_invented(releases) -> None:
    titles = {card.source_title for card in selectors.indicator_list("en", release=2)}
    assert len(titles) == 2
    assert all(title.startswith("Invented values") for title in titles)


def test_demo_takes_every_value_of_its_files(releases) -> None:
    for batch in ImportBatch.objects.all():
        assert (batch.rows_rejected, batch.rows_unknown, batch.rows_unmapped) == (0, 0, 0)


def test_demo_loads_once(releases) -> None:
    made, people = releases
    assert load_indicators(people) == made


def test_demo_country_has_every_indicator(releases) -> None:
    assert len(selectors.country_profile(country("CRI"), 2)) == 11


def _indicator() -> int:
    return selectors.get_indicator("rule-of-law").pk
