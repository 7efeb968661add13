"""Real browsers for the journeys: one Chromium per test process, one clean window per person."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from indicators.models import Release
from indicators.services.catalogue import load_catalogue
from partnership.core.models import User
from tests.cast import Cast
from tests.e2e.traffic import Traffic
from tests.factories.core import PASSWORD
from tests.factories.governance import Fund
from tests.factories.released import Table, release_of

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE_MS = 30_000  # of a browser on a machine that does other things too
EFFECTIVENESS: Table = {
    "PER": {2021: (-0.41, "A", 0.2), 2022: (None, "O"), 2023: (-0.49, "A", 0.2)},
    "CHL": {2021: (0.85, "A", 0.2), 2022: (0.75, "E", 0.2), 2023: (0.72, "P", 0.2)},
    "URY": {2021: 0.8, 2022: 0.85, 2023: 0.7},
    "DNK": {2021: (2.0, "A", 0.2), 2022: (2.1, "B", 0.2), 2023: (2.05, "A", 0.2)},
}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return the machine's Chromium; ops.journeys leaves this folder out where there is none."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a window of its own, with the options of a Playwright context."""
    contexts, traffic = [], Traffic()

    def open_window(**options) -> Page:
        context = chromium.new_context(base_url=live_server.url, locale="en-GB", **options)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.set_offline(True)  # a page that is left may still want to save a draft
        context.close()
    traffic.settle()


@pytest.fixture
def sign_in(window) -> Callable[..., Page]:
    """Return a function that opens a window and signs a person in as the person would."""

    def enter(user: User, *, password: str = PASSWORD, **options) -> Page:
        page = window(**options)
        page.goto("/accounts/login/")
        page.get_by_label("Email").fill(user.email)
        page.get_by_label("Password").fill(password)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/my-work/")
        return page

    return enter


@pytest.fixture
def published(transactional_db) -> Release:
    """Publish four countries' values of government effectiveness."""
    load_catalogue()
    return release_of(1, {"government-effectiveness": EFFECTIVENESS, "rule-of-law": {"PER": {2022: -0.5, 2023: -0.5}}})


@pytest.fixture
def fund(cast: Cast) -> Fund:
    """Return a fund with a contribution, an allocation and a commitment."""
    fund = Fund(cast)
    fund.pledge(500_000)
    fund.receive(200_000)
    fund.allocate(120_000)
    fund.commit(20_000)
    return fund
