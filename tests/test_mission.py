"""docs/mission.md holds what it says: the pages and tests it names exist, and no sentence is left open in silence."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.access import url_names

ROOT = Path(__file__).resolve().parent.parent
NOT_YET = "not yet"


@dataclass(frozen=True)
class Sentence:
    """One row: a sentence of the proposal in our words, where it is seen, what proves it."""

    number: str
    words: str
    where: str
    proof: str

    @property
    def pages(self) -> list[str]:
        return re.findall(r"`([^`]+)`", self.where)

    @property
    def tests(self) -> list[str]:
        return re.findall(r"`([^`]+)`", self.proof)


def sentences() -> list[Sentence]:
    text = (ROOT / "docs" / "mission.md").read_text(encoding="utf-8")
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
    return [Sentence(*row) for row in cells if len(row) == 4 and re.fullmatch(r"\d+", row[0])]


@cache
def functions_of(path: str) -> set[str]:
    return set(re.findall(r"^def (test_\w+)", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE))


def test_sentences_are_numbered_without_gaps() -> None:
    assert [row.number for row in sentences()] == [str(number) for number in range(1, len(sentences()) + 1)]
    assert len(sentences()) >= 50


@pytest.mark.parametrize("row", sentences(), ids=lambda row: row.number)
def test_each_sentence_names_a_page_and_a_test_or_says_not_yet(row: Sentence) -> None:
    assert row.words
    assert row.pages or NOT_YET in row.where
    assert row.tests if row.pages else NOT_YET in row.proof


@pytest.mark.parametrize("row", sentences(), ids=lambda row: row.number)
def test_the_pages_and_tests_that_a_sentence_names_exist(row: Sentence) -> None:
    assert set(row.pages) - set(url_names()) == set()
    for name in row.tests:
        path, _, function = name.partition("::")
        assert function in functions_of(path)
