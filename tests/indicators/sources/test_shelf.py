"""The files that come with the portal are those that the manifest names, and small."""

import csv
import gzip
import io
from pathlib import Path

import pytest

from indicators.enums import EDITION_PLACE
from indicators.services.catalogue import read_entries
from indicators.sources import shelf
from indicators.sources.shelf import Damaged, published_files

FILES = published_files()
MOST_BYTES = 1_500_000


def test_every_file_is_named_once_and_small() -> None:
    found = {path.name for path in shelf.FOLDER.glob("*.gz")}
    assert sorted(file.file for file in FILES) == sorted(found)
    assert sum(path.stat().st_size for path in shelf.FOLDER.iterdir()) < MOST_BYTES


def test_first_release_holds_the_governance_indicators_to_2021_and_the_second_the_rest() -> None:
    assert [file.name for file in FILES if file.release == 1] == ["wgi-to-2021.csv"]
    assert [file.name for file in FILES if file.release > 2] == ["wdi-2024.csv"]  # it waits for its sign-off
    years = [int(row["year"]) for row in csv.DictReader(io.StringIO(FILES[0].content().decode()))]
    assert (min(years), max(years)) == (1996, 2021)


def test_every_file_says_what_its_source_says() -> None:
    sources = {entry["code"]: entry for entry in read_entries("sources.json")}
    for file in FILES:
        entry = sources[file.source]
        attribution = entry["attribution"].replace(EDITION_PLACE, entry["edition"])
        assert (file.producer, file.title, file.edition, file.licence, file.attribution) == (
            entry["producer"], entry["title"], entry["edition"], "CC BY 4.0", attribution,
        )  # fmt: skip


def test_every_file_is_unpacked_with_its_lines() -> None:
    assert [file.content().count(b"\n") - 1 for file in FILES] == [file.lines for file in FILES]
    assert sum(file.values for file in FILES) > 50_000


def test_every_file_is_described_with_its_attribution() -> None:
    text = (shelf.FOLDER / "README.md").read_text(encoding="utf-8")
    assert [file.name for file in FILES if file.name.removesuffix(".csv") not in text] == []
    assert [file.attribution for file in FILES if file.attribution not in text] == []


def test_changed_file_is_refused(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(shelf, "FOLDER", tmp_path)
    (tmp_path / FILES[0].file).write_bytes(gzip.compress(b"code,year\n"))
    with pytest.raises(Damaged):
        FILES[0].content()
