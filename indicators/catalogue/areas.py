"""What an area of public management is about, and what the catalogue holds of it, in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from indicators.catalogue.selectors import Catalogue, Entry
from partnership.core.folding import fold

FEW_COUNTRIES = 15  # so few that their names say more than their number

ABOUT: dict[str, Promise] = {
    "GOV": gettext_lazy("How well a country is governed as a whole, as experts, firms and households perceive it."),
    "PFM": gettext_lazy("How a government plans, collects, spends and borrows, and how it accounts for the money."),
    "HRM": gettext_lazy("Who works for the state, what they are paid, and how they are chosen and led."),
    "EGOV": gettext_lazy("Shared systems, services online and the taking part of people by digital means."),
    "REG": gettext_lazy("How rules are made, weighed beforehand and looked at again, and what they ask of firms."),
    "PROC": gettext_lazy("How governments buy: competition, time, complaints and payment."),
    "DEC": gettext_lazy("What regions and municipalities spend, raise and account for themselves."),
    "AUD": gettext_lazy("Who controls the use of public money and power, and what comes of it."),
    "JUS": gettext_lazy("How soon, by whom and with what means courts decide."),
}


@dataclass(frozen=True)
class Holding:
    """What the catalogue holds of an area, as sentences."""

    about: str
    figures: str  # "" where there are none
    few: str  # which publications cover few countries, and which countries these are
    definitions: str  # "" where every definition has figures


def holding(code: str, entries: Sequence[Entry], catalogue: Catalogue) -> Holding:
    """Say what an area holds."""
    filled = [entry for entry in entries if entry.country_ids]
    empty = len(entries) - len(filled)
    return Holding(
        about=str(ABOUT.get(code, "")),
        figures=_figures(filled),
        few=_few(filled, catalogue),
        definitions=_definitions(empty, only=not filled),
    )


def _figures(filled: Sequence[Entry]) -> str:
    if not filled:
        return ""
    countries = len(frozenset[int]().union(*(entry.country_ids for entry in filled)))
    first = min(entry.first_period or 0 for entry in filled)
    last = max(entry.last_period or 0 for entry in filled)
    text = ngettext(
        "{count} indicator with figures: {countries} countries, {first}–{last}.",
        "{count} indicators with figures: {countries} countries, {first}–{last}.",
        len(filled),
    )
    return text.format(count=len(filled), countries=countries, first=first, last=last)


def _few(filled: Sequence[Entry], catalogue: Catalogue) -> str:
    """Name the countries of each publication that covers only few of them."""
    titles = sorted({source.title for entry in filled for source in entry.sources})
    parts = []
    for title in titles:
        members = [entry for entry in filled if title in {source.title for source in entry.sources}]
        union = frozenset[int]().union(*(entry.country_ids for entry in members))
        if len(union) <= FEW_COUNTRIES:
            parts.append(_covers(title, len(members), len(filled), [catalogue.countries[pk].name for pk in union]))
    return " ".join(parts)


def _covers(title: str, members: int, filled: int, names: list[str]) -> str:
    listed = ", ".join(sorted(names, key=fold))
    if members == filled:
        text = ngettext("Figures exist for {count} country only: {names}.",
                        "Figures exist for {count} countries only: {names}.", len(names))  # fmt: skip
        return text.format(count=len(names), names=listed)
    text = ngettext("“{title}”: {count} country only, {names}.", "“{title}”: {count} countries only, {names}.",
                    len(names))  # fmt: skip
    return text.format(title=title, count=len(names), names=listed)


def _definitions(empty: int, *, only: bool) -> str:
    if not empty:
        return ""
    if only:
        text = ngettext(
            "No open figures yet: the definition below is agreed; figures follow when countries report them.",
            "No open figures yet: the {count} definitions below are agreed; figures follow when countries report them.",
            empty,
        )
        return text.format(count=empty)
    text = ngettext("{count} agreed definition without open figures yet.",
                    "{count} agreed definitions without open figures yet.", empty)  # fmt: skip
    return text.format(count=empty)


def coverage(entry: Entry, catalogue: Catalogue) -> str:
    """Say how many countries and which years an indicator covers; "" without figures."""
    if not entry.country_ids:
        return ""
    text = ngettext("{count} country", "{count} countries", len(entry.country_ids)).format(count=len(entry.country_ids))
    lac = catalogue.lac_count(entry)
    if lac == len(entry.country_ids):
        return _("{countries}, all in LAC, {first}–{last}").format(
            countries=text, first=entry.first_period, last=entry.last_period
        )
    return _("{countries}, {lac} of them in LAC, {first}–{last}").format(
        countries=text, lac=lac, first=entry.first_period, last=entry.last_period
    )
