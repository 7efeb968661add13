"""Sections 4 to 6: networks, technical assistance, use of the data."""

from decimal import Decimal

from django.utils.translation import gettext as _

from governance.reports.charts import Bar, Bars, draw
from governance.reports.document import Block, Cell, Chart, Column, Figures, KeyFigure, Paragraph, Table
from governance.reports.source import Source, half_year_short


def networks(source: Source) -> list[Block]:
    """Report on the networks of practitioners."""
    return [
        Paragraph(_("The portal keeps no facts about networks of practitioners yet.")),
        *source.narrative("networks"),
    ]


def assistance(source: Source) -> list[Block]:
    """Report requests, person-days against the target, and the activities of the half-year."""
    facts = source.part("assistance")
    return [
        _figures(source),
        *_person_days(source),
        activities_table(source)
        if facts.get("activities")
        else Paragraph(_("No activity took place in the half-year.")),
        *([_areas_table(source)] if facts.get("areas") else []),
    ]


def use_of_data(source: Source) -> list[Block]:
    """Report what was released on the comparative indicators."""
    releases = source.part("indicators").get("releases") or []
    blocks: list[Block] = (
        [_releases_table(source)] if releases else [Paragraph(_("No data were released in the half-year."))]
    )
    nothing = _("The portal counts no page visits and no policy references yet; indicators 1.i to 1.iii say so.")
    return [*blocks, Paragraph(nothing, is_quiet=True), *source.narrative("use_of_data")]


def activities_table(source: Source) -> Table:
    """Return the activities of the half-year: host, provider, person-days."""
    rows = [
        (
            source.words(entry["reference"], entry["url"]),
            source.words(entry["title"]),
            source.words(entry["host"]),
            source.words(entry["provider"]),
            source.day(entry["starts_on"]),
            source.day(entry["ends_on"]),
            source.value({"kind": "value", "value": entry["person_days"]}, 1),
        )
        for entry in source.part("assistance").get("activities") or []
    ]
    columns = (
        Column(_("Activity"), width=3), Column(_("Title"), width=4), Column(_("Host"), width=3),
        Column(_("Provider"), width=3), Column(_("First day"), width=2), Column(_("Last day"), width=2),
        Column(_("Person-days"), is_figure=True, width=2),
    )  # fmt: skip
    return Table(_("Missions of the half-year"), _("Missions"), columns, tuple(rows))


def _figures(source: Source) -> Figures:
    facts = source.part("assistance")
    requests = facts.get("requests") or {}
    labels = (
        ("received", _("requests received in the half-year")),
        ("approved", _("requests approved in the half-year")),
        ("open", _("requests received until then are still open")),
    )
    counted = [KeyFigure(source.value(requests.get(key)).text, label) for key, label in labels]
    days = source.value(facts.get("person_days"), 1)
    return Figures((KeyFigure(days.text, _("verified person-days in the half-year"), days.note), *counted))


def _person_days(source: Source) -> list[Block]:
    facts = source.part("assistance")
    history = facts.get("by_half_year") or []
    if not history:
        return [Paragraph(_("No person-day was verified yet."))]
    columns = (
        Column(_("Half-year"), width=2), Column(_("Person-days"), is_figure=True),
        Column(_("Since the beginning"), is_figure=True),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(half_year_short(entry["period"])),
            source.value({"kind": "value", "value": entry["person_days"]}, 1),
            source.value({"kind": "value", "value": entry["total"]}, 1),
        )
        for entry in history
    )
    title = _("Person-days of technical assistance since the beginning, against the target")
    table = Table(title, _("Person-days"), columns, rows)
    target = Decimal(facts["target"])
    bars = Bars(
        tuple((row[0].text, (Bar(row[2].value, row[2].text),)) for row in rows if isinstance(row[2].value, Decimal)),
        target=Bar(target, _("Target: {target}").format(target=facts["target"])),
    )
    alt = _("Bars: {total} person-days were delivered by the end of the half-year, of {target}.").format(
        total=rows[-1][2].text, target=facts["target"]
    )
    return [Chart(title, draw(bars), alt, table)]


def _areas_table(source: Source) -> Table:
    rows = [
        (source.words(entry["name"]), source.value({"kind": "value", "value": entry["person_days"]}, 1))
        for entry in source.part("assistance")["areas"]
    ]
    columns = (Column(_("Area of public-sector management"), width=4), Column(_("Person-days"), is_figure=True))
    return Table(_("Person-days of the half-year by area"), _("Areas"), columns, tuple(rows))


def _releases_table(source: Source) -> Table:
    rows = [
        (
            source.words(entry["label"], entry["url"]),
            source.day(entry["released_on"]),
            source.value({"kind": "value", "value": str(entry["added"])}),
        )
        for entry in source.part("indicators")["releases"]
    ]
    columns = (
        Column(_("Release"), width=4), Column(_("Date"), width=2), Column(_("Values added"), is_figure=True),
    )  # fmt: skip
    return Table(_("Releases of comparative indicators"), _("Releases"), columns, tuple(rows))
