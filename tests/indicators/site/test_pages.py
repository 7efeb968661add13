"""The pages for exploring: comparators in address and words, the map of a year, a country against its groups."""

import html
import re

import pgtrigger
import pytest
from django.core.cache import cache
from django.test import Client

from indicators.models import DefinitionVersion, Release
from indicators.services.catalogue import load_catalogue
from partnership.core.enums import CountryGroup
from partnership.core.selectors import iso3_codes
from tests.factories.released import release_of
from tests.indicators.conftest import GE
from tests.indicators.test_public_pages import page, rows_of

PAGE = f"/en/indicators/{GE}/"
MAP = f"{PAGE}map/"


def words(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


@pytest.fixture
def region(db) -> Release:
    """Publish a value 1 for all of LAC but St. Lucia in 2022, 2 in 2023, and 3 for the whole OECD in both years."""
    cache.clear()
    load_catalogue()
    lac, oecd = iso3_codes(CountryGroup.LAC), iso3_codes(CountryGroup.OECD)
    figures = {code: {2022: 3.0, 2023: 3.0} for code in oecd - lac} | {code: {2022: 1.0, 2023: 2.0} for code in lac}
    figures["LCA"] = {2023: 90.0}
    return release_of(1, {GE: figures})


def test_average_says_how_many_which_and_who_is_left_out(region) -> None:
    text = words(page(PAGE))
    assert (
        "Latin America and the Caribbean. Mean of 32 of 33 countries, the same in every year drawn (2022–2023)." in text
    )
    assert "Left out, because a year is missing: St. Lucia." in text
    assert "OECD outside LAC. Mean of 34 of 34 countries, the same in every year drawn (2022–2023)." in text


def test_average_does_not_move_when_a_country_begins_to_publish(region) -> None:
    ranking = {row[1]: row[-1] for row in rows_of(page(PAGE), "table-ranking")}
    assert ranking["Average: Latin America and the Caribbean"] == "2.00"
    one_year = {row[1]: row[-1] for row in rows_of(page(f"{PAGE}?from=2023"), "table-ranking")}
    assert one_year["Average: Latin America and the Caribbean"] == "4.67"  # (32 × 2 + 90) ÷ 33: now it is in every year


def test_country_of_both_groups_is_not_in_the_average_of_the_oecd(region) -> None:
    ranking = {row[1]: row[-1] for row in rows_of(page(f"{PAGE}?ranking=OECD"), "table-ranking")}
    assert ranking["Average: OECD outside LAC"] == "3.00"
    assert "Mexico" not in ranking
    assert "Denmark" in ranking


def test_averages_asked_for_are_kept_in_every_link(region) -> None:
    text = page(f"{PAGE}?countries=PER,CHL&with=UMC,OWN")
    assert 'href="/en/indicators/government-effectiveness/?countries=CHL&amp;with=UMC,OWN"' in text
    assert 'href="/es/indicators/government-effectiveness/?countries=PER,CHL&amp;with=UMC,OWN"' in text
    assert "ranking=HIC&amp;with=UMC,OWN#ranking" in text
    assert f'href="/en/indicators/{GE}.csv?countries=PER,CHL"' in text
    said = re.findall(r"<li><strong>([^<]+)</strong>", text)
    assert said == ["Upper middle income.", "The chosen countries."]


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("with=OECD&with=LAC", ""),
        ("with=LAC,OECD", ""),
        ("with=none&with=LAC&with=OECD", ""),
        ("with=none&with=UMC", "?with=UMC"),
        ("with=OWN,UMC,LAC", "?with=LAC,UMC,OWN"),
        ("with=none,LAC", "?with=LAC"),
        ("with=UMC,UMC", "?with=UMC"),
        ("with=", ""),
    ],
)
def test_averages_have_one_address(region, given: str, canonical: str) -> None:
    answer = Client().get(f"{PAGE}?{given}")
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}{canonical}")


@pytest.mark.parametrize("query", ["with=none", "with=LAC", "with=HIC,UMC,LMC", "with=OWN", "ranking=UMC", ""])
def test_canonical_addresses_answer_at_once(region, query: str) -> None:
    assert Client().get(f"{PAGE}?{query}").status_code == 200


@pytest.mark.parametrize("query", ["with=XX", "with=lac", "with=LAC;OECD", "with=%00", "ranking=OWN", "ranking=none"])
def test_unknown_groups_are_refused(region, query: str) -> None:
    assert Client().get(f"{PAGE}?{query}").status_code == 400


def test_there_is_no_average_where_it_means_nothing(region) -> None:
    with pgtrigger.ignore("indicators.DefinitionVersion:agreed_is_final"):
        DefinitionVersion.objects.filter(indicator__slug=GE).update(average_means_something=False)
    text = page(PAGE)
    assert "No averages are shown" in text
    assert "Mean of" not in text
    assert [row[0] for row in rows_of(text, "table-ranking")[1:] if row[0] == ""] == []
    profile = rows_of(page("/en/countries/PER/"), "table-profile")
    assert [cell[0] for cell in profile[1][4:]] == ["–", "–", "–"]
    assert "Government effectiveness" not in page("/en/").split('class="glances"')[-1]


def test_map_page_shows_the_year_and_offers_the_others(released) -> None:
    text = page(MAP)
    assert re.findall(r"<option(?: selected)?>(\d+)</option>", text) == ["2023", "2022", "2021", "2020"]
    assert "<option selected>2023</option>" in text
    assert "Chile: 0.72 (Provisional)" in html.unescape(text)
    earlier = page(f"{MAP}?year=2020")
    assert "<option selected>2020</option>" in earlier
    assert "<title>Chile: 1.00</title>" in earlier
    assert rows_of(earlier, "table-ranking")[1][1] == "Chile"


@pytest.mark.parametrize(
    ("query", "status"), [("year=1999", 404), ("year=x", 400), ("year=٢٠٢٠", 400), ("release=7", 404), ("year=", 200)]
)
def test_odd_maps_are_answered_with_a_sentence(released, query: str, status: int) -> None:
    assert Client().get(f"{MAP}?{query}").status_code == status


def test_map_of_an_older_release_stays_with_it(released) -> None:
    release_of(2, {GE: {"CHL": {2024: 0.5}}})
    text = page(f"{MAP}?release=1")
    assert '<input type="hidden" name="release" value="1">' in text
    assert "<option selected>2023</option>" in text
    assert f"/en/indicators/{GE}.map.json?year=2023&amp;release=1" in text


def test_indicator_page_leads_to_its_map_and_shows_every_island(released) -> None:
    text = page(PAGE)
    assert f'href="{MAP}"' in text
    codes = re.findall(r'class="tile-code"[^>]*>(\w{3})<', text)
    assert sorted(codes) == sorted(iso3_codes(CountryGroup.LAC) | iso3_codes(CountryGroup.OECD))


def test_page_names_source_edition_and_licence(released) -> None:
    text = words(page(PAGE))
    assert "World Bank, Worldwide Governance Indicators" in text
    assert "CC BY 4.0" in text


def test_errors_and_sources_stand_beside_the_values(released) -> None:
    rows = rows_of(page(PAGE), "table-precision")
    assert rows[0] == ["Country", "Standard error", "Sources", "Percentile rank in the world", "90 % interval"]
    assert rows[1] == ["Chile", "0.10", "–", "–", "–"]
    assert [row[0] for row in rows[1:]] == ["Chile", "Mexico", "Peru", "Uruguay"]


def test_country_page_compares_with_its_three_groups(region) -> None:
    rows = rows_of(page("/en/countries/PER/"), "table-profile")
    assert [re.sub(r"\s+", " ", cell) for cell in rows[1][3:]] == [
        "2 of 33", "4.6733 of 33 countries", "3.0034 of 34 countries", "6.9418 of 18 countries",
    ]  # fmt: skip
    assert rows[0][3:] == ["Place in LAC", "LAC average", "OECD outside LAC", "Upper middle income"]


def test_country_outside_lac_has_its_place_in_the_oecd(region) -> None:
    rows = rows_of(page("/en/countries/DNK/"), "table-profile")
    assert rows[0][3] == "Place in the OECD outside LAC"
    assert re.sub(r"\s+", " ", rows[1][3]) == "1 of 34"


def test_peers_newer_value_does_not_hide_their_value_of_the_same_year(released) -> None:
    release_of(2, {GE: {"PER": {2022: 1.0}, "MEX": {2022: 3.0, 2023: 9.0}, "CHL": {2021: 5.0}}})
    rows = rows_of(page("/en/countries/PER/"), "table-profile")
    assert re.sub(r"\s+", " ", rows[1][3]) == "2 of 3"  # Peru 1.00, Mexico 3.00 though it has a newer one, Uruguay 0.85
