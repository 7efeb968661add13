"""The first page on a phone without scripts: its figures open their facts, its search finds, nothing sticks out."""

import pytest
from playwright.sync_api import expect

from tests.e2e.observing import fits

PHONE = {"width": 360, "height": 740}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_visitor_opens_a_figure_and_an_example_without_scripts(window, published, scheme: str) -> None:
    page = window(java_script_enabled=False, viewport=PHONE, color_scheme=scheme)
    page.goto("/es/")
    assert fits(page)
    page.locator("#doing ~ ul a").first.click()
    expect(page).to_have_url("/es/facts/#missions")
    assert fits(page)
    page.go_back()
    page.locator(".welcome-examples a").first.click()
    expect(page.locator("main")).to_contain_text("obierno")
    assert fits(page)
