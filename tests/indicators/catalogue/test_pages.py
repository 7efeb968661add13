"""The list, its facets, the results of a search and the page of a definition, as the public sees them."""

import html
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.services.catalogue import read_definitions
from tests.factories.released import release_of
from tests.indicators.conftest import FIGURES, GE

LIST = "/en/indicators/"
CPIA = "business-regulatory-environment"


def text_of(address: str, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def said(address: str) -> str:
    """Return the words of a page."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text_of(address))))


def names(address: str) -> list[str]:
    """Return the names of the indicators in the list."""
    return [html.unescape(name) for name in re.findall(r'<h3><a href="[^"]+">([^<]+)</a></h3>', text_of(address))]


def links(address: str) -> list[str]:
    """Return the addresses of the indicators in the list."""
    return re.findall(r'<h3><a href="([^"]+)">', text_of(address))


@pytest.fixture
def few(catalogue) -> None:
    """Release 1: a governance score of six countries and a rating of two."""
    cache.clear()
    release_of(1, {GE: FIGURES, CPIA: {"HND": {2022: 3.5, 2023: 3.0}, "GRD": {2023: 4.0}}})


def test_the_section_has_the_programmes_name_in_four_languages(few) -> None:
    headings = {
        "en": "Comparative Public Sector Management Indicators",
        "es": "Indicadores comparativos de gestión del sector público",
        "pt": "Indicadores comparativos de gestão do setor público",
        "fr": "Indicateurs comparatifs de gestion du secteur public",
    }
    found = {code: re.search(r"<h1>([^<]+)</h1>", text_of(f"/{code}/indicators/")) for code in headings}
    assert {code: html.unescape(match[1]) for code, match in found.items() if match} == headings


def test_the_overview_names_every_area_and_shows_the_first_of_each(few) -> None:
    text = text_of(LIST)
    assert len(re.findall(r'<section class="catalogue-area"', text)) == 9
    assert "2 indicators with figures of 8 countries, and 114 agreed definitions" in text
    assert len(names(LIST)) == 6 * 6 + 5 + 5 + 4
    assert ">All 38 of Civil service and human resources</a>" in text


def test_an_area_says_what_it_holds(few) -> None:
    assert "1 indicator with figures: 6 countries, 2020–2023." in said(f"{LIST}?area=GOV")
    assert "7 agreed definitions without open figures yet." in said(f"{LIST}?area=GOV")
    assert "Figures exist for 2 countries only: Grenada, Honduras." in said(f"{LIST}?area=REG")
    assert "No open figures yet: the 6 definitions below are agreed" in said(f"{LIST}?area=PROC")
    assert len(names(f"{LIST}?area=HRM")) == 38


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("figures=with", ["Business regulatory environment (CPIA)", "Government effectiveness"]),
        ("figures=with&area=GOV", ["Government effectiveness"]),
        ("source=wgi", ["Government effectiveness"]),
        ("cover=10", []),
        ("figures=with&measures=structure", []),
        ("q=corruption&area=AUD", ["Transparency, accountability and corruption (CPIA)"]),
    ],
)
def test_facets_narrow_the_list(few, query: str, found: list[str]) -> None:
    assert sorted(names(f"{LIST}?{query}")) == found


def test_facets_count_what_the_others_leave(few) -> None:
    text = said(f"{LIST}?area=REG")
    assert "5 indicators of 116" in text
    assert "With figures (1)" in text
    assert "Without open figures yet (4)" in text
    assert "Digital government (11)" in text


@pytest.mark.parametrize("query", ["area=NONE", "measures=x", "source=x", "figures=1", "cover=5", "page=0"])
def test_a_facet_that_does_not_exist_is_answered_with_a_sentence(few, query: str) -> None:
    assert '<p class="lead">' in text_of(f"{LIST}?{query}", 400)


def test_results_say_what_was_found_countries_and_areas_first(few) -> None:
    text = text_of(f"{LIST}?q=honduras")
    assert "Found for “honduras”: 1 country." in html.unescape(text)
    assert '<a href="/en/countries/HND/">Honduras</a>' in text
    text = text_of(f"{LIST}?q=procurement")
    assert text.index("?area=PROC") < text.index("/en/indicators/open-competitive-method/")
    assert links(f"{LIST}?q=regulatory environment of Honduras")[0] == f"{LIST}{CPIA}/?countries=HND"


def test_results_say_which_word_was_taken_and_what_to_do_when_nothing_is_found(few) -> None:
    assert "Nothing holds “coruption”. Shown is what “corruption” finds." in said(f"{LIST}?q=coruption")
    nothing = said(f"{LIST}?q=xyzzy")
    assert "Nothing found for “xyzzy”." in nothing
    assert "Look by area" in nothing
    assert "is left out by what was chosen" in said(f"{LIST}?q=regulatory+environment&area=DEC") or (
        "are left out by what was chosen" in said(f"{LIST}?q=regulatory+environment&area=DEC")
    )


def test_a_definition_without_figures_has_a_page_that_says_so(few) -> None:
    text = said(f"{LIST}open-competitive-method/")
    assert "No open figures yet." in text
    assert "The share of the value of public contracts awarded by an open competitive method." in text
    assert "PROC.DEF.OPEN" in text
    assert "15 January 2026" in text
    assert "With figures in Regulatory governance" in said(f"{LIST}stakeholder-engagement/")


def test_every_definition_of_the_seed_has_a_page_before_the_first_release(catalogue) -> None:
    cache.clear()
    assert "No figures have been released yet." in said(LIST)
    for entry in read_definitions()[::20]:
        assert "No open figures yet." in said(f"{LIST}{entry['slug']}/")


@pytest.mark.parametrize(
    "address", [LIST, f"{LIST}?area=GOV", f"{LIST}?q=government", f"{LIST}open-competitive-method/"]
)
def test_the_number_of_queries_does_not_grow_with_the_figures(catalogue, address: str) -> None:
    counts = []
    for number, countries in enumerate((("PER",), ("PER", "MEX", "CHL")), 1):
        release_of(number, {slug: {code: {2023: 1.0} for code in countries} for slug in (GE, "rule-of-law")[:number]})
        cache.clear()
        Client().get("/en/countries/")  # what a process learns once
        with CaptureQueriesContext(connection) as queries:
            text_of(f"{address}{'&' if '?' in address else '?'}unknown={number}")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
