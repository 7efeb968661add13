"""Figures as HTML: cells joined by functions, because a template loop over them costs more than all the rest."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from html import escape

from django.urls import reverse
from django.utils.formats import get_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from indicators.charts import interval_row
from indicators.enums import ObsStatus
from indicators.figures import CountryYears, Ranked

MINUS = "\N{MINUS SIGN}"
EN_DASH = "\N{EN DASH}"
NOTHING = EN_DASH
NORMAL = ObsStatus.NORMAL.value
UNREMARKABLE = frozenset({NORMAL, ""})
DIVIDER = "\N{ZERO WIDTH SPACE}"


def number_writer() -> Callable[[float, int], str]:
    """Return a function that writes a number with decimals as the current language does, thousands grouped."""
    signs = _signs()

    def write(value: float, decimals: int) -> str:
        text = f"{value:,.{decimals}f}"
        if text.startswith("-") and not text.strip("-0.,"):
            text = text[1:]  # a rounded zero has no sign
        return text.translate(signs)

    return write


def _signs() -> dict[int, str]:
    """Return the signs of the current language in place of Python's."""
    decimal, thousand = str(get_format("DECIMAL_SEPARATOR")), str(get_format("THOUSAND_SEPARATOR"))
    return str.maketrans({",": thousand.replace(" ", "\N{NO-BREAK SPACE}"), ".": decimal, "-": MINUS})


def years_table(rows: Sequence[CountryYears], years: Sequence[int], decimals: int, caption: str) -> SafeString:
    """Return the table of countries × years; flags as letters beside the number and as words in the last column."""
    heads = "".join(f'<th scope="col">{year}</th>' for year in years)
    write, words = row_writer(decimals), flag_words()
    marks = {code: f' <abbr title="{escape(text)}">{code}</abbr>' for code, text in words.items()}
    body = "".join(_years_row(row, years, write, words, marks) for row in rows)
    return mark_safe(  # noqa: S308  # every text below is escaped where it enters
        f'<table class="table table-figures table-years"><caption>{escape(caption)}</caption><thead><tr>'
        f'<th scope="col">{escape(_("Country"))}</th>{heads}<th scope="col">{escape(_("Flags"))}</th></tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def row_writer(decimals: int) -> Callable[[Sequence[float | None]], str]:
    """Return a function that writes a row of numbers in the current language, divided by spaces of no width.

    One pass over the whole row instead of one per number: this is where a large page spends its time.
    """
    signs, shape, plain = _signs(), f",.{decimals}f", f"%.{decimals}f"
    zero = "-" + format(0.0, shape)

    def write(values: Sequence[float | None]) -> str:
        if None in values or max(values, default=0.0) >= 1000 or min(values, default=0.0) <= -1000:
            text = DIVIDER.join([NOTHING if value is None else format(value, shape) for value in values])
        else:
            text = DIVIDER.join([plain] * len(values)) % tuple(values)
        if zero in text:  # a rounded zero has no sign
            text = re.sub(rf"{zero}(?![0-9])", zero[1:], text)
        return text.translate(signs)

    return write


def flag_words() -> Mapping[str, str]:
    """Return the words of every observation status."""
    return {status.value: str(status.label) for status in ObsStatus}


def _years_row(
    row: CountryYears,
    years: Sequence[int],
    write: Callable[[Sequence[float | None]], str],
    words: Mapping[str, str],
    marks: Mapping[str, str],
) -> str:
    text, flags = write(row.values), ""
    if set(row.statuses) <= UNREMARKABLE:
        cells = text.replace(DIVIDER, "</td><td>")
    else:
        figures = text.split(DIVIDER)
        for position, status in enumerate(row.statuses):
            if status not in UNREMARKABLE:
                figures[position] += marks[status]
        cells = "</td><td>".join(figures)
        flags = escape(flags_in_words(row.statuses, years, words))
    return f'<tr><th scope="row">{escape(row.name)}</th><td>{cells}</td><td class="flags">{flags}</td></tr>'


def flags_in_words(statuses: Sequence[str], years: Sequence[int], words: Mapping[str, str]) -> str:
    """Return "2001–2003, 2007 Estimated; 2015 Break in the series"; empty when every value is normal."""
    found: dict[str, list[int]] = {}
    for position, status in enumerate(statuses):
        if status and status != NORMAL:
            found.setdefault(status, []).append(position)
    return "; ".join(f"{_spans(positions, years)} {words[status]}" for status, positions in found.items())


def _spans(positions: Sequence[int], years: Sequence[int]) -> str:
    """Return runs of neighbouring positions as spans of years."""
    spans: list[list[int]] = []
    for position in positions:
        if spans and position == spans[-1][1] + 1:
            spans[-1][1] = position
        else:
            spans.append([position, position])
    return ", ".join(
        str(years[first]) if first == last else f"{years[first]}{EN_DASH}{years[last]}" for first, last in spans
    )


def ranking_table(
    ranking: Sequence[Ranked], caption: str, decimals: int, country_url: Callable[[str], str]
) -> SafeString:
    """Return the ranking: place, country, a dot with its interval, the number. Averages stand among the countries."""
    write = number_writer()
    with_interval = any(row.low is not None for row in ranking)
    bounds = _bounds(ranking)
    heads = [_("Place"), _("Country"), _("Value with its 90 % interval") if with_interval else _("Value")]
    head = (
        f'<th scope="col" class="place">{escape(heads[0])}</th><th scope="col">{escape(heads[1])}</th>'
        f'<th scope="col" colspan="2">{escape(heads[2])}</th>'
    )
    body = "".join(_ranking_row(row, bounds, write, decimals, country_url) for row in ranking)
    return mark_safe(  # noqa: S308  # every text below is escaped where it enters
        f'<table class="table table-ranking"><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _bounds(ranking: Sequence[Ranked]) -> tuple[float, float]:
    known = [number for row in ranking for number in (row.value, row.low, row.high) if number is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    if low > 0 and low < high * 0.5:
        low = 0.0  # where zero is near, distances from it can be read
    margin = (high - low) * 0.04 or 1.0
    return low - margin, high + margin


def _ranking_row(
    row: Ranked,
    bounds: tuple[float, float],
    write: Callable[[float, int], str],
    decimals: int,
    country_url: Callable[[str], str],
) -> str:
    name = escape(row.name)
    name = f'<a href="{country_url(row.iso3)}">{name}</a>' if row.iso3 else name
    interval = ""
    if row.low is not None and row.high is not None:
        spoken = _("from {low} to {high}").format(low=write(row.low, decimals), high=write(row.high, decimals))
        interval = f'<span class="visually-hidden">, {escape(spoken)}</span>'
    place = "" if row.place is None else str(row.place)
    return (
        f'<tr class="{row.look}"><td class="place">{place}</td><th scope="row">{name}</th>'
        f'<td class="drawing">{interval_row(row.value, row.low, row.high, bounds)}</td>'
        f'<td class="figure-cell">{write(row.value, decimals)}{interval}</td></tr>'
    )


def choices_list(rows: Sequence[CountryYears], chosen: Collection[str]) -> SafeString:
    """Return the check boxes of the countries one can choose."""
    items = (
        '<li><label class="choice"><input class="form-check-input" type="checkbox" name="countries" '
        f'value="{row.iso3}"{" checked" if row.iso3 in chosen else ""}> {escape(row.name)}</label></li>'
        for row in rows
    )
    return mark_safe(f'<ul class="choices">{"".join(items)}</ul>')  # noqa: S308  # names are escaped, codes are ISO's


def country_addresses() -> Callable[[str], str]:
    """Return what gives the address of a country's page: one made by the resolver serves as the pattern of all."""
    before, _code, after = reverse("indicators:country", kwargs={"iso3": "XXX"}).partition("XXX")
    return lambda iso3: f"{before}{iso3}{after}"
