"""The home page: its figures are those of the selectors and of the facts they lead to; in four languages; empty."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from governance.charter.selectors import fund_in_figures
from governance.models import Target
from indicators.catalogue.search import search
from indicators.catalogue.selectors import read_catalogue
from indicators.page_cache import memory
from indicators.services.catalogue import load_catalogue
from partnership.home.figures import dollars, person_days_bar
from partnership.home.page import Home
from partnership.home.ways import search_examples
from technical_assistance.activities.public import assistance_in_figures
from tests.factories.technical_assistance import activity_in
from tests.partnership.conftest import STARTS, verified_mission

LANGUAGES = ("en", "es", "pt", "fr")
HEADINGS = (
    "What it does", "Who helped whom", "What is new", "Latin America and the Caribbean beside the OECD",
    "By area of public management", "What do you come for?",
)  # fmt: skip


def text_of(browser: Client, address: str = "/en/") -> str:
    """Return the page with its white space, no-break spaces too, made single."""
    answer = browser.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def figures_of(page: str) -> list[tuple[str, str]]:
    """Return (address, number) of every figure on the page."""
    return re.findall(r'<a href="([^"]+)"> ?<strong>([^<]+)</strong>', page)


def test_figures_are_those_of_the_selectors_and_open_their_facts(lived, visitor) -> None:
    page, found = text_of(visitor), assistance_in_figures()
    assert figures_of(page) == [
        ("/en/facts/#missions", f"{found.person_days.normalize():f}"),
        ("/en/facts/#missions", str(found.missions)),
        ("/en/facts/#countries", str(found.countries_helped)),
        ("/en/indicators/", "1"),
        ("/en/governance/fund/", "1.50"),
        ("/en/facts/#networks", "0"),
    ]
    assert (found.person_days, found.missions, found.countries_helped) == (Decimal(6), 2, 1)
    assert fund_in_figures().received == Decimal(1_500_000)
    assert "of USD 2.00 million pledged; USD 0 spent" in page


def test_facts_add_up_to_the_figures(lived, visitor) -> None:
    page = text_of(visitor, "/en/facts/")
    rows = re.findall(r"<tr> (<th scope=\"row\">.*?)</tr>", page)
    cells = [re.sub(r"<[^>]+>", "", row).split() for row in rows]
    assert [row[:2] for row in cells] == [["Mission", "April"], ["Mission", "March"], ["Peru", "Denmark"]]
    assert [row[-1] for row in cells] == ["3.0", "3.0", "6.0"]
    assert "2 missions took place; " in page
    assert "1 country was helped." in page


def test_mission_that_is_not_verified_is_listed_and_its_days_do_not_count(lived, visitor) -> None:
    activity_in("delivered", lived, starts_on=STARTS[2], ends_on=STARTS[2])
    page = text_of(visitor, "/en/facts/")
    assert "3 missions took place; " in page
    assert "The days of 1 mission are not verified yet and do not count." in page
    assert assistance_in_figures().person_days == Decimal(6)


def test_every_address_on_the_page_is_there(lived, visitor) -> None:
    for language in LANGUAGES:
        page = text_of(visitor, f"/{language}/")
        main = page[page.index("<main") : page.index("</main>")]
        addresses = {address.partition("#")[0] for address in re.findall(r'href="([^"]+)"', main)}
        answers = {address: visitor.get(address.replace("&amp;", "&")).status_code for address in addresses}
        assert {address: code for address, code in answers.items() if code not in (200, 302)} == {}


def test_parts_that_figures_lead_to_exist(lived, visitor) -> None:
    anchors = {url.partition("#")[2] for url, _number in figures_of(text_of(visitor)) if "#" in url}
    facts = text_of(visitor, "/en/facts/")
    assert [anchor for anchor in sorted(anchors) if f'id="{anchor}"' not in facts] == []


def test_news_are_dated_newest_first_and_name_each_kind(lived) -> None:
    items = Home().news
    assert [item.day for item in items] == sorted((item.day for item in items), reverse=True)
    assert sorted(item.kind for item in items) == ["Decision", "Figures", "Mission", "Mission", "Report"]


def test_who_helped_whom_is_drawn_and_written(lived, visitor) -> None:
    page, shown = text_of(visitor), Home().map
    assert [(line.helping, line.helped, line.days) for line in shown.lines] == [("Denmark", "Peru", "6 person-days")]
    assert shown.summary == "Practitioners of 1 country helped 1 country."
    assert re.findall(r'class="tile seq-\d[^"]*"><title>([^<]+)</title>', page) == [
        "Peru · received 6 person-days",
        "Denmark · gave 6 person-days",
    ]


def test_areas_say_what_they_hold(lived) -> None:
    notes = {area.words: area.note for area in Home().areas}
    assert notes["Civil service and human resources"].split(" · ")[-1] == "2 missions"
    assert [note for note in notes.values() if note.startswith("1 indicator with figures")] != []


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_is_in_the_language_of_its_address(lived, visitor, language: str) -> None:
    page = text_of(visitor, f"/{language}/")
    assert f'<html lang="{language}">' in page
    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", page)
    with translation.override(language):
        expected = [translation.gettext(words) for words in HEADINGS]
    assert [heading for heading in expected if heading not in headings] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_of_a_search_find_something(db, language: str) -> None:
    load_catalogue()
    with translation.override(language):
        catalogue = read_catalogue()
        found = {way.words: len(search(way.words, catalogue).entries) for way in search_examples()}
        assert [words for words, count in found.items() if not count] == []
        assert len(found) == 4


def test_fresh_installation_says_so_and_promises_nothing(visitor) -> None:
    cache.clear()
    page = text_of(visitor)
    assert figures_of(page) == [
        ("/en/facts/#missions", "0"), ("/en/facts/#missions", "0"), ("/en/facts/#countries", "0"),
        ("/en/indicators/", "0"), ("/en/governance/fund/", "0"), ("/en/facts/#networks", "0"),
    ]  # fmt: skip
    assert "No mission has taken place yet." in page
    assert "No contribution was pledged yet." in page
    for absent in ("<svg", "What is new", "For example"):
        assert absent not in page[page.index("<main") :]
    assert "No mission has taken place yet" in text_of(visitor, "/en/facts/")


@pytest.mark.parametrize("address", ["/en/", "/en/facts/"])
def test_number_of_queries_does_not_grow_with_the_missions(cast, visitor, address: str) -> None:
    def queries() -> int:
        memory.ask_again()  # release and stamps are read anew each time
        with CaptureQueriesContext(connection) as captured:
            text_of(visitor, address)
        return len(captured)

    verified_mission(cast, STARTS[0])
    text_of(visitor, address)  # what is read once per process is read now
    one = queries()
    for day in STARTS[1:]:
        verified_mission(cast, day)
    assert queries() == one


@pytest.mark.parametrize(
    ("amount", "words"),
    [("0", "USD 0"), ("999999.49", "USD 999,999"), ("1000000", "USD 1.00 million"), ("1234567.89", "USD 1.23 million")],
)
def test_amounts_are_short(amount: str, words: str) -> None:
    assert dollars(Decimal(amount)).replace("\N{NO-BREAK SPACE}", " ") == words


@pytest.mark.parametrize(("days", "value"), [("0", "0"), ("66.50", "66.5"), ("500", "500"), ("620", "500")])
def test_bar_ends_at_the_target(db, days: str, value: str) -> None:
    sources = Home().sources
    done = replace(sources.assistance, person_days=Decimal(days))
    bar = person_days_bar(replace(sources, assistance=done))
    assert (bar.done_plain, bar.target_plain, bar.done_text) == (value, "500", f"{Decimal(days).normalize():f}")


def test_without_a_target_there_is_no_bar(db, visitor) -> None:
    Target.objects.all().delete()
    page = text_of(visitor)
    assert "<progress" not in page
    assert "person-days of assistance, delivered and verified" in page
