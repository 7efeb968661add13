"""Every component in a real browser under the portal's own policy: accessible, narrow, dark, scripts or not."""

import datetime as dt
import json
import mimetypes
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import override_settings
from playwright.sync_api import Browser, Page, Route, expect

from partnership.core.enums import JobState
from partnership.core.models import Job
from partnership.core.transitions import Offer, Transition

SITE = "http://portal.test"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'"
SIZES = [(scheme, width) for scheme in ("light", "dark") for width in (320, 1280)]


class DraftForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(help_text="In one line.")
    country = forms.ChoiceField(choices=[("", "Choose …"), ("PER", "Peru")])
    days = forms.IntegerField(min_value=1)
    why = forms.CharField(widget=forms.Textarea)
    areas = forms.MultipleChoiceField(choices=[("a", "Audit")], widget=forms.CheckboxSelectMultiple)
    mode = forms.ChoiceField(choices=[("r", "Remote"), ("v", "Visit")], widget=forms.RadioSelect)
    paper = forms.FileField(required=False)


def offer(name: str, *problems: str, reason: bool = False) -> Offer:
    return Offer(Transition(name, ("a",), "b", "core.x", label=name.title(), reason_required=reason), problems)


def gallery() -> str:
    """Return the page with every component, filled."""
    columns = [
        {"key": "ref", "label": "Reference", "kind": "code", "url_key": "url"},
        {"key": "state", "label": "State", "kind": "state", "tone_key": "tone"},
        {"key": "due", "label": "Due", "kind": "day", "sort_url": "?", "sorted": "asc"},
        {"key": "cost", "label": "Estimate", "kind": "money", "currency": "USD"},
    ]
    row = {
        "ref": "TA-1",
        "url": "/en/",
        "state": "Late",
        "tone": "wrong",
        "due": dt.date(2026, 3, 3),
        "cost": Decimal(9),
    }
    section = {
        "label": "Governance",
        "url": "/en/governance/decisions/",
        "current": "true",
        "links": [
            {"label": "Committee", "url": "/en/governance/decisions/", "current": "true"},
            {"label": "Fund", "url": "/en/governance/ledger/"},
        ],
    }
    context = {
        "user": SimpleNamespace(is_authenticated=True, full_name="María Quispe", email="m@demo.example"),
        "public_navigation": [{"label": "Indicators", "url": "/en/indicators/"}, section],
        "navigation": [{"label": "My work", "url": "/en/my-work/", "current": "page"}],
        "current_section": section,
        "languages": [
            {"code": "en", "name": "English", "url": "#", "current": True},
            {"code": "es", "name": "Español", "url": "#"},
        ],
        "demo_mode": True,
        "csrf_token": "token",
        "programme_name": "The Partnership",
        "actions": [{"label": "Download", "url": "/en/"}],
        "offers": [offer("submit"), offer("return", reason=True), offer("approve", "Four papers are missing.")],
        "steps": [
            {"label": "Request", "state": "done"},
            {"label": "Triage", "state": "now", "note": "3 March"},
            {"label": "End"},
        ],
        "tabs": [{"label": "Request", "url": "#", "current": True}, {"label": "Days", "url": "#", "count": 4}],
        "facts": [("Country", "Peru"), {"term": "Counterpart", "value": "BOSA", "url": "/en/"}],
        "file": {"name": "terms.pdf", "size": 482133},
        "history": [
            {"at": dt.datetime(2026, 3, 3, tzinfo=dt.UTC), "text": "Returned", "actor": "A.", "reason": "Add names."}
        ],
        "figures": [{"value": "312.5", "unit": "of 500", "label": "Person-days", "note": "to June", "url": "/en/"}],
        "columns": columns,
        "rows": [row, {"ref": "TA-2"}],
        "table": {"columns": columns[:1], "rows": [row]},
        "page_obj": Paginator(range(300), 25).page(6),
        "jobs": [
            Job(key="1", state=JobState.RUNNING, progress=42, stage="Collecting"),
            Job(key="2", state=JobState.DONE, result={"location": "/en/"}),
            Job(key="3", state=JobState.FAILED, error="Row 14 has no year."),
        ],
        "form": DraftForm({"days": "0"}),
    }
    source = (Path(__file__).parent / "gallery.html").read_text()
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=storages):
        return Template(source).render(Context(context))


@pytest.fixture
def browser(chromium: Browser) -> Browser:
    """Return the Chromium of the machine."""
    return chromium


class Portal:
    """Answers the browser: the gallery, the static files, and what a test wants at other addresses."""

    def __init__(self) -> None:
        self.html = gallery()
        self.answers: dict[str, tuple[int, dict]] = {}
        self.posted: list[tuple[str, dict[str, list[str]]]] = []

    def __call__(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            file = Path(settings.BASE_DIR) / path.lstrip("/")
            route.fulfill(path=file, content_type=mimetypes.guess_type(file.name)[0] or "font/woff2")
        elif route.request.method == "POST":
            self.posted.append((path, parse_qs(route.request.post_data or "")))
            status, body = self.answers.get(path, (200, {}))
            route.fulfill(status=status, body=json.dumps(body), content_type="application/json")
        elif path.endswith("/progress/"):
            route.fulfill(body="<p>Still going</p>", content_type="text/html")
        else:
            route.fulfill(body=self.html, content_type="text/html", headers={"Content-Security-Policy": POLICY})


def open_gallery(browser: Browser, **options) -> tuple[Page, Portal, list[str]]:
    """Open the gallery in a fresh window; the list fills with what the browser complains about."""
    portal, complaints = Portal(), []
    page = browser.new_page(**options)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/*", portal)
    page.goto(f"{SITE}/en/gallery/")
    return page, portal, complaints


@pytest.mark.parametrize(("scheme", "width"), SIZES)
def test_gallery_is_accessible_and_fits(browser, scheme, width):
    page, _portal, complaints = open_gallery(browser, color_scheme=scheme, viewport={"width": width, "height": 900})
    page.locator("details.more > summary").click()
    page.locator("details.with-reason > summary").click()
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    assert complaints == []


def test_error_summary_has_the_focus_and_leads_to_the_field(browser):
    page, _portal, _complaints = open_gallery(browser)
    assert page.evaluate("document.activeElement.id") == "error-summary"
    page.get_by_role("link", name="Title: This field is required.").click()
    assert page.evaluate("document.activeElement.id") == "id_title"
    assert page.title().startswith("Error: ")


def test_skip_link_is_the_first_stop(browser):
    page, portal, _complaints = open_gallery(browser)
    portal.html = portal.html.replace(" autofocus", "")
    page.reload()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_menu_opens_and_closes_without_scripts(browser):
    page, _portal, _complaints = open_gallery(
        browser, java_script_enabled=False, viewport={"width": 360, "height": 700}
    )
    link = page.get_by_role("link", name="My work")
    assert link.is_hidden()
    page.get_by_role("button", name="Menu").click()
    assert link.is_visible()
    page.get_by_role("button", name="Close").click()
    assert link.is_hidden()


def test_every_target_is_large_enough(browser):
    page, _portal, _complaints = open_gallery(browser, viewport={"width": 360, "height": 800})
    small = page.eval_on_selector_all(
        ".btn, button, select, input:not([type=hidden]), .tabs a, .pages a, .menu-list a, summary",
        """all => all.filter(one => one.checkVisibility())
                  .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
                  .filter(([, box]) => box.height < 24 || box.width < 24).map(([html]) => html)""",
    )
    assert small == []


def test_autosave_keeps_the_version_of_the_answer(browser):
    page, portal, complaints = open_gallery(browser)
    portal.answers["/en/draft/autosave/"] = (200, {"version": 4, "message": "Saved 14:02"})
    page.get_by_label("Title").fill("Recruitment")
    page.get_by_text("Saved 14:02").wait_for()
    assert page.locator("form.reading [name=version]").input_value() == "4"
    assert [path for path, _data in portal.posted] == ["/en/draft/autosave/"]
    assert complaints == []


def test_autosave_shows_the_conflict_and_stops(browser):
    page, portal, _complaints = open_gallery(browser)
    portal.answers["/en/draft/autosave/"] = (409, {"message": "Changed by R. Salazar.", "url": "/en/draft/both/"})
    page.get_by_label("Title").fill("Recruitment")
    assert page.get_by_role("link", name="Compare both").get_attribute("href") == "/en/draft/both/"
    assert page.locator("[data-autosave-status]").inner_text() == "Changed by R. Salazar. Compare both"
    page.get_by_label("Title").fill("Recruitment again")
    page.wait_for_timeout(2000)
    assert len(portal.posted) == 1
    assert page.get_by_label("Title").input_value() == "Recruitment again"


def test_second_press_of_submit_is_held(browser):
    page, portal, _complaints = open_gallery(browser)
    portal.answers["/en/requests/7/submit/"] = (204, {})  # the browser stays on the page, as while it waits
    button = page.get_by_role("button", name="Submit", exact=True).first
    button.click()
    expect(page.locator(".transitions button").first).to_have_attribute("aria-disabled", "true")
    button.click(force=True)
    button.press("Enter")
    page.wait_for_timeout(1500)  # the job of the gallery asks meanwhile: its answer frees no form
    expect(page.locator(".transitions button").first).to_have_attribute("aria-disabled", "true")
    button.press("Enter")
    assert [path for path, _data in portal.posted] == ["/en/requests/7/submit/"]


def test_job_asks_again_each_second(browser):
    page, _portal, _complaints = open_gallery(browser)
    page.get_by_text("Still going").wait_for(timeout=4000)
    assert page.get_by_text("Collecting").count() == 0
