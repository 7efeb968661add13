"""Amounts of money: read, checked against the currency's real decimals, rounded once, shown with the code."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

# ISO 4217: decimals of the currencies that do not have two.
MINOR_UNITS = {
    **dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
    **dict.fromkeys(["CLF", "UYW"], 4),
}
MAX_DIGITS, STORED_DECIMALS = 18, 4
LIMIT = Decimal(10) ** 12
CENT = Decimal("0.01")


def minor_units(currency: str) -> int:
    """Return how many decimals a currency has."""
    return MINOR_UNITS.get(currency, 2)


def parse_amount(raw: str, currency: str) -> Decimal:
    """Return the amount that a person typed, in plain (1234.56), English (1,234.56) or Spanish (1.234,56) notation.

    Raises ValidationError for anything else, and for more decimals than the currency has: nothing is rounded silently.
    """
    text = re.sub(r"[\s\u00a0\u202f]", "", raw)
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?", text, re.ASCII):
        amount = Decimal(text.replace(",", ""))
    elif re.fullmatch(r"\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,}|\d+,\d+", text, re.ASCII):
        amount = Decimal(text.replace(".", "").replace(",", "."))
    else:
        raise ValidationError(_("Please write an amount like 1250.00."), code="amount")
    check_amount(amount, currency)
    return amount


def check_amount(amount: Decimal, currency: str) -> None:
    """Raise ValidationError unless the amount is finite, below 10^12 and has no more decimals than the currency."""
    if not amount.is_finite() or abs(amount) >= LIMIT:
        raise ValidationError(_("This amount is out of range."), code="range")
    if amount != round_amount(amount, currency):
        raise ValidationError(
            _("%(currency)s has %(decimals)s decimals; please do not write more."),
            code="decimals",
            params={"currency": currency, "decimals": minor_units(currency)},
        )


def round_amount(amount: Decimal, currency: str) -> Decimal:
    """Return the amount rounded half up to the currency's decimals."""
    try:
        return amount.quantize(Decimal(1).scaleb(-minor_units(currency)), rounding=ROUND_HALF_UP)
    except InvalidOperation as error:
        raise ValidationError(_("This amount is out of range."), code="range") from error


def to_usd(amount: Decimal, units_per_usd: Decimal) -> Decimal:
    """Return US dollars for an amount at a rate (units of the currency for one dollar), rounded half up to the cent."""
    return (amount / units_per_usd).quantize(CENT, rounding=ROUND_HALF_UP)


def format_money(amount: Decimal, currency: str) -> str:
    """Return "USD 1,250.00", separators by the active language, a no-break space between code and figure."""
    figure = number_format(
        round_amount(amount, currency), decimal_pos=minor_units(currency), use_l10n=True, force_grouping=True
    )
    return f"{currency}\u00a0{figure}"
