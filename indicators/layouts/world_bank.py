"""Downloads of the World Bank's data site: a preamble, then one line per country and series, years as columns."""

from collections.abc import Iterator
from itertools import islice

from .cells import CellFault, converted, copy_line, is_year
from .findings import FileFault, Finding, Findings
from .plan import Plan, Target
from .tables import Row, Table

NEEDED = ("Country Code", "Indicator Code")
KNOWN = (*NEEDED, "Country Name", "Indicator Name")
PREAMBLE_LINES = 10


def lines(table: Table, plan: Plan, findings: Findings) -> Iterator[str]:
    """Yield the values of a file as lines of COPY; note in ``findings`` what is not taken."""
    columns, periods = _heading(table.rows, plan)
    width = max(columns.values()) + 1
    empty = True
    for line, row in table.rows:
        empty = False
        if len(row) < width:
            findings.read += 1
            findings.fault("short_line", line, count=len(row), expected=width)
            continue
        place = _place(line, row, columns, periods, plan, findings)
        if place:
            yield from _values(line, row, periods, *place, plan, findings)
    if empty:
        raise FileFault(Finding("no_rows"))


def _heading(rows: Iterator[Row], plan: Plan) -> tuple[dict[str, int], dict[int, int]]:
    for line, row in islice(rows, PREAMBLE_LINES):
        names = {cell.strip(): number for number, cell in enumerate(row)}
        found = [name for name in KNOWN if name in names]
        if len(found) < 2:
            continue
        if absent := [name for name in NEEDED if name not in names]:
            raise FileFault(*(Finding("missing_column", line=line, column=name) for name in absent))
        periods = {number: int(name) for name, number in names.items() if is_year(name)}
        if not periods:
            raise FileFault(Finding("no_periods", line=line))
        return names, periods
    raise FileFault(Finding("wrong_profile", params={"source": plan.title}))


def _place(
    line: int, row: list[str], columns: dict[str, int], periods: dict[int, int], plan: Plan, findings: Findings
) -> tuple[Target, int] | None:
    """Return where the line's values go; or count them as left out."""
    series, code = row[columns["Indicator Code"]].strip(), row[columns["Country Code"]].strip()
    target, country = plan.targets.get(series), plan.countries.get(code)
    if target is not None and country is not None:
        return target, country
    values = sum(1 for cell in islice(row, min(periods), None) if cell.strip().lower() not in plan.missing)
    findings.read += values
    if target is None:
        findings.left_out("unmapped_series", series, line, values=values)
    else:
        name = row[columns["Country Name"]] if "Country Name" in columns else ""
        message, note = plan.why_no_country(code, name)
        findings.left_out(message, code, line, note, values)
    return None


def _values(
    line: int, row: list[str], periods: dict[int, int], target: Target, country: int, plan: Plan, findings: Findings
) -> Iterator[str]:
    for number, period in periods.items():
        cell = row[number].strip() if number < len(row) else ""
        if cell.lower() in plan.missing:
            findings.read += plan.keeps_missing
            yield copy_line(line, target, country, period, None)
            continue
        findings.read += 1
        try:
            yield copy_line(line, target, country, period, converted(cell, target))
        except CellFault as fault:
            findings.fault(fault.code, line, str(period), cell, **fault.params)
