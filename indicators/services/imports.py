"""Files of values: received once, checked, staged, signed off by somebody else, or refused.

The same services serve the command line, the upload page and the demonstration.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.enums import ImportStatus
from indicators.layouts import FileFault, Finding
from indicators.models import ImportBatch, ImportMessage, Source
from indicators.services.staging import Outcome, Report, delete_staged, evaluate, insert_staged
from partnership.core.models import Job, StoredFile, User
from partnership.core.rules import require
from partnership.core.services import files
from partnership.core.services.jobs import enqueue
from partnership.core.transitions import perform

PURPOSE = "imports"
COMMAND_MAX_BYTES = 1 << 30  # an operator's file on the machine itself; uploads keep the setting's limit
GONE = (ImportStatus.REJECTED, ImportStatus.WITHDRAWN)


def silent(percent: int, stage: str) -> None:
    """Report progress to nobody."""


@transaction.atomic
def receive_file(
    upload: UploadedFile | File, *, source: Source, actor: User, edition: str = "", max_bytes: int | None = None
) -> tuple[ImportBatch, bool]:
    """Keep a file of a source; return its batch, and whether it is new. The same bytes give the same batch.

    ``edition``: which edition of the publication the file is; without it, the source's present one.
    Raises :class:`partnership.core.services.files.FileRefused` and PermissionDenied.
    """
    require(actor, "indicators.add_import")
    opened: Any = upload  # a file of Django's serves as an upload does: name, size, chunks
    stored = files.store_upload(opened, purpose=PURPOSE, actor=actor, allowed=files.DATA, max_bytes=max_bytes)
    return _batch_of(stored, source, actor, edition)


@transaction.atomic
def receive_bytes(
    content: bytes, *, name: str, source: Source, actor: User, edition: str = ""
) -> tuple[ImportBatch, bool]:
    """Keep content that the portal holds already, as :func:`receive_file` does."""
    require(actor, "indicators.add_import")
    return _batch_of(files.store_bytes(content, name=name, purpose=PURPOSE, actor=actor), source, actor, edition)


def _batch_of(stored: StoredFile, source: Source, actor: User, edition: str) -> tuple[ImportBatch, bool]:
    # Two uploads of one file at once: the second waits and finds the first.
    source = Source.objects.select_for_update().get(pk=source.pk)
    known = ImportBatch.objects.filter(source=source, sha256=stored.sha256).exclude(status__in=GONE).first()
    if known:
        return known, False
    fields = {"source": source, "edition": edition or source.edition, "file": stored, "sha256": stored.sha256}
    return ImportBatch.objects.create(imported_by=actor, **fields), True


@transaction.atomic
def dry_run(path: Path, *, source: Source) -> Outcome:
    """Return what a file would change, and change nothing. Raises :class:`indicators.layouts.FileFault`."""
    return evaluate(path, source, silent)


def request_import(batch: ImportBatch, *, actor: User, stage: bool) -> Job:
    """Ask a worker to check the batch's file and, with ``stage``, to put it forward for sign-off."""
    require(actor, "indicators.process_import", batch)
    key = f"indicators.import:{batch.pk}:{'stage' if stage else 'check'}"
    return enqueue("indicators.import", key=key, args={"batch": batch.pk, "stage": stage}, actor=actor)


def process_batch(batch: ImportBatch, *, actor: User, stage: bool, report: Report = silent) -> ImportBatch:
    """Check a batch's file and, with ``stage``, put its new values forward; return the batch afresh.

    All or nothing. A file that cannot be read leaves the batch rejected, with the reason as messages. Doing it
    again does nothing twice.
    """
    try:
        with transaction.atomic():
            return _process(batch, actor, stage, report)
    except FileFault as fault:
        return _refuse(batch, fault.findings, actor)
    except files.FileRefused as refusal:
        return _refuse(batch, [Finding("unreadable", params={"detail": str(refusal)})], actor)


def _process(batch: ImportBatch, actor: User, stage: bool, report: Report) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update().select_related("source", "file").get(pk=batch.pk)
    wanted = (ImportStatus.RECEIVED, ImportStatus.CHECKED) if stage else (ImportStatus.RECEIVED,)
    if batch.status not in wanted:
        return batch
    report(0, _("Reading the file"))
    files.verify(batch.file)
    outcome = evaluate(files.path_of(batch.file), batch.source, report)
    report(85, _("Noting what was found"))
    _keep_messages(batch, outcome.findings)
    if batch.status == ImportStatus.RECEIVED:
        batch = perform(batch, "check", actor=actor, changes=outcome.counts())
    else:
        ImportBatch.objects.filter(pk=batch.pk).update(**outcome.counts())
        batch.refresh_from_db()
    if stage and outcome.changes_something:
        report(90, _("Putting the values forward"))
        insert_staged(batch)
        batch = perform(batch, "stage", actor=actor, data=outcome.counts())
    return batch


def _refuse(batch: ImportBatch, findings: Iterable[Finding], actor: User) -> ImportBatch:
    with transaction.atomic():
        findings = list(findings)
        _keep_messages(batch, findings)
        return perform(batch, "fail", actor=actor, reason=" ".join(str(finding) for finding in findings))


def _keep_messages(batch: ImportBatch, findings: Iterable[Finding]) -> None:
    batch.messages.all().delete()
    ImportMessage.objects.bulk_create(
        (
            ImportMessage(
                batch=batch,
                level=finding.level,
                code=finding.code,
                line=finding.line,
                column=finding.column[:80],
                value=finding.value,
                params=finding.params,
            )
            for finding in findings
        ),
        batch_size=2_000,
    )


@transaction.atomic
def sign_off_batch(
    batch: ImportBatch, *, actor: User, reason: str = "", expected_version: int | None = None
) -> ImportBatch:
    """Accept the values of a batch; never by who imported them (the rules and the database both refuse)."""
    return perform(
        batch,
        "sign_off",
        actor=actor,
        reason=reason,
        expected_version=expected_version,
        changes={"signed_off_by": actor},
    )


@transaction.atomic
def reject_batch(batch: ImportBatch, *, actor: User, reason: str, expected_version: int | None = None) -> ImportBatch:
    """Refuse the values of a batch; they are removed, the file and its messages are kept."""
    batch = perform(batch, "reject", actor=actor, reason=reason, expected_version=expected_version)
    delete_staged(batch)
    return batch


@transaction.atomic
def withdraw_batch(batch: ImportBatch, *, actor: User, reason: str, expected_version: int | None = None) -> ImportBatch:
    """Take a batch back before its sign-off; its values are removed, the file and its messages are kept."""
    batch = perform(batch, "withdraw", actor=actor, reason=reason, expected_version=expected_version)
    delete_staged(batch)
    return batch


@transaction.atomic
def reopen_batch(batch: ImportBatch, *, actor: User, reason: str, expected_version: int | None = None) -> ImportBatch:
    """Take a sign-off back while no release counts on it."""
    return perform(
        batch,
        "reopen",
        actor=actor,
        reason=reason,
        expected_version=expected_version,
        changes={"signed_off_by": None},
    )


BATCH_SERVICES = {
    "sign_off": sign_off_batch,
    "reject": reject_batch,
    "withdraw": withdraw_batch,
    "reopen": reopen_batch,
}
