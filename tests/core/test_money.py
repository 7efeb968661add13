"""Amounts: what people type, what is refused, what is rounded and shown."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from partnership.core.models import Currency
from partnership.core.money import MINOR_UNITS, format_money, minor_units, parse_amount, round_amount, to_usd

ACCEPTED = [
    ("1250", "USD", "1250"),
    ("1250.5", "USD", "1250.5"),
    ("1,250.50", "USD", "1250.50"),
    ("1.250,50", "EUR", "1250.50"),
    ("1 250,50", "EUR", "1250.50"),
    ("1.234.567", "CLP", "1234567"),
    ("12,5", "USD", "12.5"),
    ("0", "USD", "0"),
    ("15000", "PYG", "15000"),
]
REFUSED = [
    ("0.005", "USD"),
    ("2.675", "USD"),
    ("1e400", "USD"),
    ("1e3", "USD"),
    ("NaN", "USD"),
    ("Infinity", "USD"),
    ("-0", "USD"),
    ("-5", "USD"),
    ("١٢٣", "USD"),
    ("12,34,56", "USD"),
    ("", "USD"),
    ("abc", "USD"),
    ("10.5", "CLP"),
    ("1000000000000", "USD"),
    ("9" * 5000, "USD"),
]


@pytest.mark.parametrize(("raw", "currency", "amount"), ACCEPTED)
def test_parse_amount_reads_what_people_write(raw: str, currency: str, amount: str) -> None:
    assert parse_amount(raw, currency) == Decimal(amount)


@pytest.mark.parametrize(("raw", "currency"), REFUSED)
def test_parse_amount_refuses_the_rest(raw: str, currency: str) -> None:
    with pytest.raises(ValidationError):
        parse_amount(raw, currency)


@given(st.decimals(min_value=0, max_value=10**11, places=2))
def test_english_and_spanish_notation_mean_the_same(amount: Decimal) -> None:
    english = f"{amount:,.2f}"
    spanish = english.translate(str.maketrans(",.", ".,"))
    assert parse_amount(english, "USD") == parse_amount(spanish, "USD") == amount


@pytest.mark.parametrize(("amount", "rounded"), [("0.005", "0.01"), ("2.675", "2.68"), ("2.665", "2.67")])
def test_rounding_is_half_up(amount: str, rounded: str) -> None:
    assert round_amount(Decimal(amount), "USD") == Decimal(rounded)


def test_to_usd_divides_by_units_per_dollar() -> None:
    assert to_usd(Decimal("950000"), Decimal("950")) == Decimal("1000.00")


def test_format_money_follows_the_language() -> None:
    with translation.override("en"):
        assert format_money(Decimal("1250"), "USD") == "USD\u00a01,250.00"
    with translation.override("es"):
        assert format_money(Decimal("1250.5"), "EUR") == "EUR\u00a01\u00a0250,50"
    assert format_money(Decimal("1250"), "CLP").endswith("250")


def test_reference_currencies_have_the_decimals_of_the_code(db) -> None:
    units = dict(Currency.objects.values_list("code", "minor_units"))
    assert {code: units[code] for code in MINOR_UNITS if code in units} == {
        code: minor_units(code) for code in MINOR_UNITS if code in units
    }
    assert units["USD"] == minor_units("USD") == 2
