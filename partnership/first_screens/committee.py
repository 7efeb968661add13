"""A member of the Steering Committee: the newest report with its files, the next meeting, what was decided."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from governance.enums import MeetingState, SnapshotState
from governance.selectors.ledger import decisions_for, meetings_for
from governance.selectors.reports import visible_reports_for
from governance.services.reports import report_path
from partnership.core.models import User

from .parts import Contribution, Part, Place, Reading

DECISIONS = 3


def contribution(reading: Reading) -> Contribution:
    """Return the newest report above everything, and the Committee's calendar beside it."""
    planned = meetings_for(reading.user).filter(status=MeetingState.PLANNED, date__gte=reading.today)
    content = {
        "meeting": planned.order_by("date").first(),
        "decisions": list(decisions_for(reading.user)[:DECISIONS]),
    }
    return Contribution(
        parts=(
            Part("report", newest_report(reading.user), Place.ABOVE),
            Part("committee", content, Place.BESIDE),
        ),
        nothing=_("Decisions are taken at the meetings. You get a mail when a report is published."),
    )


def newest_report(user: User) -> dict[str, Any]:
    """Return the newest published report with its files in the reader's language; no ``snapshot`` before the first."""
    published = visible_reports_for(user).filter(status=SnapshotState.PUBLISHED)
    snapshot = published.order_by("-period__year", "-period__half", "-number").first()
    if snapshot is None:
        return {"snapshot": None}
    language = get_language() or "en"
    files = snapshot.artifacts.filter(language=language, format__in=("pdf", "xlsx")).select_related("file")
    return {
        "snapshot": snapshot,
        "url": report_path(snapshot),
        "files": [
            {
                "kind": artifact.get_format_display(),
                "size": artifact.file.size,
                "url": reverse(
                    "governance:report_file",
                    kwargs={
                        "period": snapshot.period.code,
                        "number": snapshot.number,
                        "language": language,
                        "kind": artifact.format,
                    },
                ),
            }
            for artifact in files.order_by("format")
        ],
    }
