# ruff: noqa: E501  the facts are easier to compare one per line
"""A snapshot's facts as the collector writes them, invented, for the tests of the renderers."""

from typing import Any

from governance.reports.canonical import canonical

LANGUAGES = ("en", "es", "pt", "fr")


def texts(english: str, spanish: str = "") -> dict[str, str]:
    """Return words in the four languages."""
    return {code: (spanish or english) if code == "es" else english for code in LANGUAGES}


def value(amount: str, *labels: str) -> dict[str, Any]:
    """Return a figure with its evidence."""
    evidence = [
        {"id": label, "label": label, "url": f"/en/ta/activities/{number}/"} for number, label in enumerate(labels)
    ]
    return {"kind": "value", "value": amount, "reason": None, "evidence": evidence}


def missing(kind: str, reason: str) -> dict[str, Any]:
    """Return "n/a" (kind na) or "n.d." (kind nd) with its reason."""
    return {"kind": kind, "value": None, "reason": texts(reason), "evidence": []}


def facts(**changes: Any) -> dict[str, Any]:
    """Return the facts of a small report; ``changes`` replace whole parts."""
    whole = {
        "format": 1,
        "programme": texts("LAC MIC Governance and Public Management Partnership", "Alianza de Gobernanza y Gestión Pública"),
        "programme_data": {
            "budget": "3950000.00", "grant": "300000.00", "years": 3, "source": "Proposal",
            "secretariat": [
                {"title": texts("ILPES"), "body": texts("Runs the Partnership.")},
                {"title": texts("Contact", "Contacto"), "body": texts("secretariat@portal.example")},
            ],
        },
        "is_invented": False,
        "period": {"code": "2026-H1", "year": 2026, "half": 1, "starts_on": "2026-01-01", "ends_on": "2026-06-30"},
        "number": 1,
        "cutoff": "2026-07-15T12:30:00Z",
        "prepared_by": "Ana Núñez",
        "site_url": "https://portal.example",
        "software": {"code": "0.1.0", "template": "1"},
        "ledger": {"sequence": 14, "head": "ab12" * 16},
        "results": _results(),
        "assistance": _assistance(),
        "indicators": {
            "releases": [
                {
                    "label": "Release 1", "url": "/en/indicators/", "released_on": "2026-05-12",
                    "added": 32100,
                }
            ]
        },
        "governance": {
            "decisions": [
                {"number": "SC-2026-1/1", "title": "Allocation to component 3", "adopted_on": "2026-03-10", "url": "/en/governance/fund/"}
            ]
        },
        "finance": _finance(),
        "narrative": {
            "summary": [
                {
                    "language": "es", "text": "La Alianza creció: más países pidieron ayuda.\n\nDetalle: <b>año</b>.",
                    "author": "Ana Núñez", "written_on": "2026-07-14", "number": 2,
                }
            ]
        },
        "restatements": [],
    }  # fmt: skip
    return {**whole, **changes}


def inputs(**changes: Any) -> str:
    """Return the canonical JSON of :func:`facts`."""
    return canonical(facts(**changes))


def _results() -> list[dict[str, Any]]:
    codes = ["1.i", "1.ii", "1.iii", "2.i", "2.ii", "3.0", "3.i", "3.ii", "3.iii"]
    return [
        {
            "code": code,
            "component": int(code[0]),
            "name": texts(
                f"Performance indicator {code} in words that need a line or two", f"Indicador de desempeño {code}"
            ),
            "unit": texts("person-days", "días-persona"),
            "source": texts("Verified half-day slots of delivered activities", "Medias jornadas verificadas"),
            "baseline": value("0"),
            "target": value("500") if code == "3.ii" else missing("nd", "The Committee has set no target yet."),
            "actuals": [
                {"period": "2025-H2", **value("0")},
                {
                    "period": "2026-H1",
                    **(value("12.5", "ACT-1", "ACT-2") if code == "3.ii" else missing("nd", "Not counted yet.")),
                },
            ],
            "status": texts("On track", "Según lo previsto"),
        }
        for code in codes
    ]


def _assistance() -> dict[str, Any]:
    return {
        "target": "500",
        "person_days": value("12.5", "ACT-1", "ACT-2"),
        "person_days_total": value("40.5"),
        "requests": {"received": value("3"), "approved": value("2"), "open": value("0")},
        "by_half_year": [
            {"period": "2025-H2", "person_days": "28.0", "total": "28.0"},
            {"period": "2026-H1", "person_days": "12.5", "total": "40.5"},
        ],
        "areas": [{"name": texts("Digital government", "Gobierno digital"), "person_days": "12.5"}],
        "activities": [
            {
                "reference": f"ACT-2026-{number:03}", "title": "Peer review of the procurement portal",
                "host": "Ministry of Finance, Peru", "provider": "Agency for Digital Government, Denmark",
                "starts_on": "2026-03-02", "ends_on": "2026-03-06", "person_days": "2.5", "url": f"/en/ta/activities/{number}/",
            }
            for number in range(1, 6)
        ],
    }  # fmt: skip


def _finance() -> dict[str, Any]:
    component = {"allocated": "250000.00", "committed": "60000.00", "disbursed": "12450.75", "available": "177549.25"}
    return {
        "received_total": "480000.00",
        "balance": "467549.25",
        "balance_change": "467549.25",
        "sources": [{"label": texts("Contributions received", "Contribuciones recibidas"), "period": "480000.00", "total": "480000.00"}],
        "uses": [{"label": texts("Expenditure", "Gastos"), "period": "12450.75", "total": "12450.75"}],
        "contributors": [
            {
                "name": "World Bank (DGF)", "pledged": "300000.00", "received_period": "100000.00", "received": "100000.00",
                "outstanding": "200000.00", "url": "/en/governance/fund/",
            }
        ],
        "components": [
            {"name": texts("Peer-to-peer technical assistance", "Asistencia técnica entre pares"), "url": "/en/governance/fund/", **component},
            {"name": texts("Comparative indicators", "Indicadores comparados"), "url": "", **component},
        ],
        "expense_classes": [
            {"component": texts("Technical assistance"), "name": texts("Travel", "Viajes"), "period": "12450.75", "total": "12450.75"}
        ],
        "travel_only": True,
        "bank_share": [
            {"key": "received", "label": texts("World Bank share of receipts", "Participación del Banco en los ingresos"), "value": value("20.8")},
            {"key": "self_financing", "label": texts("Self-financing of the year", "Autofinanciamiento"), "value": missing("na", "Nothing was disbursed.")},
        ],
        "fx_difference": None,
        "postings": [1, 2, 3],
        "unpaid": [
            {
                "reference": "CO-2026-001", "component": texts("Technical assistance"), "since": "2026-03-01",
                "purpose": "Travel, activity ACT-2026-001", "age_days": 121, "unpaid": "47549.25", "url": "/en/governance/fund/",
            }
        ],
    }  # fmt: skip
