"""How published files are laid out, and how their cells become values. Reads only; services.imports writes."""

from collections.abc import Callable, Iterator

from indicators.enums import Profile

from . import by_line, by_series, by_year
from .findings import FileFault, Finding, Findings
from .plan import Plan, Target
from .tables import Table, open_table

Layout = Callable[[Table, Plan, Findings], Iterator[str]]
LAYOUTS: dict[str, Layout] = {
    Profile.WGI: by_line.reader(by_line.WGI),
    Profile.LONG: by_line.reader(by_line.PLAIN),
    Profile.WORLD_BANK_API: by_year.lines,
    Profile.WORLD_BANK_BULK: by_year.lines,
    Profile.WWBI: by_year.lines,
    Profile.GTMI: by_series.reader(by_series.GTMI_LETTERS),
    Profile.WIDE: by_series.reader({}),
}

__all__ = ["LAYOUTS", "FileFault", "Finding", "Findings", "Layout", "Plan", "Table", "Target", "open_table"]
