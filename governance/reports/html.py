"""The report as a fragment of a page. The portal's page around it has the versions and the downloads."""

from django.template.loader import render_to_string
from django.utils import translation

from governance.reports.document import Document


def render_html(document: Document) -> bytes:
    """Return the report's body: contents, sections, figures with links to their evidence. Words are escaped."""
    with translation.override(document.language):
        return render_to_string("governance/report_body.html", {"document": document}).encode()
