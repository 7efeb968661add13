"""Part 1 of the journey: a published file becomes a release that everybody reads and downloads."""

import csv
from collections.abc import Iterable
from io import BytesIO, StringIO
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.e2e.people import People, choose, fill, follow, open_area, press, state_is, take_up

Values = dict[tuple[str, str], float | None]  # (alpha-3 code, year) → estimate
CHOSEN = ("CHL", "PER")


def estimates_of(file: Path, measure: str = "ge", countries: Iterable[str] = CHOSEN) -> Values:
    """Read the estimates of a measure from the published file itself."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["indicator"] == measure and row["code"] in countries]
    return {(row["code"], row["year"]): None if row["estimate"] == ".." else float(row["estimate"]) for row in rows}


def upload(people: People, file: Path) -> None:
    """The officer uploads the file and follows its progress to the page of the import."""
    page = people("officer")
    open_area(page, "Imports")
    follow(page, "Import a file")
    choose(page, "Source", "Worldwide Governance Indicators")
    page.get_by_label("File*").set_input_files(file)
    press(page, "Import")
    expect(page.get_by_role("progressbar").or_(page.get_by_role("heading", name=file.name))).to_be_visible()
    page.wait_for_url("**/en/indicators/imports/*/", timeout=120_000)
    state_is(page, "Waiting for sign-off")


def sign_off(people: People, file: Path) -> None:
    """The Advisory Group signs the import off."""
    page = people("advisory")
    take_up(page, file.name)
    press(page, "Sign off")
    state_is(page, "Signed off")


def release(people: People) -> None:
    """The officer drafts the release, the Advisory Group approves it, the lead publishes it."""
    page = people("officer")
    open_area(page, "Releases")
    follow(page, "Prepare a release")
    fill(page, Title="Worldwide Governance Indicators 2024")
    page.get_by_role("checkbox").check()
    press(page, "Prepare the draft")
    for name, words, button in (("advisory", "waits for approval", "Approve"),
                                ("lead", "waits to be published", "Publish")):  # fmt: skip
        take_up(people(name), "Worldwide Governance Indicators 2024", words)
        press(people(name), button)
    state_is(people("lead"), "Published")


def compare(page: Page, truth: Values) -> None:
    """A visitor opens the indicator, compares two countries and sees the values of the file."""
    page.goto("/en/indicators/government-effectiveness/")
    for name in ("Chile", "Peru"):
        page.get_by_role("checkbox", name=name, exact=True).check()
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**/en/indicators/government-effectiveness/?countries=CHL,PER")
    table = page.get_by_role("region", name="All values").get_by_role("row")
    for code, name in zip(CHOSEN, ("Chile", "Peru"), strict=True):
        expect(table.filter(has_text=name)).to_contain_text(written(truth[code, "2023"]))


def written(value: float | None) -> str:
    """Return how the portal writes a value in English: two decimals and a true minus."""
    assert value is not None
    return f"{value:.2f}".replace("-", "−")


def download(page: Page, truth: Values) -> None:
    """The visitor downloads the view as CSV and XLSX; both hold exactly the values of the file."""
    assert _csv_values(_downloaded(page, "CSV").decode("utf-8-sig")) == truth
    book = load_workbook(BytesIO(_downloaded(page, "XLSX")), read_only=True)
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    head = next(place for place, row in enumerate(rows) if row[0] == "country_code")
    code, year, value = (rows[head].index(name) for name in ("country_code", "period", "value"))
    assert {(row[code], str(row[year])): row[value] for row in rows[head + 1 :] if row[code]} == truth


def _csv_values(text: str) -> Values:
    rows = csv.DictReader(StringIO(text))
    return {
        (row["country_code"], row["period"]): float(row["value"]) if row["value"] else None for row in rows
    }  # fmt: skip


def _downloaded(page: Page, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()
    return download.value.path().read_bytes()
