"""Section 0, the first page: three messages that the facts make, what is asked of the Committee, the data box."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.reports.document import Block, Cell, Column, Paragraph, Point, Points, Table
from governance.reports.sections.opening import cutoff_text
from governance.reports.source import Source, half_year


def briefing(source: Source) -> list[Block]:
    """Say in one page what happened, what is asked, and of which programme."""
    messages = (*_on_days(source), *_on_requests(source), *_on_money(source))
    return [Points(_("Three messages"), _("Messages"), messages), _asked(source), _data_box(source)]


def _on_days(source: Source) -> Iterator[Point]:
    """Person-days against the target, and how this half-year compares with the one before."""
    facts = source.part("assistance")
    history = facts.get("by_half_year") or []
    if not history:
        yield Point(_("No person-day of technical assistance was verified yet."))
        return
    total, target = Decimal(history[-1]["total"]), Decimal(facts["target"])
    sentence = _("{total} of {target} person-days of technical assistance were delivered and verified ({share} %).")
    words = sentence.format(
        total=_figure(source, total, 1), target=_figure(source, target), share=_figure(source, _percent(total, target))
    )
    yield Point(f"{words} {_compared(source, history)}", source.path((facts.get("person_days") or {}).get("url") or ""))


def _compared(source: Source, history: list[dict]) -> str:
    now = Decimal(history[-1]["person_days"])
    before = Decimal(history[-2]["person_days"]) if len(history) > 1 else None
    if before is None:
        return _("{count} of them in this half-year.").format(count=_figure(source, now, 1))
    if now == before:
        return _("{count} of them in this half-year, as many as in the one before.").format(
            count=_figure(source, now, 1)
        )
    sentence = (
        _("{count} of them in this half-year, {difference} more than in the one before.")
        if now > before
        else _("{count} of them in this half-year, {difference} fewer than in the one before.")
    )
    return sentence.format(count=_figure(source, now, 1), difference=_figure(source, abs(now - before), 1))


def _on_requests(source: Source) -> Iterator[Point]:
    """Demand: what ministries asked for, and what became of it."""
    facts = source.part("assistance").get("requests") or {}
    received = facts.get("received")
    if received is None:
        return
    count = int(Decimal(received["value"]))
    words = ngettext(
        "Ministries sent {received} request in the half-year; approved: {approved}; still open: {open}.",
        "Ministries sent {received} requests in the half-year; approved: {approved}; still open: {open}.",
        count,
    )
    yield Point(words.format(**{name: source.value(facts.get(name)).text for name in ("received", "approved", "open")}))


def _on_money(source: Source) -> Iterator[Point]:
    """What came in, what was spent, what is left; the Bank's share and what members carry themselves."""
    finance = source.part("finance")
    if not finance:
        yield Point(_("The trust fund has received nothing yet."))
        return
    spent = sum((Decimal(row["disbursed"]) for row in finance["components"]), Decimal(0))
    parts = [
        _("The fund received USD {received} since the beginning, spent USD {spent} and holds USD {balance}.").format(
            received=source.money(finance["received_total"]).text,
            spent=source.money(str(spent)).text,
            balance=source.money(finance["balance"]).text,
        )
    ]
    sentences = {
        "received": _("The World Bank gave {share} % of all receipts."),
        "self_financing": _("Members’ receipts of the year cover {share} % of the year’s spending."),
    }
    shares = {row.get("key"): row["value"] for row in finance["bank_share"]}
    for key, sentence in sentences.items():
        share = shares.get(key)
        if share and share["kind"] == "value":
            parts.append(sentence.format(share=source.value(share, 1).text))
    yield Point(" ".join(parts), source.path("/en/governance/fund/"))


def _asked(source: Source) -> Block:
    """What the Secretariat asks for, and the targets that only the Committee can set."""
    written = [Point(line) for line in source.lines("asked")]
    without = [entry["code"] for entry in source.data["results"] if entry["target"]["kind"] == "nd"]
    if without:
        sentence = _("Set a target for the performance indicators that have none: {codes}.")
        written.append(Point(sentence.format(codes=", ".join(without))))
    if not written:
        return Paragraph(_("No decision is asked of the Committee with this report."))
    return Points(_("Decisions asked of the Committee"), _("Decisions asked"), tuple(written))


def _data_box(source: Source) -> Table:
    data = source.data
    rows = [
        (_("Programme"), source.text(data["programme"])),
        *_secretariat(source),
        (_("Half-year"), half_year(data["period"]["code"])),
        *_budget(source),
        (_("Facts as they stood on"), cutoff_text(data["cutoff"])),
    ]
    return Table(
        title=_("Data box"),
        sheet=_("Data box"),
        columns=(Column(_("What"), width=2), Column(_("Value"), width=5)),
        rows=tuple((Cell(label), Cell(value)) for label, value in rows if value),
    )


def _secretariat(source: Source) -> list[tuple[str, str]]:
    """The first text of the charter's chapter names the agency; each further one is a contact."""
    texts = source.part("programme_data").get("secretariat") or []
    if not texts:
        return [(_("Secretariat"), _("n.d."))]
    agency, *contacts = texts
    rows = [(source.text(entry["title"]), source.text(entry["body"])) for entry in contacts]
    return [(_("Secretariat"), source.text(agency["title"])), *rows]


def _budget(source: Source) -> list[tuple[str, str]]:
    plan = source.part("programme_data")
    if not plan.get("budget"):
        return [(_("Total budget"), _("n.d."))]
    grant, budget = Decimal(plan["grant"]), Decimal(plan["budget"])
    words = ngettext(
        "USD {amount} over {years} year", "USD {amount} over {years} years", plan["years"]
    )  # fmt: skip
    share = _("USD {amount}, {share} % of the budget")
    return [
        (_("Total budget"), words.format(amount=source.money(plan["budget"]).text, years=plan["years"])),
        (
            _("World Bank grant"),
            share.format(amount=source.money(plan["grant"]).text, share=_figure(source, _percent(grant, budget))),
        ),
    ]


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    """Return a share in whole percent, halves up; 0 of nothing."""
    return (part / whole * 100).quantize(Decimal(1), ROUND_HALF_UP) if whole else Decimal(0)


def _figure(source: Source, amount: Decimal, decimals: int = 0) -> str:
    return source.value({"kind": "value", "value": str(amount)}, decimals).text
