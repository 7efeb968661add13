"""What a report consists of, before it is HTML, PDF or XLSX: plain words and figures in one language."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Link:
    """Where a reader finds the fact behind a figure. ``url`` is a path of the portal."""

    label: str
    url: str


@dataclass(frozen=True)
class Cell:
    """One cell: the words shown, the value a spreadsheet gets instead of them, the facts behind, a remark."""

    text: str
    value: Decimal | date | None = None
    links: tuple[Link, ...] = ()
    note: str = ""
    is_missing: bool = False

    @property
    def is_figure(self) -> bool:
        """Whether the cell stands at the right, as figures do."""
        return self.is_missing or isinstance(self.value, Decimal)


@dataclass(frozen=True)
class Column:
    """The head of a column; the unit stands there once."""

    label: str
    unit: str = ""
    is_figure: bool = False
    width: int = 1  # share of the page's width in a PDF; 0: as wide as its words


@dataclass(frozen=True)
class Table:
    """A table with its title; ``sheet`` is its name in the workbook (at most 31 characters)."""

    title: str
    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    kind: str = "table"


@dataclass(frozen=True)
class Paragraph:
    """Running text; a quiet one is a remark about the report rather than a statement of it."""

    text: str
    is_quiet: bool = False
    kind: str = "paragraph"


@dataclass(frozen=True)
class KeyFigure:
    """A figure of the summary."""

    value: str
    label: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Figures:
    """The figures of the summary."""

    items: tuple[KeyFigure, ...]
    kind: str = "figures"


@dataclass(frozen=True)
class Chart:
    """A drawing with the words for those who do not see it; the same figures follow as a table."""

    title: str
    svg: str
    alt: str
    table: Table
    kind: str = "chart"


@dataclass(frozen=True)
class Point:
    """One sentence of a list, perhaps with the page behind it. ``url`` is a path of the portal."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Points:
    """A short numbered list with its title; a sheet of the workbook like a table."""

    title: str
    sheet: str
    items: tuple[Point, ...]
    kind: str = "points"

    @property
    def table(self) -> Table:
        """The list as a table of one column."""
        rows = tuple((Cell(str(number)), Cell(item.text)) for number, item in enumerate(self.items, start=1))
        return Table(self.title, self.sheet, (Column("#", width=0), Column(self.title, width=1)), rows)


Block = Paragraph | Table | Figures | Chart | Points


@dataclass(frozen=True)
class Section:
    """A numbered part of the report. ``key`` is its anchor."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    number: str = ""

    @property
    def heading(self) -> str:
        """The number with the title."""
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True)
class Document:
    """A report in one language. ``sha256`` is the checksum of the snapshot it was made from."""

    language: str
    title: str
    subtitle: str
    programme: str
    sha256: str
    cutoff: str
    site_url: str
    sections: tuple[Section, ...]
    notice: str = ""  # what stands above everything: that the figures are invented
    labels: dict[str, str] = field(default_factory=dict)

    def tables(self) -> list[tuple[Section, Table]]:
        """Return all tables with their sections, those beneath charts and lists as tables included."""
        return [
            (section, block if isinstance(block, Table) else block.table)
            for section in self.sections
            for block in section.blocks
            if isinstance(block, Table | Chart | Points)
        ]
