"""The fund's pictures as SVG, drawn here so that they need no script. Geometry only; colours come from the styles.

Each picture is drawn twice, for a wide and for a narrow screen; the styles show one of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from governance.selectors.fund_figures import SourcesAndUses, YearShare
from partnership.core.templatetags.formats import MINUS, number_text


@dataclass(frozen=True)
class Bar:
    """One row of a picture: from where to where it reaches (US dollars), in which style, with which words."""

    label: str
    text: str
    start: Decimal
    end: Decimal
    style: str
    emphasis: Decimal | None = None  # a part of the bar, from its start, drawn in the first colour


@dataclass(frozen=True)
class Layout:
    """Where things stand: words left of the bars, or above them."""

    name: str
    width: int
    label_width: int
    text_width: int
    row: int
    bar_top: int
    bar: int

    @property
    def scale_width(self) -> int:
        return self.width - self.label_width - (self.text_width if self.label_width else 0)


WIDE = Layout("wide", width=940, label_width=230, text_width=130, row=38, bar_top=8, bar=22)
NARROW = Layout("narrow", width=340, label_width=0, text_width=0, row=50, bar_top=22, bar=16)


def sources_and_uses_svg(table: SourcesAndUses) -> SafeString:
    """Draw sources as a rising stair, uses as a falling one, and the balance that is left at its foot."""
    return _both(
        _stairs(table), _("Sources, uses and balance of the trust fund in US dollars; the table has the figures")
    )


def bank_share_svg(years: Sequence[YearShare]) -> SafeString:
    """Draw what came in each year, and within it what came from the World Bank."""
    bars = [
        Bar(
            label=str(year.year),
            text=_("{share} %").format(share=number_text(year.share, 1)) if year.share is not None else "–",
            start=Decimal(0),
            end=year.total.amount,
            style="mark",
            emphasis=year.bank.amount,
        )
        for year in years
    ]
    return _both(bars, _("Contributions received by year, with the part of the World Bank; the table has the figures"))


def _stairs(table: SourcesAndUses) -> list[Bar]:
    bars, level = [], Decimal(0)
    for line in table.sources:
        style = "series-1 mark" if line.amount >= 0 else "series-2 mark"
        bars.append(Bar(line.label, f"+ {_whole(line.amount)}", level, level + line.amount, style))
        level += line.amount
    for line in table.uses:
        if line.amount:
            text = f"{MINUS} {_whole(line.amount)}"
            bars.append(Bar(line.label, text, level - line.amount, level, "series-2 mark"))
            level -= line.amount
    bars.append(Bar(_("Balance"), f"= {_whole(level)}", Decimal(0), level, "series-3 mark fund-balance"))
    return bars


def _whole(amount: Decimal) -> str:
    return number_text(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP), 0)


def _both(bars: Sequence[Bar], title: str) -> SafeString:
    return format_html("{}{}", _svg(bars, title, WIDE), _svg(bars, title, NARROW))


def _svg(bars: Sequence[Bar], title: str, layout: Layout) -> SafeString:
    top = max((max(bar.start, bar.end) for bar in bars), default=Decimal(1)) or Decimal(1)
    rows = format_html_join("", "{}", ((_row(bar, number, top, layout),) for number, bar in enumerate(bars)))
    return format_html(
        '<svg class="fund-{name}" viewBox="0 0 {width} {height}" role="img" aria-label="{title}">'
        '<line class="axis" x1="{x}" y1="0" x2="{x}" y2="{height}"/>{rows}</svg>',
        name=layout.name,
        width=layout.width,
        height=layout.row * len(bars),
        title=title,
        x=layout.label_width,
        rows=rows,
    )


def _row(bar: Bar, number: int, top: Decimal, layout: Layout) -> SafeString:
    y = number * layout.row
    left, right = sorted((_x(bar.start, top, layout), _x(bar.end, top, layout)))
    beside = layout.label_width > 0
    rect = _rect(bar.style, left, max(right - left, 1.0), y, layout)
    if bar.emphasis:
        rect = format_html("{}{}", rect, _rect("series-1 mark", left, _x(bar.emphasis, top, layout) - left, y, layout))
    middle = y + layout.bar_top + layout.bar * 0.72
    return format_html(
        '{}<text class="value{}" x="{}" y="{}">{}</text><text class="label{}" x="{}" y="{}">{}</text>',
        rect,
        " end",
        layout.width,
        _n(middle if beside else y + 16),
        bar.text,
        " end" if beside else "",
        layout.label_width - 14 if beside else 0,
        _n(middle if beside else y + 16),
        bar.label,
    )


def _rect(style: str, left: float, width: float, y: int, layout: Layout) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
        style,
        _n(left),
        y + layout.bar_top,
        _n(width),
        layout.bar,
    )


def _x(amount: Decimal, top: Decimal, layout: Layout) -> float:
    return layout.label_width + float(amount / top) * layout.scale_width


def _n(value: float) -> str:
    return f"{value:.1f}"
