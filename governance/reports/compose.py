"""From a snapshot's JSON to the document of one language: the words of the template, the figures of the facts."""

import json
from collections.abc import Callable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from governance.reports.canonical import checksum
from governance.reports.document import Block, Document, Section
from governance.reports.sections import assistance, briefing, closing, finance, opening, results
from governance.reports.source import Source, half_year

TEMPLATE_VERSION = "2"
Writer = Callable[[Source], list[Block]]
SECTIONS: tuple[tuple[str, str, Any, Writer], ...] = (
    ("0", "briefing", gettext_lazy("Briefing"), briefing.briefing),
    ("1", "summary", gettext_lazy("Summary"), opening.summary),
    ("2", "progress", gettext_lazy("Progress by component"), opening.progress),
    ("3", "results", gettext_lazy("Results framework"), results.results_framework),
    ("4", "networks", gettext_lazy("Networks of practitioners"), assistance.networks),
    ("5", "assistance", gettext_lazy("Technical assistance"), assistance.assistance),
    ("6", "use-of-data", gettext_lazy("Use of the data"), assistance.use_of_data),
    ("7", "governance", gettext_lazy("Governance"), closing.governance),
    ("8", "finance", gettext_lazy("Finance"), finance.finance),
    ("9", "sustainability", gettext_lazy("Sustainability and exit"), closing.sustainability),
    ("10", "risks", gettext_lazy("Risks"), closing.risks),
    ("11", "lessons", gettext_lazy("Lessons"), closing.lessons),
    ("12", "outlook", gettext_lazy("The next half-year"), closing.outlook),
    ("13", "restatements", gettext_lazy("Restatements and method"), closing.restatements),
    ("A", "decisions", gettext_lazy("Annex: decisions"), closing.decisions),
    ("B", "missions", gettext_lazy("Annex: missions"), closing.missions),
    ("C", "definitions", gettext_lazy("Annex: definitions"), results.definitions),
)


def compose(inputs: str, language: str) -> Document:
    """Return the report in one language from the canonical JSON of its snapshot."""
    data, sha256 = json.loads(inputs), checksum(inputs)
    with translation.override(language):
        source = Source(data, language)
        sections = [Section(key, str(title), tuple(write(source)), number) for number, key, title, write in SECTIONS]
        last = Section("checksums", _("Annex: checksums and versions"), tuple(closing.checksums(source, sha256)), "D")
        return Document(
            language=language,
            title=_("Semi-annual report"),
            subtitle=_("{half_year}, version {number}").format(
                half_year=_capitalised(half_year(data["period"]["code"])), number=data["number"]
            ),
            programme=source.text(data["programme"]),
            sha256=sha256,
            cutoff=data["cutoff"],
            site_url=data["site_url"],
            sections=(*sections, last),
            notice=_("Demonstration: the people, requests and amounts in this report are invented.")
            if data.get("is_invented")
            else "",
            labels=_labels(data, sha256),
        )


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


def _labels(data: dict[str, Any], sha256: str) -> dict[str, str]:
    return {
        "contents": _("Contents"),
        "evidence": _("evidence"),
        "table": _("Table"),
        "figure": pgettext("a numbered drawing", "Figure"),
        "version": _("Version {number}").format(number=data["number"]),
        "checksum": _("SHA-256 {sha256}").format(sha256=sha256),
        "facts_as_of": _("Facts as they stood on {moment}").format(moment=opening.cutoff_text(data["cutoff"])),
        "read_me": _("Read me"),
        "section": _("Section"),
        "sheet": _("Sheet"),
        "snapshot_file": _("The frozen record that this report was made from"),
        "show_table": _("Show the numbers as a table"),
    }
