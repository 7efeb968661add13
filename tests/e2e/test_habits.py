"""What people do without thinking: press twice, go back, keep two tabs, stay away too long, guess an address."""

from django.conf import settings
from playwright.sync_api import Page, expect

from technical_assistance.models import DraftConflict, TARequest
from tests.cast import Cast
from tests.e2e.people import fill, press, state_is
from tests.factories.core import PASSWORD
from tests.factories.technical_assistance import draft

NEW = "/en/ta/requests/new/"
PROBLEM = "Senior posts are filled without open competition."


def edit_url(ta_request: TARequest, step: str = "problem") -> str:
    return f"/en/ta/requests/{ta_request.pk}/edit/{step}/"


def leave(page: Page) -> None:
    """End the session as time does: the browser still shows the page."""
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def test_double_click_makes_one_record(cast: Cast, sign_in) -> None:
    page = sign_in(cast.ministry)
    page.goto(NEW)
    fill(page, Short_title="Pressed twice")
    with page.expect_navigation():
        page.get_by_role("button", name="Begin").dblclick(no_wait_after=True)
    page.wait_for_url("**/edit/problem/")
    assert TARequest.objects.filter(title="Pressed twice").count() == 1


def test_same_form_sent_again_without_scripts_makes_one_record(cast: Cast, sign_in) -> None:
    page = sign_in(cast.ministry, java_script_enabled=False)
    page.goto(NEW)
    fill(page, Short_title="Sent twice")
    form_key = page.locator("main [name=form_key]").input_value()
    press(page, "Begin")
    first = page.url
    page.goto(NEW)
    fill(page, Short_title="Sent twice")
    page.locator("main [name=form_key]").evaluate("(field, key) => field.value = key", form_key)
    press(page, "Begin")
    assert page.url == first
    expect(page.get_by_role("status").first).to_contain_text("nothing was done twice")
    assert TARequest.objects.filter(title="Sent twice").count() == 1


def test_back_button_after_a_submission_harms_nothing(cast: Cast, sign_in) -> None:
    ta_request = draft(cast)
    page = sign_in(cast.focal_point)
    page.goto(f"/en/ta/requests/{ta_request.pk}/review/")
    press(page, "Submit")
    page.go_back()
    page.wait_for_url(f"**/en/ta/requests/{ta_request.pk}/")  # the form is closed: its request is shown
    state_is(page, "Received by the Secretariat")
    ta_request.refresh_from_db()
    assert ta_request.status == "submitted"
    assert ta_request.snapshots.count() == 1


def test_two_tabs_lose_neither_text(cast: Cast, sign_in) -> None:
    ta_request = draft(cast)
    one = sign_in(cast.ministry)
    two = one.context.new_page()
    for page in (one, two):
        page.goto(edit_url(ta_request, "outcome"))
    fill(one, Wanted_outcome="The text of the first tab.")
    press(one, "Save draft")
    fill(two, Wanted_outcome="The text of the second tab.")
    press(two, "Save and continue")
    expect(two.get_by_role("heading", level=1)).to_have_text("Two people wrote at the same time")
    for text in ("The text of the first tab.", "The text of the second tab."):
        expect(two.get_by_role("main")).to_contain_text(text)
    two.get_by_label("Your text").check()
    press(two, "Keep what is chosen")
    ta_request.refresh_from_db()
    assert ta_request.outcome == "The text of the second tab."
    assert DraftConflict.objects.count() == 1


def test_session_that_ended_leads_back_to_the_same_form(cast: Cast, sign_in) -> None:
    ta_request = draft(cast)
    page = sign_in(cast.ministry)
    page.goto(edit_url(ta_request))
    leave(page)
    fill(page, Problem_in_one_sentence="Nobody knows who is hired.")
    press(page, "Save and continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_label("Email").fill(cast.ministry.email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    page.wait_for_url(f"**{edit_url(ta_request)}")
    expect(page.get_by_label("Problem in one sentence")).to_have_value("Nobody knows who is hired.")


def test_address_of_others_is_a_page_that_does_not_exist(cast: Cast, sign_in) -> None:
    ta_request = draft(cast)
    page = sign_in(cast.ministry2)
    answer = page.goto(f"/en/ta/requests/{ta_request.pk}/")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page")
    expect(page.get_by_role("banner")).to_be_visible()
    page.get_by_role("link", name="Go to the first page").click()
    page.wait_for_url("**/en/")
