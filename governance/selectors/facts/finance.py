"""The trust fund's statements F1 to F7 of a half-year, from the posted ledger, in US dollars."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.enums import Component, ContributorKind, ExpenseClass
from governance.models import ReportPeriod
from governance.reports.texts import Texts, in_all_languages
from governance.reports.values import Fact, counted, no_data, not_applicable
from governance.selectors import fund
from governance.selectors.fund_figures import ZERO, ComponentRow, ExpenseKey, Line, UnpaidCommitment, Window

LABELS: dict[str, str | Promise] = {
    "interest": _("Interest"),
    "fx": _("Exchange differences"),
    "charges": _("Bank charges and fees"),
    **{kind.value: kind.label for kind in ContributorKind},
    **{component.value: component.label for component in Component},
}


NOTHING_PAID = _("Nothing was disbursed in the year.")
# key, label, and what is said where the share cannot be computed
SHARES: tuple[tuple[str, Promise, Callable[[Promise], Fact], Promise], ...] = (
    ("planned", _("World Bank: share planned in the proposal"), no_data, _("No financing plan is recorded.")),
    ("pledged", _("World Bank: share of the signed pledges"), not_applicable, _("No pledge is signed.")),
    ("received", _("World Bank: share of all receipts"), not_applicable, _("Nothing was received.")),
    ("year", _("World Bank: share of the year's receipts"), not_applicable, _("Nothing was received in the year.")),
    ("recipients", _("Self-financing of the year: recipient countries"), not_applicable, NOTHING_PAID),
    ("self_financing", _("Self-financing of the year: all members"), not_applicable, NOTHING_PAID),
)


def finance_facts(period: ReportPeriod) -> dict[str, Any]:
    """Return section 8; empty while the fund has no posting until the end of the half-year."""
    ever = Window(until=period.ends_on)
    inside = Window(since=period.starts_on, until=period.ends_on)
    if not ever.legs().exists():
        return {}
    return {
        **_sources_and_uses(inside, ever),
        "contributors": _contributors(inside, ever),
        "components": [_component(row) for row in fund.by_component(ever)],
        **_expense_classes(inside, ever),
        "bank_share": _bank_share(period, ever),
        "unpaid": [_unpaid(row) for row in fund.unpaid_commitments(ever, on=period.ends_on)],
    }


def english_url(name: str, **kwargs: Any) -> str:
    """Return the address of a page of governance, in its English form."""
    with translation.override("en"):
        return reverse(f"governance:{name}", kwargs=kwargs)


def _sources_and_uses(inside: Window, ever: Window) -> dict[str, Any]:
    now, all_time = fund.sources_and_uses(inside), fund.sources_and_uses(ever)
    received = sum((line.amount for line in all_time.sources if line.key in ContributorKind.values), ZERO)
    moved = [line for line in now.sources if line.key != "brought_forward"]
    change = sum((line.amount for line in moved), ZERO) - now.total_uses
    evidence = {number for line in (*all_time.sources, *all_time.uses) for number in line.figure.evidence}
    fx = next((line.amount for line in all_time.sources if line.key == "fx"), None)
    return {
        "sources": _lines(now.sources, all_time.sources),
        "uses": _lines(now.uses, all_time.uses),
        "balance_change": change,
        "balance": all_time.balance,
        "received_total": received,
        "fx_difference": fx,
        "postings": sorted(evidence),
    }


def _lines(now: tuple[Line, ...], all_time: tuple[Line, ...]) -> list[dict[str, Any]]:
    inside = {line.key: line.amount for line in now}
    return [
        {"label": _label(line.key), "period": inside.get(line.key, ZERO), "total": line.amount} for line in all_time
    ]


def _label(key: str) -> Texts:
    return in_all_languages(LABELS[key])


def _contributors(inside: Window, ever: Window) -> list[dict[str, Any]]:
    this_half = {row.code: row.received.amount for row in fund.contributors(inside)}
    return [
        {
            "name": row.name,
            "pledged": row.pledged.amount,
            "received_period": this_half.get(row.code, ZERO),
            "received": row.received.amount,
            "outstanding": row.outstanding.amount,
            "url": english_url("pledges"),
        }
        for row in fund.contributors(ever)
    ]


def _component(row: ComponentRow) -> dict[str, Any]:
    return {
        "name": in_all_languages(Component(row.component).label),
        "allocated": row.allocated.amount,
        "committed": row.committed.amount,
        "disbursed": row.disbursed.amount,
        "available": row.allocated.amount - row.committed.amount,
        "url": english_url("fund"),
    }


def _expense_classes(inside: Window, ever: Window) -> dict[str, Any]:
    this_half = {_pair(key): figure.amount for key, figure in fund.by_expense_class(inside)}
    rows = fund.by_expense_class(ever)
    assistance = {key.expense_class for key, _figure in rows if key.component == Component.TECHNICAL_ASSISTANCE}
    return {
        "expense_classes": [
            {
                "component": in_all_languages(Component(key.component).label),
                "name": in_all_languages(ExpenseClass(key.expense_class).label),
                "period": this_half.get(_pair(key), ZERO),
                "total": figure.amount,
            }
            for key, figure in rows
        ],
        "travel_only": assistance <= {ExpenseClass.TRAVEL},
    }


def _pair(key: ExpenseKey) -> tuple[str, str]:
    return str(key.component), str(key.expense_class)


def _bank_share(period: ReportPeriod, ever: Window) -> list[dict[str, Any]]:
    share, own = fund.bank_share(ever), fund.self_financing(period.year, ever)
    values = {
        "planned": share.planned,
        "pledged": share.pledged,
        "received": share.received,
        "year": next((row.share for row in share.years if row.year == period.year), None),
        "recipients": own.recipient_ratio,
        "self_financing": own.ratio,
    }
    return [
        {
            "key": key,
            "label": in_all_languages(label),
            "value": (absent(reason) if values[key] is None else counted(values[key])).written(),
        }
        for key, label, absent, reason in SHARES
    ]


def _unpaid(row: UnpaidCommitment) -> dict[str, Any]:
    return {
        "reference": row.number,
        "purpose": row.purpose,
        "component": in_all_languages(Component(row.component).label),
        "since": row.committed_on,
        "age_days": row.age_days,
        "unpaid": row.unpaid.amount,
        "url": english_url("commitments"),
    }
