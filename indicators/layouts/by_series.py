"""Series as columns: one line per country and year. The GovTech Maturity Index and many collections are laid out so."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from .cells import CellFault, wide_value, year
from .findings import FileFault, Finding, Findings
from .headings import COUNTRY, NAME, YEAR, first_of, plain_code
from .plan import Plan, Target
from .tables import Row, Table

# A letter that stands beside a number is kept with it: column of the number → (column of the letter, attribute).
Letters = Mapping[str, tuple[str, str]]
GTMI_LETTERS: Letters = {"gtmi": ("grp", "group")}


@dataclass(frozen=True, slots=True)
class _Series:
    """A column of values; without a target its series is not mapped."""

    place: int
    heading: str
    target: Target | None
    letter: int | None
    attribute: str


@dataclass(frozen=True, slots=True)
class _Head:
    """Where in a line what stands."""

    country: int
    country_heading: str
    year: int
    year_heading: str
    name: int | None
    series: list[_Series]

    @property
    def width(self) -> int:
        return 1 + max(self.country, self.year, *(series.place for series in self.series))


def reader(letters: Letters) -> Callable[[Table, Plan, Findings], Iterator[str]]:
    """Return the layout for files with these letters beside their numbers."""

    def lines(table: Table, plan: Plan, findings: Findings) -> Iterator[str]:
        head = _head(next(table.rows, None), plan, letters)
        width = head.width
        empty = True
        for line, row in table.rows:
            empty = False
            if len(row) < width:
                findings.read += 1
                findings.fault("short_line", line, count=len(row), expected=width)
                continue
            place = _place(line, row, head, plan, findings)
            if place:
                yield from _values(line, row, head, *place, plan, findings)
        if empty:
            raise FileFault(Finding("no_rows"))

    return lines


def _head(row: Row | None, plan: Plan, letters: Letters) -> _Head:
    line, cells = row or (1, [])
    places = {cell.strip().lower(): number for number, cell in enumerate(cells) if cell.strip()}
    country, period = first_of(COUNTRY, places), first_of(YEAR, places)
    targets = {plain_code(code): target for code, target in plan.targets.items()}
    others = {country, period, *NAME, *(letter for letter, _attribute in letters.values())}
    series = [
        _Series(place, cells[place].strip(), targets.get(plain_code(heading)), *_letter(heading, places, letters))
        for heading, place in places.items()
        if heading not in others
    ]
    absent = [name for name in (country, period) if name not in places]
    if len(absent) == 2 or not any(column.target for column in series):
        raise FileFault(Finding("wrong_profile", line=line, params={"source": plan.title}))
    if absent:
        raise FileFault(*(Finding("missing_column", line=line, column=name) for name in absent))
    name = next((places[heading] for heading in NAME if heading in places), None)
    return _Head(places[country], country, places[period], period, name, series)


def _letter(heading: str, places: Mapping[str, int], letters: Letters) -> tuple[int | None, str]:
    letter, attribute = letters.get(heading, ("", ""))
    return places.get(letter), attribute


def _place(line: int, row: list[str], head: _Head, plan: Plan, findings: Findings) -> tuple[int, int] | None:
    """Return the line's country and year; or count its values as left out. Counts those of series without a target."""
    mapped = 0
    for series in head.series:
        if row[series.place].strip().lower() not in plan.missing:
            mapped += series.target is not None
            if series.target is None:
                findings.read += 1
                findings.left_out("unmapped_series", series.heading, line)
    code = row[head.country].strip()
    country = plan.countries.get(code)
    if country is None:
        findings.read += mapped
        name = row[head.name] if head.name is not None else ""
        plan.note_no_country(findings, line, code, name, head.country_heading, mapped)
        return None
    try:
        return country, year(row[head.year].strip())
    except CellFault as fault:
        findings.read += mapped
        findings.fault(fault.code, line, head.year_heading, row[head.year], **fault.params)
        return None


def _values(
    line: int, row: list[str], head: _Head, country: int, period: int, plan: Plan, findings: Findings
) -> Iterator[str]:
    for series in head.series:
        if series.target is None:
            continue
        letter = row[series.letter].strip() if series.letter is not None else ""
        attributes = {series.attribute: letter} if letter else None
        key = (line, series.target, country, period)
        value = wide_value(key, row[series.place], series.heading, plan, findings, attributes)
        if value:
            yield value
