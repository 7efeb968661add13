"""The test session wrapper: servers of its own, side by side, nothing left."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ops import processes, testing
from ops.embedded import EmbeddedServers
from ops.places import CHECKOUT, Problem

SHOW = "import os; print(os.environ['DATABASE_URL']); print(os.environ['REDIS_URL'])"


def session(var: Path, code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m ops.testing -- python -c code` without servers of the run we are in."""
    inherited = {name: value for name, value in os.environ.items() if not name.endswith(("BASE_URL", "REDIS_URL"))}
    return subprocess.run(
        [sys.executable, "-m", "ops.testing", "--", sys.executable, "-c", code],
        env={**inherited, "VAR_DIR": str(var), **environment},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_session_has_its_servers_and_ends_them(tmp_path: Path) -> None:
    done = session(tmp_path, SHOW)
    database, broker = done.stdout.split()
    assert done.returncode == 0
    servers = EmbeddedServers(tmp_path / "test")
    assert {"DATABASE_URL": database, "REDIS_URL": broker} == servers.environment
    assert processes.working_in(servers.postgres.data) == []
    assert processes.working_in(servers.valkey.home) == []
    servers.remove()
    assert not servers.postgres.home.exists()


def test_given_servers_are_used_and_the_exit_code_is_passed_on(tmp_path: Path) -> None:
    done = session(tmp_path, f"{SHOW}; raise SystemExit(3)", DATABASE_URL="postgresql://a", REDIS_URL="redis://b")
    assert (done.stdout.split(), done.returncode) == (["postgresql://a", "redis://b"], 3)
    assert not (tmp_path / "test" / "postgres").exists()


def test_two_runs_get_two_folders(tmp_path: Path) -> None:
    with testing.free_folder(tmp_path) as first, testing.free_folder(tmp_path) as second:
        assert (first, second) == (tmp_path / "test", tmp_path / "test2")
    with testing.free_folder(tmp_path) as again:
        assert again == tmp_path / "test"


def test_a_wrong_chromium_is_said(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="is not a program"):
        testing.chromium({"CHROMIUM": str(tmp_path / "missing")})


def test_browser_journeys_left_out_are_said_plainly(tmp_path: Path) -> None:
    """The summary line and the record of the plugin, as .ci/run reads it."""
    (tmp_path / "tests" / "e2e").mkdir(parents=True)
    (tmp_path / "tests" / "e2e" / "test_walk.py").write_text("def test_walk(): pass\n")
    (tmp_path / "tests" / "test_other.py").write_text("def test_other(): pass\n")
    assert journeys(tmp_path, "").startswith("SKIPPED, no Chromium found")
    assert journeys(tmp_path, sys.executable) == f"run with {sys.executable}: 1 passed"


def journeys(project: Path, chromium: str) -> str:
    """Run pytest with the plugin in `project`; the record it wrote."""
    command = [sys.executable, "-m", "pytest", "-p", "no:django", "-p", "no:randomly", "-p", "ops.journeys"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(CHECKOUT),
        "CHROMIUM": chromium,
        "TEST_VAR_DIR": str(project),
    }
    subprocess.run([*command, "tests"], cwd=project, env=environment, capture_output=True, check=True)
    return (project / testing.JOURNEYS_RECORD).read_text().strip()
