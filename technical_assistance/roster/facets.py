"""Facets of a list: which records fit what is chosen, and how many each further choice would leave.

The count beside a value is what the list would hold if that value alone were chosen of its facet, with the words
and the other facets as they are. Lists are some hundred records at most, so all of it is done in memory.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.folding import fold
from indicators.search import find
from technical_assistance.roster.filters import Choice


@dataclass(frozen=True)
class Entry:
    """A record as a list shows it: the words it is found by, and its values of each facet."""

    record: Any
    text: str
    values: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Option:
    """A value of a facet, the records it would leave, and the address that chooses it or gives it up."""

    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A way to narrow a list."""

    name: str
    label: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> list[Option]:
        """The values chosen now."""
        return [option for option in self.options if option.is_chosen]


def found(entries: Sequence[Entry], choice: Choice) -> list[Entry]:
    """Return the records that have all words and a chosen value of every facet, in the order of the search."""
    return [entry for entry in with_words(entries, choice.words) if _fits(entry, choice, choice.chosen)]


def with_words(entries: Sequence[Entry], words: str) -> list[Entry]:
    """Return the records found by some words; all when there are none."""
    if not words:
        return list(entries)
    return [entries[position] for position in find(words, [entry.text for entry in entries])]


def facet(
    name: str, label: str, labels: Mapping[str, str], entries: Sequence[Entry], choice: Choice, *, keep_order: bool
) -> Facet:
    """Return a facet of a list; values that would leave nothing are left out unless they are chosen.

    ``labels`` names the values; with ``keep_order`` they stand in its order, else in the alphabet's.
    """
    others = [each for each in choice.chosen if each != name]
    rest = [entry for entry in with_words(entries, choice.words) if _fits(entry, choice, others)]
    options = []
    for value, text in labels.items():
        count = sum(value in entry.values[name] for entry in rest)
        is_chosen = value in choice.of(name)
        if count or is_chosen:
            options.append(Option(text, count, choice.toggled(name, value).query(), is_chosen))
    return Facet(name, label, tuple(options if keep_order else sorted(options, key=lambda each: fold(each.label))))


def _fits(entry: Entry, choice: Choice, names: Any) -> bool:
    return all(entry.values[name] & set(choice.of(name)) for name in names if choice.of(name))
