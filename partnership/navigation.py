"""The navigation: public areas for everybody, working areas by what a person's roles open."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules import Predicate, always_true

from governance.rules import reads_fund, reads_reports
from indicators.rules import sees_statistics_work
from partnership.core.rules import is_administrator
from technical_assistance import rules as ta


@dataclass(frozen=True)
class Entry:
    """An entry of the navigation: its words, the name of its address, who sees it, a sentence for the first page."""

    label: object
    url_name: str
    shown_to: Predicate = always_true
    summary: object = ""


@dataclass(frozen=True)
class Link:
    """An entry as shown on a page."""

    label: object
    url: str
    current: bool
    summary: object = ""


PUBLIC: tuple[Entry, ...] = (
    Entry(
        _("Indicators"),
        "indicators:list",
        summary=_("How governments work, measured alike in every country: charts, rankings, downloads."),
    ),
    Entry(
        _("Countries"),
        "indicators:countries",
        summary=_("All indicators of one country, beside the averages of the region and of the OECD."),
    ),
    Entry(
        _("Trust fund"),
        "governance:fund",
        summary=_("Where the Partnership’s money comes from, what it is used for and what is left."),
    ),
)
WORKING = (
    Entry(_("My work"), "my_work"),
    Entry(_("Imports and releases"), "indicators:import_list", sees_statistics_work),
    Entry(_("Requests"), "technical_assistance:ta_requests", ta.sees_requests),
    Entry(_("Activities"), "technical_assistance:activities", ta.sees_activities),
    Entry(_("Roster"), "technical_assistance:practitioners", ta.sees_roster),
    Entry(_("Travel claims"), "technical_assistance:claims", ta.sees_claims),
    Entry(_("Ledger"), "governance:ledger", reads_fund),
    Entry(_("Reports"), "governance:report_list", reads_reports),
    Entry(_("Results"), "governance:results", reads_reports),
    Entry(_("Administration"), "admin:index", is_administrator),
)


def public_links(request: HttpRequest) -> list[Link]:
    """Return the links that everybody sees."""
    return [_link(entry, request.path) for entry in PUBLIC]


def working_links(request: HttpRequest) -> list[Link]:
    """Return the links to what the person's roles open; none for who is not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return [_link(entry, request.path) for entry in WORKING if entry.shown_to.test(user)]


def _link(entry: Entry, path: str) -> Link:
    url = reverse(entry.url_name)
    return Link(entry.label, url, path.startswith(url), entry.summary)
