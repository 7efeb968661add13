"""The house keeps its shape: sizes, names, where things may stand. Imports are checked by import-linter."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("indicators", "networks", "technical_assistance", "governance")
PYTHON = [
    path
    for folder in ("partnership", *APPS, "ops")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
]
TEMPLATES = [path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt"}]
STATEFUL_ACTORS = {"transitions.py"}
JUNK_DRAWERS = {"utils", "helpers", "common", "mixins", "misc"}


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_modules_stay_under_four_hundred_lines() -> None:
    assert [_name(path) for path in PYTHON if len(path.read_text().splitlines()) > 400] == []


def test_functions_stay_under_forty_lines() -> None:
    long = [
        f"{_name(path)}:{function.name}"
        for path in PYTHON
        for function in _functions(path)
        if function.end_lineno - function.lineno + 1 > 40
    ]
    assert long == []


def test_templates_stay_under_140_lines() -> None:
    assert [_name(path) for path in TEMPLATES if len(path.read_text().splitlines()) > 140] == []


def test_no_junk_drawers() -> None:
    assert [_name(path) for path in PYTHON if path.stem in JUNK_DRAWERS or set(path.parts) & JUNK_DRAWERS] == []


def test_no_inline_script_or_style() -> None:
    inline = re.compile(
        r"\sstyle=[\"']|<style|<script(?![^>]*\s(src|type=\"application/(ld\+)?json\"))|\son[a-z]+=[\"']"
    )
    assert [_name(path) for path in TEMPLATES if path.suffix == ".html" and inline.search(path.read_text())] == []


def test_status_is_set_by_the_engine_alone() -> None:
    """No attribute assignment, no ``update(status=…)``, no form field outside the engine."""
    found = []
    for path in PYTHON:
        if path.name in STATEFUL_ACTORS:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Assign) and any(
                isinstance(target, ast.Attribute) and target.attr == "status" for target in node.targets
            ):
                found.append(f"{_name(path)}:{node.lineno}")
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"update", "bulk_update"}:
                found += [f"{_name(path)}:{node.lineno}" for keyword in node.keywords if keyword.arg == "status"]
    assert found == []


def test_roles_are_named_in_rules_alone() -> None:
    """Outside rules, a role is named only where people are given one or are written to."""
    allowed = {"rules.py", "enums.py", "admin.py"}
    found = [
        _name(path)
        for path in PYTHON
        if path.name not in allowed
        and "demo" not in path.parts
        and "models" not in path.parts
        and re.search(r"\bRole\.[A-Z_]+\b", path.read_text())
    ]
    assert found == []


def test_views_write_nothing_themselves() -> None:
    writing = re.compile(r"\.(save|create|bulk_create|get_or_create|update_or_create|delete)\(")
    views = [path for path in PYTHON if "views" in path.parts or path.name == "views.py"]
    assert [_name(path) for path in views if writing.search(path.read_text())] == []


@pytest.mark.parametrize("app", APPS)
def test_tests_mirror_the_apps(app: str) -> None:
    if any((ROOT / app).rglob("services/*.py")) or (ROOT / app / "services.py").exists():
        assert list((ROOT / "tests" / app).glob("test_*.py")) != []
