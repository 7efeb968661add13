"""Closed lists and life-cycles of the statistics."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnership.core.transitions import Machine, Transition

TOTAL = "_T"  # the code of every breakdown's total
CURRENT_RELEASE_KEY = "current-release"
EDITION_PLACE = "{edition}"  # where a source's attribution names the edition
# Words that stand where an indicator's slug would stand in an address.
RESERVED_SLUGS = frozenset({"imports", "releases", "areas", "compare", "search", "sources", "methods", "new"})


class Direction(IntegerChoices):
    """What a higher value means; decides the order of a ranking."""

    HIGHER_IS_BETTER = 1, _("Higher is better")
    NEUTRAL = 0, _("Neither higher nor lower is better")
    LOWER_IS_BETTER = -1, _("Lower is better")


class ValueType(TextChoices):
    PERCENT = "percent", _("Percentage")
    RATIO = "ratio", _("Ratio")
    INDEX = "index", _("Index")
    COUNT = "count", _("Count")
    DAYS = "days", _("Days")
    MONEY = "money", _("Amount of money")


class Measures(TextChoices):
    """What of the bureaucracy an indicator measures: how it is built, or what it achieves."""

    STRUCTURE = "structure", _("Structure of the bureaucracy")
    PERFORMANCE = "performance", _("Performance of the bureaucracy")


class Frequency(TextChoices):
    ANNUAL = "A", _("Annual")
    BIENNIAL = "A2", _("Every two years")
    TRIENNIAL = "A3", _("Every three years")
    IRREGULAR = "I", _("Irregular")


class VersionStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    AGREED = "agreed", _("Agreed")


class ObsStatus(TextChoices):
    """CL_OBS_STATUS of SDMX. A missing value is never zero: it has no value and one of L, M, O."""

    NORMAL = "A", _("Normal value")
    BREAK = "B", _("Break in the series")
    DEFINITION_DIFFERS = "D", _("Definition differs")
    ESTIMATED = "E", _("Estimated")
    FORECAST = "F", _("Forecast")
    EXPERIMENTAL = "G", _("Experimental")
    IMPUTED = "I", _("Imputed")
    INCLUDED_ELSEWHERE = "K", _("Included in another category")
    NOT_COLLECTED = "L", _("Not collected")
    CANNOT_EXIST = "M", _("Cannot exist")
    NOT_SIGNIFICANT = "N", _("Not significant")
    MISSING = "O", _("Missing")
    PROVISIONAL = "P", _("Provisional")
    SUPPRESSED = "Q", _("Suppressed")
    LOW_RELIABILITY = "U", _("Low reliability")
    UNVALIDATED = "V", _("Unvalidated")
    INCLUDES_ANOTHER = "W", _("Includes another category")


class ConfStatus(TextChoices):
    """CL_CONF_STATUS of SDMX. Only free values are shown to the public."""

    FREE = "F", _("Free")
    NOT_FOR_PUBLICATION = "N", _("Not for publication")
    CONFIDENTIAL = "C", _("Confidential")
    EMBARGOED = "E", _("Embargoed")


class Profile(TextChoices):
    """How a published file is laid out."""

    WGI = "wgi", _("Worldwide Governance Indicators, one value per line")
    WORLD_BANK_API = "worldbank-api", _("World Bank download, years as columns")
    WORLD_BANK_BULK = "worldbank-bulk", _("World Bank bulk file, years as columns")
    WWBI = "wwbi", _("Worldwide Bureaucracy Indicators, years as columns")
    GTMI = "gtmi", _("GovTech Maturity Index, one line per country and year")
    LONG = "long", _("One value per line: country, indicator, year, value")
    WIDE = "wide", _("One line per country and year, indicators as columns")


class AliasKind(TextChoices):
    """What a code of a source stands for when it is not an ISO 3166-1 alpha-3 code."""

    COUNTRY = "country", _("A country under another code")
    AGGREGATE = "aggregate", _("A group of countries")
    FORMER = "former", _("A former state without a present-day code")


class MessageLevel(TextChoices):
    ERROR = "error", _("Error")
    WARNING = "warning", _("Warning")
    INFO = "info", _("Note")


class RevisionKind(TextChoices):
    REVISED = "revised", _("Revised")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    RESTATED = "restated", _("Same value, other particulars")


class ImportStatus(TextChoices):
    RECEIVED = "received", pgettext_lazy("import", "Received")
    CHECKED = "checked", _("Checked")
    STAGED = "staged", _("Waiting for sign-off")
    SIGNED_OFF = "signed_off", _("Signed off")
    RELEASED = "released", _("Released")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ReleaseStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    DISCARDED = "discarded", _("Discarded")


_IMPORT = ImportStatus
IMPORT_MACHINE = Machine(
    "indicators.ImportBatch",
    ImportStatus,
    _IMPORT.RECEIVED,
    (
        Transition("check", (_IMPORT.RECEIVED,), _IMPORT.CHECKED, "indicators.process_import", _("Check"),
                   is_internal=True),
        Transition("fail", (_IMPORT.RECEIVED, _IMPORT.CHECKED), _IMPORT.REJECTED, "indicators.process_import",
                   _("Refuse the file"), reason_required=True, is_internal=True),
        Transition("stage", (_IMPORT.CHECKED,), _IMPORT.STAGED, "indicators.process_import",
                   _("Put forward for sign-off"), guards=("indicators.has_changes",), is_internal=True),
        Transition("sign_off", (_IMPORT.STAGED,), _IMPORT.SIGNED_OFF, "indicators.sign_off_import", _("Sign off")),
        Transition("reject", (_IMPORT.STAGED,), _IMPORT.REJECTED, "indicators.review_import", _("Reject"),
                   reason_required=True),
        Transition("reopen", (_IMPORT.SIGNED_OFF,), _IMPORT.STAGED, "indicators.review_import",
                   _("Take back the sign-off"), guards=("indicators.in_no_release",), reason_required=True),
        Transition("withdraw", (_IMPORT.RECEIVED, _IMPORT.CHECKED, _IMPORT.STAGED), _IMPORT.WITHDRAWN,
                   "indicators.withdraw_import", _("Withdraw"), reason_required=True),
        Transition("release", (_IMPORT.SIGNED_OFF,), _IMPORT.RELEASED, "indicators.publish_release",
                   pgettext_lazy("import", "Release"),
                   is_internal=True),
    ),
)  # fmt: skip

_RELEASE = ReleaseStatus
RELEASE_MACHINE = Machine(
    "indicators.Release",
    ReleaseStatus,
    _RELEASE.DRAFT,
    (
        Transition("approve", (_RELEASE.DRAFT,), _RELEASE.APPROVED, "indicators.approve_release", _("Approve"),
                   guards=("indicators.has_batches", "indicators.revisions_explained", "indicators.is_up_to_date")),
        Transition("return_to_draft", (_RELEASE.APPROVED,), _RELEASE.DRAFT, "indicators.return_release",
                   _("Return to draft"), reason_required=True),
        Transition("discard", (_RELEASE.DRAFT,), _RELEASE.DISCARDED, "indicators.prepare_release", _("Discard"),
                   reason_required=True),
        Transition("publish", (_RELEASE.APPROVED,), _RELEASE.PUBLISHED, "indicators.publish_release", _("Publish"),
                   guards=("indicators.has_batches", "indicators.is_up_to_date", "indicators.embargo_over")),
    ),
)  # fmt: skip
