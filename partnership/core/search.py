"""Search over a few hundred short texts: accents, case and small mistakes are forgiven."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from partnership.core.folding import fold

ALIKE_ENOUGH = 78  # of 100; "goverment" is 95 to "government", "rigor" is 73 to "rule of law"'s words
SHORTEST_FORGIVEN = 4


def find(query: str, texts: Sequence[str]) -> list[int]:
    """Return the positions of the texts that hold every word of the query, in their order.

    Where none does, those with a similar word for every one of the query, the most similar first.
    """
    wanted = fold(query).split()
    folded = [fold(text) for text in texts]
    exact = [position for position, text in enumerate(folded) if all(word in text for word in wanted)]
    if exact or not wanted:
        return exact
    scored = [(_likeness(wanted, text.split()), position) for position, text in enumerate(folded)]
    return [position for score, position in sorted(scored, key=lambda pair: -pair[0]) if score]


def _likeness(wanted: Sequence[str], words: Sequence[str]) -> float:
    """Return the mean likeness of the wanted words to the nearest words; 0 where one has none near enough."""
    scores = [_nearest(word, words) for word in wanted]
    return sum(scores) / len(scores) if all(scores) else 0.0


def _nearest(word: str, words: Sequence[str]) -> float:
    if any(word in other for other in words):
        return 100.0
    if len(word) < SHORTEST_FORGIVEN:
        return 0.0
    found = process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=ALIKE_ENOUGH)
    return found[1] if found else 0.0
