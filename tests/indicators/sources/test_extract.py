"""The extracts are what their publishers' files hold: cut anew, and every value compared."""

import csv
import gzip
import io
from pathlib import Path

import pytest
from django.core.management import call_command

from indicators.services.catalogue import read_rows
from indicators.sources import extract
from indicators.sources.shelf import FOLDER, PublishedFile, published_files
from tests.indicators.sources.publishers import DATA, REASON, figures_of, precision

FILES = published_files()
pytestmark = pytest.mark.skipif(not DATA.exists(), reason=REASON)
Place = tuple[str, str, int]  # series, country, year


def test_cut_anew_the_extracts_are_the_same(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(extract.extract_all, "__defaults__", (tmp_path,))
    call_command("extract_published", str(DATA))
    assert (tmp_path / "manifest.json").read_text() == (FOLDER / "manifest.json").read_text()
    for file in FILES:
        assert gzip.decompress((tmp_path / file.file).read_bytes()) == file.content()


@pytest.mark.parametrize("source", sorted({file.source for file in FILES}))
def test_every_shipped_value_is_the_publishers_and_none_is_left_out(source: str) -> None:
    codes = {row["source_code"] for row in read_rows("mappings.csv") if row["source"] == source}
    published = {
        (code, country, year): cell
        for code, places in figures_of(source, codes).items()
        for (country, year), cell in places.items()
        if country in extract.countries()
    }
    shipped = {place: cell for file in FILES if file.source == source for place, cell in _shipped(file, codes).items()}
    assert shipped == published


def test_every_shipped_precision_is_the_publishers() -> None:
    names = ("stddev", "nsource", "pctrank", "pctranklower", "pctrankupper")
    shipped = {
        (row["indicator"], row["code"], int(row["year"])): tuple(row[name] for name in names)
        for file in FILES
        if file.source == "wgi"
        for row in _lines(file)
        if row["estimate"] != ".."
    }
    assert shipped == {place: cells for place, cells in precision().items() if place[1] in extract.countries()}


def _lines(file: PublishedFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.content().decode())))


def _shipped(file: PublishedFile, codes: set[str]) -> dict[Place, str]:
    lines = _lines(file)
    if "estimate" in lines[0]:
        known = [row for row in lines if row["estimate"] != ".."]
        return {(row["indicator"], row["code"], int(row["year"])): row["estimate"] for row in known}
    if "Indicator Code" in lines[0]:
        return {
            (row["Indicator Code"], row["Country Code"], int(name[1:])): cell
            for row in lines
            for name, cell in row.items()
            if name.startswith("a2") and cell
        }
    short = {code.lower().replace(".", ""): code for code in codes}
    series = {name: short[code] for name in lines[0] if (code := _code(name)) in short}
    return {
        (code, row["country_code"], int(row["year"])): row[name]
        for row in lines
        for name, code in series.items()
        if row[name]
    }


def _code(heading: str) -> str:
    for before in ("wb_wwbi_", "wb_wdi_", "wdi_"):
        heading = heading.removeprefix(before)
    return heading.replace("_", "")
