"""Reads of the work behind the statistics: imports and releases before they are public, and who they wait for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.enums import ImportStatus, ReleaseStatus
from indicators.models import ImportBatch, ImportMessage, Release, Revision
from partnership.core.models import AuditEntry, User
from partnership.core.rules import may
from partnership.core.selectors import Task, history_of

UNFINISHED = (ImportStatus.RECEIVED, ImportStatus.CHECKED, ImportStatus.STAGED)


@dataclass(frozen=True)
class HistoryLine:
    """One audit entry in the words of the life-cycle."""

    at: object
    text: str
    actor: object
    reason: str


def visible_imports_for(user: User) -> QuerySet[ImportBatch]:
    """Return the imports a person may see: all for who works with the statistics or audits, none for others."""
    imports = ImportBatch.objects.select_related("source", "file", "imported_by", "signed_off_by", "release")
    return imports if may(user, "indicators.view_work") else imports.none()


def visible_releases_for(user: User) -> QuerySet[Release]:
    """Return the releases a person may see, drafts included."""
    releases = Release.objects.select_related("prepared_by")
    return releases if may(user, "indicators.view_work") else releases.none()


def messages_of(batch: ImportBatch, level: str = "") -> QuerySet[ImportMessage]:
    """Return what the import found, of one importance or all, in the order of the file."""
    return batch.messages.filter(level=level) if level else batch.messages.all()


def message_counts(batch: ImportBatch) -> dict[str, int]:
    """Return how many messages of each importance there are."""
    return dict(batch.messages.order_by().values_list("level").annotate(Count("pk")))


def free_batches() -> QuerySet[ImportBatch]:
    """Return the signed-off imports that no release holds yet."""
    return ImportBatch.objects.filter(status=ImportStatus.SIGNED_OFF, release__isnull=True).select_related(
        "source", "file"
    )


def revision_groups(release: Release) -> list[Any]:
    """Return per indicator how many values a release revises and how many of them have no reason yet."""
    rows = release.revisions.values("indicator", "indicator__slug", "indicator__current_version__name")
    return list(
        rows.annotate(
            count=Count("pk"),
            unexplained=Count("pk", filter=Q(reason="")),
            withdrawn=Count("pk", filter=Q(kind="withdrawn")),
        ).order_by("indicator__area__position", "indicator__position")
    )


def revisions_of(release: Release) -> QuerySet[Revision]:
    """Return the revisions of a release with their indicator and country."""
    return release.revisions.select_related("indicator__current_version", "country").order_by(
        "indicator__position", "country__iso3", "period"
    )


def history_lines(obj: ImportBatch | Release) -> list[HistoryLine]:
    """Return what happened to an import or a release, newest first."""
    labels = {transition.name: str(transition.label) for transition in obj.machine.transitions}
    labels |= {"draft": _("Put together"), "explain_revisions": _("Reason for revisions given")}
    return [_line(entry, labels) for entry in history_of(obj)]


def _line(entry: AuditEntry, labels: dict[str, str]) -> HistoryLine:
    return HistoryLine(entry.at, labels.get(entry.action, entry.action), entry.actor, entry.reason)


def tasks_waiting_for(user: User) -> list[Task]:
    """Return what the statistics need from a person."""
    area = _("Statistics")
    tasks = [
        Task(
            _("“{file}” waits for sign-off ({count} values)").format(
                file=batch.file.name, count=batch.rows_added + batch.rows_changed
            ),
            _page("import", batch.pk), _("Review"), area, since=timezone.localdate(batch.status_since),
        )
        for batch in visible_imports_for(user).filter(status=ImportStatus.STAGED)
        if may(user, "indicators.sign_off_import", batch)
    ]  # fmt: skip
    for release in visible_releases_for(user).filter(status__in=[ReleaseStatus.DRAFT, ReleaseStatus.APPROVED]):
        is_draft = release.status == ReleaseStatus.DRAFT
        if may(user, "indicators.approve_release" if is_draft else "indicators.publish_release", release):
            words = _("“{title}” waits for approval") if is_draft else _("“{title}” waits to be published")
            since = timezone.localdate(release.status_since)
            address = _page("release", release.pk)
            tasks.append(Task(words.format(title=release.title), address, _("Open"), area, since=since))
    return tasks


def tasks_waited_for(user: User) -> list[Task]:
    """Return the person's own imports that others have to sign off."""
    own = visible_imports_for(user).filter(imported_by=user, status=ImportStatus.STAGED)
    sentence = _("“{file}” is with the Advisory Group for sign-off")
    return [
        Task(
            sentence.format(file=batch.file.name),
            _page("import", batch.pk),
            _("Open"),
            _("Statistics"),
            since=timezone.localdate(batch.status_since),
        )
        for batch in own
    ]


def _page(kind: str, pk: int) -> str:
    return reverse(f"indicators:{kind}_detail", kwargs={"pk": pk})
