"""Cells of text become numbers, or a fault that names what is wrong. Nothing is guessed and nothing rounded."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from math import isfinite

from .findings import Findings
from .plan import Plan, Target

Key = tuple[int, Target, int, int]  # line of the file, indicator, country, year
FIRST_YEAR, LAST_YEAR = 1800, 2100
NULL = "\\N"
_number = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII).fullmatch
_year = re.compile(r"(?:18|19|20)\d\d|2100", re.ASCII).fullmatch
NOT_FINITE = frozenset({"nan", "inf", "infinity"})


class CellFault(ValueError):
    """A cell cannot be taken: the code of the message and its particulars."""

    def __init__(self, code: str, **params: object) -> None:
        self.code, self.params = code, params
        super().__init__(code)


def number(text: str) -> float:
    """Return a cell as a finite number; a decimal point, no thousands separators, ASCII digits only."""
    if not _number(text):
        raise CellFault("not_finite" if text.lstrip("+-").lower() in NOT_FINITE else "not_a_number")
    value = float(text)
    if not isfinite(value):
        raise CellFault("not_finite")
    return value + 0.0  # −0 becomes 0


def converted(text: str, target: Target) -> float:
    """Return a cell in the unit of the indicator, if it lies in the indicator's range."""
    value = number(text)
    if target.factor != 1 or target.offset:  # in decimals: 0.07 × 100 is 7, not 7.000000000000001
        value = float(Decimal(text) * Decimal(repr(target.factor)) + Decimal(repr(target.offset)))
    if not target.minimum <= value <= target.maximum:
        raise CellFault("out_of_range", minimum=shown(target.minimum), maximum=shown(target.maximum))
    return value


def year(text: str) -> int:
    """Return a cell as a year."""
    if not _year(text):
        raise CellFault("not_a_year", first=FIRST_YEAR, last=LAST_YEAR)
    return int(text)


def shown(limit: float) -> str:
    """Return a limit as a message shows it; an absent one as infinity."""
    return f"{limit:g}" if isfinite(limit) else ("∞" if limit > 0 else "−∞")


def copy_line(
    line: int, target: Target, country: int, period: int, value: float | None,
    error: float | None = None, count: int | None = None, attributes: Mapping[str, float | str] | None = None,
) -> str:  # fmt: skip
    """Return one value as a line of COPY; a missing one has the status O."""
    return (
        f"{line}\t{target.prefix}\t{country}\t{period}\t{NULL if value is None else repr(value)}"
        f"\t{'O' if value is None else 'A'}\t{NULL if error is None else repr(error)}"
        f"\t{NULL if count is None else count}\t{json.dumps(attributes) if attributes else NULL}\n"
    )


def wide_value(
    key: Key, text: str, column: str, plan: Plan, findings: Findings, attributes: Mapping[str, str] | None = None
) -> str | None:
    """Return a cell of a wide table as a line of COPY, a blank one without a value; None after noting a fault."""
    cell = text.strip()
    if cell.lower() in plan.missing:
        findings.read += plan.keeps_missing
        return copy_line(*key, None)
    findings.read += 1
    try:
        return copy_line(*key, converted(cell, key[1]), attributes=attributes)
    except CellFault as fault:
        findings.fault(fault.code, key[0], column, cell, **fault.params)
    return None
