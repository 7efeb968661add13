"""How far a value can be trusted, as its publisher says: standard error, number of sources, percentile rank."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from indicators.selectors import SeriesRow

EN_DASH = "\N{EN DASH}"
RANK_DECIMALS = 1
Writer = Callable[[float, int], str]


@dataclass(frozen=True, slots=True)
class Reliability:
    """A country's value of one year with its precision.

    ``rank``: share of all economies of the world with a lower value, 0 to 100; ``lower`` and ``upper`` bound it with a
    probability of 90 %. None where the publisher says nothing.
    """

    iso3: str
    name: str
    value: float
    error: float | None
    sources: int | None
    rank: float | None
    lower: float | None
    upper: float | None


def is_published(series: Iterable[SeriesRow]) -> bool:
    """Return whether the publisher says more about the values than their standard error."""
    return any(row.ranks is not None or any(row.sources_counts) for row in series)


def reliability_of(series: Iterable[SeriesRow], year: int, countries: Collection[str] = ()) -> list[Reliability]:
    """Return the precision of the values of a year, in the order of the series: of the countries, or of all."""
    return [
        found
        for row in series
        if (not countries or row.iso3 in countries) and (found := _of_year(row, year)) is not None
    ]


def _of_year(row: SeriesRow, year: int) -> Reliability | None:
    if year not in row.periods:
        return None
    at = row.periods.index(year)
    value = row.values[at]
    if value is None:
        return None
    ranks = (None if ranks is None else ranks[at] for ranks in (row.ranks, row.ranks_lower, row.ranks_upper))
    return Reliability(row.iso3, row.name, value, row.errors[at], row.sources_counts[at], *ranks)


def reliability_table(rows: Sequence[Reliability], caption: str, decimals: int, write: Writer) -> SafeString:
    """Return the rows as a table: value, standard error, sources, percentile rank with its bounds."""
    heads = (_("Country"), _("Value"), _("Standard error"), _("Sources"), _("Percentile rank"), _("90 % interval"))
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(_line(row, decimals, write) for row in rows)
    return mark_safe(  # noqa: S308  # every text is escaped where it enters
        f'<table class="table table-figures"><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _line(row: Reliability, decimals: int, write: Writer) -> str:
    bounds = EN_DASH
    if row.lower is not None and row.upper is not None:
        bounds = f"{write(row.lower, RANK_DECIMALS)}{EN_DASH}{write(row.upper, RANK_DECIMALS)}"
    cells = (
        write(row.value, decimals),
        EN_DASH if row.error is None else write(row.error, decimals),
        EN_DASH if row.sources is None else write(row.sources, 0),
        EN_DASH if row.rank is None else write(row.rank, RANK_DECIMALS),
        bounds,
    )
    return f'<tr><th scope="row">{escape(row.name)}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
