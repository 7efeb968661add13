"""The catalogue: definitions that are agreed once, and the seed of both."""

import csv
import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from indicators.enums import VersionStatus
from indicators.models import CountryAlias, DefinitionVersion, Indicator, Source, SourceMapping
from partnership.core.models import Country, PSMArea

FOLDER = Path(__file__).resolve().parent.parent / "reference"
LANGUAGES = ("en", "es", "pt", "fr")
TEXTS = ("name", "definition", "unit", "rationale", "comparability_note")
PARTICULARS = (
    "decimals", "minimum", "maximum", "direction", "value_type", "measures", "average_means_something", "frequency",
)  # fmt: skip
SEED_AGREED_ON = date(2026, 1, 15)


@transaction.atomic
def agree_definition(version: DefinitionVersion, *, agreed_on: date) -> DefinitionVersion:
    """Make a draft the current definition of its indicator: from now on its text is immutable and hashed."""
    version.full_clean()
    _seal(version, agreed_on)
    version.save(update_fields=["status", "agreed_on", "text_hash"])
    version.indicator.current_version = version
    version.indicator.save(update_fields=["current_version"])
    return version


def _seal(version: DefinitionVersion, agreed_on: date) -> None:
    version.status, version.agreed_on, version.text_hash = VersionStatus.AGREED, agreed_on, text_hash(version)


def text_hash(version: DefinitionVersion) -> str:
    """Return the SHA-256 of everything that a version says, in all languages."""
    texts = {f"{field}_{code}": getattr(version, f"{field}_{code}") for field in TEXTS for code in LANGUAGES}
    content = {**texts, **{field: getattr(version, field) for field in PARTICULARS}}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def load_catalogue() -> None:
    """Add what the seed holds and the portal lacks; change nothing that is there. May run at any time."""
    _load_indicators()
    for entry in read_entries("sources.json"):
        Source.objects.get_or_create(code=entry["code"], defaults=entry)
    _load_mappings()
    _load_country_codes()


def _load_indicators() -> None:
    """Add the indicators that are new, each with its agreed first version; all of them in three statements."""
    known, areas = _ids(Indicator), dict(PSMArea.objects.values_list("code", "pk"))
    entries = [entry for entry in read_definitions() if entry["code"] not in known]
    indicators = Indicator.objects.bulk_create(
        Indicator(code=entry["code"], slug=entry["slug"], area_id=areas[entry["area"]], position=entry["position"])
        for entry in entries
    )
    versions = DefinitionVersion.objects.bulk_create(map(_first_version, indicators, entries))
    for indicator, version in zip(indicators, versions, strict=True):
        indicator.current_version = version
    Indicator.objects.bulk_update(indicators, ["current_version"])


def _first_version(indicator: Indicator, entry: dict[str, Any]) -> DefinitionVersion:
    texts = {f"{field}_{code}": entry[field][code] for field in TEXTS for code in LANGUAGES}
    version = DefinitionVersion(indicator=indicator, **texts, **{field: entry[field] for field in PARTICULARS})
    _seal(version, SEED_AGREED_ON)
    return version


def _load_mappings() -> None:
    sources, indicators = _ids(Source), _ids(Indicator)
    SourceMapping.objects.bulk_create(
        (
            SourceMapping(
                source_id=sources[row["source"]],
                source_code=row["source_code"],
                indicator_id=indicators[row["indicator"]],
                measure=row["measure"],
                factor=float(row["factor"]),
                offset=float(row["offset"]),
            )
            for row in read_rows("mappings.csv")
        ),
        ignore_conflicts=True,
    )


def _load_country_codes() -> None:
    countries = dict(Country.objects.values_list("iso3", "pk"))
    CountryAlias.objects.bulk_create(
        (
            CountryAlias(
                scheme=row["scheme"],
                code=row["code"],
                kind=row["kind"],
                country_id=countries[row["iso3"]] if row["iso3"] else None,
                note=row["note"],
            )
            for row in read_rows("country_codes.csv")
        ),
        ignore_conflicts=True,
    )


def _ids(model: type[Source] | type[Indicator]) -> dict[str, int]:
    return dict(model.objects.values_list("code", "pk"))


def read_definitions() -> list[dict[str, Any]]:
    """Return the entries of all areas of the seed, area by area."""
    return [
        entry
        for file in sorted((FOLDER / "catalogue").glob("*.json"))
        for entry in read_entries(f"catalogue/{file.name}")
    ]


def read_entries(name: str) -> list[dict[str, Any]]:
    """Return the entries of a JSON file of the seed."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file of the seed by column name."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
