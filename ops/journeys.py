"""pytest plugin: says plainly whether the browser journeys (tests/e2e) were run, and records it for CI."""

import os
from pathlib import Path

import pytest

from ops.testing import JOURNEYS_RECORD

FOLDER = "tests/e2e"
OUTCOMES = ("passed", "failed", "error", "skipped")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Without a Chromium the journeys are left out as a whole, and said so at the end."""
    if not os.environ.get("CHROMIUM") and collection_path.as_posix().endswith(FOLDER):
        return True
    return None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line at the end of the run; the same line goes to the record that .ci/run reads."""
    counts = {outcome: _count(terminalreporter, outcome) for outcome in OUTCOMES}
    line = _line(counts)
    terminalreporter.write_sep("=", f"Browser journeys: {line}")
    folder = os.environ.get("TEST_VAR_DIR")
    if folder:
        Path(folder, JOURNEYS_RECORD).write_text(line + "\n")


def _count(reporter: pytest.TerminalReporter, outcome: str) -> int:
    reports = reporter.stats.get(outcome, [])
    named = {report.nodeid for report in reports if hasattr(report, "nodeid")}
    return sum(nodeid.startswith(FOLDER) for nodeid in named)


def _line(counts: dict[str, int]) -> str:
    if not os.environ.get("CHROMIUM"):
        return "SKIPPED, no Chromium found (install one or set CHROMIUM=/path/to/chromium)"
    if not any(counts.values()):
        return "none in this selection"
    details = ", ".join(f"{number} {outcome}" for outcome, number in counts.items() if number)
    verb = "SKIPPED in part" if counts["skipped"] else "run"
    return f"{verb} with {os.environ['CHROMIUM']}: {details}"
