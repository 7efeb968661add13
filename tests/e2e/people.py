"""The people of a journey at their windows, and the few gestures that they make everywhere."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.cast import Cast

SECTIONS = {
    **dict.fromkeys(("Requests", "Activities", "Travel claims", "Roster"), "Assistance"),
    **dict.fromkeys(("Imports", "Releases"), "Statistics"),
    **dict.fromkeys(("Committee", "Work programme", "Fund", "Reports", "Results"), "Governance"),
}


class People:
    """A window for each person of the cast, opened and signed in when the person is first needed."""

    def __init__(self, cast: Cast, sign_in: Callable[..., Page]) -> None:
        self.cast, self._sign_in = cast, sign_in
        self._pages: dict[str, Page] = {}

    def __call__(self, name: str) -> Page:
        if name not in self._pages:
            self._pages[name] = self._sign_in(getattr(self.cast, name))
        return self._pages[name]


def field(page: Page, label: str) -> Locator:
    """Return the field with a label, whether it is marked as required or not."""
    return page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$"))


def fill(page: Page, **texts: object) -> None:
    """Write texts into the fields of the labels: ``fill(page, Bank_reference="A 1")``."""
    for label, text in texts.items():
        field(page, label.replace("_", " ")).fill(str(text))


def choose(page: Page, label: str, text: str) -> None:
    """Choose the one option of a list in which a text occurs."""
    box = field(page, label)
    box.select_option(box.locator("option", has_text=text).get_attribute("value"))


def press(page: Page, name: str) -> None:
    """Press a button of the page itself and wait for the next page."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    """Follow a link of the page itself and wait for the next page."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def open_area(page: Page, name: str) -> None:
    """Go to a page of the person's own sections: through the section's door, then along the section's row."""
    section = SECTIONS.get(name, name)
    with page.expect_navigation():
        page.get_by_role("navigation", name="My areas").get_by_role("link", name=section, exact=True).click()
    link = page.get_by_role("navigation", name=section, exact=True).get_by_role("link", name=name, exact=True)
    if link.count() and link.get_attribute("aria-current") != "page":
        with page.expect_navigation():
            link.click()


def take_up(page: Page, *words: str) -> None:
    """Open the one thing in "Waits for me" whose sentence holds the words."""
    page.goto("/en/my-work/")
    row = page.get_by_role("region", name="Waits for me").get_by_role("listitem")
    for word in words:
        row = row.filter(has_text=word)
    with page.expect_navigation():
        row.get_by_role("link").click()


def says(page: Page, text: str) -> None:
    """Check that a message of the portal holds a text."""
    expect(page.get_by_role("status").filter(has_text=text).first).to_be_visible()


def state_is(page: Page, text: str) -> None:
    """Check the state in the head of the page."""
    expect(page.locator(".page-head .state")).to_have_text(text)
