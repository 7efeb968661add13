"""Tables as CSV and XLSX: streamed, formula-safe, the same bytes for the same rows.

In a demonstration a workbook begins with a sheet that says that its data are invented, and a CSV says so in its file
name, where no program stumbles over it. ``are_real=True`` is for the published statistics, which are nobody's
invention.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # a fixed creation date keeps workbooks byte-identical
CSV_CHUNK_ROWS = 2_000
INVENTED = gettext_lazy("Everything in this file was invented for the demonstration: people, requests and amounts.")


@dataclass(frozen=True)
class Sheet:
    """One table: its title (at most 31 characters), column headings, rows of plain values."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]] = field(default=())


def safe_cell(value: Any) -> Any:
    """Return a value that no spreadsheet reads as a formula; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def csv_chunks(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Yield a UTF-8 CSV in pieces of about two thousand rows."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for number, row in enumerate(rows, start=1):
        writer.writerow([safe_cell(value) for value in row])
        if number % CSV_CHUNK_ROWS == 0:
            yield _take(buffer)
    yield _take(buffer)


def csv_response(
    name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, are_real: bool = False
) -> StreamingHttpResponse:
    """Answer with a CSV download."""
    response = StreamingHttpResponse(csv_chunks(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(name, are_real=are_real)}"'
    return response


def workbook(sheets: Iterable[Sheet], *, created: datetime = EPOCH, comment: str = "") -> bytes:
    """Return an XLSX workbook with frozen bold headings; equal input gives equal bytes."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": created, "comments": comment})
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#E6F1F4", "text_wrap": True, "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.title[:31]), sheet, formats)
    return buffer.getvalue()


def workbook_response(name: str, sheets: Iterable[Sheet], *, are_real: bool = False) -> HttpResponse:
    """Answer with an XLSX download."""
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    if settings.DEMO_MODE and not are_real:
        notice = Sheet(str(_("Invented data")), [str(_("Demonstration"))], [[str(INVENTED)]])
        content = workbook([notice, *sheets], comment=str(INVENTED))
    else:
        content = workbook(sheets)
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{_file_name(name, are_real=are_real)}"'
    return response


def _file_name(name: str, *, are_real: bool) -> str:
    return f"demonstration-{name}" if settings.DEMO_MODE and not are_real else name


def _write_sheet(worksheet: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    widths = [len(str(column)) for column in sheet.columns]
    worksheet.write_row(0, 0, [str(column) for column in sheet.columns], formats["head"])
    worksheet.freeze_panes(1, 0)
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _write_cell(worksheet, number, column, value, formats)
            if column < len(widths):
                widths[column] = max(widths[column], min(60, len(str(value))))
    for column, width in enumerate(widths):
        worksheet.set_column(column, column, min(60, width + 2))


def _write_cell(worksheet: Any, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        worksheet.write_boolean(row, column, value)
    elif isinstance(value, int | float | Decimal):
        worksheet.write_number(row, column, float(value))
    elif isinstance(value, date | datetime):
        worksheet.write_datetime(row, column, value, formats["date"])
    else:
        worksheet.write_string(row, column, safe_cell(str(value)))


def _take(buffer: io.StringIO) -> bytes:
    content = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return content
