"""The publishers' own files, read without any code of the portal, to compare with what the portal holds."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
REASON = f"the published files are not in {DATA}"
Figures = dict[str, dict[tuple[str, int], str]]  # series → (country, year) → the text of the cell

WDI, DATA360 = "worldbank/wdi_indicators.csv", "worldbank/d360_efi_data.csv"


def rows(name: str) -> list[dict[str, str]]:
    """Return the lines of a file by heading."""
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def figures_of(source: str, codes: Iterable[str]) -> Figures:
    """Return every value of a source's series, all countries, as text."""
    codes = set(codes)
    return {"wgi": _wgi, "wwbi": _wwbi, "gtmi": _gtmi, "wwbi-2020": _data360, "wdi": _wdi, "cpia": _wdi}[source](codes)


def precision() -> dict[tuple[str, str, int], tuple[str, ...]]:
    """Return standard error, number of sources and the three percentile ranks by (series, country, year), as text."""
    names = ("stddev", "nsource", "pctrank", "pctranklower", "pctrankupper")
    return {
        (row["indicator"], row["code"], int(row["year"])): tuple(row[name] for name in names)
        for row in rows("wgi/wgi_2024_long.csv")
        if row["estimate"] != ".."
    }


def _wgi(codes: set[str]) -> Figures:
    figures: Figures = defaultdict(dict)
    for row in rows("wgi/wgi_2024_long.csv"):
        if row["estimate"] != ".." and row["indicator"] in codes:
            figures[row["indicator"]][row["code"], int(row["year"])] = row["estimate"]
    return figures


def _wwbi(codes: set[str]) -> Figures:
    figures: Figures = defaultdict(dict)
    for row in rows("wwbi/WWBIData.csv"):
        for name, cell in row.items():
            if row["Indicator Code"] in codes and name.startswith("a2") and cell:
                figures[row["Indicator Code"]][row["Country Code"], int(name[1:])] = cell
    return figures


def _gtmi(codes: set[str]) -> Figures:
    """The last lines of the file are no countries but shares of the groups."""
    lines = [row for row in rows("gtmi/gtmi2025.csv") if row["country_code"].isalpha()]
    return {code: {(row["country_code"], int(row["year"])): row[code] for row in lines if row[code]} for code in codes}


def _wdi(codes: set[str]) -> Figures:
    """Most series stand in one file under "wdi_gcdodtotlgdzs", the others in the other under "wb_wdi_gc_…"."""
    head = rows(WDI)[0]
    here = {code: f"wdi_{code.lower().replace('.', '')}" for code in codes}
    inside = {code: name for code, name in here.items() if name in head}
    others = {code: f"wb_wdi_{code.lower().replace('.', '_')}" for code in codes - set(inside)}
    return {**_columns(WDI, inside), **_columns(DATA360, others)}


def _data360(codes: set[str]) -> Figures:
    return _columns(DATA360, {code: f"wb_wwbi_{code.lower().replace('.', '_')}" for code in codes})


def _columns(file: str, names: dict[str, str]) -> Figures:
    lines = rows(file) if names else []
    return {
        code: {(row["country_code"], int(row["year"])): row[name] for row in lines if row[name]}
        for code, name in names.items()
    }
