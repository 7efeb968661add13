"""From sign-in to the main task in two presses, in Spanish, on a phone: one test a role."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Literal

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.e2e.observing import Observer
from tests.factories.claims import claim_in
from tests.factories.governance import decision
from tests.factories.indicators import imported, wgi_csv
from tests.factories.reports import published_at_once
from tests.factories.technical_assistance import activity_in, answer_all, draft, proposal_for, ta_request_in

PHONE = {"width": 360, "height": 740}
FILE = wgi_csv([("PER", 2022, "ge", -0.4)])
Enter = Callable[[str], Page]


def es(text: str) -> str:
    """Return a text of the portal in Spanish."""
    with translation.override("es"):
        return gettext(text)


@pytest.fixture
def enter(cast: Cast, sign_in) -> Enter:
    """Return a function that signs a person in, who reads in Spanish on a phone without JavaScript."""

    def as_(name: str) -> Page:
        user = getattr(cast, name)
        user.language = "es"
        user.save()
        page = sign_in(user, viewport=PHONE, java_script_enabled=False)
        assert page.url.endswith("/es/my-work/")
        return page

    return as_


def press(page: Page, name: str, *, kind: Literal["link", "button"] = "link") -> None:
    """Press a link or a button of the page once; the next page comes."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role(kind, name=es(name), exact=True).first.click()


def test_ministry_reaches_the_form_of_a_new_request(enter: Enter) -> None:
    page = enter("ministry")
    press(page, "New request")
    expect(page.get_by_role("button", name=es("Begin"))).to_be_visible()


def test_focal_point_reaches_what_is_to_be_submitted(enter: Enter, cast: Cast) -> None:
    draft(cast)
    page = enter("focal_point")
    press(page, "Continue")
    press(page, "Submit")
    expect(page.get_by_role("main").get_by_role("button", name=es("Submit"), exact=True)).to_be_visible()


def test_officer_takes_a_request(enter: Enter, cast: Cast) -> None:
    ta_request_in("submitted", cast)
    page = enter("officer")
    press(page, "Take")
    press(page, "Take for triage", kind="button")
    expect(page.locator(".page-head .state")).to_have_text(es("In triage"))


def test_lead_approves(enter: Enter, cast: Cast) -> None:
    ta_request = ta_request_in("in_triage", cast)
    answer_all(ta_request, cast)
    page = enter("lead")
    press(page, "Decide")
    press(page, "Approve", kind="button")
    expect(page.locator(".page-head .state")).to_have_text(es("Approved"))


@pytest.mark.parametrize(
    ("name", "state", "action", "further"),
    [
        ("verifier", "submitted", "Decide", "Check the amounts"),
        ("holder", "verified", "Decide", "Look at the ceiling and decide"),
        ("payer", "approved", "Pay", ""),
    ],
)
def test_people_of_the_claims_reach_the_claim(
    name: str, state: str, action: str, further: str, enter: Enter, cast: Cast
) -> None:
    claim = claim_in(state, cast)
    page = enter(name)
    press(page, action)
    if further:
        press(page, further)
    expect(page.get_by_role("main")).to_contain_text(re.compile(f"{claim.reference}|60[.,]00"))


def test_practitioner_reaches_the_days_to_log(enter: Enter, cast: Cast) -> None:
    activity_in("in_progress", cast)
    page = enter("practitioner")
    press(page, "Log days")
    expect(page.locator("#days").get_by_role("checkbox").first).to_be_visible()


def test_counterpart_answers_an_invitation(enter: Enter, cast: Cast) -> None:
    proposal_for(ta_request_in("matching", cast), cast)
    page = enter("counterpart")
    with page.expect_navigation():
        page.get_by_role("region", name=es("Waits for me")).get_by_role("listitem").get_by_role("link").click()
    press(page, "Accept the invitation", kind="button")
    expect(page.get_by_role("status").first).to_be_visible()


def test_advisory_group_signs_off(enter: Enter, cast: Cast) -> None:
    imported(FILE, actor=cast.officer)
    page = enter("advisory")
    press(page, "Review")
    press(page, "Sign off", kind="button")
    expect(page.locator(".page-head .state")).to_have_text(es("Signed off"))


def test_member_downloads_the_report_with_one_press(enter: Enter, cast: Cast) -> None:
    published_at_once(cast.officer)
    page = enter("committee")
    with page.expect_download() as download:
        page.get_by_role("main").get_by_role("link", name=re.compile("PDF")).click()
    assert download.value.suggested_filename == "report.pdf"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("coordinator", "Your network is not in the portal yet"),
        ("evaluator", "There is nothing to evaluate in the portal yet"),
    ],
)
def test_roles_without_pages_are_told_what_will_be(name: str, words: str, enter: Enter) -> None:
    page = enter(name)
    expect(page.get_by_role("heading", name=es(words))).to_be_visible()


def test_auditor_reaches_the_ledger(enter: Enter) -> None:
    page = enter("auditor")
    press(page, "Fund")
    assert page.url.endswith("/es/governance/ledger/")


def test_administrator_reaches_the_people(enter: Enter) -> None:
    page = enter("admin")
    press(page, "People")
    assert page.url.endswith("/admin/core/user/")


def test_first_screens_have_no_barrier(cast: Cast, sign_in, live_server) -> None:
    ta_request = ta_request_in("in_triage", cast)
    type(ta_request).objects.filter(pk=ta_request.pk).update(due_on=timezone.localdate() - timedelta(days=3))
    claim_in("submitted", cast)
    decision(cast)
    published_at_once(cast.officer)
    problems = []
    for name in ("ministry", "practitioner", "lead", "verifier", "advisory", "committee", "evaluator", "auditor"):
        page = sign_in(getattr(cast, name))
        observer = Observer(page, live_server.url)
        page.set_viewport_size(PHONE)
        observer.visit("/es/my-work/")
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": 1280, "height": 800})
        observer.visit("/fr/ta/requests/" if name == "lead" else "/es/my-work/")
        problems += observer.problems
    assert problems == []


def test_menu_leads_into_every_section_by_thumb_and_without_scripts(enter: Enter) -> None:
    page = enter("lead")
    page.get_by_role("button", name=es("Menu")).click()
    own = page.get_by_role("navigation", name=es("My areas"))
    small = own.get_by_role("link").evaluate_all(
        "all => all.map(one => [one.textContent, one.getBoundingClientRect().height]).filter(([, size]) => size < 44)"
    )
    assert small == []
    own.get_by_role("link", name=es("Results"), exact=True).click()
    page.wait_for_url("**/es/governance/results/")
    page.get_by_role("button", name=es("Menu")).click()
    assert own.get_by_role("link", name=es("Results"), exact=True).get_attribute("aria-current") == "page"
