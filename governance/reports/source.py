"""The snapshot as the sections read it: words in one language, figures as cells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from governance.reports.document import Block, Cell, Link, Paragraph
from governance.reports.texts import in_language
from partnership.core.money import minor_units
from partnership.core.templatetags.formats import day, number_text

MAX_LINKS = 12
BULLETS = " •-–*\t"


@dataclass(frozen=True)
class Source:
    """A snapshot's facts, read in the language that is active."""

    data: Mapping[str, Any]
    language: str

    def part(self, name: str) -> Mapping[str, Any]:
        """Return a part of the facts; an empty one where the snapshot has none."""
        return self.data.get(name) or {}

    def text(self, texts: Any) -> str:
        """Return words in the reader's language."""
        return in_language(texts, self.language)

    def words(self, texts: Any, url: str = "", note: Any = "") -> Cell:
        """Return a cell of words, perhaps with the page behind them."""
        words = self.text(texts)
        return Cell(words, links=(Link(words, self.path(url)),) if url else (), note=self.text(note))

    def path(self, url: str) -> str:
        """Return a path of the portal in the reader's language."""
        return url.replace("/en/", f"/{self.language}/", 1) if url.startswith("/en/") else url

    def value(self, fact: Mapping[str, Any] | None, decimals: int | None = None) -> Cell:
        """Return the cell of a figure: 0, "n/a" (not applicable) and "n.d." (no data) are three different things."""
        if fact is None or fact["kind"] == "nd":
            return self._missing(_("n.d."), fact)
        if fact["kind"] == "na":
            return self._missing(_("n/a"), fact)
        amount = Decimal(fact["value"])
        text = number_text(amount, decimals)
        return Cell(text, amount, self.links(fact, text), self.text(fact.get("note") or ""))

    def bare(self, fact: Mapping[str, Any] | None, decimals: int | None = None) -> Cell:
        """Return the cell of a figure without its remark, for tables that explain beneath what is missing."""
        return replace(self.value(fact, decimals), note="")

    def money(self, amount: str | None, currency: str = "USD", *, url: str = "") -> Cell:
        """Return the cell of an amount, whose currency stands in the column's head."""
        if amount is None:
            return Cell(_("n.d."), is_missing=True)
        links = (Link(amount, self.path(url)),) if url else ()
        return Cell(number_text(Decimal(amount), minor_units(currency)), Decimal(amount), links)

    def day(self, written: str | None) -> Cell:
        """Return the cell of a date."""
        if not written:
            return Cell(_("n.d."), is_missing=True)
        return Cell(day_text(written), date.fromisoformat(written))

    def links(self, fact: Mapping[str, Any], text: str) -> tuple[Link, ...]:
        """Return where the facts behind a figure are found: the page that lists them, else the facts themselves."""
        if fact.get("url"):
            return (Link(text, self.path(fact["url"])),)
        entries = fact.get("evidence") or []
        return tuple(Link(entry["label"], self.path(entry["url"])) for entry in entries[:MAX_LINKS] if entry["url"])

    def lines(self, key: str) -> list[str]:
        """Return the lines that the Secretariat wrote under a key, without bullets; none when it wrote nothing."""
        version = self._version(key)
        lines = version["text"].splitlines() if version else []
        return [line.strip(BULLETS) for line in lines if line.strip(BULLETS)]

    def narrative(self, key: str) -> list[Block]:
        """Return what the Secretariat wrote for a section: in the reader's language, else in another with a mark."""
        chosen = self._version(key)
        if chosen is None:
            return [Paragraph(_("The Secretariat wrote no text for this section."), is_quiet=True)]
        signature = _("{author}, {day}, version {number}.").format(
            author=chosen["author"], day=day_text(chosen["written_on"]), number=chosen["number"]
        )
        if chosen["language"] != self.language:
            signature += " " + _("Not translated.")
        paragraphs = [part.strip() for part in chosen["text"].split("\n\n") if part.strip()]
        return [*(Paragraph(part) for part in paragraphs), Paragraph(signature, is_quiet=True)]

    def _version(self, key: str) -> Mapping[str, Any] | None:
        versions: Iterable[Mapping[str, Any]] = self.part("narrative").get(key) or []
        by_language = {version["language"]: version for version in versions}
        return by_language.get(self.language) or next(iter(by_language.values()), None)

    def _missing(self, word: str, fact: Mapping[str, Any] | None) -> Cell:
        return Cell(word, note=self.text((fact or {}).get("reason") or ""), is_missing=True)


def day_text(written: str) -> str:
    """Return a date of the snapshot in words."""
    return strip_tags_of(day(date.fromisoformat(written)))


def strip_tags_of(markup: str) -> str:
    """Return the words of a one-element markup of our own."""
    return markup.partition(">")[2].rpartition("<")[0]


def half_year(code: str) -> str:
    """Return "first half of 2026" for "2026-H1"."""
    year, _dash, half = code.partition("-")
    if half == "H1":
        return pgettext("half-year", "first half of {year}").format(year=year)
    return pgettext("half-year", "second half of {year}").format(year=year)


def half_year_short(code: str) -> str:
    """Return the short name of a half-year for the head of a column."""
    return code.replace("-", " ")
