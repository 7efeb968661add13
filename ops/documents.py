"""Keeps the generated parts of the documents true: `python -m ops.documents [check]`.

A generated part stands between `<!-- begin NAME -->` and `<!-- end NAME -->`: the state diagrams and the
picture of imports in docs/architecture.md, the table of settings in README.md.
"""

import os
import sys
from collections.abc import Callable, Iterator

import django
import grimp

from ops.places import CHECKOUT

APPS = ("partnership", "governance", "technical_assistance", "networks", "indicators", "partnership.core")


def state_diagrams() -> Iterator[str]:
    """One Mermaid diagram per life-cycle, from the transition tables themselves."""
    from partnership.core.transitions import MACHINES  # the apps must be loaded first

    for label, machine in sorted(MACHINES.items()):
        yield f"#### {label}\n\n```mermaid\nstateDiagram-v2"
        yield f"    [*] --> {machine.initial}"
        for transition in machine.transitions:
            yield from (f"    {source} --> {transition.target}: {transition.name}" for source in transition.sources)
        yield "```\n"


def import_picture() -> Iterator[str]:
    """Who imports whom, measured: an arrow points from the importer."""
    graph = grimp.build_graph(
        "partnership", "governance", "technical_assistance", "networks", "indicators", cache_dir=None
    )
    yield "```mermaid\nflowchart TD"
    yield from (f'    {_node(app)}["{_title(app)}"]' for app in APPS)
    for importer in APPS:
        for imported in APPS:
            if importer != imported and _imports(graph, importer, imported):
                yield f"    {_node(importer)} --> {_node(imported)}"
    yield "```"


def settings_table() -> Iterator[str]:
    """The settings that the code reads, with default and meaning."""
    from partnership import settings  # noqa: F401 - reading it fills the list
    from partnership.environment import SETTINGS

    yield "| Variable | Default | Meaning |\n|---|---|---|"
    for setting in SETTINGS.values():
        default = "required" if setting.default is None else f"`{_shown(setting.default)}`" if setting.default else "–"
        yield f"| `{setting.name}` | {default} | {setting.help} |"


PARTS: dict[str, tuple[str, Callable[[], Iterator[str]]]] = {
    "state diagrams": ("docs/architecture.md", state_diagrams),
    "import picture": ("docs/architecture.md", import_picture),
    "settings": ("README.md", settings_table),
}


def outdated(*, write: bool) -> list[str]:
    """Return the parts that differ from what the code says; with `write`, put them right."""
    found = []
    for name, (document, lines) in PARTS.items():
        path = CHECKOUT / document
        text = path.read_text()
        body = "\n".join(lines()).strip()
        begin, end = f"<!-- begin {name} -->\n", f"\n<!-- end {name} -->"
        before, after = text.partition(begin)[0], text.partition(end)[2]
        renewed = f"{before}{begin}{body}{end}{after}"
        if renewed != text:
            found.append(f"{document}: {name}")
            if write:
                path.write_text(renewed)
    return found


def _imports(graph: grimp.ImportGraph, importer: str, imported: str) -> bool:
    modules = [module for module in graph.modules if _app(module) == importer]
    return any(_app(other) == imported for m in modules for other in graph.find_modules_directly_imported_by(m))


def _app(module: str) -> str:
    if module.startswith("partnership.core"):
        return "partnership.core"
    return module.split(".", maxsplit=1)[0]


def _node(app: str) -> str:
    return app.replace(".", "_")


def _title(app: str) -> str:
    return "partnership (composition root)" if app == "partnership" else app


def _shown(default: str) -> str:
    return default.replace(str(CHECKOUT) + "/", "")


if __name__ == "__main__":
    # Nothing is connected to: the addresses are never used, and the table shows the defaults.
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "partnership.settings",
        "SECRET_KEY": "x" * 50,
        "DEMO_MODE": "0",
        "LOG_LEVEL": "ERROR",
    }
    os.environ |= {"DATABASE_URL": "postgresql:///none", "REDIS_URL": "unix:///none.sock?db=0"}
    django.setup()
    check = sys.argv[1:] == ["check"]
    parts = outdated(write=not check)
    for part in parts:
        print(f"{part} {'differs from the code: run make documents' if check else 'was renewed'}")
    sys.exit(1 if check and parts else 0)
