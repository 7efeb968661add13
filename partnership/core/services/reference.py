"""Reference data of the core: countries with memberships, currencies, areas."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction

from partnership.core.enums import CountryGroup
from partnership.core.models import Country, CountryMembership, Currency, PSMArea

FOLDER = Path(__file__).resolve().parent.parent / "reference"
NAMES = ("name_en", "name_es", "name_pt", "name_fr")
INCOME_SINCE = date(2025, 7, 1)


@transaction.atomic
def load_reference() -> None:
    """Add and update countries, memberships, currencies and areas. Removes nothing, may run at any time."""
    _load_currencies()
    _load_areas()
    _load_countries()


def _load_currencies() -> None:
    rows = [
        Currency(code=r["code"], name=r["name"], minor_units=int(r["minor_units"])) for r in read_rows("currencies.csv")
    ]
    Currency.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=["name", "minor_units"]
    )


def _load_areas() -> None:
    areas = [
        PSMArea(code=r["code"], is_core=r["is_core"] == "1", position=number, name=r["name_en"], **_names(r))
        for number, r in enumerate(read_rows("areas.csv"), start=1)
    ]
    # Whether an area is core is the Committee's decision: an update leaves it alone.
    PSMArea.objects.bulk_create(
        areas, update_conflicts=True, unique_fields=["code"], update_fields=["position", "name", *NAMES]
    )


def _load_countries() -> None:
    rows = list(read_rows("countries.csv"))
    countries = [Country(iso3=r["iso3"], iso2=r["iso2"], name=r["name_en"], **_names(r)) for r in rows]
    Country.objects.bulk_create(
        countries, update_conflicts=True, unique_fields=["iso3"], update_fields=["iso2", "name", *NAMES]
    )
    ids = dict(Country.objects.values_list("iso3", "pk"))
    known = set(CountryMembership.objects.values_list("country_id", "group", "valid_from"))
    memberships = [m for r in rows for m in _memberships(r, ids[r["iso3"]])]
    CountryMembership.objects.bulk_create(m for m in memberships if (m.country_id, m.group, m.valid_from) not in known)


def _memberships(row: dict[str, str], country_id: int) -> Iterator[CountryMembership]:
    if row["lac_since"]:
        yield _membership(country_id, CountryGroup.LAC, date(int(row["lac_since"]), 1, 1), "ECLAC")
    if row["oecd_since"]:
        yield _membership(country_id, CountryGroup.OECD, date(int(row["oecd_since"]), 1, 1), "OECD")
    if row["income_2025"]:
        yield _membership(country_id, row["income_2025"], INCOME_SINCE, "World Bank income classification")


def _membership(country_id: int, group: str, since: date, source: str) -> CountryMembership:
    return CountryMembership(country_id=country_id, group=str(group), valid_from=since, source=source)


def _names(row: dict[str, str]) -> dict[str, str]:
    return {name: row[name] for name in NAMES}


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a file of reference data by column name."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
