"""The public pages: what they say, in which language, at which address; bad addresses; a constant number of queries."""

import html
import re
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.search import find
from partnership.core.models import Country
from tests.factories.released import release_of
from tests.indicators.conftest import FIGURES, GE

PAGE = f"/en/indicators/{GE}/"
PUBLIC = ("/en/", "/en/indicators/", PAGE, f"{PAGE}?countries=MEX,PER", "/en/countries/", "/en/countries/MEX/")


class Tables(HTMLParser):
    """Reads the cells of every table of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][-1] += data


def rows_of(text: str, table: str) -> list[list[str]]:
    """Return the rows of the table with a class, the head first."""
    found = re.search(rf'<table class="[^"]*\b{table}\b.*?</table>', text, re.DOTALL)
    assert found is not None
    return [[cell.strip() for cell in row] for row in Tables(found[0]).rows]


def page(address: str = PAGE, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def test_table_shows_every_country_with_flags_in_letters_and_words(released) -> None:
    assert rows_of(page(), "table-years") == [
        ["Country", "2020", "2021", "2022", "2023", "Flags"],
        ["Chile", "1.00", "0.90", "0.80", "0.72 P", "2023 Provisional"],
        ["Denmark", "–", "2.00", "2.10", "2.05", ""],
        ["India", "–", "–", "–", "0.39", ""],
        ["Mexico", "0.25", "−0.30", "0.10 E", "−0.20", "2022 Estimated"],
        ["Peru", "−0.40", "– O", "−0.50 B", "−0.49", "2021 Missing; 2022 Break in the series"],
        ["Uruguay", "0.70", "0.80", "0.85", "0.72", ""],
    ]  # fmt: skip


def test_chosen_countries_and_years_make_the_view(released) -> None:
    text = page(f"{PAGE}?countries=PER,MEX&from=2022&to=2023")
    assert [row[:3] for row in rows_of(text, "table-years")] == [
        ["Country", "2022", "2023"],
        ["Mexico", "0.10 E", "−0.20"],
        ["Peru", "−0.50 B", "−0.49"],
    ]
    assert f'href="/en/indicators/{GE}.csv?countries=PER,MEX&amp;from=2022&amp;to=2023"' in text
    assert "The band is the 90 % interval of Peru." in text
    wide = text[text.index("chart-wide") : text.index("chart-narrow")]
    assert [wide.count(f'class="{look}"') for look in ("series-1", "series-2", "series-3")] == [1, 1, 0]


def test_ranking_is_of_lac_shares_places_and_holds_intervals(released) -> None:
    rows = rows_of(page(), "table-ranking")
    assert [(row[0], row[1]) for row in rows[1:]] == [
        ("1", "Chile"), ("1", "Uruguay"), ("3", "Mexico"), ("4", "Peru"),
    ]  # fmt: skip
    assert rows[1][-1] == "0.72, from 0.56 to 0.88"
    assert rows[2][-1] == "0.72"


def test_ranking_of_all_countries_has_its_own_address(released) -> None:
    text = page(f"{PAGE}?ranking=all")
    assert [row[1] for row in rows_of(text, "table-ranking")[1:]] == [
        "Denmark", "Chile", "Uruguay", "India", "Mexico", "Peru",
    ]  # fmt: skip
    assert len(rows_of(text, "table-years")) == 7


def test_quality_definition_source_and_citation_are_said(released) -> None:
    text = html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page())))
    assert "4 of 33 countries have a value in 2023" in text
    assert "Break in the series: 1, Estimated: 1, Provisional: 1" in text
    assert "Peru 2022" in text
    assert "CC BY 4.0" in text
    assert "Government effectiveness (2020–2023). Release 1 of 12 May 2026" in text
    assert f"{PAGE}?release=1" in text


def test_older_release_stays_and_says_so(released) -> None:
    release_of(2, {GE: {**FIGURES, "MEX": {2023: 1.11}}})
    assert [row[i] for row in rows_of(page(), "table-years") if row[0] == "Mexico" for i in (0, 4)] == [
        "Mexico",
        "1.11",
    ]
    old = page(f"{PAGE}?release=1")
    assert "You see release 1, which a newer one has replaced." in old
    assert "−0.20" in old


def test_repeated_parameters_lead_to_the_one_address_of_the_view(released) -> None:
    answer = Client().get(f"{PAGE}?countries=MEX&countries=PER&from=&to=2022")
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?countries=MEX,PER&to=2022")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("countries=XXX", 400),
        ("countries=MEX,%00", 400),
        ("countries=" + "MEX," * 3000, 400),
        ("countries='; DROP TABLE x", 400),
        ("from=abc", 400),
        ("from=-1", 400),
        ("from=٢٠٢٠", 400),
        ("to=" + "9" * 5000, 400),
        ("from=2023&to=2020", 400),
        ("from=1950&to=1960", 404),
        ("release=0", 400),
        ("release=99", 404),
        ("release=1e3", 400),
        ("release=9999999999", 400),
        ("ranking=<script>", 400),
    ],
)  # fmt: skip
def test_bad_parameters_are_answered_with_a_sentence(released, query: str, status: int) -> None:
    text = page(f"{PAGE}?{query}", status)
    lead = re.search(r'<p class="lead">([^<]+)</p>', text)
    assert lead is not None
    assert lead[1].endswith(".")
    if status == 400:
        assert Client().get(f"/en/indicators/{GE}.csv?{query}").status_code == 400


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/indicators/?page=10000000000000000000", 400),
        ("/en/indicators/?page=2", 404),
        ("/en/indicators/?page=x", 400),
        ("/en/indicators/?q=%00", 400),
        (f"/en/indicators/?q={'a' * 8192}", 400),
        ("/en/indicators/?area=NONE", 400),
        ("/en/indicators/?q=%ff%fe", 200),
        ("/en/indicators/no-such-indicator/", 404),
        ("/en/indicators/no-such-indicator.csv", 404),
        ("/en/indicators/no-such-indicator.xlsx", 404),
        ("/en/countries/XXX/", 404),
        ("/en/countries/AFG/", 404),
        ("/en/countries/MEXI/", 404),
        ("/en/countries/per/", 302),
        ("/en/countries/PER/?release=99", 404),
        ("/en/indicators.csv?release=x", 400),
    ],
)
def test_odd_addresses_are_never_an_error_of_ours(released, address: str, status: int) -> None:
    assert Client().get(address).status_code == status


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("corrup", ["Control of corruption"]),
        ("corrupción", ["Control of corruption"]),
        ("CORRUPCION", ["Control of corruption"]),
        ("coruption", ["Control of corruption"]),
        ("xyzzy", []),
    ],
)
def test_search_forgives_accents_case_and_mistakes(released, words: str, found: list[str]) -> None:
    text = page(f"/en/indicators/?q={words}")
    names = [html.unescape(re.sub(r"<[^>]+>", "", name)) for name in re.findall(r"<h3>(.*?)</h3>", text)]
    assert names == found


def test_exact_words_come_before_alike_ones() -> None:
    texts = ["Rule of law", "Government effectiveness", "Gobernment"]
    assert find("government", texts) == [1]
    assert find("goverment", texts) == [1, 2]
    assert find("", texts) == [0, 1, 2]


def test_country_page_compares_with_the_averages_and_ranks_in_lac(released) -> None:
    rows = [[re.sub(r"\s+", " ", cell) for cell in row] for row in rows_of(page("/en/countries/MEX/"), "table-profile")]
    assert [row[:2] + row[3:] for row in rows[1:]] == [
        ["Government effectivenessscore, about −2.5 to 2.5", "−0.202023", "3 of 4", "–4 of 33 countries",
         "–1 of 34 countries", "–2 of 18 countries"]
    ]  # fmt: skip


def test_country_list_is_in_reading_order_within_its_groups(released) -> None:
    release_of(2, {GE: {"ALA": {2023: 0.5}, "ALB": {2023: 0.1}, "ZWE": {2023: -1.0}}})
    text = page("/en/countries/")
    names = re.findall(r'<li><a href="/en/countries/\w{3}/">([^<]+)</a>', text)
    assert names == ["Chile", "Mexico", "Peru", "Uruguay", "Denmark", "Åland Islands", "Albania", "India", "Zimbabwe"]


def test_home_shows_release_search_areas_and_averages(catalogue) -> None:
    groups = ("LAC", "OECD")
    members = Country.objects.filter(memberships__group__in=groups).distinct().values_list("iso3", flat=True)
    cache.clear()
    release_of(1, {GE: {code: {2022: 0.5, 2023: 1.0} for code in members}})
    text = page("/en/")
    assert "Release 1, 12 May 2026" in text
    assert 'role="search"' in text
    assert "?area=GOV" in text
    assert re.findall(r'class="glance-(\w+)"><span class="muted">\w+</span> ([\d.]+)', text) == [
        ("oecd", "1.00"), ("lac", "1.00"),
    ]  # fmt: skip


def test_pages_work_before_the_first_release(catalogue) -> None:
    cache.clear()
    assert "No values released yet" in page("/en/indicators/")
    assert "No values released yet" in page("/en/countries/")
    assert "Nothing has been released yet." in page(PAGE, 404)
    assert "What do you come for?" in page("/en/")


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("language", ["en", "es"])
def test_page_is_in_the_language_of_its_address(released, address: str, language: str) -> None:
    text = page(f"/{language}{address[3:]}")
    assert f'<html lang="{language}">' in text
    assert 'hreflang="es"' in text
    if GE in address:
        assert ("Efectividad" in text or "Eficacia" in text) == (language == "es")
        assert ("−0,20" in text, "−0.20" in text) == ((True, False) if language == "es" else (False, True))


@pytest.mark.parametrize("address", PUBLIC)
def test_page_has_one_heading_no_style_and_no_script_of_its_own(released, address: str) -> None:
    text = page(address)
    assert text.count("<h1") == 1
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]* src=)|javascript:", text)
    identities = re.findall(r'\sid="([^"]+)"', text)
    assert sorted(set(identities)) == sorted(identities)


def test_names_are_escaped(released) -> None:
    Country.objects.filter(iso3="MEX").update(name_en='=<b>"M&x</b>', name='=<b>"M&x</b>')
    text = page(f"{PAGE}?countries=MEX")
    assert "<b>" not in text
    assert text.count("&lt;b&gt;") >= 5


@pytest.mark.parametrize("address", ["/en/indicators/", PAGE, "/en/countries/", "/en/countries/PER/"])
def test_number_of_queries_does_not_grow_with_the_data(released, address: str) -> None:
    def queries() -> int:
        cache.clear()
        Client().get("/health/live")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page(address)
        return len(captured)

    few = queries()
    more = {code: {year: 0.1 * year for year in range(2000, 2024)} for code in ("ARG", "BOL", "BRA", "COL", "ESP")}
    release_of(2, {GE: more, "rule-of-law": {**more, "PER": {2023: 1.0}}, "regulatory-quality": {"PER": {2023: 0.4}}})
    assert queries() == few
    assert few <= 12
