"""Two pictures as SVG: who governs whom, and the budget with the Bank's part. Geometry only; styles give colour.

Each is drawn for a wide and for a narrow screen, because text in an SVG shrinks with it; the styles show one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import wrap

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

LETTER = 7.9  # width of a letter in units of the drawing, on the safe side for the system's own faces
TITLE_LINE, SMALL_LINE, PADDING = 20, 18, 14
GAP = 46


@dataclass(frozen=True)
class Body:
    """A body of the Partnership: its name, a line beneath it, and how its box looks."""

    title: str
    text: str = ""
    look: str = ""


@dataclass(frozen=True)
class Chart:
    """Who stands in the picture, and the words beside two of its arrows."""

    committee: Body
    secretariat: Body
    advisers: Body
    components: Sequence[Body]
    decides: str
    leads: str
    title: str


@dataclass(frozen=True)
class Bar:
    """One amount in US dollars, the Bank's part of it, and the words above."""

    text: str
    bank: Decimal
    total: Decimal


@dataclass(frozen=True)
class _Box:
    body: Body
    x: float
    y: float
    width: float

    @property
    def titles(self) -> list[str]:
        return wrap(self.body.title, int((self.width - 2 * PADDING) / LETTER))

    @property
    def texts(self) -> list[str]:
        return wrap(self.body.text, int((self.width - 2 * PADDING) / (LETTER - 0.9)))

    @property
    def height(self) -> float:
        return 2 * PADDING + TITLE_LINE * len(self.titles) + SMALL_LINE * len(self.texts)

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def governance_svg(chart: Chart) -> SafeString:
    """Draw the Committee above the Secretariat above the components, the Advisory Group beside."""
    return format_html("{}{}", _wide(chart), _narrow(chart))


def budget_svg(bars: Sequence[Bar], title: str) -> SafeString:
    """Draw amounts as bars on one scale; the Bank's part of each is its first piece."""
    top = max((bar.total for bar in bars), default=Decimal(1)) or Decimal(1)
    return format_html(
        "{}{}", *(_bars(bars, top, title, name, width) for name, width in (("wide", 880), ("narrow", 340)))
    )


def _wide(chart: Chart) -> SafeString:
    width, between = 880.0, 34.0
    count = max(len(chart.components), 3)
    column = (width - between * (count - 1)) / count
    centre = (width - column) / 2
    committee = _Box(chart.committee, centre, 0, column)
    secretariat = _Box(chart.secretariat, centre, committee.bottom + GAP, column)
    advisers = _Box(chart.advisers, 0, secretariat.y, column)
    row = max(secretariat.bottom, advisers.bottom) + GAP
    boxes = [_Box(body, place * (column + between), row, column) for place, body in enumerate(chart.components)]
    bus = row - GAP / 2
    parts = [
        _arrow(committee.middle, committee.bottom, secretariat.y),
        _words(chart.decides, committee.middle + 12, committee.bottom + GAP / 2 + 4),
    ]
    if boxes:
        drops = [box.middle + (column / 4 if place == 0 else 0) for place, box in enumerate(boxes)]
        parts += [
            _line(secretariat.middle, secretariat.bottom, secretariat.middle, bus),
            _line(drops[0], bus, drops[-1], bus),
        ]
        parts += [_arrow(x, bus, row) for x in drops]
        parts += [_arrow(column / 4, advisers.bottom, row), _words(chart.leads, column / 4 + 10, row - GAP / 2 + 4)]
    return _svg("wide", width, [committee, secretariat, advisers, *boxes], parts, chart.title)


def _narrow(chart: Chart) -> SafeString:
    width, indent = 340.0, 30.0
    committee = _Box(chart.committee, 0, 0, width)
    secretariat = _Box(chart.secretariat, 0, committee.bottom + GAP, width)
    advisers = _Box(chart.advisers, indent, secretariat.bottom + GAP / 2, width - indent)
    y, boxes = advisers.bottom + GAP, []
    for body in chart.components:
        boxes.append(_Box(body, indent, y, width - indent))
        y = boxes[-1].bottom + GAP / 2
    parts = [
        _arrow(2 * indent, committee.bottom, secretariat.y),
        _words(chart.decides, 2 * indent + 12, committee.bottom + GAP / 2 + 4),
    ]
    if boxes:
        trunk, ends = indent / 2 - 4, [box.y + box.height / 2 for box in boxes]
        parts += [_line(trunk, secretariat.bottom, trunk, ends[-1]), *(_line(trunk, end, indent, end) for end in ends)]
        parts += [
            _arrow(advisers.middle, advisers.bottom, boxes[0].y),
            _words(chart.leads, advisers.middle + 12, boxes[0].y - GAP / 2 + 4),
        ]
    return _svg("narrow", width, [committee, secretariat, advisers, *boxes], parts, chart.title)


def _svg(name: str, width: float, boxes: Iterable[_Box], parts: Iterable[SafeString], title: str) -> SafeString:
    boxes = list(boxes)
    return format_html(
        '<svg class="charter-{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>',
        name, _n(width), _n(max(box.bottom for box in boxes) + 1), title, _joined(parts), _joined(map(_drawn, boxes)),
    )  # fmt: skip


def _drawn(box: _Box) -> SafeString:
    lines = [("label middle", line, TITLE_LINE) for line in box.titles]
    lines += [("middle", line, SMALL_LINE) for line in box.texts]
    y, texts = box.y + PADDING - 4, []
    for look, line, height in lines:
        y += height
        texts.append(format_html('<text class="{}" x="{}" y="{}">{}</text>', look, _n(box.middle), _n(y), line))
    return format_html(
        '<rect class="charter-box {}" x="{}" y="{}" width="{}" height="{}" rx="4"/>{}',
        box.body.look, _n(box.x + 1), _n(box.y + 1), _n(box.width - 2), _n(box.height - 1), _joined(texts),
    )  # fmt: skip


def _bars(bars: Sequence[Bar], top: Decimal, title: str, name: str, width: int) -> SafeString:
    y, parts = 0.0, []
    for bar in bars:
        for line in wrap(bar.text, int(width / (LETTER - 0.9))):
            y += SMALL_LINE
            parts.append(format_html('<text class="value" x="0" y="{}">{}</text>', _n(y), line))
        y += 8
        ends = [float(amount / top) * width for amount in (bar.bank, bar.total)]
        parts += [
            _piece("charter-track", 0, width, y),
            _piece("series-3 mark", ends[0], ends[1], y),
            _piece("series-1 mark", 0, ends[0], y),
        ]
        y += 44
    return format_html(
        '<svg class="charter-{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        name, width, _n(y - 18), title, _joined(parts),
    )  # fmt: skip


def _piece(look: str, start: float, end: float, y: float) -> SafeString:
    shape = '<rect class="{}" x="{}" y="{}" width="{}" height="22"/>'
    return format_html(shape, look, _n(start), _n(y), _n(max(end - start, 0)))


def _line(x1: float, y1: float, x2: float, y2: float) -> SafeString:
    return format_html('<line class="charter-line" x1="{}" y1="{}" x2="{}" y2="{}"/>', *map(_n, (x1, y1, x2, y2)))


def _arrow(x: float, start: float, end: float) -> SafeString:
    head = f"{_n(x)},{_n(end)} {_n(x - 5)},{_n(end - 9)} {_n(x + 5)},{_n(end - 9)}"
    return format_html('{}<polygon class="charter-head" points="{}"/>', _line(x, start, x, end - 8), head)


def _words(text: str, x: float, y: float) -> SafeString:
    return format_html('<text x="{}" y="{}">{}</text>', _n(x), _n(y), text)


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join(mark_safe(""), "{}", ((part,) for part in parts))


def _n(value: float) -> str:
    return f"{value:.1f}"
