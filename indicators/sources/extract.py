"""Cut the published files down to the countries and series that the portal shows. No cell is changed.

A line is kept or left out, a column is kept or left out; what is kept has the text of the publisher's file.
"""

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indicators.enums import EDITION_PLACE
from indicators.layouts.headings import heading_year, plain_code
from indicators.services.catalogue import read_entries, read_rows
from indicators.sources.shelf import FOLDER, MANIFEST
from partnership.core.services import reference

Rows = list[list[str]]
FIRST_RELEASE_ENDS = 2021
NEWEST_WDI = 2024  # few countries have reported it: it waits for a sign-off of its own
NOT_A_VALUE = frozenset({"", ".."})


@dataclass(frozen=True, slots=True)
class Extract:
    """One file: what it is called, where it is cut from, and how."""

    name: str
    source: str
    release: int
    origin: str
    cut: Callable[[Rows, str], Rows]


def extract_all(data: Path, target: Path = FOLDER) -> list[dict[str, object]]:
    """Write every extract and the manifest into a folder; return the manifest."""
    manifest = [_write(extract, data, target) for extract in EXTRACTS]
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (target / MANIFEST).write_text(text, encoding="utf-8")
    return manifest


def _write(extract: Extract, data: Path, target: Path) -> dict[str, object]:
    rows = extract.cut(_read(data / extract.origin), extract.source)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    content = text.getvalue().encode()
    (target / f"{extract.name}.csv.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    return {
        "file": f"{extract.name}.csv.gz",
        "source": extract.source,
        "release": extract.release,
        **_publication(extract.source),
        "origin": extract.origin,
        "lines": len(rows) - 1,
        "values": _count_values(rows, extract.source),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _publication(source: str) -> dict[str, str]:
    entry = next(entry for entry in read_entries("sources.json") if entry["code"] == source)
    texts = {name: entry[name] for name in ("producer", "title", "edition", "licence")}
    return {**texts, "attribution": entry["attribution"].replace(EDITION_PLACE, entry["edition"])}


@cache
def _read(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@cache
def countries() -> frozenset[str]:
    """Return the codes of the countries that are or were members of LAC or the OECD."""
    return frozenset(
        row["iso3"] for row in reference.read_rows("countries.csv") if row["lac_since"] or row["oecd_since"]
    )


@cache
def series(source: str) -> dict[str, str]:
    """Return the series of a source that are mapped, as they are and as re-publishers may write them."""
    codes = [row["source_code"] for row in read_rows("mappings.csv") if row["source"] == source]
    return {plain_code(code): code for code in codes}


def _governance(years: Callable[[int], bool]) -> Callable[[Rows, str], Rows]:
    def cut(rows: Rows, source: str) -> Rows:
        code, year, indicator = (rows[0].index(name) for name in ("code", "year", "indicator"))
        return [rows[0]] + [
            row
            for row in rows[1:]
            if row[code] in countries() and years(int(row[year])) and plain_code(row[indicator]) in series(source)
        ]

    return cut


def _years_as_columns(rows: Rows, source: str) -> Rows:
    code, indicator = (rows[0].index(name) for name in ("Country Code", "Indicator Code"))
    first = _first_year(rows[0])
    kept = (row for row in rows[1:] if row[code] in countries() and plain_code(row[indicator]) in series(source))
    return [rows[0], *(row for row in kept if any(row[first:]))]


def _series_as_columns(rows: Rows, source: str) -> Rows:
    """Keep the columns of mapped series and what says which country and year; no line without a value."""
    head = rows[0]
    code = head.index("country_code")
    keys = [number for number, name in enumerate(head) if name in {"country_code", "year", "country_name", "grp"}]
    mapped = [number for number, name in enumerate(head) if plain_code(name) in series(source)]
    kept = (row for row in rows[1:] if row[code] in countries() and any(row[number] for number in mapped))
    return [[row[number] for number in sorted(keys + mapped)] for row in (head, *kept)]


def _first_year(head: list[str]) -> int:
    return next(number for number, name in enumerate(head) if heading_year(name))


def _count_values(rows: Rows, source: str) -> int:
    return sum(cell not in NOT_A_VALUE for cell in _value_cells(rows, source))


def _value_cells(rows: Rows, source: str) -> Iterator[str]:
    head = rows[0]
    if "estimate" in head:
        places = [head.index("estimate")]
    elif "Indicator Code" in head:
        places = [number for number, name in enumerate(head) if heading_year(name)]
    else:
        places = [number for number, name in enumerate(head) if plain_code(name) in series(source)]
    return (row[place] for row in rows[1:] for place in places)


def _series_in(years: Callable[[int], bool]) -> Callable[[Rows, str], Rows]:
    def cut(rows: Rows, source: str) -> Rows:
        year = rows[0].index("year")
        return _series_as_columns([rows[0], *(row for row in rows[1:] if years(int(row[year])))], source)

    return cut


WGI, WDI, DATA360 = "wgi/wgi_2024_long.csv", "worldbank/wdi_indicators.csv", "worldbank/d360_efi_data.csv"
EXTRACTS = (
    Extract("wgi-to-2021", "wgi", 1, WGI, _governance(lambda year: year <= FIRST_RELEASE_ENDS)),
    Extract("wgi-since-2022", "wgi", 2, WGI, _governance(lambda year: year > FIRST_RELEASE_ENDS)),
    Extract("wwbi", "wwbi", 2, "wwbi/WWBIData.csv", _years_as_columns),
    Extract("wwbi-data360", "wwbi-2020", 2, DATA360, _series_as_columns),
    Extract("gtmi", "gtmi", 2, "gtmi/gtmi2025.csv", _series_as_columns),
    Extract("wdi", "wdi", 2, WDI, _series_in(lambda year: year < NEWEST_WDI)),
    Extract("wdi-2024", "wdi", 3, WDI, _series_in(lambda year: year == NEWEST_WDI)),
    Extract("wdi-data360", "wdi", 2, DATA360, _series_as_columns),
    Extract("cpia", "cpia", 2, WDI, _series_as_columns),
)
