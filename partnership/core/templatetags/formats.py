"""Numbers, money and dates as the reader's language writes them; `{% load components %}` has the tags."""

import datetime as dt
from decimal import Decimal

from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from partnership.core.money import format_money

NO_VALUE = mark_safe('<span class="no-value">–</span>')
MINUS = "\N{MINUS SIGN}"


def number_text(value: Decimal | float | int, decimals: int | None = None) -> str:
    """The number with the language's separators, thousands grouped; without `decimals` as exact as it is."""
    text = formats.number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)
    return text.replace("-", MINUS, 1) if text.startswith("-") else text


def number(value: Decimal | float | int | None, decimals: int | None = None) -> SafeString:
    """A figure; a missing one is a dash."""
    if value is None or value == "":
        return NO_VALUE
    return format_html('<span class="number">{}</span>', number_text(value, decimals))


def money(amount: Decimal | int | None, currency: object) -> SafeString:
    """An amount with its currency's code and that currency's minor units: "USD 1,250.00"."""
    if amount is None or amount == "":
        return NO_VALUE
    text = format_money(Decimal(amount), str(getattr(currency, "code", currency)))
    return format_html('<span class="money">{}</span>', text.replace("-", MINUS, 1))


def day_in_words(value: dt.date | None) -> str:
    """A date as people write it, nothing for none.

    Django's English puts the month first, its Portuguese gives months a capital.
    """
    if value is None:
        return ""
    language = get_language() or "en"
    text = formats.date_format(value, "j F Y" if language.startswith("en") else "DATE_FORMAT")
    return text.lower() if language.startswith("pt") else text


def day(value: dt.date | dt.datetime | None) -> SafeString:
    """A date in words, with its machine form."""
    if not value:
        return NO_VALUE
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_in_words(value))


def moment(value: dt.datetime | None) -> SafeString:
    """An instant in the current zone, with its distance from UTC."""
    if not value:
        return NO_VALUE
    local = timezone.localtime(value) if timezone.is_aware(value) else timezone.make_aware(value)
    text = f"{day_in_words(local)}, {local:%H:%M} ({_zone(local)})"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), text)


def _zone(value: dt.datetime) -> str:
    minutes = int((value.utcoffset() or dt.timedelta()).total_seconds()) // 60
    if not minutes:
        return "UTC"
    sign = "+" if minutes > 0 else MINUS
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
