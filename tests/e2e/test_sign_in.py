"""Signing in and out, with and without JavaScript, at the size of a phone."""

import pytest

from tests.cast import Cast

PHONE = {"width": 360, "height": 740}


@pytest.mark.parametrize("java_script_enabled", [True, False], ids=["scripts", "no-scripts"])
def test_person_signs_in_sees_the_own_work_and_signs_out(cast: Cast, sign_in, java_script_enabled: bool) -> None:
    page = sign_in(cast.ministry, viewport=PHONE, java_script_enabled=java_script_enabled)
    page.goto("/en/my-work/")
    assert page.get_by_role("heading", level=1).inner_text() == "My work"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto("/en/my-work/")
    assert page.get_by_role("heading", level=1).inner_text() == "Sign in"


def test_language_switch_keeps_the_page(cast: Cast, sign_in) -> None:
    page = sign_in(cast.ministry)
    page.goto("/en/my-work/")
    page.get_by_role("link", name="Español").click()
    page.wait_for_url("**/es/my-work/")
    assert page.locator("html").get_attribute("lang") == "es"
