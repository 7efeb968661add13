"""The public part: without JavaScript on a phone in Spanish, and every page type under axe and the strict policy."""

import csv
from io import StringIO

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.e2e.observing import Observer, fits
from tests.factories.claims import claim_in
from tests.factories.governance import Fund
from tests.factories.indicators import imported, wgi_csv
from tests.factories.reports import published_at_once
from tests.factories.technical_assistance import ta_request_in

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
INDICATOR = "/en/indicators/government-effectiveness/"
PUBLIC = {
    "/en/": 200,
    "/en/indicators/": 200,
    "/en/indicators/?q=nothing+like+this": 200,
    "/en/indicators/?q=government": 200,
    "/en/indicators/?area=HRM&figures=with": 200,
    "/en/indicators/open-competitive-method/": 200,
    INDICATOR: 200,
    f"{INDICATOR}?countries=CHL,PER&from=2022": 200,
    f"{INDICATOR}?countries=XXX": 400,
    "/en/countries/": 200,
    "/en/countries/PER/": 200,
    "/en/about/": 200,
    "/en/governance/fund/": 200,
    "/accounts/login/": 200,
    "/en/no-such-page/": 404,
}


def es(text: str) -> str:
    """Return how the portal says a text in Spanish."""
    with translation.override("es"):
        return gettext(text)


def open_menu_entry(page: Page, label: str) -> None:
    """Choose an entry of the menu, which is closed on a phone."""
    page.get_by_role("button", name=es("Menu")).click()
    page.get_by_role("banner").get_by_role("link", name=label, exact=True).click()


def step(page: Page, path: str) -> None:
    """Check where a click led: the address, in Spanish, no wider than the window."""
    page.wait_for_url(f"**{path}")
    assert page.locator("html").get_attribute("lang") == "es"
    assert fits(page), path


def test_visitor_finds_compares_and_downloads_without_scripts(window, published, fund) -> None:
    page = window(java_script_enabled=False, viewport=PHONE)
    answers: list[tuple[int, str]] = []
    page.on("response", lambda response: answers.append((response.status, response.url)))
    page.goto("/es/")
    _search(page)
    _compare(page)
    rows = _download(page)
    assert [(row["country_code"], row["period"], row["value"]) for row in rows] == [
        ("CHL", "2022", "0.75"), ("CHL", "2023", "0.72"), ("PER", "2022", ""), ("PER", "2023", "-0.49"),
    ]  # fmt: skip
    _open_country(page)
    open_menu_entry(page, es("Trust fund"))
    step(page, "/es/governance/fund/")
    assert [answer for answer in answers if answer[0] >= 400] == []


def _search(page: Page) -> None:
    step(page, "/es/")
    page.get_by_label(es("Search the indicators")).fill("eficacia gobierno")
    page.get_by_role("button", name=es("Search"), exact=True).click()
    step(page, "/es/indicators/?q=eficacia+gobierno")
    page.get_by_role("main").get_by_role("heading", level=3).get_by_role("link").first.click()
    step(page, "/es/indicators/government-effectiveness/")


def _compare(page: Page) -> None:
    page.get_by_role("checkbox", name="Chile").check()
    page.get_by_role("checkbox", name="Perú").check()
    page.get_by_label(es("From"), exact=True).select_option("2022")
    page.get_by_role("button", name=es("Show"), exact=True).click()
    step(page, "/es/indicators/government-effectiveness/?countries=CHL,PER&from=2022")
    chosen = page.get_by_role("list", name=es("Chosen countries"))
    expect(chosen.get_by_role("listitem")).to_contain_text(["Chile", "Perú"])


def _download(page: Page) -> list[dict[str, str]]:
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    return list(csv.DictReader(StringIO(download.value.path().read_text("utf-8-sig"))))


def _open_country(page: Page) -> None:
    page.get_by_role("table").get_by_role("link", name="Perú").click()
    step(page, "/es/countries/PER/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Perú")


@pytest.mark.parametrize("address", ["/en/indicators/?q=government", f"{INDICATOR}?countries=CHL,PER"])
def test_language_switch_keeps_what_is_shown(window, published, address: str) -> None:
    page = window(viewport=DESK)
    page.goto(address)
    page.get_by_role("link", name="Español").click()
    page.wait_for_url(f"**/es/{address.removeprefix('/en/')}")
    assert page.locator("html").get_attribute("lang") == "es"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_public_pages_have_no_barrier_and_ask_nobody_else(window, live_server, published, fund, size) -> None:
    observer = Observer(window(viewport=size), live_server.url)
    for address, status in PUBLIC.items():
        observer.visit(address, status)
    expected = [f"console: Failed to load resource: the server responded with a status of {status}"
                for status in PUBLIC.values() if status != 200]  # fmt: skip
    assert [problem for problem in observer.problems if not problem.startswith(tuple(expected))] == []


@pytest.fixture
def working_pages(cast: Cast, fund: Fund) -> dict[str, list[str]]:
    """Return the main pages of the signed-in by who looks at them."""
    batch = imported(wgi_csv([("PER", 2023, "ge", -0.49), ("XXX", 2023, "ge", 0.1)]), actor=cast.officer)
    ta_request = ta_request_in("in_delivery", cast)
    planned = ta_request.activities.get()
    claim = claim_in("submitted", cast, amount="600.00")
    report = published_at_once(cast.officer)
    requests, activity = f"/en/ta/requests/{ta_request.pk}/", f"/en/ta/activities/{planned.pk}/"
    parts = [f"{requests}?part={part}" for part in ("counterparts", "activities", "conversation", "history")]
    return {
        "officer": ["/en/my-work/", "/en/indicators/imports/", f"/en/indicators/imports/{batch.pk}/",
                    f"{requests}?part=triage", "/en/ta/requests/", "/en/ta/requests/board/", activity],
        "ministry": ["/en/my-work/", requests, *parts, "/en/ta/requests/new/"],
        "practitioner": ["/en/ta/claims/", f"/en/ta/claims/{claim.pk}/", activity],
        "verifier": [f"/en/ta/claims/{claim.pk}/"],
        "payer": ["/en/governance/ledger/", "/en/governance/ledger/1/", "/en/governance/pledges/"],
        "committee": ["/en/governance/reports/", f"/en/governance/reports/{report.period.code}/v1/",
                      "/en/governance/results/"],
    }  # fmt: skip


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_main_working_pages_have_no_barrier(sign_in, live_server, cast: Cast, working_pages, size) -> None:
    problems = {}
    for name, addresses in working_pages.items():
        observer = Observer(sign_in(getattr(cast, name), viewport=size), live_server.url)
        for address in addresses:
            observer.visit(address)
        problems[name] = observer.problems
    assert problems == {name: [] for name in working_pages}
