"""The report as a workbook: a read-me, then one sheet per table with real numbers and dates."""

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from governance.reports.document import Cell, Document, Section, Table
from partnership.core.services.exports import safe_cell

HEAD, BAND, QUIET, NOTICE = "#06394B", "#E6F1F4", "#4B5B66", "#A8431B"
NAME_LIMIT = 31


def render_xlsx(document: Document) -> bytes:
    """Return the workbook. Its date is the cutoff: equal input gives equal bytes."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        created = datetime.fromisoformat(document.cutoff).replace(tzinfo=None)
        book.set_properties({"title": f"{document.title}, {document.subtitle}", "created": created,
                             "author": document.programme, "comments": document.sha256})  # fmt: skip
        formats = _formats(book)
        sheets = _named(document)
        _write_read_me(book.add_worksheet(document.labels["read_me"][:NAME_LIMIT]), document, sheets, formats)
        for name, section, table in sheets:
            sheet = book.add_worksheet(name)
            _write_table(sheet, section, table, formats)
            sheet.write_string(2, 0, document.notice, formats["notice"])
    return buffer.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "font_color": HEAD}),
        "subtitle": book.add_format({"font_size": 12, "font_color": QUIET}),
        "head": book.add_format({"bold": True, "bg_color": BAND, "text_wrap": True, "valign": "top", "bottom": 1}),
        "head_figure": book.add_format(
            {"bold": True, "bg_color": BAND, "text_wrap": True, "valign": "top", "bottom": 1, "align": "right"}
        ),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "missing": book.add_format({"font_color": QUIET, "align": "right", "valign": "top"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
        "note": book.add_format({"font_color": QUIET, "text_wrap": True, "valign": "top"}),
        "link": book.add_format({"font_color": "#0A5873", "underline": 1}),
        "notice": book.add_format({"bold": True, "font_color": NOTICE}),
        "mono": book.add_format({"font_name": "Consolas", "font_size": 9}),
        **{f"number{n}": book.add_format({"num_format": _pattern(n), "valign": "top"}) for n in range(5)},
    }


def _pattern(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _named(document: Document) -> list[tuple[str, Section, Table]]:
    """Return every table once with a sheet name of its own; the same table in an annex is not repeated."""
    found: dict[str, tuple[str, Section, Table]] = {}
    for section, table in document.tables():
        name = _safe_name(table.sheet)
        if name.lower() not in found:
            found[name.lower()] = (name, section, table)
    return list(found.values())


def _safe_name(name: str) -> str:
    return "".join(" " if character in "[]:*?/\\" else character for character in name)[:NAME_LIMIT].strip("'")


def _write_read_me(sheet: Any, document: Document, sheets: list[tuple[str, Section, Table]], formats: dict) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 70)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, f"{document.title}: {document.subtitle}", formats["title"])
    sheet.write_string(1, 0, document.programme, formats["subtitle"])
    sheet.write_string(2, 0, document.labels["facts_as_of"], formats["subtitle"])
    sheet.write_string(3, 0, document.notice, formats["notice"])
    sheet.write_row(5, 0, [document.labels["sheet"], document.labels["section"]], formats["head"])
    row = 6
    for row, (name, section, table) in enumerate(sheets, start=6):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", formats["link"], name)
        sheet.write_string(row, 1, f"{section.heading}: {table.title}", formats["text"])
    sheet.write_string(row + 2, 0, document.labels["checksum"], formats["mono"])


def _write_table(sheet: Any, section: Section, table: Table, formats: dict) -> None:
    sheet.write_string(0, 0, table.title, formats["title"])
    sheet.write_string(1, 0, section.heading, formats["subtitle"])
    for number, column in enumerate(table.columns):
        label = f"{column.label} ({column.unit})" if column.unit else column.label
        sheet.write_string(3, number, label, formats["head_figure" if column.is_figure else "head"])
    for row, cells in enumerate(table.rows, start=4):
        for number, cell in enumerate(cells):
            _write_cell(sheet, row, number, cell, formats)
    if table.note:
        sheet.write_string(len(table.rows) + 5, 0, safe_cell(table.note), formats["subtitle"])
    _set_widths(sheet, table)
    sheet.freeze_panes(4, 1)
    sheet.hide_gridlines(2)


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, formats: dict) -> None:
    if isinstance(cell.value, Decimal):
        exponent = cell.value.as_tuple().exponent
        decimals = min(4, max(0, -exponent)) if isinstance(exponent, int) else 0
        sheet.write_number(row, column, float(cell.value), formats[f"number{decimals}"])
    elif isinstance(cell.value, date):
        sheet.write_datetime(row, column, cell.value, formats["date"])
    else:
        sheet.write_string(row, column, safe_cell(cell.text), formats["missing" if cell.is_missing else "text"])


def _set_widths(sheet: Any, table: Table) -> None:
    for number, column in enumerate(table.columns):
        longest = max([len(row[number].text) for row in table.rows] + [len(column.label) // 2, 10])
        sheet.set_column(number, number, min(longest + 3, 64 if number else 40))
