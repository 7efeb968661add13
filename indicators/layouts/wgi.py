"""Worldwide Governance Indicators: a line per country, year and indicator, the estimate's precision beside it."""

from collections.abc import Iterator

from .cells import CellFault, converted, copy_line, number, year
from .findings import FileFault, Finding, Findings
from .plan import Plan
from .tables import Row, Table

KEYS = ("code", "year", "indicator")
RANKS = {"pctrank": "percentile_rank", "pctranklower": "percentile_rank_lower", "pctrankupper": "percentile_rank_upper"}
ERROR, COUNT, NAME = "stddev", "nsource", "countryname"


def lines(table: Table, plan: Plan, findings: Findings) -> Iterator[str]:
    """Yield the values of a file as lines of COPY; note in ``findings`` what is not taken."""
    columns = _columns(next(table.rows, None), plan)
    width = max(columns.values()) + 1
    empty = True
    for line, row in table.rows:
        empty = False
        findings.read += 1
        if len(row) < width:
            findings.fault("short_line", line, count=len(row), expected=width)
        elif value := _value(line, row, columns, plan, findings):
            yield value
    if empty:
        raise FileFault(Finding("no_rows"))


def _columns(head: Row | None, plan: Plan) -> dict[str, int]:
    line, names = head or (1, [])
    columns = {name.strip().lower(): number for number, name in enumerate(names)}
    needed = [*KEYS, *sorted({target.measure for target in plan.targets.values()})]
    absent = [name for name in needed if name not in columns]
    if len(absent) > len(needed) - 2:
        raise FileFault(Finding("wrong_profile", line=line, params={"source": plan.title}))
    if absent:
        raise FileFault(*(Finding("missing_column", line=line, column=name) for name in absent))
    return columns


def _value(line: int, row: list[str], columns: dict[str, int], plan: Plan, findings: Findings) -> str | None:
    target = plan.targets.get(row[columns["indicator"]].strip())
    if target is None:
        findings.left_out("unmapped_series", row[columns["indicator"]], line)
        return None
    code = row[columns["code"]].strip()
    country = plan.countries.get(code)
    if country is None:
        if not code:
            findings.fault("no_country", line, "code")
            return None
        name = row[columns[NAME]] if NAME in columns else ""
        message, note = plan.why_no_country(code, name)
        findings.left_out(message, code, line, note)
        return None
    name = "year"
    try:
        period = year(row[columns["year"]].strip())
        cell = row[columns[name := target.measure]].strip()
        if cell.lower() in plan.missing:
            return copy_line(line, target, country, period, None)
        value = converted(cell, target)
        error = _precision(row, columns, plan, name := ERROR)
        count = _precision(row, columns, plan, name := COUNT)
        ranks = {}
        for name, attribute in RANKS.items():
            if (rank := _precision(row, columns, plan, name)) is not None:
                ranks[attribute] = rank
    except CellFault as fault:
        findings.fault(fault.code, line, name, row[columns[name]], **fault.params)
        return None
    return copy_line(line, target, country, period, value, error, None if count is None else int(count), ranks)


def _precision(row: list[str], columns: dict[str, int], plan: Plan, name: str) -> float | None:
    position = columns.get(name)
    if position is None:
        return None
    cell = row[position].strip()
    if cell.lower() in plan.missing:
        return None
    value = number(cell)
    if value < 0:
        raise CellFault("negative_error")
    if name == COUNT and (value > 30_000 or not value.is_integer()):
        raise CellFault("not_a_number")
    return value
