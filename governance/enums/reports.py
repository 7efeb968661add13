"""Semi-annual reports: their life-cycle, formats and narrative sections; the kinds of a result's value."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from partnership.core.transitions import Machine, Transition


class SnapshotState(TextChoices):
    DRAFT = "draft", _("Being made")
    FROZEN = "frozen", _("Frozen, for review")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


SNAPSHOT_MACHINE = Machine(
    label="governance.Snapshot",
    states=SnapshotState,
    initial=SnapshotState.DRAFT,
    transitions=(
        Transition(
            "freeze",
            (SnapshotState.DRAFT,),
            SnapshotState.FROZEN,
            "governance.generate_report",
            _("Freeze the figures"),
            is_internal=True,
        ),
        Transition(
            "publish",
            (SnapshotState.FROZEN,),
            SnapshotState.PUBLISHED,
            "governance.publish_report",
            _("Publish to the members"),
            public_label=_("The report is published; the members get a mail."),
            guards=(
                "governance.report_is_complete",
                "governance.report_is_newest",
                "governance.restatements_are_explained",
            ),
        ),
        Transition(
            "supersede",
            (SnapshotState.PUBLISHED,),
            SnapshotState.SUPERSEDED,
            "governance.replace_report",
            _("Replace by a newer version"),
            is_internal=True,
        ),
        Transition(
            "withdraw",
            (SnapshotState.FROZEN, SnapshotState.PUBLISHED),
            SnapshotState.WITHDRAWN,
            "governance.withdraw_report",
            _("Withdraw"),
            public_label=_("The report is withdrawn."),
            reason_required=True,
        ),
    ),
)


class ArtifactFormat(TextChoices):
    HTML = "html", _("Page")
    PDF = "pdf", _("PDF")
    XLSX = "xlsx", _("Workbook")


class NarrativeKey(TextChoices):
    """The sections whose words the Secretariat writes."""

    ASKED = "asked", _("0 Decisions asked of the Committee, one in a line")
    SUMMARY = "summary", _("1 Summary")
    PROGRESS = "progress", _("2 Progress by component")
    NETWORKS = "networks", _("4 Networks of practitioners")
    USE_OF_DATA = "use_of_data", _("6 Use of the data")
    SUSTAINABILITY = "sustainability", _("9 Sustainability and exit")
    RISKS = "risks", _("10 Risks")
    LESSONS = "lessons", _("11 Lessons")
    OUTLOOK = "outlook", _("12 The next half-year")


class ValueKind(TextChoices):
    """Zero, not applicable and no data are three different things."""

    VALUE = "value", _("Value")
    NOT_APPLICABLE = "na", _("n/a")
    NO_DATA = "nd", _("n.d.")
