"""How published files are laid out, and how their cells become values. Reads only; services.imports writes."""

from collections.abc import Callable, Iterator

from indicators.enums import Profile

from . import wgi, world_bank
from .findings import FileFault, Finding, Findings
from .plan import Plan, Target
from .tables import Table, open_table

Layout = Callable[[Table, Plan, Findings], Iterator[str]]
LAYOUTS: dict[str, Layout] = {Profile.WGI: wgi.lines, Profile.WORLD_BANK_API: world_bank.lines}

__all__ = ["LAYOUTS", "FileFault", "Finding", "Findings", "Layout", "Plan", "Table", "Target", "open_table"]
