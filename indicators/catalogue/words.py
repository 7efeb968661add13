"""Words as a search compares them: without case, accents, endings of number, and words that say nothing."""

import re
from collections.abc import Collection
from functools import lru_cache

from rapidfuzz import fuzz, process

from partnership.core.folding import fold

WORD = re.compile(r"[a-z0-9]+")
# "e-government" and "on-line" are one word, however they are written.
ONE_WORD = re.compile(r"\b(?:e[- ](?=gov|gob|partic|procur)|on-(?=line))")
SHORTEST_PREFIX = 3
SHORTEST_FORGIVEN = 4
# Of 100: "goverment" is 95 to "government", "cibil" 80 to "civil"; "rigor" is 73 to the nearest word of the catalogue.
ALIKE_ENOUGH = 78
_SILENT = """
    a al and as at au aux by com con d da das de del des do dos du e el en et for from how il in is l la las le les
    lo los na no o of on or os ou para per por pour s sur the to um un una une y
"""
# They stand in so many names that alone they find nothing in particular.
_GENERIC = """
    administracao administracion administration general gestao gestion gobierno government governo indicador
    indicadores indicateur indicateurs indicator indicators management overall public publica publicas publico
    publicos publique publiques sector setor secteur
"""
SILENT = frozenset(_SILENT.split())


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded, in their order."""
    return tuple(WORD.findall(ONE_WORD.sub(lambda found: found[0][:-1], fold(text))))


@lru_cache(maxsize=8192)
def stems(text: str) -> tuple[str, ...]:
    """Return the stems of the words of a text that say something."""
    return tuple(stem(word) for word in words(text) if word not in SILENT)


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """Return a folded word without the endings of the plural in English, Spanish, Portuguese and French."""
    if word.endswith("coes") and len(word) > 5:
        return word[:-3] + "ao"  # licitacoes, licitacao
    if word.endswith("s") and len(word) > 3:
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


GENERIC = frozenset(stem(word) for word in _GENERIC.split())


def begins(wanted: str, found: Collection[str]) -> bool:
    """Say whether one of the stems found begins with the stem wanted."""
    return len(wanted) >= SHORTEST_PREFIX and any(other.startswith(wanted) for other in found)


def nearest(word: str, known: Collection[str]) -> str | None:
    """Return the known word that a misspelt one probably stands for; None when none is near."""
    if len(word) < SHORTEST_FORGIVEN:
        return None
    found = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=ALIKE_ENOUGH)
    return found[0] if found else None
