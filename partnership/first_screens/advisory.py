"""A member of the Indicator Advisory Group: what to sign off, the newest release, what comes next."""

from django.utils.translation import gettext as _

from indicators import selectors, work
from indicators.enums import ImportStatus, ReleaseStatus

from .parts import Contribution, Part, Place, Reading

COMING = (ReleaseStatus.DRAFT, ReleaseStatus.APPROVED)


def contribution(reading: Reading) -> Contribution:
    """Return the newest release, and the releases and imports that are on their way."""
    published = selectors.published_releases()
    content = {
        "release": published[0] if published else None,
        "coming": list(work.visible_releases_for(reading.user).filter(status__in=COMING).order_by("pk")),
        "free": work.free_batches().count(),
        "in_check": work.visible_imports_for(reading.user)
        .filter(status__in=[ImportStatus.RECEIVED, ImportStatus.CHECKED, ImportStatus.STAGED])
        .count(),
    }
    return Contribution(
        parts=(Part("release", content, Place.BESIDE),),
        nothing=_("Files and releases that need your sign-off stand here; no mail is sent for them."),
    )
