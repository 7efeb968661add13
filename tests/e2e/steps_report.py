"""Part 5 of the journey: the semi-annual report is made by the worker, published by another, read by the members."""

from io import BytesIO
from urllib.parse import urlsplit

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from partnership.core.models import OutboundMail, User
from tests.e2e.people import People, open_area, press, state_is, take_up
from tests.processes import wait_until


def generate(people: People, period: str) -> str:
    """The officer asks for the report; its progress survives a reload. Returns the report's address."""
    page = people("officer")
    open_area(page, "Reports")
    press(page, f"Generate {period}")
    page.wait_for_url("**/en/jobs/*/")
    expect(page.get_by_role("heading", name="Work in progress")).to_be_visible()
    page.reload()
    page.wait_for_url(f"**/en/governance/reports/{period}/v1/", timeout=120_000)
    state_is(page, "Frozen, for review")
    return urlsplit(page.url).path


def publish(people: People, address: str, *facts: str) -> None:
    """The lead reads the facts of this journey in the report and publishes it."""
    page = people("lead")
    take_up(page, "is to be reviewed and published")
    assert urlsplit(page.url).path == address
    for fact in facts:
        expect(page.locator(".report-body")).to_contain_text(fact)
    press(page, "Publish to the members")
    state_is(page, "Published")


def link_from_mail(member: User) -> str:
    """Return the link of the mail that a member gets."""
    mails = OutboundMail.objects.filter(to=member, key__startswith="report-published")
    wait_until(mails.filter(state="sent").exists, seconds=60, what="the mail about the report")
    return next(line for line in mails.get().body.splitlines() if line.startswith("http"))


def download(page: Page, link: str, address: str) -> None:
    """The member follows the link and downloads the report as PDF and as workbook."""
    assert urlsplit(link).path == address
    page.goto(urlsplit(link).path)
    assert _downloaded(page, "PDF · English").startswith(b"%PDF-")
    sheets = load_workbook(BytesIO(_downloaded(page, "Workbook · English")), read_only=True).sheetnames
    assert len(sheets) > 1


def _downloaded(page: Page, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("main").get_by_role("link", name=name).click()
    return download.value.path().read_bytes()


def is_closed_to(people: People, name: str, address: str) -> None:
    """Somebody who is no member does not learn that the report exists."""
    for path in (address, f"{address}report-en.pdf"):
        answer = people(name).goto(path)
        assert answer is not None
        assert answer.status == 404, path
