"""A figure with where it comes from: a value, "not applicable" or "no data", and the facts behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

from governance.enums import ValueKind
from governance.reports.texts import Texts, in_all_languages


@dataclass(frozen=True)
class Evidence:
    """One fact behind a figure. ``id`` names the fact and what it adds, so that two lists can be compared."""

    id: str
    label: str
    url: str


@dataclass(frozen=True)
class Fact:
    """A figure as facts make it. ``reason`` says why there is none; ``note`` is a remark on the one there is."""

    kind: ValueKind
    value: Decimal | None = None
    reason: Texts | None = None
    note: Texts | None = None
    evidence: tuple[Evidence, ...] = ()

    def written(self) -> dict[str, Any]:
        """Return the figure as the snapshot keeps it."""
        evidence = [{"id": entry.id, "label": entry.label, "url": entry.url} for entry in self.evidence]
        return {
            "kind": str(self.kind),
            "value": self.value,
            "reason": self.reason,
            "note": self.note,
            "evidence": evidence,
        }


def counted(value: Decimal | int, evidence: Iterable[Evidence] = (), note: str | Promise | None = None) -> Fact:
    """Return a figure that facts give; 0 is one."""
    remark = in_all_languages(note) if note else None
    return Fact(ValueKind.VALUE, Decimal(value), note=remark, evidence=tuple(evidence))


def no_data(reason: str | Promise) -> Fact:
    """Return "n.d.": the portal has no facts of that kind; ``reason`` says why."""
    return Fact(ValueKind.NO_DATA, reason=in_all_languages(reason))


def not_applicable(reason: str | Promise) -> Fact:
    """Return "n/a": the figure has no meaning here; ``reason`` says why."""
    return Fact(ValueKind.NOT_APPLICABLE, reason=in_all_languages(reason))
