import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.utils.translation import gettext_lazy
from pypdf import PdfReader

from governance.reports.canonical import canonical, checksum
from governance.reports.charts import Bar, Bars, draw
from governance.reports.compose import compose
from governance.reports.document import Chart, Figures, Table
from governance.reports.html import render_html
from governance.reports.pdf import render_pdf
from governance.reports.xlsx import render_xlsx
from tests.factories.report_facts import facts, inputs, missing, value

LANGUAGES = ["en", "es", "pt", "fr"]
ROOT = Path(__file__).resolve().parents[2]


def _pdf(**changes) -> PdfReader:
    text = inputs(**changes)
    return PdfReader(io.BytesIO(render_pdf(compose(text, "es"), text)))


def _table(sheet: str, language: str = "en", **changes) -> Table:
    return next(table for _section, table in compose(inputs(**changes), language).tables() if table.sheet == sheet)


def test_canonical_json_is_one_text_for_equal_facts() -> None:
    first = {"b": Decimal("1.50"), "a": date(2026, 7, 1), "at": datetime(2026, 7, 1, 9, tzinfo=UTC), "name": "Núñez"}
    second = {"name": unicodedata.normalize("NFD", "Núñez"), "at": first["at"], "a": first["a"], "b": first["b"]}
    assert canonical(first) == canonical(second)
    assert canonical(first) == '{"a":"2026-07-01","at":"2026-07-01T09:00:00Z","b":"1.50","name":"Núñez"}'


def test_canonical_json_keeps_trailing_zeros_and_drops_minus_zero() -> None:
    assert canonical([Decimal("1E+3"), Decimal("-0.00"), Decimal("2.10")]) == '["1000","0.00","2.10"]'


@pytest.mark.parametrize("value", [1.5, {1: "a"}, {1, 2}, object(), Decimal("NaN"), gettext_lazy("Summary")])
def test_canonical_json_refuses_what_could_be_written_in_two_ways(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_renderers_ask_the_database_nothing(language: str, db, django_assert_num_queries) -> None:
    text = inputs()
    with django_assert_num_queries(0):
        document = compose(text, language)
        assert render_html(document)
        assert render_pdf(document, text)
        assert render_xlsx(document)


def test_files_are_the_same_bytes_when_made_again_in_another_process() -> None:
    text = inputs()
    document = compose(text, "es")
    here = [checksum(data.hex()) for data in (render_html(document), render_pdf(document, text), render_xlsx(document))]
    again = compose(text, "es")
    assert [render_html(again), render_pdf(again, text), render_xlsx(again)] == [
        render_html(document),
        render_pdf(document, text),
        render_xlsx(document),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    code = (
        "import sys, django; django.setup()\n"
        "from governance.reports.compose import compose\n"
        "from governance.reports.html import render_html\n"
        "from governance.reports.pdf import render_pdf\n"
        "from governance.reports.xlsx import render_xlsx\n"
        "from governance.reports.canonical import checksum\n"
        "text = sys.stdin.read()\n"
        "document = compose(text, 'es')\n"
        "for data in (render_html(document), render_pdf(document, text), render_xlsx(document)):\n"
        "    print(checksum(data.hex()))\n"
    )
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        input=text,
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    assert run.stdout.split() == here


def test_a_section_without_facts_says_so_instead_of_vanishing() -> None:
    document = compose(
        inputs(finance={}, assistance={"target": "500"}, governance={}, indicators={}, narrative={}), "en"
    )
    assert [section.number for section in document.sections] == [
        *(str(number) for number in range(14)), "A", "B", "C", "D",
    ]  # fmt: skip
    assert all(section.blocks for section in document.sections)
    words = {
        section.key: " ".join(getattr(block, "text", "") for block in section.blocks) for section in document.sections
    }
    assert "The fund has no postings yet." in words["finance"]
    assert "No person-day was verified yet." in words["assistance"]
    assert "No data were released in the half-year." in words["use-of-data"]


def test_zero_not_applicable_and_no_data_are_three_things() -> None:
    rows = facts()["results"]
    rows[0]["actuals"][-1] = {"period": "2026-H1", **value("0")}
    rows[1]["actuals"][-1] = {"period": "2026-H1", **missing("na", "Does not apply here.")}
    rows[2]["actuals"][-1] = {"period": "2026-H1", **missing("nd", "Nobody counted.")}
    table = _table("Results framework", results=rows)
    assert [row[-2].text for row in table.rows[:3]] == ["0", "n/a", "n.d."]
    assert [row[-2].value for row in table.rows[:3]] == [Decimal(0), None, None]
    assert "Does not apply here." in table.note
    assert "Nobody counted." in table.note


def test_numbers_and_dates_are_written_as_the_language_does() -> None:
    sums = {"en": "480,000.00", "es": "480\u00a0000,00", "pt": "480.000,00"}
    for language, written in sums.items():
        table = _table("F1", language)
        assert table.rows[0][1].text == written
    assert next(row for row in _table("Missions").rows)[4].text == "2 March 2026"


def test_a_narrative_in_another_language_is_marked_and_never_html() -> None:
    english = compose(inputs(), "en")
    summary = next(section for section in english.sections if section.key == "summary")
    texts = [block.text for block in summary.blocks if block.kind == "paragraph"]
    assert texts == [
        "La Alianza creció: más países pidieron ayuda.",
        "Detalle: <b>año</b>.",
        "Ana Núñez, 14 July 2026, version 2. Not translated.",
    ]
    assert "Detalle: &lt;b&gt;año&lt;/b&gt;." in render_html(english).decode()


def test_every_sum_of_the_fund_is_the_sum_of_its_lines() -> None:
    rows = {row[0].text: row for row in _table("F1").rows}
    assert rows["Total sources"][2].value == Decimal("480000.00")
    assert rows["Total uses"][2].value == Decimal("12450.75")
    assert rows["Balance of the fund"][2].value == rows["Total sources"][2].value - rows["Total uses"][2].value


def test_evidence_is_linked_in_the_readers_language() -> None:
    html = render_html(compose(inputs(), "es")).decode()
    assert 'href="/es/governance/fund/"' in html
    assert 'href="/en/' not in html


def test_page_has_no_style_script_or_handler() -> None:
    html = render_html(compose(inputs(), "en")).decode()
    for forbidden in (" style=", "<script", "<style", " onclick", "javascript:"):
        assert forbidden not in html


def test_pdf_is_tagged_with_language_title_bookmarks_and_pages() -> None:
    reader = _pdf()
    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "es"
    assert "/StructTreeRoot" in catalog
    assert reader.xmp_metadata is not None
    assert "Núñez" in reader.pages[1].extract_text()
    assert len(reader.outline) >= 18
    assert b"pdfuaid" in catalog["/Metadata"].get_data()


def test_pdf_carries_the_frozen_record_and_its_checksum_on_the_last_page() -> None:
    text = inputs()
    reader = _pdf()
    assert reader.attachments["snapshot.json"] == [text.encode()]
    assert checksum(text) in reader.pages[-1].extract_text().replace("\n", "")


def test_charts_have_words_and_their_figures_as_a_table() -> None:
    charts = [
        block for section in compose(inputs(), "en").sections for block in section.blocks if isinstance(block, Chart)
    ]
    assert len(charts) == 2
    for chart in charts:
        assert len(chart.alt) > 20
        assert chart.table.rows


def test_chart_bars_are_as_long_as_their_values_and_words_are_escaped() -> None:
    svg = draw(Bars((("A <b>", (Bar(Decimal(50), "50"), Bar(Decimal(100), "100"))),), ("one", "two")))
    assert 'width="217.0"' in svg
    assert 'width="434.0"' in svg
    assert "A &lt;b&gt;" in svg


def test_workbook_has_a_read_me_and_one_sheet_per_table_with_real_numbers() -> None:
    document = compose(inputs(), "en")
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(document)))
    assert book.sheetnames[0] == "Read me"
    assert len(book.sheetnames) == 1 + len({table.sheet.lower() for _section, table in document.tables()})
    sheet = book["F1"]
    assert [cell.value for cell in sheet[5]] == ["Contributions received", 480000, 480000]
    assert book["Missions"]["E5"].value == datetime(2026, 3, 2)  # noqa: DTZ001  spreadsheets have no zones
    assert book["Results framework"]["C5"].value == 0
    assert book["Results framework"]["D5"].value == "n.d."


def test_workbook_reads_no_text_as_a_formula() -> None:
    wild = facts()
    wild["finance"]["contributors"][0]["name"] = "=HYPERLINK('http://x')"
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(compose(canonical(wild), "en"))))
    assert book["F2"]["A5"].value == "'=HYPERLINK('http://x')"
    assert book["F2"]["A5"].data_type == "s"


def test_headline_figures_come_from_the_facts() -> None:
    summary = compose(inputs(), "en").sections[1]
    figures = next(block for block in summary.blocks if isinstance(block, Figures))
    assert [figure.value for figure in figures.items] == ["40.5", "480,000.00", "467,549.25", "1"]


def test_inputs_are_plain_json() -> None:
    assert json.loads(inputs())["period"]["code"] == "2026-H1"


def test_regions_of_the_page_have_names_of_their_own() -> None:
    html = render_html(compose(inputs(), "es")).decode()
    names = re.findall(r'role="region" aria-label="([^"]+)"', html)
    assert len(names) > 10
    assert sorted(set(names)) == sorted(names)
