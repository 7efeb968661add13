"""Years as columns: one line per country and series, after a preamble or without one.

The World Bank's downloads, its bulk files and the Worldwide Bureaucracy Indicators are all laid out so.
"""

from collections.abc import Iterator
from itertools import islice

from .cells import wide_value
from .findings import FileFault, Finding, Findings
from .headings import heading_year
from .plan import Plan, Target
from .tables import Row, Table

COUNTRY, SERIES, NAME = "country code", "indicator code", "country name"
KNOWN = (COUNTRY, SERIES, NAME, "indicator name")
PREAMBLE_LINES = 10


def lines(table: Table, plan: Plan, findings: Findings) -> Iterator[str]:
    """Yield the values of a file as lines of COPY; note in ``findings`` what is not taken."""
    columns, periods = _heading(table.rows, plan)
    width = max(columns[COUNTRY], columns[SERIES], *periods) + 1
    empty = True
    for line, row in table.rows:
        empty = False
        if len(row) < width:
            findings.read += 1
            findings.fault("short_line", line, count=len(row), expected=width)
            continue
        place = _place(line, row, columns, periods, plan, findings)
        if place is None:
            continue
        target, country = place
        for number, period in periods.items():
            value = wide_value((line, target, country, period), row[number], str(period), plan, findings)
            if value:
                yield value
    if empty:
        raise FileFault(Finding("no_rows"))


def _heading(rows: Iterator[Row], plan: Plan) -> tuple[dict[str, int], dict[int, int]]:
    for line, row in islice(rows, PREAMBLE_LINES):
        names = {cell.strip().lower(): number for number, cell in enumerate(row)}
        if sum(name in names for name in KNOWN) < 2:
            continue
        if absent := [name for name in (COUNTRY, SERIES) if name not in names]:
            raise FileFault(*(Finding("missing_column", line=line, column=name.title()) for name in absent))
        periods = {number: period for name, number in names.items() if (period := heading_year(name))}
        if not periods:
            raise FileFault(Finding("no_periods", line=line))
        return names, periods
    raise FileFault(Finding("wrong_profile", params={"source": plan.title}))


def _place(
    line: int, row: list[str], columns: dict[str, int], periods: dict[int, int], plan: Plan, findings: Findings
) -> tuple[Target, int] | None:
    """Return where the line's values go; or count them as left out."""
    series, code = row[columns[SERIES]].strip(), row[columns[COUNTRY]].strip()
    target, country = plan.targets.get(series), plan.countries.get(code)
    if target is not None and country is not None:
        return target, country
    values = sum(1 for number in periods if row[number].strip().lower() not in plan.missing)
    findings.read += values
    if target is None:
        findings.left_out("unmapped_series", series, line, values=values)
    else:
        name = row[columns[NAME]] if NAME in columns else ""
        plan.note_no_country(findings, line, code, name, COUNTRY.title(), values)
    return None
