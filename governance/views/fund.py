"""The fund's public page."""

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.charts import bank_share_svg, sources_and_uses_svg
from governance.rules import reads_fund
from governance.selectors.fund_figures import BankShare, SourcesAndUses
from governance.selectors.public_fund import PublicFund, public_fund
from indicators.page_cache import LIFE, public_page
from partnership.core.money import format_money
from partnership.core.templatetags.formats import number_text

CURRENCY = "USD"


@login_not_required
@require_safe
@public_page(depends_on=LIFE)
def fund(request: HttpRequest) -> HttpResponse:
    """Show where the fund's money came from, what it was used for and what is left."""
    page = public_fund()
    return render(
        request,
        "governance/fund.html",
        {
            "page": page,
            "figures": _key_figures(page),
            "picture": sources_and_uses_svg(page.table),
            "picture_table": _picture_table(page.table),
            "contributors": _contributor_table(page),
            "components": _component_table(page),
            "bank_figures": _bank_figures(page.bank),
            "bank_picture": bank_share_svg(page.bank.years),
            "bank_table": _bank_table(page.bank),
            "reads_ledger": request.user.is_authenticated and reads_fund.test(request.user),
        },
    )


def _key_figures(page: PublicFund) -> list[dict[str, Any]]:
    table = page.table
    return [
        {"label": _("Sources"), "value": format_money(table.total_sources, CURRENCY), "note": _("received so far")},
        {"label": _("Uses"), "value": format_money(table.total_uses, CURRENCY), "note": _("paid so far")},
        {"label": _("Balance"), "value": format_money(table.balance, CURRENCY), "note": _("at the bank"), "now": True},
    ]


def _picture_table(table: SourcesAndUses) -> dict[str, Any]:
    sources = [{"label": line.label, "amount": line.amount} for line in table.sources]
    uses = [{"label": line.label, "amount": -line.amount} for line in table.uses]
    return {
        "columns": [{"key": "label", "label": _("Source or use")}, _amount("amount", _("Amount"))],
        "rows": [
            *sources,
            {"label": _("Total sources"), "amount": table.total_sources},
            *uses,
            {"label": _("Total uses"), "amount": -table.total_uses},
            {"label": _("Balance"), "amount": table.balance},
        ],
    }


def _contributor_table(page: PublicFund) -> dict[str, Any]:
    return {
        "columns": [
            {"key": "name", "label": _("Contributor"), "note_key": "kind"},
            _amount("pledged", _("Pledged")),
            _amount("received", _("Received")),
            _amount("outstanding", _("Outstanding")),
        ],
        "rows": [
            {
                "name": row.name,
                "kind": row.kind_label,
                "pledged": row.pledged.amount,
                "received": row.received.amount,
                "outstanding": row.outstanding.amount,
            }
            for row in page.contributors
        ],
    }


def _component_table(page: PublicFund) -> dict[str, Any]:
    return {
        "columns": [
            {"key": "label", "label": _("Component")},
            _amount("allocated", _("Allocated")),
            _amount("committed", _("Committed")),
            _amount("disbursed", _("Disbursed")),
            {"key": "rate", "label": _("Disbursed of allocated"), "kind": "number", "decimals": 1, "unit": "%"},
        ],
        "rows": [
            {
                "label": row.label,
                "allocated": row.allocated.amount,
                "committed": row.committed.amount,
                "disbursed": row.disbursed.amount,
                "rate": row.delivery_rate,
            }
            for row in page.components
        ],
    }


def _bank_figures(bank: BankShare) -> list[dict[str, Any]]:
    return [
        {"label": _("Planned"), "value": _percent(bank.planned), "note": bank.plan_source},
        {"label": _("Of all pledges"), "value": _percent(bank.pledged), "note": _("signed so far")},
        {
            "label": _("Of all receipts"),
            "value": _percent(bank.received),
            "note": _("since the beginning"),
            "now": True,
        },
    ]


def _bank_table(bank: BankShare) -> dict[str, Any]:
    return {
        "columns": [
            {"key": "year", "label": _("Year")},
            _amount("total", _("Received")),
            _amount("bank", _("World Bank")),
            {"key": "share", "label": _("Share"), "kind": "number", "decimals": 1, "unit": "%"},
        ],
        "rows": [
            {"year": year.year, "total": year.total.amount, "bank": year.bank.amount, "share": year.share}
            for year in bank.years
        ],
    }


def _amount(key: str, label: str) -> dict[str, Any]:
    return {"key": key, "label": label, "kind": "number", "decimals": 2, "unit": CURRENCY}


def _percent(share: Decimal | None) -> str:
    return _("not computable") if share is None else _("{share} %").format(share=number_text(share, 1))
