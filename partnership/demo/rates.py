"""Invented rates of exchange for every month of the demonstration: near real ones, and marked as invented."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from partnership.core.models import ExchangeRate

from .life import Life
from .plan import dice_for

SOURCE = "Demonstration rate (invented)"
UNITS_PER_USD = {"EUR": "0.8900", "PEN": "3.72", "PYG": "7450", "DOP": "60.40", "GTQ": "7.72", "JMD": "158.20"}
FOUR = Decimal("0.0001")
MOST = 0.03  # how far a rate is from its middle, at most, as a share


def load_rates(life: Life) -> None:
    """Store a rate of each currency for the first day of each month, from two months before the foundation."""
    ExchangeRate.objects.bulk_create(
        [
            ExchangeRate(currency_id=code, date=month, units_per_usd=units(code, month), source=SOURCE)
            for code in UNITS_PER_USD
            for month in _months(life)
        ],
        ignore_conflicts=True,
    )


def units(code: str, day: date) -> Decimal:
    """Return the units of a currency for one US dollar in the month of a day."""
    share = dice_for("rate", code, day.year, day.month).uniform(-MOST, MOST)
    return (Decimal(UNITS_PER_USD[code]) * Decimal(1 + share)).quantize(FOUR)


def _months(life: Life) -> Iterator[date]:
    first = life.founded_on.year * 12 + life.founded_on.month - 3
    last = life.today.year * 12 + life.today.month - 1
    return (date(number // 12, number % 12 + 1, 1) for number in range(first, last + 1))
