"""Find indicators, areas and countries by the words of a reader, in any of four languages.

A word counts by where it stands: in a name more than in a definition, in the reader's language more than in another.
Terms of search_words.csv lead to what the catalogue calls otherwise. A word that stands nowhere is replaced by the
nearest one that does. A country named beside other words ("debt Peru") is taken as the country of the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import get_language
from rapidfuzz import fuzz

from indicators.catalogue.selectors import LANGUAGES, Catalogue, Entry, Place
from indicators.catalogue.synonyms import Phrase, phrase_words, phrases
from indicators.catalogue.words import GENERIC, SILENT, begins, nearest, stem, stems, words

NAME, OTHER_NAME, SOURCE, AREA, DEFINITION, OTHER_DEFINITION = 10.0, 8.0, 6.0, 3.0, 2.5, 2.0
TERM, TERM_STEP = 14.0, 0.3  # what a term stands for comes before what merely bears the word, the likeliest first
BEGINNING = 0.8  # of a word that only begins as the one wanted
HAS_FIGURES = 0.4
SAME, BEGUN, COUNTRY_ALIKE = 200.0, 150.0, 82  # how near a query comes to a country's name
SHORTEST_COUNTRY = 4


@dataclass(frozen=True)
class Found:
    """What a search found, best first. ``corrected``: the words searched instead, where a word stands nowhere."""

    entries: list[Entry] = field(default_factory=list)
    areas: list[Place] = field(default_factory=list)
    countries: list[Place] = field(default_factory=list)
    corrected: str = ""
    is_partial: bool = False  # no text holds all the words; these hold some

    def __bool__(self) -> bool:
        return bool(self.entries or self.areas or self.countries)


def search(query: str, catalogue: Catalogue) -> Found:
    """Return what the words of a query find in the catalogue."""
    places = list(catalogue.countries.values())
    called = _countries(query, places)
    if called and called[0][0] == SAME:
        return Found(countries=[place for score, place in called if score >= BEGUN])
    named, rest = _named_countries(words(query), places)
    wanted, corrected = _known(rest, catalogue)
    if corrected and called:
        return Found(countries=[place for _score, place in called])
    named += [place for score, place in called if score == BEGUN]
    if not wanted:
        return Found(countries=named)
    rank = _Ranking(wanted, catalogue)
    entries, areas, is_partial = rank.entries(all), rank.areas(), False
    if not (entries or areas or named):
        if called:
            return Found(countries=[place for _score, place in called])
        entries = rank.entries(any)
        is_partial = bool(entries)
    return Found(entries, areas, named, " ".join(corrected), is_partial)


class _Ranking:
    """The order of a catalogue for some wanted stems."""

    def __init__(self, wanted: tuple[str, ...], catalogue: Catalogue) -> None:
        self.wanted, self.catalogue = wanted, catalogue
        self.terms = [(phrase, found) for phrase in phrases() if (found := phrase.places(wanted))]
        self.area_names = {area.code: area.names for area in catalogue.areas}

    def entries(self, enough: Callable[[Iterable[bool]], bool]) -> list[Entry]:
        """Return the entries in which enough of the words (all, any) are found, best first."""
        scored = []
        for place, entry in enumerate(self.catalogue.entries):
            scores = self._scores(entry)
            specific = [score for word, score in zip(self.wanted, scores, strict=True) if word not in GENERIC]
            if enough(score > 0 for score in (scores if enough is all else specific)):
                total = sum(scores) / len(scores)
                if total <= NAME:  # what a term stands for keeps the order of the file
                    total += _closeness(self.wanted, entry) + HAS_FIGURES * bool(entry.sources)
                scored.append((-total, place, entry))
        return [entry for _score, _place, entry in sorted(scored, key=lambda row: row[:2])]

    def areas(self) -> list[Place]:
        """Return the areas that the words name, those named by a term first."""
        by_term = [code for phrase, found in self.terms if len(found) == len(self.wanted) for code in phrase.areas]
        named = [area.code for area in self.catalogue.areas if any(map(self._names_area, area.names))]
        order = {code: place for place, code in reversed(list(enumerate([*by_term, *named])))}
        found = [area for area in self.catalogue.areas if area.code in order]
        return sorted(found, key=lambda area: order[area.code])

    def _names_area(self, name: str) -> bool:
        held = stems(name)
        met = [word for word in self.wanted if word in held]
        return len(met) == len(self.wanted) and 2 * len(met) >= len(held) and not GENERIC.issuperset(met)

    def _scores(self, entry: Entry) -> list[float]:
        by_term = self._by_term(entry)
        fields = _fields(entry, self.area_names[entry.area_code])
        return [max(by_term.get(place, 0.0), _best(word, fields)) for place, word in enumerate(self.wanted)]

    def _by_term(self, entry: Entry) -> dict[int, float]:
        """Return what the places in the query are worth by the terms that lead to an entry."""
        worth: dict[int, float] = {}
        for phrase, found in self.terms:
            if value := _worth(phrase, entry):
                worth |= {place: max(value, worth.get(place, 0.0)) for place in found}
        return worth


def _worth(phrase: Phrase, entry: Entry) -> float:
    if entry.code in phrase.indicators:
        longer = 0.1 * len(phrase.stems)  # "gender pay gap" says more than "gender"
        return TERM + longer - TERM_STEP * phrase.indicators.index(entry.code)
    return AREA if entry.area_code in phrase.areas else 0.0


def _fields(entry: Entry, area: Sequence[str]) -> list[tuple[float, tuple[str, ...]]]:
    """Return the stems of every text of an entry with the weight of a word there."""
    mine = LANGUAGES.index(language) if (language := (get_language() or "en")[:2]) in LANGUAGES else 0
    fields = [(SOURCE, stems(" ".join([entry.code, *(f"{each.code} {each.title}" for each in entry.sources)])))]
    for place in range(len(LANGUAGES)):
        fields += [
            (NAME if place == mine else OTHER_NAME, stems(entry.names[place])),
            (DEFINITION if place == mine else OTHER_DEFINITION, stems(entry.definitions[place])),
            (AREA, stems(area[place])),
        ]
    return fields


def _best(word: str, fields: Iterable[tuple[float, tuple[str, ...]]]) -> float:
    return max(weight * (1.0 if word in held else BEGINNING if begins(word, held) else 0.0) for weight, held in fields)


def _closeness(wanted: Sequence[str], entry: Entry) -> float:
    """Return how much of the best matching name the words make up, from 0 to 2."""
    return max(2 * len(set(wanted) & set(held)) / len(held) for name in entry.names if (held := stems(name)))


def _known(query: tuple[str, ...], catalogue: Catalogue) -> tuple[tuple[str, ...], list[str]]:
    """Return the stems to search, and the words they come from where one had to be replaced."""
    said = [word for word in query if word not in SILENT]
    vocabulary = _vocabulary(catalogue)
    known = {stem(word) for word in vocabulary}
    replaced = [
        word if stem(word) in known or begins(stem(word), known) else nearest(word, vocabulary) or word for word in said
    ]
    return tuple(stem(word) for word in replaced), replaced if replaced != said else []


def _vocabulary(catalogue: Catalogue) -> list[str]:
    """Return every word that can be found, those of the reader's language first."""
    mine = (get_language() or "en")[:2]
    order = sorted(range(len(LANGUAGES)), key=lambda place: LANGUAGES[place] != mine)
    texts = [entry.names[place] for place in order for entry in catalogue.entries]
    texts += [area.names[place] for place in order for area in catalogue.areas]
    texts += [entry.definitions[place] for place in order for entry in catalogue.entries]
    titles = {f"{source.code} {source.title}" for entry in catalogue.entries for source in entry.sources}
    texts += [*sorted(titles), *(entry.code for entry in catalogue.entries)]
    return list(dict.fromkeys([word for text in texts for word in words(text)] + sorted(phrase_words())))


def _countries(query: str, places: list[Place]) -> list[tuple[float, Place]]:
    """Return the countries that the whole query names, begins or nearly spells, in this order."""
    said = " ".join(words(query))
    scored = [(score, place) for place in places if (score := max(_nearness(said, name) for name in _calls(place)))]
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].name))


def _nearness(said: str, name: str) -> float:
    if said == name:
        return SAME
    if len(said) < SHORTEST_COUNTRY:
        return 0.0
    if name.startswith(said):
        return BEGUN
    likeness = fuzz.ratio(said, name)
    return likeness if likeness >= COUNTRY_ALIKE else 0.0


def _calls(place: Place) -> list[str]:
    """Return everything that a country is called: its names, its code and the terms that lead to it."""
    terms = [" ".join(phrase.stems) for phrase in phrases() if place.code in phrase.countries]
    return [*(" ".join(words(name)) for name in place.names if name), place.code.lower(), *terms]


def _named_countries(query: tuple[str, ...], places: list[Place]) -> tuple[list[Place], tuple[str, ...]]:
    """Return the countries whose full name stands in the query, and the words that are left."""
    named, rest = [], f" {' '.join(query)} "
    for place in places:
        calls = sorted((name for name in _calls(place) if len(name) >= SHORTEST_COUNTRY), key=len, reverse=True)
        if met := next((name for name in calls if f" {name} " in rest), None):
            named.append(place)
            rest = rest.replace(f" {met} ", " ")
    return named, tuple(rest.split())
