"""What people call things that the catalogue calls otherwise: read from search_words.csv once."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from indicators.catalogue.words import stems, words

FILE = Path(__file__).with_name("search_words.csv")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A term as a sequence of stems, and what it stands for, the likeliest first."""

    stems: tuple[str, ...]
    indicators: tuple[str, ...]
    areas: tuple[str, ...]
    countries: tuple[str, ...]

    def places(self, wanted: tuple[str, ...]) -> set[int]:
        """Return the places in the words wanted at which the phrase stands; empty when it does not."""
        length = len(self.stems)
        starts = (start for start in range(len(wanted) - length + 1) if wanted[start : start + length] == self.stems)
        return {start + step for start in starts for step in range(length)}


@lru_cache(maxsize=1)
def phrases() -> tuple[Phrase, ...]:
    """Return every phrase of the file."""
    return tuple(
        Phrase(stems(term), _of("indicator", targets), _of("area", targets), _of("country", targets))
        for terms, targets in _rows()
        for term in terms
    )


@lru_cache(maxsize=1)
def phrase_words() -> frozenset[str]:
    """Return every word that occurs in a phrase."""
    return frozenset(word for terms, _targets in _rows() for term in terms for word in words(term))


def _of(kind: str, targets: list[str]) -> tuple[str, ...]:
    return tuple(code for target in targets for name, _colon, code in [target.partition(":")] if name == kind)


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[list[str], list[str]], ...]:
    """The rows as lists of terms (separated by "|") and of targets ("kind:code", separated by blanks)."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple((row["terms"].split("|"), row["targets"].split()) for row in csv.DictReader(file))
