"""The drawings of a report: one specification gives one SVG, for the page (by classes) and the PDF (by attributes)."""

from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape

COLOURS = ("#0A5873", "#C4541A", "#2B7A57")
INK, MUTED, GRID, MARK = "#16232B", "#4B5B66", "#D5DCE0", "#A8431B"
WIDTH, LABELS, FIGURES, BAR, GAP = 720, 190, 96, 16, 14


@dataclass(frozen=True)
class Bar:
    """One bar: its value and the words beside it."""

    value: Decimal
    words: str


@dataclass(frozen=True)
class Bars:
    """Groups of horizontal bars, one series per bar of a group; ``target`` draws a line with its words."""

    groups: tuple[tuple[str, tuple[Bar, ...]], ...]
    series: tuple[str, ...] = ()
    target: Bar | None = None


def draw(bars: Bars) -> str:
    """Return the SVG of a bar chart."""
    top = 24 if len(bars.series) > 1 or bars.target else 4
    heights = [len(items) * BAR + GAP for _label, items in bars.groups]
    height = top + sum(heights) + 4
    parts = [_legend(bars.series)] if len(bars.series) > 1 else []
    y = top
    for (label, items), group_height in zip(bars.groups, heights, strict=True):
        parts.append(_group(label, items, y, _longest(bars)))
        y += group_height
    if bars.target:
        parts.append(_target(bars.target, _longest(bars), top, height))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'aria-hidden="true" font-family="Libertinus Serif" font-size="13">{"".join(parts)}</svg>'
    )


def _longest(bars: Bars) -> Decimal:
    values = [bar.value for _label, items in bars.groups for bar in items]
    return max([*values, bars.target.value if bars.target else Decimal(0), Decimal(0)]) or Decimal(1)


def _x(value: Decimal, longest: Decimal) -> str:
    room = Decimal(WIDTH - LABELS - FIGURES)
    return f"{max(value, Decimal(0)) / longest * room:.1f}"


def _group(label: str, items: tuple[Bar, ...], y: int, longest: Decimal) -> str:
    middle = y + len(items) * BAR / 2 + 4
    parts = [_words("label end", LABELS - 12, middle, _cut(label), INK)]
    for number, bar in enumerate(items):
        width, top = _x(bar.value, longest), y + number * BAR
        parts.append(
            f'<rect class="mark series-{number + 1}" x="{LABELS}" y="{top}" width="{width}" height="{BAR - 3}" '
            f'fill="{COLOURS[number % len(COLOURS)]}"/>'
            + _words("value", LABELS + float(width) + 6, top + 11, escape(bar.words), INK)
        )
    return "".join(parts)


def _target(target: Bar, longest: Decimal, top: int, height: int) -> str:
    x = LABELS + float(_x(target.value, longest))
    return (
        f'<line class="zero-line" x1="{x:.1f}" y1="{top - 4}" x2="{x:.1f}" y2="{height}" stroke="{MARK}" '
        f'stroke-width="1.5" stroke-dasharray="5 3"/>' + _words("end", x - 6, top - 10, escape(target.words), MARK)
    )


def _words(kind: str, x: float, y: float, words: str, colour: str) -> str:
    anchor = ' text-anchor="end"' if "end" in kind else ""
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}"{anchor} fill="{colour}">{words}</text>'


def _legend(series: tuple[str, ...]) -> str:
    parts, x = [], LABELS
    for number, name in enumerate(series):
        parts.append(
            f'<rect class="mark series-{number + 1}" x="{x}" y="2" width="12" height="12" '
            f'fill="{COLOURS[number % len(COLOURS)]}"/><text x="{x + 18}" y="13" fill="{MUTED}">{escape(name)}</text>'
        )
        x += 40 + 8 * len(name)
    return "".join(parts)


def _cut(label: str) -> str:
    return escape(label if len(label) <= 26 else label[:25] + "…")
