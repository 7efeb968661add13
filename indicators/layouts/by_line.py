"""One value per line: its country, year and series beside it, and where the publisher says so its precision."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from .cells import CellFault, converted, copy_line, number, year
from .findings import FileFault, Finding, Findings
from .headings import COUNTRY, NAME, SERIES, YEAR, first_of
from .plan import Plan
from .tables import Row, Table

RANKS = {"pctrank": "percentile_rank", "pctranklower": "percentile_rank_lower", "pctrankupper": "percentile_rank_upper"}


@dataclass(frozen=True, slots=True)
class Form:
    """How a publisher heads the columns; the first of several names that a file has is the one."""

    country: tuple[str, ...]
    series: tuple[str, ...]
    year: tuple[str, ...]
    error: str
    count: str
    value: str = ""  # where the mapping names no column of its own
    attributes: dict[str, str] = field(default_factory=dict)


WGI = Form(("code",), ("indicator",), ("year",), "stddev", "nsource", attributes=RANKS)
PLAIN = Form(COUNTRY, SERIES, YEAR, "standard_error", "sources", value="value")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where in a line what stands. ``heads`` are the publisher's names, for messages."""

    heads: list[str]
    width: int
    country: int
    series: int
    year: int
    values: dict[str, int]  # by the measure of the mapping
    error: int | None
    count: int | None
    attributes: list[tuple[int, str]]
    name: int | None


def reader(form: Form) -> Callable[[Table, Plan, Findings], Iterator[str]]:
    """Return the layout of a form."""

    def lines(table: Table, plan: Plan, findings: Findings) -> Iterator[str]:
        columns = _columns(next(table.rows, None), plan, form)
        empty = True
        for line, row in table.rows:
            empty = False
            findings.read += 1
            if len(row) < columns.width:
                findings.fault("short_line", line, count=len(row), expected=columns.width)
            elif value := _value(line, row, columns, plan, findings):
                yield value
        if empty:
            raise FileFault(Finding("no_rows"))

    return lines


def _columns(head: Row | None, plan: Plan, form: Form) -> _Columns:
    line, names = head or (1, [])
    heads = [name.strip().lower() for name in names]
    places = {name: number for number, name in enumerate(heads)}
    series = first_of(form.series, places)
    keys = [first_of(form.country, places, but=series), first_of(form.year, places), series]
    measures = {target.measure: target.measure or form.value for target in plan.targets.values()}
    needed = [*keys, *sorted(set(measures.values()))]
    absent = [name for name in needed if name not in places]
    if len(absent) > len(needed) - 2:
        raise FileFault(Finding("wrong_profile", line=line, params={"source": plan.title}))
    if absent:
        raise FileFault(*(Finding("missing_column", line=line, column=name) for name in absent))
    country, period, kind = (places[key] for key in keys)
    values = {measure: places[name] for measure, name in measures.items()}
    return _Columns(
        heads, 1 + max(places.values()), country, kind, period, values, places.get(form.error), places.get(form.count),
        [(places[name], attribute) for name, attribute in form.attributes.items() if name in places],
        next((places[name] for name in NAME if name in places), None),
    )  # fmt: skip


def _value(line: int, row: list[str], columns: _Columns, plan: Plan, findings: Findings) -> str | None:
    target = plan.targets.get(row[columns.series].strip())
    if target is None:
        findings.left_out("unmapped_series", row[columns.series], line)
        return None
    code = row[columns.country].strip()
    country = plan.countries.get(code)
    if country is None:
        name = row[columns.name] if columns.name is not None else ""
        plan.note_no_country(findings, line, code, name, columns.heads[columns.country])
        return None
    at = columns.year
    try:
        period = year(row[at].strip())
        cell = row[at := columns.values[target.measure]].strip()
        if cell.lower() in plan.missing:
            return copy_line(line, target, country, period, None)
        value = converted(cell, target)
        error = None if columns.error is None else _precision(row[at := columns.error], plan)
        count = None if columns.count is None else _count(row[at := columns.count], plan)
        attributes = {}
        for at, attribute in columns.attributes:
            if (rank := _precision(row[at], plan)) is not None:
                attributes[attribute] = rank
    except CellFault as fault:
        findings.fault(fault.code, line, columns.heads[at], row[at], **fault.params)
        return None
    return copy_line(line, target, country, period, value, error, count, attributes)


def _precision(text: str, plan: Plan) -> float | None:
    cell = text.strip()
    if cell.lower() in plan.missing:
        return None
    value = number(cell)
    if value < 0:
        raise CellFault("negative_error")
    return value


def _count(text: str, plan: Plan) -> int | None:
    value = _precision(text, plan)
    if value is None:
        return None
    if value > 30_000 or not value.is_integer():
        raise CellFault("not_a_number")
    return int(value)
