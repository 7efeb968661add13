"""The first page of a report: its messages are what the facts say, edge by edge."""

import io
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from governance.reports.compose import compose
from governance.reports.document import Paragraph, Points, Section, Table
from governance.reports.html import render_html
from governance.reports.pdf import render_pdf
from governance.reports.xlsx import render_xlsx
from tests.factories.report_facts import facts, inputs, missing, value

LANGUAGES = ["en", "es", "pt", "fr"]


def _briefing(language: str = "en", **changes: Any) -> Section:
    return compose(inputs(**changes), language).sections[0]


def _messages(**changes: Any) -> list[str]:
    points = _briefing(**changes).blocks[0]
    assert isinstance(points, Points)
    return [item.text for item in points.items]


def _assistance(*halves: tuple[str, str], **changes: Any) -> dict[str, Any]:
    """Return the facts of section 5 with these (person-days, total) per half-year."""
    history = [{"period": f"202{n}-H1", "person_days": days, "total": total} for n, (days, total) in enumerate(halves)]
    return {**facts()["assistance"], "by_half_year": history, **changes}


def test_three_messages_say_what_the_facts_say() -> None:
    assert _messages() == [
        (
            "40.5 of 500 person-days of technical assistance were delivered and verified (8 %). "
            "12.5 of them in this half-year, 15.5 fewer than in the one before."
        ),
        "Ministries sent 3 requests in the half-year; approved: 2; still open: 0.",
        (
            "The fund received USD 480,000.00 since the beginning, spent USD 24,901.50 and holds USD 467,549.25. "
            "The World Bank gave 20.8 % of all receipts."
        ),
    ]


@pytest.mark.parametrize(
    ("halves", "sentence"),
    [
        ([("7.0", "7.0")], "7.0 of them in this half-year."),
        ([("7.0", "7.0"), ("7.0", "14.0")], "7.0 of them in this half-year, as many as in the one before."),
        ([("7.0", "7.0"), ("7.5", "14.5")], "7.5 of them in this half-year, 0.5 more than in the one before."),
        ([("7.0", "7.0"), ("0.0", "7.0")], "0.0 of them in this half-year, 7.0 fewer than in the one before."),
    ],
)
def test_person_days_are_compared_with_the_half_year_before(halves: list, sentence: str) -> None:
    assert _messages(assistance=_assistance(*halves))[0].endswith(sentence)


@pytest.mark.parametrize(("total", "share"), [("0.0", "0"), ("2.5", "1"), ("2.4", "0"), ("500", "100"), ("505", "101")])
def test_share_of_the_target_is_whole_percent_halves_up(total: str, share: str) -> None:
    assert f"verified ({share} %)" in _messages(assistance=_assistance((total, total)))[0]


def test_one_request_is_one_request() -> None:
    requests = {"received": value("1"), "approved": value("0"), "open": value("1")}
    assert _messages(assistance=_assistance(("1", "1"), requests=requests))[1] == (
        "Ministries sent 1 request in the half-year; approved: 0; still open: 1."
    )


def test_nothing_done_and_nothing_received_is_said() -> None:
    assert _messages(assistance={"target": "500"}, finance={}) == [
        "No person-day of technical assistance was verified yet.",
        "The trust fund has received nothing yet.",
    ]


def test_what_the_secretariat_asks_stands_before_the_targets_that_are_missing() -> None:
    version = {"language": "en", "text": "• Adopt the programme of 2027\n\n- Note the report",
               "author": "Ana Núñez", "written_on": "2026-07-14", "number": 1}  # fmt: skip
    asked = _briefing(narrative={"asked": [version]}).blocks[1]
    assert isinstance(asked, Points)
    assert [item.text for item in asked.items] == [
        "Adopt the programme of 2027",
        "Note the report",
        "Set a target for the performance indicators that have none: 1.i, 1.ii, 1.iii, 2.i, 2.ii, 3.0, 3.i, 3.iii.",
    ]


def test_nothing_asked_is_said() -> None:
    rows = [{**row, "target": value("3")} for row in facts()["results"]]
    assert _briefing(results=rows).blocks[1] == Paragraph("No decision is asked of the Committee with this report.")


def test_a_target_that_does_not_apply_is_not_asked_for() -> None:
    rows = [{**row, "target": missing("na", "None needed.")} for row in facts()["results"]]
    assert _briefing(results=rows).blocks[1] == Paragraph("No decision is asked of the Committee with this report.")


def test_data_box_holds_the_programme_and_no_checksum() -> None:
    box = _briefing().blocks[-1]
    assert isinstance(box, Table)
    assert [(row[0].text, row[1].text) for row in box.rows] == [
        ("Programme", "LAC MIC Governance and Public Management Partnership"),
        ("Secretariat", "ILPES"),
        ("Contact", "secretariat@portal.example"),
        ("Half-year", "first half of 2026"),
        ("Total budget", "USD 3,950,000.00 over 3 years"),
        ("World Bank grant", "USD 300,000.00, 8 % of the budget"),
        ("Facts as they stood on", "15 July 2026, 12:30 (UTC)"),
    ]


def test_data_box_says_where_no_plan_is_recorded() -> None:
    box = _briefing(programme_data={"secretariat": []}).blocks[-1]
    assert isinstance(box, Table)
    words = {row[0].text: row[1].text for row in box.rows}
    assert (words["Secretariat"], words["Total budget"]) == ("n.d.", "n.d.")
    assert "Contact" not in words


def test_checksums_and_versions_stand_in_the_last_annex() -> None:
    table = compose(inputs(), "en").sections[-1].blocks[0]
    assert isinstance(table, Table)
    assert [row[0].text for row in table.rows] == [
        "Frozen record (SHA-256 of the JSON)", "Head of the ledger's chain", "Postings in the ledger",
        "Version of this report", "Prepared by", "Facts as they stood on", "Software and template",
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_briefing_fits_the_first_page_of_the_pdf(language: str) -> None:
    text = inputs(is_invented=True)
    document = compose(text, language)
    pages = PdfReader(io.BytesIO(render_pdf(document, text))).pages
    first = _folded(pages[0].extract_text())
    for part in (*(item.text for item in document.sections[0].blocks[0].items), document.sections[0].blocks[-1].title):
        assert _folded(part) in first
    assert all(_folded(document.notice) in _folded(page.extract_text()) for page in pages)


def _folded(text: str) -> str:
    """Return letters and digits alone: a page breaks lines and hyphenates as it likes."""
    return "".join(character for character in text if character.isalnum())


def test_invented_figures_are_marked_in_every_file_and_real_ones_in_none() -> None:
    for is_invented in (True, False):
        text = inputs(is_invented=is_invented)
        document = compose(text, "en")
        notice = "Demonstration: the people, requests and amounts in this report are invented."
        assert document.notice == (notice if is_invented else "")
        assert (notice in render_html(document).decode()) is is_invented
        book = openpyxl.load_workbook(io.BytesIO(render_xlsx(document)))
        marked = {sheet.title for sheet in book if notice in (sheet["A3"].value, sheet["A4"].value)}
        assert marked == (set(book.sheetnames) if is_invented else set())


def test_messages_are_a_sheet_of_the_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(compose(inputs(), "en"))))
    assert [cell.value for cell in book["Messages"]["B"][4:]] == _messages()
