"""The report as a tagged PDF (PDF/UA-1), laid out by typst from the document written as JSON."""

import dataclasses
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from governance.reports.document import Document

TEMPLATE = Path(__file__).parent / "report.typ"


def render_pdf(document: Document, inputs: str) -> bytes:
    """Return the PDF with the snapshot attached, dated by the cutoff, in typst's own fonts: same input, same bytes."""
    written = json.dumps(dataclasses.asdict(document, dict_factory=_plain), ensure_ascii=False)
    return typst.compile(
        str(TEMPLATE),
        format="pdf",
        sys_inputs={"document": written, "snapshot": inputs},
        pdf_standards=["ua-1"],
        timestamp=int(datetime.fromisoformat(document.cutoff).timestamp()),
        ignore_system_fonts=True,
    )


def _plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in pairs if name != "value" or isinstance(value, str)}
