"""What the semi-annual reports ask of a person, for the list "My work"."""

from django.urls import reverse
from django.utils.translation import gettext as _

from governance.enums import SnapshotState
from governance.models import ReportPeriod, Snapshot
from partnership.core.models import User
from partnership.core.rules import may
from partnership.core.selectors import Task


def report_tasks_waiting_for(user: User) -> list[Task]:
    """Return the reports a person should make, publish, or (as the author) see published by somebody else."""
    if not may(user, "governance.prepare_reports"):
        return []
    return [
        *_due(),
        *(_publish(snapshot) for snapshot in _frozen() if may(user, "governance.publish_report", snapshot)),
    ]


def report_tasks_waited_for(user: User) -> list[Task]:
    """Return the reports of a person that somebody else should publish."""
    if not may(user, "governance.prepare_reports"):
        return []
    return [_publish(snapshot, waits=True) for snapshot in _frozen() if snapshot.generated_by_id == user.pk]


def _due() -> list[Task]:
    missing = ReportPeriod.objects.exclude(snapshots__status__in=[SnapshotState.PUBLISHED, SnapshotState.FROZEN])
    return [
        Task(
            sentence=_("The report {period} is to be generated.").format(period=period.code),
            url=reverse("governance:report_list"),
            action=_("Open the reports"),
            area=str(_("Reports")),
            due=period.due_on,
        )
        for period in missing
    ]


def _frozen() -> list[Snapshot]:
    snapshots = Snapshot.objects.filter(status=SnapshotState.FROZEN).select_related("period").defer("inputs")
    return list(snapshots.order_by("period", "number"))


def _publish(snapshot: Snapshot, *, waits: bool = False) -> Task:
    sentence = (
        _("The report {period}, version {number}, waits for a lead to publish it.")
        if waits
        else _("The report {period}, version {number}, is to be reviewed and published.")
    )
    return Task(
        sentence=sentence.format(period=snapshot.period.code, number=snapshot.number),
        url=reverse("governance:report", kwargs={"period": snapshot.period.code, "number": snapshot.number}),
        action=_("Open the report"),
        area=str(_("Reports")),
        due=snapshot.period.due_on,
    )
