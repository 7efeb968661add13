"""The job that makes a report: facts frozen once, then every file that is not there yet.

It may be killed anywhere and run again: what is frozen stays frozen, what is written stays written.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from governance.enums import ArtifactFormat, SnapshotState
from governance.models import Artifact, Snapshot
from governance.reports.compose import compose
from governance.reports.document import Document
from governance.reports.html import render_html
from governance.reports.pdf import render_pdf
from governance.reports.texts import LANGUAGES
from governance.reports.xlsx import render_xlsx
from governance.services.reports import report_path
from governance.services.snapshot import freeze
from partnership.core.models import Job, User
from partnership.core.services.files import store_bytes
from partnership.core.services.jobs import JobRefused, Report, job_handler
from partnership.core.transitions import Refused

Renderer = Callable[[Document, str], bytes]
RENDERERS: Mapping[ArtifactFormat, Renderer] = {
    ArtifactFormat.HTML: lambda document, inputs: render_html(document),
    ArtifactFormat.PDF: render_pdf,
    ArtifactFormat.XLSX: lambda document, inputs: render_xlsx(document),
}
COLLECTED, FROZEN = 5, 25  # percent


@job_handler("governance.report")
def make_report(job: Job, report: Report) -> Mapping[str, Any]:
    """Freeze the facts of ``args["snapshot"]`` and make its files; the result leads to the report's page."""
    language = job.created_by.language if job.created_by else "en"
    with translation.override(language):
        snapshot = Snapshot.objects.select_related("period", "generated_by").get(pk=job.args["snapshot"])
        if snapshot.status == SnapshotState.DRAFT:
            report(COLLECTED, _("Collecting the facts"))
            snapshot = _freeze(snapshot)
        make_files(snapshot, report)
        return {"location": report_path(snapshot)}


def make_files(snapshot: Snapshot, report: Report) -> None:
    """Make the files that a frozen snapshot does not have yet, from its JSON alone."""
    present = set(snapshot.artifacts.values_list("format", "language"))
    missing = [(kind, code) for code in LANGUAGES for kind in RENDERERS if (kind, code) not in present]
    documents: dict[str, Document] = {}
    for number, (kind, language) in enumerate(missing):
        percent = FROZEN + (100 - FROZEN) * number // max(1, len(missing))
        report(percent, _("Making {format}, {language}").format(format=kind.label, language=language))
        if language not in documents:
            documents[language] = compose(snapshot.inputs, language)
        content = RENDERERS[kind](documents[language], snapshot.inputs)
        _keep(snapshot, kind, language, content, snapshot.generated_by)


def _freeze(snapshot: Snapshot) -> Snapshot:
    try:
        return freeze(snapshot)
    except Refused as refusal:
        current = Snapshot.objects.select_related("period", "generated_by").get(pk=snapshot.pk)
        if current.status == SnapshotState.DRAFT:
            raise JobRefused(str(refusal.message)) from refusal
        return current  # another worker froze it while this one was believed dead


def _keep(snapshot: Snapshot, kind: ArtifactFormat, language: str, content: bytes, actor: User) -> None:
    name = f"report-{snapshot.period.code}-v{snapshot.number}-{language}.{kind}"
    try:
        with transaction.atomic():
            stored = store_bytes(content, name=name, purpose="reports", actor=actor)
            Artifact.objects.create(
                snapshot=snapshot, format=kind, language=language, file=stored, sha256=stored.sha256, size=stored.size
            )
    except IntegrityError:
        if not Artifact.objects.filter(snapshot=snapshot, format=kind, language=language).exists():
            raise
