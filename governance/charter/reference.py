"""The charter that comes with the portal: what the programme's proposal says, in four languages, nobody signed yet."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from governance.charter.lifecycle import PartnerStatus
from governance.models import CharterText, CharterTextVersion, FinancingPlan, Partner, PartnerState

REFERENCE = Path(__file__).parent / "reference.json"
ORIGIN = "Programme proposal"


@transaction.atomic
def ensure_charter() -> int:
    """Create texts, partners and financing plan of the proposal that are not there yet; return how many.

    Rows that exist are left as they are: the Secretariat may have changed them.
    """
    entries: dict[str, Any] = json.loads(REFERENCE.read_text(encoding="utf-8"))
    return _ensure_texts(entries["texts"]) + _ensure_partners(entries["partners"]) + _ensure_plan(entries["plan"])


def _ensure_texts(entries: list[dict[str, Any]]) -> int:
    known = set(CharterText.objects.values_list("key", flat=True))
    missing = [(place, entry) for place, entry in enumerate(entries, start=1) if entry["key"] not in known]
    texts = CharterText.objects.bulk_create(
        CharterText(key=entry["key"], chapter=entry["chapter"], position=place) for place, entry in missing
    )
    CharterTextVersion.objects.bulk_create(
        CharterTextVersion(text=text, number=1, **_words(entry, "title", "body"))
        for text, (_place, entry) in zip(texts, missing, strict=True)
    )
    return len(texts)


def _ensure_partners(entries: list[dict[str, Any]]) -> int:
    known = set(Partner.objects.values_list("code", flat=True))
    missing = [(place, entry) for place, entry in enumerate(entries, start=1) if entry["code"] not in known]
    partners = Partner.objects.bulk_create(
        Partner(
            code=entry["code"], kind=entry["kind"], url=entry["url"], position=place, **_words(entry, "name", "role")
        )
        for place, entry in missing
    )
    PartnerState.objects.bulk_create(
        PartnerState(partner=partner, number=1, state=PartnerStatus.NAMED, reason=ORIGIN) for partner in partners
    )
    return len(partners)


def _ensure_plan(entry: dict[str, Any]) -> int:
    if FinancingPlan.objects.exists():
        return 0
    amounts = {name: Decimal(entry[name]) for name in ("bank_amount", "total_amount")}
    FinancingPlan.objects.create(**amounts, years=entry["years"], source=entry["source"])
    return 1


def _words(entry: dict[str, Any], *names: str) -> dict[str, str]:
    return {f"{name}_{language}": words for name in names for language, words in entry[name].items()}


def load_after_migration(using: str = "default", **kwargs: Any) -> None:
    """Create the charter once its tables exist: called after every migration."""
    if using == "default" and PartnerState._meta.db_table in connection.introspection.table_names():
        ensure_charter()
