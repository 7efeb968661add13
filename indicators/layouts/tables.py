"""Files as rows of text cells, read one by one: CSV in UTF-8 (with or without a mark) or a workbook's first sheet."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from .findings import FileFault, Finding

Row = tuple[int, list[str]]
MAX_COLUMNS = 1_000
ZIP_MAGIC = b"PK\x03\x04"


@dataclass
class Table:
    """Rows with the number of their line in the file, and how far the reading has come (0 to 1)."""

    rows: Iterator[Row]
    raw: BinaryIO | None
    size: int

    def done(self) -> float:
        """Return which part of the file has been read."""
        return self.raw.tell() / self.size if self.raw and self.size else 0.0


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Open a CSV file or a workbook. Everything that is wrong with it comes out as a :class:`FileFault`."""
    size = path.stat().st_size
    if size == 0:
        raise FileFault(Finding("empty_file"))
    with path.open("rb") as raw:
        is_workbook = raw.read(4) == ZIP_MAGIC
    if is_workbook:
        yield Table(_sheet_rows(path), None, size)
        return
    with path.open("rb") as raw:
        yield Table(_csv_rows(raw), raw, size)


def _csv_rows(raw: BinaryIO) -> Iterator[Row]:
    reader = csv.reader(_text_lines(raw), strict=True)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileFault(Finding("unreadable", line=reader.line_num, params={"detail": str(error)})) from error
        if row and any(row):
            if len(row) > MAX_COLUMNS:
                raise _too_wide(reader.line_num, len(row))
            yield reader.line_num, row


def _text_lines(raw: BinaryIO) -> Iterator[str]:
    """Decode line by line, so that a wrong byte can be named by its position."""
    position = 0
    for number, line in enumerate(raw):
        try:
            yield line.decode("utf-8-sig" if number == 0 else "utf-8")
        except UnicodeDecodeError as error:
            place = position + error.start
            raise FileFault(Finding("wrong_encoding", line=number + 1, params={"position": place})) from error
        position += len(line)


def _sheet_rows(path: Path) -> Iterator[Row]:
    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        rows = sheet.iter_rows()
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise FileFault(Finding("damaged_workbook", params={"detail": str(error)[:100]})) from error
    for number, row in enumerate(rows, start=1):
        if len(row) > MAX_COLUMNS:
            raise _too_wide(number, len(row))
        cells = [_as_text(cell) for cell in row]
        if any(cells):
            yield number, cells


def _as_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def _too_wide(line: int, count: int) -> FileFault:
    return FileFault(Finding("too_many_columns", line=line, params={"count": count, "limit": MAX_COLUMNS}))
