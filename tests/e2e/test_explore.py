"""The live figure and the live map: under the strict policy, by keyboard, with a picture to take away, or without."""

from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.observing import Observer
from tests.e2e.test_public import DESK, INDICATOR, PHONE, es

CHART = f"{INDICATOR}?countries=CHL,PER"
MAP = f"{INDICATOR}map/"
COLLECT = """
    window.violations = [];
    addEventListener("securitypolicyviolation", (e) => violations.push(`${e.violatedDirective} ${e.blockedURI}`));
"""
MOST_BYTES, MOST_SCRIPT = 150 * 1024, 40 * 1024


@pytest.fixture
def observed(window, live_server, published) -> Callable[..., Observer]:
    """Return a function that opens a window in which every violation of the policy is noted."""

    def open_observed(**options) -> Observer:
        page = window(**options)
        page.add_init_script(COLLECT)
        return Observer(page, live_server.url)

    return open_observed


def start(page: Page, label: str) -> None:
    page.get_by_role("button", name=label).click()
    expect(page.locator("[data-live] .main-svg").first).to_be_visible()
    expect(page.get_by_role("toolbar")).to_be_visible()


def violations(page: Page) -> list[str]:
    return page.evaluate("window.violations")


LOOKS = {"phone": {"viewport": PHONE}, "dark": {"viewport": DESK, "color_scheme": "dark"}}


@pytest.mark.parametrize("options", LOOKS.values(), ids=LOOKS)
@pytest.mark.parametrize(("address", "label"), [(CHART, "Explore the chart"), (MAP, "Show the live map")])
def test_live_figure_has_no_barrier_and_asks_nobody_else(observed, address: str, label: str, options) -> None:
    observer = observed(**options)
    observer.visit(address)
    start(observer.page, label)
    observer.look()
    assert observer.problems == []
    assert violations(observer.page) == []


def test_point_says_its_value_interval_and_source(observed) -> None:
    page = observed(viewport=DESK).page
    page.goto(CHART)
    start(page, "Explore the chart")
    page.evaluate("Plotly.Fx.hover(document.querySelector('[data-live]'), [{curveNumber: 3, pointNumber: 2}])")
    said = page.locator("[data-live] .hovertext").inner_text()
    for part in ("Peru", "2023: −0.49", "90 % interval: −0.82 to −0.16", "Source: World Bank"):
        assert part in said
    assert violations(page) == []


def test_lines_are_put_out_and_the_years_are_narrowed_by_keyboard(observed) -> None:
    page = observed(viewport=DESK).page
    page.goto(CHART)
    page.get_by_role("button", name="Explore the chart").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Zoom in")).to_be_focused()
    expect(page.locator("[data-announcer]")).to_have_text("The live chart is there.")
    page.get_by_role("checkbox", name="Peru").last.focus()
    page.keyboard.press("Space")
    visible = "document.querySelector('[data-live]').data.filter((t) => t.visible !== false).map((t) => t.meta.code)"
    assert page.evaluate(visible) == ["URY", "CHL", "CHL"]  # the band is Chile's
    span = "(() => { const [a, b] = document.querySelector('[data-live]')._fullLayout.xaxis.range; return b - a })()"
    before = page.evaluate(span)
    page.get_by_role("button", name="Zoom in").press("Enter")
    assert page.evaluate(span) < before
    page.get_by_role("button", name="All years").press("Enter")
    assert page.evaluate(span) == before
    page.get_by_role("button", name="Back to the drawing").press("Enter")
    expect(page.get_by_role("button", name="Explore the chart")).to_be_focused()
    expect(page.locator("[data-still] svg").first).to_be_visible()


@pytest.mark.parametrize(("address", "label", "name"), [
    (CHART, "Explore the chart", "government-effectiveness.png"),
    (MAP, "Show the live map", "government-effectiveness-2023.png"),
])  # fmt: skip
def test_picture_can_be_taken_away(observed, address: str, label: str, name: str) -> None:
    page = observed(viewport=DESK).page
    page.goto(address)
    start(page, label)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download picture").click()
    assert download.value.suggested_filename == name
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) > 20_000  # not an empty sheet
    assert violations(page) == []


def test_small_states_are_on_the_live_map(observed) -> None:
    page = observed(viewport=DESK).page
    page.goto(MAP)
    start(page, "Show the live map")
    expect(page.locator("[data-live] .scatterlayer path.point")).to_have_count(9)
    page.get_by_role("button", name="World").click()
    expect(page.locator("[data-live] .choroplethlayer path")).not_to_have_count(0)


def test_figure_that_cannot_be_loaded_leaves_the_drawing(observed) -> None:
    page = observed(viewport=DESK).page
    page.route("**/plotly-cartesian*", lambda route: route.abort())
    page.goto(CHART)
    page.get_by_role("button", name="Explore the chart").click()
    expect(page.locator("[data-said]")).to_contain_text("could not be loaded")
    expect(page.locator("[data-still] svg").first).to_be_visible()


@pytest.mark.parametrize("address", [CHART, MAP])
def test_nothing_heavy_is_loaded_before_it_is_asked_for(observed, address: str) -> None:
    page = observed(viewport=PHONE).page
    sizes: dict[str, int] = {}  # as a server with brotli sends them; the test's own server packs nothing
    page.on("response", lambda response: sizes.update({response.url: len(brotli.compress(response.body(), quality=5))}))
    page.goto(address, wait_until="networkidle")
    assert [url for url in sizes if "plotly" in url or "json" in url] == []
    assert sum(size for url, size in sizes.items() if url.endswith(".js")) <= MOST_SCRIPT
    assert sum(sizes.values()) <= MOST_BYTES


def test_without_scripts_the_drawing_the_tiles_and_the_table_are_there(window, published) -> None:
    page = window(java_script_enabled=False, viewport=PHONE)
    page.goto("/es/indicators/government-effectiveness/map/")
    expect(page.get_by_role("button", name=es("Show the live map"))).to_be_hidden()
    page.get_by_label(es("Year"), exact=True).select_option("2022")
    page.get_by_role("button", name=es("Show"), exact=True).click()
    page.wait_for_url("**/map/?year=2022")
    tile = page.locator("svg.tiles a", has_text="CHL")
    expect(tile).to_be_visible()
    expect(page.locator(".table-ranking").get_by_role("row", name="Chile")).to_contain_text("0,75")
    page.goto(CHART)
    expect(page.get_by_role("button", name="Explore the chart")).to_be_hidden()
    expect(page.locator("[data-still] svg.chart-narrow")).to_be_visible()
    expect(page.locator(".table-years")).to_be_visible()


def test_tile_leads_to_its_country_by_keyboard(observed) -> None:
    page = observed(viewport=DESK).page
    page.goto(MAP)
    page.locator("svg.tiles a", has_text="PER").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/countries/PER/")
