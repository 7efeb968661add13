"""Charts as SVG text: pure functions from plain numbers to markup, equal input gives equal bytes.

The drawing carries geometry only; classes (static/css/figures.css) carry colour, so that the dark theme, paper and
forced colours need no second drawing. A line chart is drawn twice, for wide and for narrow screens, because text in
an SVG shrinks with it; the stylesheet shows one of the two.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

Values = Sequence[float | None]
NumberText = Callable[[float, int], str]
SHAPES = ("circle", "square", "triangle", "diamond")
MARK_RADIUS = 4.5
LABEL_GAP = 19
SMALLEST_STEP = 1e-9  # smaller differences are drawn as none
NINETY_PERCENT = 1.645  # half-width of a 90 % interval in standard errors of a normal distribution


@dataclass(frozen=True)
class Series:
    """One labelled line. ``look`` is its CSS class; ``low`` and ``high`` bound its interval where there is one."""

    label: str
    short: str
    values: Values
    look: str
    dash: int = 1
    shape: str = "circle"
    low: Values = ()
    high: Values = ()
    breaks: frozenset[int] = frozenset()  # positions in ``values`` where a new, not comparable series begins


@dataclass(frozen=True)
class LineChart:
    """What a line chart shows; every series has one value (or None) per year of ``years``."""

    name: str
    title: str
    description: str
    years: Sequence[int]
    series: Sequence[Series]
    others: Sequence[tuple[str, Values]] = ()
    decimals: int = 2
    break_label: str = ""
    number: NumberText = field(default=lambda value, decimals: f"{value:.{decimals}f}")


@dataclass(frozen=True)
class Layout:
    """Sizes of one drawing in SVG units; ``short`` labels lines with codes instead of names."""

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    year_gap: int
    short: bool


WIDE = Layout("wide", 1120, 430, 56, 210, 16, 40, 64, short=False)
NARROW = Layout("narrow", 360, 330, 36, 88, 14, 34, 54, short=True)


def line_chart(chart: LineChart) -> str:
    """Return both drawings of a line chart, the wide one first."""
    return "".join(draw_lines(chart, layout) for layout in (WIDE, NARROW))


def draw_lines(chart: LineChart, layout: Layout) -> str:
    """Return one drawing: grid, grey lines, interval band, lines with marks, labels at the lines' ends."""
    scale = Scale(chart, layout)
    parts = [
        *_grid(chart, layout, scale),
        *(_other(values, scale, label) for label, values in chart.others),
        *(_band(series, scale) for series in chart.series if series.low),
        *(_line(series, scale, chart.break_label) for series in chart.series),
        *_labels(chart, layout, scale),
    ]
    identity = f"{chart.name}-{layout.name}"
    return (
        f'<svg class="chart chart-{layout.name}" viewBox="0 0 {layout.width} {layout.height}" role="img" '
        f'aria-labelledby="{identity}-t {identity}-d" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{identity}-t">{escape(chart.title)}</title>'
        f'<desc id="{identity}-d">{escape(chart.description)}</desc>{"".join(parts)}</svg>'
    )


class Scale:
    """Turns positions and values of a chart into coordinates of a layout."""

    def __init__(self, chart: LineChart, layout: Layout) -> None:
        low, high = _extent(chart)
        self.ticks = nice_ticks(low, high)
        self.low, self.high = min(low, self.ticks[0]), max(high, self.ticks[-1])
        self.years = chart.years or (0,)
        self.layout = layout
        span = self.years[-1] - self.years[0]
        self._per_year = (layout.width - layout.left - layout.right) / span if span else 0.0
        self.per_unit = (layout.height - layout.top - layout.bottom) / (self.high - self.low)
        self._xs = [layout.left + (year - self.years[0]) * self._per_year for year in self.years]
        self.whole_xs = [round(x) for x in self._xs]

    def x(self, position: int) -> float:
        """Return the abscissa of the year at a position."""
        return self._xs[position]

    def y(self, value: float) -> float:
        """Return the ordinate of a value."""
        return self.layout.top + (self.high - value) * self.per_unit


def nice_ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Return about ``wanted`` round numbers (steps of 1, 2, 2.5 or 5 × 10ⁿ) that enclose ``low`` to ``high``."""
    raw = (high - low) / max(1, wanted - 1)
    if raw < SMALLEST_STEP:
        raw = abs(high) if abs(high) >= SMALLEST_STEP else 1.0
    magnitude = 10.0 ** math.floor(math.log10(raw))
    step = next(magnitude * factor for factor in (1, 2, 2.5, 5, 10) if magnitude * factor >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    last = max(last, first + 1)
    return [round(number * step, 12) for number in range(first, last + 1)]


def _extent(chart: LineChart) -> tuple[float, float]:
    rows: Iterable[Values] = (
        *(values for _, values in chart.others),
        *(values for series in chart.series for values in (series.values, series.low, series.high)),
    )
    known = [value for values in rows for value in values if value is not None]
    return (min(known), max(known)) if known else (0.0, 1.0)


def _grid(chart: LineChart, layout: Layout, scale: Scale) -> Iterator[str]:
    end = layout.width - layout.right
    decimals = _tick_decimals(scale.ticks)
    for tick in scale.ticks:
        y = _n(scale.y(tick))
        kind = "zero-line" if tick == 0 and scale.low < 0 else "grid-line"
        yield f'<path class="{kind}" d="M{layout.left} {y}H{end}"/>'
        text = chart.number(tick, decimals)
        yield f'<text class="end" x="{layout.left - 8}" y="{_n(scale.y(tick) + 4.5)}">{text}</text>'
    base = layout.height - layout.bottom
    yield f'<path class="axis" d="M{layout.left} {base}H{end}"/>'
    for position in _year_positions(chart.years, scale, layout.year_gap):
        x = _n(scale.x(position))
        yield f'<path class="axis" d="M{x} {base}v5"/>'
        yield f'<text class="middle" x="{x}" y="{base + 22}">{chart.years[position]}</text>'


def _tick_decimals(ticks: Sequence[float]) -> int:
    step = ticks[1] - ticks[0]
    return next((decimals for decimals in range(6) if abs(round(step, decimals) - step) < 1e-9), 6)


def _year_positions(years: Sequence[int], scale: Scale, gap: float) -> list[int]:
    """Choose the years to write: the last one always, then backwards as many as fit."""
    chosen: list[int] = []
    for position in range(len(years) - 1, -1, -1):
        if not chosen or scale.x(chosen[-1]) - scale.x(position) >= gap:
            chosen.append(position)
    return chosen[::-1]


def _runs(values: Values) -> Iterator[list[int]]:
    """Yield the runs of positions without a missing value between them."""
    run: list[int] = []
    for position, value in enumerate(values):
        if value is not None:
            run.append(position)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _other(values: Values, scale: Scale, label: str) -> str:
    """Return a grey line in whole units, each point relative to the one before: short, and exact to half a unit."""
    parts: list[str] = []
    before: tuple[int, int] | None = None
    top, high, per_unit = scale.layout.top, scale.high, scale.per_unit
    for x, value in zip(scale.whole_xs, values, strict=True):
        if value is None:
            before = None
            continue
        y = round(top + (high - value) * per_unit)
        # A point of its own is a short stroke; where a line follows, the stroke is on it.
        parts.append(f"M{x} {y}h1h-1" if before is None else f"l{x - before[0]} {y - before[1]}")
        before = (x, y)
    if not parts:
        return ""
    return f'<path class="line-others" d="{"".join(parts)}"><title>{escape(label)}</title></path>'


def _band(series: Series, scale: Scale) -> str:
    parts = []
    for run in _runs([None if h is None else low for low, h in zip(series.low, series.high, strict=True)]):
        upper = [f"{_n(scale.x(p))} {_n(scale.y(series.high[p]))}" for p in run]
        lower = [f"{_n(scale.x(p))} {_n(scale.y(series.low[p]))}" for p in reversed(run)]
        parts.append(f"M{'L'.join([*upper, *lower])}Z")
    return f'<path class="band {series.look}" d="{"".join(parts)}"/>' if parts else ""


def _line(series: Series, scale: Scale, break_label: str) -> str:
    """Return the line (one path; a gap where a value is missing or the series breaks), its marks and breaks."""
    strokes, lonely, last = [], [], None
    for run in _runs(series.values):
        last = run[-1]
        if len(run) == 1:
            lonely.append(run[0])
        for position in run:
            begins = position == run[0] or position in series.breaks
            strokes.append(f"{'M' if begins else 'L'}{_n(scale.x(position))} {_n(scale.y(series.values[position]))}")
    if last is None:
        return ""
    marks = dict.fromkeys(_mark(series, scale, position) for position in [*lonely, last])
    path = f'<path class="line dash-{series.dash}" d="{"".join(strokes)}"/>'
    return f'<g class="{series.look}">{path}{"".join(marks)}{_breaks(series, scale, break_label)}</g>'


def _mark(series: Series, scale: Scale, position: int) -> str:
    value = series.values[position]
    return "" if value is None else mark(series.shape, scale.x(position), scale.y(value))


def _breaks(series: Series, scale: Scale, label: str) -> str:
    """Return a small upright stroke with its meaning at each break of a series."""
    known = (p for p in sorted(series.breaks) if p < len(series.values) and series.values[p] is not None)
    starts = (f"M{_n(scale.x(p))} {_n(scale.y(series.values[p]) - 12)}v24" for p in known)
    return "".join(f'<path class="break" d="{start}"><title>{escape(label)}</title></path>' for start in starts)


def mark(shape: str, x: float, y: float, radius: float = MARK_RADIUS) -> str:
    """Return a mark of one of the SHAPES around a point."""
    if shape == "circle":
        return f'<circle class="mark" cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"/>'
    r = radius * 0.9
    corners = {
        "square": ((-r, -r), (r, -r), (r, r), (-r, r)),
        "triangle": ((0, -radius * 1.2), (radius * 1.1, r), (-radius * 1.1, r)),
        "diamond": ((0, -radius * 1.3), (radius * 1.3, 0), (0, radius * 1.3), (-radius * 1.3, 0)),
    }[shape]
    return f'<path class="mark" d="M{"L".join(f"{_n(x + dx)} {_n(y + dy)}" for dx, dy in corners)}Z"/>'


def _labels(chart: LineChart, layout: Layout, scale: Scale) -> Iterator[str]:
    """Yield the names at the lines' ends, moved apart where they would meet, with a thin leader where moved."""
    ends = [(series, _last(series.values)) for series in chart.series]
    known = [(series, position) for series, position in ends if position is not None]
    wanted = [scale.y(series.values[position]) for series, position in known]
    x = layout.width - layout.right + 14
    for (series, position), wish, y in zip(
        known, wanted, spread(wanted, LABEL_GAP, layout.top + 4, layout.height - layout.bottom - 2), strict=True
    ):
        start = scale.x(position) + MARK_RADIUS + 3
        if abs(wish - y) > 3 or x - start > 16:
            yield f'<path class="leader" d="M{_n(start)} {_n(wish)}L{x - 4} {_n(y)}"/>'
        value = chart.number(series.values[position], chart.decimals)
        name = escape(series.short if layout.short else _shortened(series.label, 22))
        yield (
            f'<text class="label {series.look}" x="{x}" y="{_n(y + 4.5)}">{name}'
            f'<tspan class="value" dx="5">{value}</tspan></text>'
        )


def _last(values: Values) -> int | None:
    return next((p for p in range(len(values) - 1, -1, -1) if values[p] is not None), None)


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return positions as near to the wanted ones as goes, in the same order, at least ``gap`` apart within bounds."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed: list[float] = []
    for index in order:
        placed.append(max(wanted[index], placed[-1] + gap if placed else low))
    limit = high
    for number in range(len(placed) - 1, -1, -1):
        placed[number] = min(placed[number], limit)
        limit = placed[number] - gap
    result = [0.0] * len(wanted)
    for number, index in enumerate(order):
        result[index] = placed[number]
    return result


def interval_row(value: float, low: float | None, high: float | None, bounds: tuple[float, float]) -> str:
    """Return one row of a dot plot: a dot, its interval, the zero where it lies inside; the number stands beside it.

    The drawing stretches with its cell; strokes keep their width, so a dot (a line of no length with a round end)
    stays round.
    """
    start, end = bounds
    per_unit = 200 / ((end - start) or 1.0)

    def x(number: float) -> str:
        return _n(max(0.0, min(200.0, (number - start) * per_unit)))

    zero = f'<path class="zero" d="M{x(0)} 0v16"/>' if start < 0 < end else ""
    interval = f'<path class="interval" d="M{x(low)} 8H{x(high)}"/>' if low is not None and high is not None else ""
    return (
        f'<svg class="dot-row" viewBox="0 0 200 16" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<path class="track" d="M0 8H200"/>{zero}{interval}<path class="dot" d="M{x(value)} 8h.01"/></svg>'
    )


def sparkline(years: Sequence[int], values: Values) -> str:
    """Return a small line without axes; hidden from screen readers because the numbers stand beside it."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    span = (years[-1] - years[0]) or 1

    def point(position: int) -> str:
        x = 3 + (years[position] - years[0]) / span * 114
        y = 14.0 if high == low else 25 - (values[position] - low) / (high - low) * 22
        return f"{_n(x)} {_n(y)}"

    path = "".join("M" + "L".join(point(p) for p in run) for run in _runs(values))
    end = point(_last(values) or 0)
    return (
        f'<svg class="spark" viewBox="0 0 120 28" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<path class="spark-line" d="{path}"/><path class="dot" d="M{end}h.01"/></svg>'
    )


def twin_lines(years: Sequence[int], lower: Values, upper: Values) -> str:
    """Return two lines on one scale without axes, for an overview where the numbers stand beside them."""
    known = [value for value in (*lower, *upper) if value is not None]
    bottom, top = min(known), max(known)
    span, height = (years[-1] - years[0]) or 1, (top - bottom) or 1.0

    def path(values: Values) -> str:
        points = [
            f"{_n(4 + (year - years[0]) / span * 292)} {_n(92 - (value - bottom) / height * 84)}"
            for year, value in zip(years, values, strict=True)
            if value is not None
        ]
        return f'<path class="line" d="M{"L".join(points)}"/><path class="dot" d="M{points[-1]}h.01"/>'

    parts = zip(("lac", "oecd"), (lower, upper), strict=True)
    lines = "".join(f'<g class="average average-{name}">{path(values)}</g>' for name, values in parts)
    return (
        f'<svg class="twin" viewBox="0 0 300 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f"{lines}</svg>"
    )


def swatch(look: str, dash: int, shape: str) -> str:
    """Return the key of a line: a piece of it with its mark."""
    return (
        f'<svg class="swatch" viewBox="0 0 36 14" aria-hidden="true" focusable="false"><g class="{look}">'
        f'<path class="line dash-{dash}" d="M0 7H36"/>{mark(shape, 18, 7)}</g></svg>'
    )


def _n(number: float) -> str:
    """Return a coordinate with at most one decimal, in the shortest form."""
    text = f"{number:.1f}"
    return text[:-2] if text.endswith(".0") else text
