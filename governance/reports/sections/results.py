"""Section 3: the results framework, and the definitions in the annex."""

from django.utils.translation import gettext as _

from governance.reports.document import Block, Cell, Column, Paragraph, Table
from governance.reports.source import Source, half_year_short


def results_framework(source: Source) -> list[Block]:
    """Show baseline, target and the actual value of each half-year for the nine performance indicators."""
    legend = _(
        "0 means that nothing happened; n/a means that the figure does not apply; n.d. means that there are no data. "
        "Every figure leads to its evidence."
    )
    return [Paragraph(legend, is_quiet=True), framework_table(source)]


def definitions(source: Source) -> list[Block]:
    """Say what each performance indicator counts and where it comes from."""
    rows = [
        (Cell(entry["code"]), source.words(entry["name"]), source.words(entry["unit"]), source.words(entry["source"]))
        for entry in source.data["results"]
    ]
    columns = (
        Column(_("Code"), width=0), Column(_("Performance indicator"), width=4), Column(_("Unit"), width=2),
        Column(_("Computed from"), width=4),
    )  # fmt: skip
    return [Table(_("Definitions of the performance indicators"), _("Definitions"), columns, tuple(rows))]


def framework_table(source: Source) -> Table:
    """Return the framework: one row per indicator, one column per half-year."""
    entries = source.data["results"]
    periods = [actual["period"] for actual in entries[0]["actuals"]] if entries else []
    columns = (
        Column(_("Code"), width=0),
        Column(_("Performance indicator"), width=5),
        Column(_("Baseline"), is_figure=True, width=2),
        Column(_("Target"), is_figure=True, width=2),
        *(Column(half_year_short(period), is_figure=True, width=2) for period in periods),
        Column(_("Status"), width=2),
    )
    rows = tuple(
        (
            Cell(entry["code"]),
            source.words(entry["name"], note=entry["unit"]),
            source.bare(entry["baseline"]),
            source.bare(entry["target"]),
            *(source.bare(actual) for actual in entry["actuals"]),
            source.words(entry["status"]),
        )
        for entry in entries
    )
    return Table(_("Results framework"), _("Results framework"), columns, rows, note=_reasons(source))


def _reasons(source: Source) -> str:
    """Say once beneath the table why figures are missing; equal reasons are said together."""
    found: dict[str, list[str]] = {}
    for entry in source.data["results"]:
        for fact in (entry["baseline"], entry["target"], entry["actuals"][-1]):
            if fact.get("reason"):
                codes = found.setdefault(source.text(fact["reason"]), [])
                codes.extend([entry["code"]] if entry["code"] not in codes else [])
    return " ".join(f"{', '.join(codes)}: {reason}" for reason, codes in found.items())
