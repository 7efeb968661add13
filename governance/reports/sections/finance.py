"""Section 8: the trust fund, statements F1 to F7. All amounts are US dollars unless the head says otherwise."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from governance.reports.charts import Bar, Bars, draw
from governance.reports.document import Block, Cell, Chart, Column, Paragraph, Table
from governance.reports.source import Source


def finance(source: Source) -> list[Block]:
    """Return the statements, or one sentence where the fund has not moved yet."""
    if not source.part("finance"):
        return [Paragraph(_("The fund has no postings yet."))]
    return [
        Paragraph(_("Amounts in US dollars from the posted ledger; provisional until the accounts are certified.")),
        sources_and_uses(source),
        _or(_contributors(source), _("F2: no contributor has signed a pledge or paid yet.")),
        *_components(source),
        *_expense_classes(source),
        _bank_share(source),
        Paragraph(_fx_sentence(source)),
        _or(_unpaid(source), _("F7: nothing that was committed is unpaid.")),
    ]


def sources_and_uses(source: Source) -> Table:
    """Return statement F1: total sources less total uses is the balance."""
    facts = source.part("finance")
    rows: list[tuple[Cell, ...]] = []
    for kind, total in (("sources", _("Total sources")), ("uses", _("Total uses"))):
        lines = facts[kind]
        rows += [_amounts(source, source.text(line["label"]), line["period"], line["total"]) for line in lines]
        rows.append(_amounts(source, total, _sum(lines, "period"), _sum(lines, "total")))
    rows.append(_amounts(source, _("Balance of the fund"), facts["balance_change"], facts["balance"]))
    columns = (
        Column(_("Sources and uses"), width=4), Column(_("This half-year"), "USD", is_figure=True, width=2),
        Column(_("Since the beginning"), "USD", is_figure=True, width=2),
    )  # fmt: skip
    return Table(_("F1 Sources and uses of funds"), "F1", columns, tuple(rows))


def _amounts(source: Source, label: str, period: str, total: str) -> tuple[Cell, ...]:
    return Cell(label), source.money(period), source.money(total)


def _sum(lines: list[dict[str, Any]], key: str) -> str:
    return format(sum((Decimal(line[key]) for line in lines), Decimal(0)), "f")


def _or(table: Table, sentence: str) -> Block:
    return table if table.rows else Paragraph(sentence)


def _contributors(source: Source) -> Table:
    rows = [
        (
            source.words(entry["name"], entry.get("url", "")),
            source.money(entry["pledged"]),
            source.money(entry["received_period"]),
            source.money(entry["received"]),
            source.money(entry["outstanding"]),
        )
        for entry in source.part("finance").get("contributors") or []
    ]
    heads = (_("Signed pledges"), _("Received this half-year"), _("Received in all"), _("Outstanding"))
    columns = (
        Column(_("Contributor"), width=4), *(Column(head, "USD", is_figure=True, width=2) for head in heads),
    )  # fmt: skip
    note = _("A pledge raises no ceiling for spending before it is received.")
    return Table(_("F2 Contributors"), "F2", columns, tuple(rows), note)


def _components(source: Source) -> list[Block]:
    entries = source.part("finance").get("components") or []
    if not entries:
        return [Paragraph(_("F3: no component has money allocated yet."))]
    keys = ("allocated", "committed", "disbursed", "available")
    rows = tuple(
        (source.words(entry["name"]), *(source.money(entry[key], url=entry.get("url", "")) for key in keys))
        for entry in entries
    )
    heads = (_("Allocated"), _("Committed"), _("Disbursed"), _("Free to commit"))
    columns = (
        Column(_("Component"), width=4), *(Column(head, "USD", is_figure=True, width=2) for head in heads),
    )  # fmt: skip
    title = _("F3 Allocated, committed and disbursed by component")
    groups = tuple((row[0].text, tuple(Bar(Decimal(e[key]), row[i + 1].text) for i, key in enumerate(keys[:3])))
                   for row, e in zip(rows, entries, strict=True))  # fmt: skip
    alt = " ".join(
        _("{component}: {allocated} allocated, {committed} committed, {disbursed} disbursed.").format(
            component=row[0].text, allocated=row[1].text, committed=row[2].text, disbursed=row[3].text
        )
        for row in rows
    )
    return [Chart(title, draw(Bars(groups, heads[:3])), alt, Table(title, "F3", columns, rows))]


def _expense_classes(source: Source) -> list[Block]:
    facts = source.part("finance")
    lines = facts.get("expense_classes") or []
    if not lines:
        return [Paragraph(_("F4: nothing was spent yet."))]
    rows = tuple(
        (
            source.words(line["component"]),
            source.words(line["name"]),
            source.money(line["period"]),
            source.money(line["total"]),
        )
        for line in lines
    )
    columns = (
        Column(_("Component"), width=3), Column(_("Expense class"), width=3),
        Column(_("This half-year"), "USD", is_figure=True, width=2),
        Column(_("Since the beginning"), "USD", is_figure=True, width=2),
    )  # fmt: skip
    travel = (
        _("Test passed: technical assistance paid for travel only, no staff or consultant time.")
        if facts.get("travel_only")
        else _("Test failed: technical assistance paid for something else than travel.")
    )
    return [Table(_("F4 Expenditure by class"), "F4", columns, rows), Paragraph(travel)]


def _bank_share(source: Source) -> Table:
    rows = tuple(
        (source.words(entry["label"]), source.value(entry["value"], 1))
        for entry in source.part("finance").get("bank_share") or []
    )
    columns = (Column(_("Measure"), width=4), Column(_("Value"), "%", is_figure=True, width=2))
    return Table(_("F5 Share of the World Bank and self-financing"), "F5", columns, rows)


def _fx_sentence(source: Source) -> str:
    amount = source.part("finance").get("fx_difference")
    if amount is None:
        return _("F6: no difference of exchange was realised and no item of a prior period was posted.")
    return _("F6: realised differences of exchange since the beginning: USD {amount}.").format(
        amount=source.money(amount).text
    )


def _unpaid(source: Source) -> Table:
    rows = tuple(
        (
            source.words(entry["reference"], entry.get("url", "")),
            source.words(entry["component"]),
            source.words(entry["purpose"]),
            source.day(entry["since"]),
            source.value({"kind": "value", "value": str(entry["age_days"])}),
            source.money(entry["unpaid"]),
        )
        for entry in source.part("finance").get("unpaid") or []
    )
    columns = (
        Column(_("Commitment"), width=2), Column(_("Component"), width=3), Column(_("Purpose"), width=4),
        Column(_("Since"), width=2), Column(_("Age"), _("days"), is_figure=True),
        Column(_("Unpaid"), "USD", is_figure=True, width=2),
    )  # fmt: skip
    return Table(_("F7 Unpaid commitments by age"), "F7", columns, rows)
