"""How sure the values of a year are: standard error, number of sources, percentile rank in the world."""

from collections.abc import Collection, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from indicators.folding import fold
from indicators.selectors import SeriesRow
from indicators.tables import NOTHING, number_writer


def precision_table(
    series: Sequence[SeriesRow], members: Collection[str], year: int, decimals: int
) -> SafeString | None:
    """Return a table of the members with a value in a year; None where the source says nothing of the kind."""
    rows = [
        (row, row.periods.index(year))
        for row in sorted(series, key=lambda row: fold(row.name))
        if row.iso3 in members and year in row.periods
    ]
    rows = [(row, at) for row, at in rows if row.values[at] is not None]
    if not any(row.errors[at] is not None or row.ranks for row, at in rows):
        return None
    heads = (_("Country"), _("Standard error"), _("Sources"), _("Percentile rank in the world"), _("90 % interval"))
    head = "".join(f'<th scope="col"{"" if n == 0 else FIGURE}>{escape(text)}</th>' for n, text in enumerate(heads))
    body = "".join(_row(row, at, max(2, decimals)) for row, at in rows)
    caption = escape(_("Errors, sources and ranks in {year}").format(year=year))
    return mark_safe(  # noqa: S308  # every text is escaped where it enters
        f'<table class="table table-figures table-precision"><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


FIGURE = ' class="figure-cell"'


def _row(row: SeriesRow, at: int, decimals: int) -> str:
    write = number_writer()

    def text(values: Sequence[float | None] | None, places: int) -> str:
        value = values[at] if values else None
        return NOTHING if value is None else write(value, places)

    low, high = text(row.ranks_lower, 0), text(row.ranks_upper, 0)
    interval = NOTHING if NOTHING in (low, high) else _("{low} to {high}").format(low=low, high=high)
    cells = (text(row.errors, decimals), text(row.sources_counts, 0), text(row.ranks, 0), escape(interval))
    figures = "".join(f"<td{FIGURE}>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{escape(row.name)}</th>{figures}</tr>'
