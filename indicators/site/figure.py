"""The live figure of an indicator's page: the same lines as the drawing, with what each point means.

plotly is imported here alone, when a figure is asked for: no page waits for it, and no worker holds it before.
Colours are the stylesheet's own (``var(--chart-1)``); static/js/explore.js puts in what they are in the reader's theme.
Every number is written by the server, so that the figure, the table and the drawing say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from indicators.charts import Series
from indicators.figures import CountryYears
from indicators.site.comparison import group_names
from indicators.tables import UNREMARKABLE, flag_words

if TYPE_CHECKING:
    from plotly.graph_objects import Figure, Scatter

    from indicators.pages import IndicatorPage

INK, MUTED = "var(--ink)", "var(--muted)"
SYMBOLS = {"circle": "circle", "square": "square", "triangle": "triangle-up", "diamond": "diamond"}
STROKES = {1: "solid", 2: "8px,3px", 3: "2px,4px", 4: "10px,3px,2px,3px"}
AVERAGE_COLOURS = {"LAC": INK, "UMC": INK, "LIC": INK, "OWN": "var(--terracotta)"}
HOVER = "%{fullData.name}<br>%{text}<extra></extra>"


@dataclass(frozen=True)
class Points:
    """The points of a line; before a break of the series stands one without a value, so that the line ends there."""

    x: list[int]
    y: list[float | None]
    text: list[str]


def line_figure(page: IndicatorPage) -> dict[str, Any]:
    """Return the figure of a page as plain data for plotly.js."""
    figure = _figure()
    figure.add_traces([_other(page, row) for row in page.chart.others])
    figure.add_traces([*_band(page), *_averages(page), *_countries(page)])
    figure.update_layout(**_layout(page))
    return figure.to_plotly_json()


def _figure() -> Figure:
    import plotly.graph_objects as go  # noqa: PLC0415  # only here: it takes a third of a second and 40 MB

    figure = go.Figure()
    figure.layout.template = None  # type: ignore[assignment]
    return figure


def _scatter(**properties: object) -> Scatter:
    import plotly.graph_objects as go  # noqa: PLC0415  # see _figure

    return go.Scatter(**properties)


def points_of(years: Sequence[int], values: Sequence[float | None], breaks: frozenset[int], text: Callable) -> Points:
    """Return the points of a line with the words of each, made by ``text(position)``."""
    points = Points([], [], [])
    for position, (year, value) in enumerate(zip(years, values, strict=True)):
        if position in breaks and position:
            points.x.append(year)
            points.y.append(None)
            points.text.append("")
        points.x.append(year)
        points.y.append(value)
        points.text.append("" if value is None else text(position))
    return points


def _meta(kind: str, code: str) -> dict[str, str]:
    return {"kind": kind, "code": code}


def _other(page: IndicatorPage, row: CountryYears) -> Scatter:
    points = points_of(page.years, row.values, row.breaks, lambda position: said(page, row, position))
    return _scatter(
        x=points.x, y=points.y, text=points.text, name=escape(row.name, quote=False), mode="lines+markers",
        meta=_meta("other", row.iso3), hovertemplate=HOVER, line={"color": "var(--chart-others)", "width": 1},
        marker={"size": 3, "color": "var(--chart-others)"},
    )  # fmt: skip


def _band(page: IndicatorPage) -> list[Scatter]:
    """Return the interval of the first chosen country, run by run: up along its lower bound, back along the upper."""
    lines = page.chart.country_lines
    if not lines or not lines[0].low:
        return []
    x: list[int | None] = []
    y: list[float | None] = []
    known = [p for p, low in enumerate(lines[0].low) if low is not None]
    runs = [[p for p in known if p - known.index(p) == shift] for shift in sorted({p - i for i, p in enumerate(known)})]
    for run in runs:
        x += [*(page.years[p] for p in run), *(page.years[p] for p in reversed(run)), None]
        y += [*(lines[0].low[p] for p in run), *(lines[0].high[p] for p in reversed(run)), None]
    return [
        _scatter(x=x, y=y, mode="lines", line={"width": 0, "color": "var(--chart-1)"}, fill="toself", opacity=0.16,
                 fillcolor="var(--chart-1)", hoverinfo="skip", meta=_meta("band", lines[0].short))
    ]  # fmt: skip


def _averages(page: IndicatorPage) -> list[Scatter]:
    codes = [code for code, average in page.comparison.averages.items() if average.drawn]
    return [_average(page, code, line) for code, line in zip(codes, page.chart.average_lines, strict=True)]


def _average(page: IndicatorPage, code: str, line: Series) -> Scatter:
    average = page.comparison.averages[code]
    of = _("mean of {count} countries").format(count=len(average.counted))

    def text(position: int) -> str:
        number = page.write(line.values[position] or 0.0, page.version.decimals)
        return f"{page.years[position]}: {number}<br>{escape(of, quote=False)}"

    colour = AVERAGE_COLOURS.get(code, MUTED)
    points = points_of(page.years, line.values, frozenset(), text)
    name = _("Average: {group}").format(group=group_names()[code])
    return _line(points, name, _meta("average", code), colour, line, width=2)


def _countries(page: IndicatorPage) -> list[Scatter]:
    return [
        _line(
            points_of(page.years, row.values, row.breaks, lambda position, row=row: said(page, row, position)),
            row.name, _meta("country", row.iso3), f"var(--chart-{number})", line, width=2.5,
        )
        for number, (row, line) in enumerate(zip(page.chosen, page.chart.country_lines, strict=False), start=1)
    ]  # fmt: skip


def _line(points: Points, name: str, meta: dict[str, str], colour: str, line: Series, width: float) -> Scatter:
    return _scatter(
        x=points.x, y=points.y, text=points.text, name=escape(name, quote=False), mode="lines+markers", meta=meta,
        hovertemplate=HOVER, line={"color": colour, "width": width, "dash": STROKES[line.dash]},
        marker={"size": 7, "color": colour, "symbol": SYMBOLS[line.shape]},
    )  # fmt: skip


def said(page: IndicatorPage, row: CountryYears, position: int) -> str:
    """Return what a point means: year, value, interval, flag, source; divided by line ends of plotly's."""
    write, decimals = page.write, page.version.decimals
    value, (low, high) = row.values[position], row.interval(position)
    parts = [f"{page.years[position]}: {write(value or 0.0, decimals)}"]
    if low is not None and high is not None:
        bounds = {"low": write(low, decimals), "high": write(high, decimals)}
        parts.append(_("90 % interval: {low} to {high}").format(**bounds))
    status = row.statuses[position]
    if status not in UNREMARKABLE:
        parts.append(_("Flag: {flag}").format(flag=flag_words()[status]))
    if page.source:
        parts.append(_("Source: {source}").format(source=page.source.cited))
    return "<br>".join(escape(part, quote=False) for part in parts)


def separators() -> str:
    """Return the signs of the language for decimals and thousands, as plotly takes them."""
    thousand = str(get_format("THOUSAND_SEPARATOR")).replace("\N{NO-BREAK SPACE}", " ")
    return f"{get_format('DECIMAL_SEPARATOR')}{thousand}"


def font() -> dict[str, object]:
    """Return the letters of a figure."""
    return {"family": "Source Sans 3, system-ui, sans-serif", "size": 14, "color": MUTED}


def hover_label() -> dict[str, object]:
    """Return the look of what is said beside the pointer."""
    letters = {**font(), "color": INK}
    return {"bgcolor": "var(--page)", "bordercolor": "var(--control)", "font": letters, "align": "left"}


def _layout(page: IndicatorPage) -> dict[str, Any]:
    axis = {"gridcolor": "var(--hairline)", "linecolor": "var(--control)", "zerolinecolor": "var(--control)"}
    return {
        "template": None, "font": font(), "paper_bgcolor": "var(--page)", "plot_bgcolor": "var(--page)",
        "hovermode": "closest", "hoverlabel": hover_label(), "showlegend": False, "separators": separators(),
        "margin": {"l": 56, "r": 24, "t": 16, "b": 40}, "height": 460, "dragmode": "zoom",
        "xaxis": {**axis, "tickformat": "d", "showgrid": False, "zeroline": False, "dtick": _step(page.years),
                  "range": [page.years[0] - 0.5, page.years[-1] + 0.5], "fixedrange": False},
        "yaxis": {**axis, "automargin": True},
        "meta": {"title": f"{page.version.name}, {page.span}", "source": page.citation},
    }  # fmt: skip


def _step(years: Sequence[int]) -> int:
    """Return the years between two marks of the axis: whole ones, about ten marks."""
    span = years[-1] - years[0]
    return next((step for step in (1, 2, 5, 10) if span <= 12 * step), 20)
