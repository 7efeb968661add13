"""Data that the app cannot work without: time limits, holidays, questions, consent, thresholds of claims and roster.

They are rows so that the Secretariat can change them; a row that exists is never overwritten.
"""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from technical_assistance.models import ClaimPolicy, ClockRule, ConsentText, EligibilityQuestion, Holiday, RosterPolicy

FOLDER = Path(__file__).resolve().parent.parent / "reference"
DEFAULT = "Default of the portal until the Steering Committee decides"
SINCE = date(2025, 1, 1)

# key: states whose days are added up, business days
LIMITS: dict[str, tuple[list[str], int]] = {
    "acknowledge": (["submitted"], 2),
    "triage": (["in_triage"], 10),
    "decide": (["submitted", "in_triage"], 20),
    "reply": (["returned"], 15),
    "shortlist": (["approved", "matching"], 20),
    "answer": (["invited"], 10),
    "plan": (["matched"], 20),
    "close": (["delivered"], 20),
}

CLAIM_POLICY: dict[str, Any] = {
    "receipt_from_usd": Decimal("25.00"),
    "receipt_free": ["per_diem", "mileage"],
    "days_to_claim": 14,
    "days_with_reason": 60,
    "travel_margin_days": 2,
    "rate_age_days": 35,
}

ROSTER_POLICY: dict[str, Any] = {"ask_after_months": 12, "hide_after_months": 24}


@transaction.atomic
def load_reference_data() -> None:
    """Add what is missing of this data."""
    for key, (states, days) in LIMITS.items():
        if not ClockRule.objects.filter(key=key).exists():
            ClockRule.objects.create(key=key, states=states, business_days=days, valid_from=SINCE, source=DEFAULT)
    Holiday.objects.bulk_create(_holidays(), ignore_conflicts=True)
    EligibilityQuestion.objects.bulk_create(_questions(), ignore_conflicts=True)
    if not ClaimPolicy.objects.exists():
        ClaimPolicy.objects.create(valid_from=SINCE, source=DEFAULT, **CLAIM_POLICY)
    if not RosterPolicy.objects.exists():
        RosterPolicy.objects.create(valid_from=SINCE, source=DEFAULT, **ROSTER_POLICY)
    ConsentText.objects.bulk_create(_consent_texts(), ignore_conflicts=True)


def load_after_migration(**_signal: Any) -> None:
    """Load the reference data whenever the tables were made or emptied."""
    if not ClockRule.objects.exists() or not RosterPolicy.objects.exists():
        load_reference_data()


def _holidays() -> list[Holiday]:
    return [Holiday(date=date.fromisoformat(row["date"]), name=row["name"], source=row["source"])
            for row in _rows("holidays.csv")]  # fmt: skip


def _questions() -> list[EligibilityQuestion]:
    return [
        EligibilityQuestion(
            code=row["code"], text_en=row["text_en"], text_es=row["text_es"], position=number, source=DEFAULT
        )
        for number, row in enumerate(_rows("eligibility.csv"), start=1)
    ]


def _consent_texts() -> list[ConsentText]:
    return [
        ConsentText(
            version=row["version"],
            valid_from=date.fromisoformat(row["valid_from"]),
            **{f"text_{code}": row[f"text_{code}"] for code in ("en", "es", "pt", "fr")},
        )
        for row in _rows("consent.csv")
    ]


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
