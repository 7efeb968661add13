"""The roster on a phone without scripts: from a search to a ministry's request; and every page of it under axe."""

import re

import pytest
from playwright.sync_api import expect

from tests.cast import Cast
from tests.e2e.observing import Observer, fits
from tests.e2e.people import follow, press
from tests.factories.core import PASSWORD
from tests.factories.roster import model_of, public_person
from tests.factories.technical_assistance import activity_in

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


@pytest.fixture
def roster(cast: Cast) -> None:
    """Two models, a practitioner of one of them, and a mission that took place."""
    model = model_of(cast, title_es="Alta dirección pública por concurso", summary_es="Concursos abiertos.")
    model_of(cast, code="EGOV", title_en="Digital identity", instruments=["remote_sessions"])
    public_person(cast).oecd_models.add(model)
    activity_in("verified", cast)


def test_ministry_finds_a_model_and_begins_a_request_from_it(window, cast: Cast, roster) -> None:
    page = window(java_script_enabled=False, viewport=PHONE)
    page.goto("/en/assistance/")
    follow(page, "All models")
    page.get_by_label("Search the models").fill("servicio civil")
    press(page, "Search")
    expect(page.get_by_role("main").get_by_role("status")).to_have_text("1 model")
    follow(page, "Narrow the list")
    follow(page, "Study visit")
    page.wait_for_url("**/en/assistance/models/?q=servicio+civil&instrument=study_visit")
    assert fits(page)
    follow(page, "Senior executive service by open competition")
    follow(page, "Ask for help with this")
    page.get_by_label("Email").fill(cast.ministry.email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    page.wait_for_url("**/senior-executive-service-by-open-competition/ask/")
    page.get_by_label("Study visit").check()
    assert fits(page)
    press(page, "Begin the request")
    page.wait_for_url(re.compile(r"/en/ta/requests/\d+/edit/problem/$"))
    expect(page.get_by_label("Short title")).to_have_value("Senior executive service by open competition")
    expect(page.get_by_label("Civil service and human resources")).to_be_checked()
    page.goto(page.url.replace("problem", "help"))
    expect(page.get_by_label("Study visit")).to_be_checked()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_of_the_roster_have_no_barrier(window, sign_in, live_server, cast: Cast, roster, size) -> None:
    slug = "senior-executive-service-by-open-competition"
    public = Observer(window(viewport=size), live_server.url)
    for address in ("/en/assistance/", "/es/assistance/models/", "/en/assistance/models/?area=EGOV&q=identity",
                    "/en/assistance/models/?q=nothing+like+it", f"/fr/assistance/models/{slug}/",
                    "/en/assistance/practitioners/", "/en/assistance/practitioners/mette-sorensen/"):  # fmt: skip
        public.visit(address)
    ministry = Observer(sign_in(cast.ministry, viewport=size), live_server.url)
    ministry.visit(f"/en/assistance/models/{slug}/ask/")
    officer = Observer(sign_in(cast.officer, viewport=size), live_server.url)
    for address in ("/en/ta/roster/models/new/", "/en/ta/roster/new/", f"/en/assistance/models/{slug}/ask/"):
        officer.visit(address)
    assert (public.problems, ministry.problems, officer.problems) == ([], [], [])
