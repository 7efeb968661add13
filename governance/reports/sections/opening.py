"""Sections 1 and 2: summary, progress by component."""

from decimal import Decimal

from django.utils.translation import gettext as _

from governance.reports.document import Block, Cell, Column, Figures, KeyFigure, Paragraph, Table
from governance.reports.source import Source, day_text


def summary(source: Source) -> list[Block]:
    """Show the headline figures, then what the Secretariat says about them."""
    return [Figures(_headline(source)), headline_table(source), *source.narrative("summary")]


def progress(source: Source) -> list[Block]:
    """Compare what each component planned with what it delivered."""
    components = source.part("finance").get("components") or []
    return [
        *source.narrative("progress"),
        Paragraph(
            _("Deviations are measured on money and on the performance indicators; sections 3 and 8 have the figures."),
            is_quiet=True,
        ),
        *([_delivery_table(source)] if components else [Paragraph(_("No component has money allocated yet."))]),
    ]


def headline_table(source: Source) -> Table:
    """Return the nine performance indicators, one line each."""
    rows = [
        (
            Cell(entry["code"]),
            source.words(entry["name"]),
            source.bare(entry["target"]),
            source.bare(entry["actuals"][-1]),
            source.words(entry["status"]),
        )
        for entry in source.data["results"]
    ]
    columns = (
        Column(_("Code"), width=0), Column(_("Performance indicator"), width=5), Column(_("Target"), is_figure=True),
        Column(_("Actual"), is_figure=True), Column(_("Status"), width=2),
    )  # fmt: skip
    return Table(_("Performance indicators at a glance"), _("Summary"), columns, tuple(rows))


def cutoff_text(cutoff: str) -> str:
    """Return the instant of the cutoff in words, in UTC."""
    return _("{day}, {time} (UTC)").format(day=day_text(cutoff[:10]), time=cutoff[11:16])


def ledger_head(source: Source) -> str:
    """Return the head of the ledger's chain; "n/a" while nothing is posted."""
    ledger = source.part("ledger")
    return ledger["head"] if ledger.get("sequence") else _("n/a")


def _headline(source: Source) -> tuple[KeyFigure, ...]:
    assistance, finance = source.part("assistance"), source.part("finance")
    total = source.value(assistance.get("person_days_total"), 1)
    this_half = source.value(assistance.get("person_days"), 1)
    return (
        KeyFigure(
            total.text,
            _("person-days of technical assistance, of {target} planned").format(
                target=assistance.get("target", "500")
            ),
            _("{count} in this half-year").format(count=this_half.text),
        ),
        KeyFigure(
            source.money(finance.get("received_total")).text, _("USD received from contributors since the beginning")
        ),
        KeyFigure(source.money(finance.get("balance")).text, _("USD in the fund at the end of the half-year")),
        KeyFigure(str(len(source.part("governance").get("decisions") or [])), _("decisions taken in the half-year")),
    )


def _delivery_table(source: Source) -> Table:
    rows = []
    for entry in source.part("finance")["components"]:
        allocated, disbursed = Decimal(entry["allocated"]), Decimal(entry["disbursed"])
        share = Cell(_("n/a"), is_missing=True)
        if allocated:
            percent = (disbursed / allocated * 100).quantize(Decimal("0.1"))
            share = Cell(source.value({"kind": "value", "value": str(percent)}, 1).text, percent)
        rows.append(
            (source.words(entry["name"]), source.money(entry["allocated"]), source.money(entry["disbursed"]), share)
        )
    columns = (
        Column(_("Component"), width=4), Column(_("Allocated"), "USD", is_figure=True, width=2),
        Column(_("Disbursed"), "USD", is_figure=True, width=2), Column(_("Delivery"), "%", is_figure=True),
    )  # fmt: skip
    return Table(_("Delivery by component"), _("Delivery"), columns, tuple(rows))
