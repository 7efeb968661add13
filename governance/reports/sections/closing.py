"""Sections 7 and 9 to 13, and the annexes on decisions, missions and checksums."""

from django.utils.translation import gettext as _

from governance.reports.document import Block, Cell, Column, Paragraph, Table
from governance.reports.sections.assistance import activities_table
from governance.reports.sections.opening import cutoff_text, ledger_head
from governance.reports.source import Source, half_year_short


def governance(source: Source) -> list[Block]:
    """Report the Committee's decisions of the half-year."""
    count = len(source.part("governance").get("decisions") or [])
    sentence = _("The Steering Committee took {count} decisions in the half-year; annex A lists them.").format(
        count=count
    )
    meetings = _(
        "The portal keeps no facts about meetings yet, so the rule of two meetings a year is not computed here."
    )
    return [Paragraph(sentence), Paragraph(meetings, is_quiet=True)]


def sustainability(source: Source) -> list[Block]:
    """What the Secretariat says about sustainability and the Bank's exit; F5 has the figures."""
    return [*source.narrative("sustainability"), Paragraph(_("Statement F5 has the figures."), is_quiet=True)]


def risks(source: Source) -> list[Block]:
    """What the Secretariat says about risks."""
    return source.narrative("risks")


def lessons(source: Source) -> list[Block]:
    """What the Secretariat learnt."""
    return source.narrative("lessons")


def outlook(source: Source) -> list[Block]:
    """What comes in the next half-year."""
    return source.narrative("outlook")


def restatements(source: Source) -> list[Block]:
    """List the figures that differ from what an earlier report said, and say how this report is made."""
    entries = source.data.get("restatements") or []
    method = _(
        "All figures were read from the portal's records at one moment, the cutoff named in annex D, and frozen. "
        "This file was made from that frozen record alone; whoever has the record can make the same file again. "
        "A fact that is recorded later changes nothing here: it makes a new version, which lists what differs."
    )
    if not entries:
        return [Paragraph(_("No figure differs from an earlier published report.")), Paragraph(method)]
    rows = tuple(
        (
            source.words(entry["label"]),
            Cell(half_year_short(entry["period"])),
            source.words(entry["previously"]),
            source.words(entry["now"]),
            source.words(entry["reason"] or _("Not explained.")),
        )
        for entry in entries
    )
    columns = (
        Column(_("Figure"), width=4), Column(_("Half-year"), width=2), Column(_("Previously"), is_figure=True, width=2),
        Column(_("Now"), is_figure=True, width=2), Column(_("Reason"), width=5),
    )  # fmt: skip
    return [Table(_("Restated figures"), _("Restatements"), columns, rows), Paragraph(method)]


def decisions(source: Source) -> list[Block]:
    """Annex A: the decisions with what they concern."""
    entries = source.part("governance").get("decisions") or []
    if not entries:
        return [Paragraph(_("No decision was recorded in the half-year."))]
    rows = tuple(
        (
            source.words(entry["number"], entry.get("url", "")),
            source.day(entry["adopted_on"]),
            source.words(entry["title"]),
        )
        for entry in entries
    )
    columns = (Column(_("Decision"), width=2), Column(_("Date"), width=2), Column(_("Subject"), width=6))
    return [Table(_("Decisions of the half-year"), _("Decisions"), columns, rows)]


def missions(source: Source) -> list[Block]:
    """Annex B: the missions; section 5 shows the same table where there are few."""
    if not source.part("assistance").get("activities"):
        return [Paragraph(_("No activity took place in the half-year."))]
    return [activities_table(source)]


def checksums(source: Source, sha256: str) -> list[Block]:
    """Annex D: how to check that this file says what was frozen, and with what it was made."""
    data, ledger, software = source.data, source.part("ledger"), source.part("software")
    rows = (
        (_("Frozen record (SHA-256 of the JSON)"), sha256),
        (_("Head of the ledger's chain"), ledger_head(source)),
        (_("Postings in the ledger"), str(ledger.get("sequence", 0))),
        (_("Version of this report"), str(data["number"])),
        (_("Prepared by"), data["prepared_by"]),
        (_("Facts as they stood on"), cutoff_text(data["cutoff"])),
        (_("Software and template"), f"{software['code']} / {software['template']}"),
    )
    columns = (Column(_("What"), width=2), Column(_("Value"), width=5))
    title = _("Checksums and versions")
    return [Table(title, title, columns, tuple((Cell(label), Cell(value)) for label, value in rows))]
