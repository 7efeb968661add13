"""What an import found: messages with their place in the file, and counts."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from indicators.enums import MessageLevel
from indicators.messages import sentence

MESSAGES_PER_CODE = 10_000
CELL_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """One message: what (a code of messages.SENTENCES), how grave, and where."""

    code: str
    level: str = MessageLevel.ERROR
    line: int | None = None
    column: str = ""
    value: str = ""
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return sentence(self.code, {**self.params, "value": self.value, "column": self.column})


class FileFault(Exception):
    """The file as a whole cannot be imported; ``findings`` say why."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        super().__init__(" ".join(str(finding) for finding in findings))


@dataclass
class _Group:
    line: int
    note: str
    count: int = 0


class Findings:
    """Collects messages: faults one by one up to a limit per kind, codes that are left out once each with a count."""

    def __init__(self) -> None:
        self.messages: list[Finding] = []
        self.read = 0
        self.rejected = 0
        self._per_code: Counter[str] = Counter()
        self._groups: dict[tuple[str, str], _Group] = {}

    def fault(self, code: str, line: int, column: str = "", value: str = "", **params: Any) -> None:
        """Note a cell or a line that costs its value."""
        self.rejected += 1
        self.add(Finding(code, MessageLevel.ERROR, line, column, clean(value), params))

    def add(self, finding: Finding) -> None:
        """Note a message; beyond the limit of its kind it is only counted."""
        self._per_code[finding.code] += 1
        if self._per_code[finding.code] <= MESSAGES_PER_CODE:
            self.messages.append(finding)

    def left_out(self, code: str, value: str, line: int, note: str = "", values: int = 1) -> None:
        """Count values under a code that is not taken (unknown country, group of countries, unmapped series)."""
        group = self._groups.setdefault((code, value), _Group(line, note))
        group.count += values

    def count_left_out(self, *codes: str) -> int:
        """Return how many values were left out for these reasons."""
        return sum(group.count for (code, _), group in self._groups.items() if code in codes)

    def all(self) -> list[Finding]:
        """Return every message: codes left out first, then faults in the order of the file, then what was too many."""
        return [*self._left_out_messages(), *self.messages, *self._too_many()]

    def _left_out_messages(self) -> list[Finding]:
        levels = {"unknown_country": MessageLevel.WARNING, "former_country": MessageLevel.WARNING}
        return [
            Finding(
                code,
                levels.get(code, MessageLevel.INFO),
                group.line,
                value=clean(value),
                params={"count": group.count, "name": clean(group.note), "note": clean(group.note)},
            )
            for (code, value), group in sorted(self._groups.items())
            if group.count
        ]

    def _too_many(self) -> list[Finding]:
        return [
            Finding("too_many_messages", MessageLevel.WARNING, value=code, params={"count": count - MESSAGES_PER_CODE})
            for code, count in sorted(self._per_code.items())
            if count > MESSAGES_PER_CODE
        ]


def clean(text: str) -> str:
    """Return a cell as it can be stored and shown: no NUL characters (PostgreSQL refuses them), not too long."""
    return text.replace("\x00", "␀")[:CELL_LENGTH]
