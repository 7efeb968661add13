"""Figures that differ from what was published: found by comparing facts, explained by the facts that came or went.

A figure whose facts are the same and which differs nevertheless is not explained; a person must say why.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.models import ReportPeriod
from governance.reports.texts import Texts, in_all_languages
from governance.selectors.facts import HAS_NO_HISTORY, Moment
from governance.selectors.reports import published_by_half, typed_reasons

MAX_NAMED = 10
FUND_METRICS = {
    "fund.received": ("received_total", _("Receipts since the beginning (USD)")),
    "fund.balance": ("balance", _("Balance of the fund (USD)")),
}


@dataclass(frozen=True)
class Metric:
    """A figure as printed, with its name and the facts behind it (their id and how to call them)."""

    label: Texts
    shown: str
    evidence: Mapping[str, str]


def restate(moment: Moment, facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a row for every figure that a published report of a shown half-year gave differently."""
    published = published_by_half(moment.halves)
    reasons = typed_reasons()
    rows: list[dict[str, Any]] = []
    for half in moment.halves:
        if half.pk in published:
            earlier = json.loads(published[half.pk].inputs)
            rows += _compare(half, earlier, facts, is_same=half.pk == moment.period.pk, reasons=reasons)
    return rows


def _compare(
    half: ReportPeriod, earlier: Mapping[str, Any], facts: Mapping[str, Any], *, is_same: bool, reasons: Mapping
) -> list[dict[str, Any]]:
    before, now = metrics(earlier, half.code, is_same=is_same), metrics(facts, half.code, is_same=is_same)
    rows = []
    for name in sorted(before.keys() & now.keys()):
        old, new = before[name], now[name]
        if old.shown != new.shown:
            typed = reasons.get((name, half.pk, old.shown, new.shown), "")
            rows.append(
                {
                    "metric": name,
                    "label": new.label,
                    "period": half.code,
                    "previously": old.shown,
                    "now": new.shown,
                    "reason": typed or explain(old, new),
                }
            )
    return rows


def metrics(facts: Mapping[str, Any], half: str, *, is_same: bool) -> dict[str, Metric]:
    """Return the figures of a report for one half-year by name: the indicators, and for its own half-year the fund."""
    found = {}
    for row in facts["results"]:
        actual = next((actual for actual in row["actuals"] if actual["period"] == half), None)
        if actual is not None and (is_same or row["code"] not in HAS_NO_HISTORY):
            evidence = {entry["id"]: entry["label"] for entry in actual["evidence"]}
            label = {code: f"{row['code']} {name}" for code, name in row["name"].items()}
            found[row["code"]] = Metric(label, _shown(actual), evidence)
    finance = facts["finance"]
    if is_same and finance:
        postings = {str(number): f"#{number}" for number in finance["postings"]}
        for name, (key, words) in FUND_METRICS.items():
            found[name] = Metric(in_all_languages(words), finance[key], postings)
    return found


def explain(old: Metric, new: Metric) -> Texts | str:
    """Say which facts were recorded or dropped since; empty when the facts are the same."""
    added = [label for key, label in new.evidence.items() if key not in old.evidence]
    dropped = [label for key, label in old.evidence.items() if key not in new.evidence]
    if added and dropped:
        message = _("Recorded since: {added}. As reported before: {dropped}.")
    elif added:
        message = _("Recorded since: {added}.")
    elif dropped:
        message = _("No longer counted: {dropped}.")
    else:
        return ""
    return in_all_languages(message, added=_named(added), dropped=_named(dropped))


def _shown(actual: Mapping[str, Any]) -> str:
    return {"nd": "n.d.", "na": "n/a"}.get(actual["kind"]) or str(actual["value"])


def _named(labels: list[str]) -> str:
    rest = len(labels) - MAX_NAMED
    return ", ".join(labels[:MAX_NAMED]) + (f" + {rest}" if rest > 0 else "")
