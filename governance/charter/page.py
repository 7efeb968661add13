"""The public page as its template shows it: tables, pictures and figures, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from governance.charter import selectors
from governance.charter.drawing import Bar, Body, Chart, budget_svg, governance_svg
from governance.charter.lifecycle import Chapter, PartnerKind
from governance.charter.selectors import PartnerRow, Shown
from governance.models import FinancingPlan
from governance.reports.source import Source, day_text
from governance.rules import reads_fund, reads_reports
from governance.selectors.framework import framework
from governance.selectors.fund_figures import percent
from partnership.core.models import User
from partnership.core.templatetags.formats import number_text

MILLION = Decimal(1_000_000)
COMPONENT_PAGES = {
    "indicators": ("indicators:list", gettext_lazy("Open the indicators")),
    "networks": ("networks:directory", gettext_lazy("Open the networks")),
    "assistance": ("assistance:home", gettext_lazy("See the assistance and its roster")),
}


@dataclass(frozen=True)
class Component:
    """One of the components, its number, and where its work is seen."""

    number: int
    text: Shown
    url: str = ""
    action: Any = ""


class PartnershipPage:
    """Everything on the page; ``user`` opens links to what only members read."""

    def __init__(self, user: User) -> None:
        self.today = timezone.localdate()
        self.texts = selectors.shown_texts()
        self.seats = selectors.seats()
        self.advisers = selectors.advisory_members()
        self.meeting = selectors.next_meeting()
        self.decision = selectors.newest_decision()
        self.report = selectors.newest_report_published()
        self.plan = selectors.financing_plan()
        self.fund = selectors.fund_in_figures()
        self.reads_reports = user.is_authenticated and reads_reports.test(user)
        self.reads_fund = user.is_authenticated and reads_fund.test(user)

    @property
    def as_of(self) -> str:
        """The day on which the seats are read."""
        return _("As of {day}").format(day=day_text(self.today.isoformat()))

    @property
    def contents(self) -> list[tuple[str, Any]]:
        """The headings of the page by the names of their anchors."""
        headings: list[tuple[str, Any]] = [(c.value, c.label) for c in Chapter if c != Chapter.SUMMARY]
        headings.insert(-1, ("budget", _("Budget")))
        return [*headings, ("results", _("Performance indicators")), ("more", _("Where to read on"))]

    @cached_property
    def components(self) -> list[Component]:
        """The components with the pages of their work."""
        found = []
        for number, text in enumerate(self.texts[Chapter.COMPONENTS], start=1):
            name, action = COMPONENT_PAGES.get(text.key, ("", ""))
            found.append(Component(number, text, reverse(name) if name else "", action))
        return found

    @property
    def picture(self) -> SafeString:
        """Who governs whom."""
        seated, advising = len(self.seats), len(self.advisers)
        secretariat = next((str(text.title) for text in self.texts[Chapter.SECRETARIAT] if text.title), "")
        seats = ngettext("%(count)s seat", "%(count)s seats", seated) % {"count": seated}
        members = ngettext("%(count)s member", "%(count)s members", advising) % {"count": advising}
        return governance_svg(
            Chart(
                committee=Body(_("Steering Committee"), seats if seated else "", "charter-first"),
                secretariat=Body(_("Secretariat"), secretariat),
                advisers=Body(_("Advisory Group"), members if advising else "", "charter-beside"),
                components=[Body(f"{c.number} {c.text.title}", "", "charter-component") for c in self.components],
                decides=_("decides on the work programme"),
                leads=_("leads"),
                title=_(
                    "The Steering Committee directs the Secretariat, which runs the components; "
                    "the Advisory Group leads the first"
                ),
            )
        )

    @property
    def budget(self) -> dict[str, Any] | None:
        """The planned budget with the Bank's part, beside what came in; None without a plan."""
        bank = sum((year.bank.amount for year in self._bank_years), Decimal(0))
        return _budget(self.plan, self.fund.received, bank) if self.plan else None

    @property
    def seat_table(self) -> dict[str, Any]:
        """The seats of the Committee."""
        rows = [
            {
                "organisation": seat.organisation.name,
                "country": str(seat.organisation.country or ""),
                "constituency": seat.get_constituency_display(),
                "note": "" if seat.may_decide else _("takes no part in decisions"),
                "since": seat.valid_from,
            }
            for seat in self.seats
        ]
        columns = [
            {"key": "organisation", "label": _("Organisation"), "note_key": "country"},
            {"key": "constituency", "label": _("Constituency"), "note_key": "note"},
            {"key": "since", "label": _("Since"), "kind": "day"},
        ]
        return {"columns": columns, "rows": rows}

    @cached_property
    def partner_groups(self) -> list[tuple[str, list[PartnerRow]]]:
        """Organisations and countries first, then the existing networks."""
        rows = selectors.partners()
        networks = [row for row in rows if row.kind == PartnerKind.NETWORK]
        others = [row for row in rows if row.kind != PartnerKind.NETWORK]
        groups = [(_("Organisations and development agencies"), others), (_("Networks in the region"), networks)]
        return [(label, members) for label, members in groups if members]

    @cached_property
    def years(self) -> dict[str, Any]:
        """The Bank's part and the members' own money, year by year from the ledger."""
        shares = {share.year: share.share for share in self._bank_years}
        rows = [
            {
                "year": str(year.year),
                "bank": shares.get(year.year),
                "members": year.member_receipts.amount,
                "paid": year.disbursed.amount,
                "ratio": _percent(year.ratio),
            }
            for year in selectors.self_financing_by_year(list(shares))
        ]
        columns = [
            {"key": "year", "label": _("Year")},
            {"key": "bank", "label": _("World Bank’s part of receipts"), "kind": "number", "decimals": 0, "unit": "%"},
            {"key": "members", "label": _("Received from members"), "kind": "number", "decimals": 0, "unit": "USD"},
            {"key": "paid", "label": _("Paid out"), "kind": "number", "decimals": 0, "unit": "USD"},
            {"key": "ratio", "label": _("Self-financing")},
        ]
        return {"columns": columns, "rows": rows}

    @cached_property
    def _bank_years(self) -> Sequence[Any]:
        return selectors.bank_years()

    @cached_property
    def results(self) -> list[dict[str, Any]]:
        """The performance indicators with target and where they stand today."""
        found = framework(self.today)
        source = Source({}, get_language() or "en")
        return [self._result(row, source) for row in found.rows]

    def _result(self, row: Mapping[str, Any], source: Source) -> dict[str, Any]:
        fact = row["actuals"][-1]
        value, target = source.value(fact), source.value(row["target"])
        return {
            "code": row["code"],
            "name": source.text(row["name"]),
            "unit": source.text(row["unit"]),
            "target": target,
            "value": value,
            "status": source.text(row["status"]),
            "tone": _tone(value.value, target.value),
            "url": source.path(fact["url"]) if self.reads_reports else "",
        }


def _tone(value: Any, target: Any) -> str:
    if value is None or target is None:
        return "neutral"
    return "done" if value >= target else "info"


def _budget(plan: FinancingPlan, received: Decimal, bank_received: Decimal) -> dict[str, Any]:
    share = percent(plan.bank_amount, plan.total_amount) or Decimal(0)
    others = plan.total_amount - plan.bank_amount
    planned = _("Planned: {total}, of which the World Bank’s grant {bank} ({share} %)").format(
        total=_millions(plan.total_amount), bank=_millions(plan.bank_amount), share=_whole(share)
    )
    came = _("Received so far: {total}, of which from the World Bank {bank}").format(
        total=_millions(received), bank=_millions(bank_received)
    )
    bars = [Bar(planned, plan.bank_amount, plan.total_amount), Bar(came, bank_received, received)]
    amounts = [
        (_("World Bank’s grant"), plan.bank_amount, bank_received),
        (_("Other contributions"), others, received - bank_received),
        (_("Total"), plan.total_amount, received),
    ]
    columns = [
        {"key": "label", "label": _("Source")},
        {"key": "planned", "label": _("Planned"), "kind": "number", "decimals": 2, "unit": "USD"},
        {"key": "received", "label": _("Received"), "kind": "number", "decimals": 2, "unit": "USD"},
    ]
    rows = [{"label": label, "planned": plan_of, "received": got} for label, plan_of, got in amounts]
    years = ngettext("%(count)s year", "%(count)s years", plan.years) % {"count": plan.years}
    return {
        "figures": [
            {"label": _("Total budget"), "value": _millions(plan.total_amount), "note": years},
            {"label": _("World Bank’s grant"), "value": _millions(plan.bank_amount)},
            {"label": _("The grant’s share"), "value": _("{share} %").format(share=_whole(share)), "now": True},
        ],
        "picture": budget_svg(
            bars, _("Planned and received contributions with the World Bank’s part; the table has the figures")
        ),
        "table": {"columns": columns, "rows": rows},
        "source": plan.source,
    }


def _millions(amount: Decimal) -> str:
    return _("USD {amount} million").format(amount=number_text(amount / MILLION, 2))


def _whole(share: Decimal) -> str:
    return number_text(share.quantize(Decimal(1), rounding=ROUND_HALF_UP), 0)


def _percent(share: Decimal | None) -> str:
    return _("not computable") if share is None else _("{share} %").format(share=_whole(share))
