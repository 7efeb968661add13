"""The navigation: public pages for everybody, working pages by what a person's roles open, both in named sections."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules import Predicate, always_true

from governance.rules import reads_fund, reads_reports
from indicators.rules import sees_statistics_work
from partnership.core.models import User
from partnership.core.rules import is_administrator
from technical_assistance import rules as ta


@dataclass(frozen=True)
class Entry:
    """A page one can go to: its words, the name of its address, who sees it, a sentence on what it is for.

    ``parts`` are beginnings of other addresses, after the language, that belong to it.
    """

    label: object
    url_name: str
    shown_to: Predicate = always_true
    summary: object = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """Pages that belong together, under one name."""

    label: object
    entries: tuple[Entry, ...]


@dataclass
class Link:
    """An entry as shown on a page; ``current`` is what ``aria-current`` says."""

    label: object
    url: str
    summary: object = ""
    beginnings: tuple[str, ...] = ()
    current: str = ""


@dataclass
class OpenSection:
    """A section as shown on a page: it leads to its first page."""

    label: object
    links: list[Link] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.links[0].url

    @property
    def current(self) -> str:
        """Whether the reader is in it: "page" on its first page, "true" further in."""
        found = [link for link in self.links if link.current]
        return ("page" if found[0].current == "page" and found[0] is self.links[0] else "true") if found else ""


PUBLIC = (
    Section(
        _("Indicators"),
        (
            Entry(
                _("Indicators"),
                "indicators:list",
                summary=_("How governments work, measured alike in every country: charts, rankings, downloads."),
            ),
        ),
    ),
    Section(
        _("Countries"),
        (
            Entry(
                _("Countries"),
                "indicators:countries",
                summary=_("All indicators of one country, beside the averages of the region and of the OECD."),
            ),
        ),
    ),
    Section(
        _("Assistance"),
        (
            Entry(_("What it is"), "assistance:home", summary=_("How a ministry gets help from people who did it.")),
            Entry(_("OECD models"), "assistance:models", summary=_("Reforms that can be learnt from.")),
            Entry(_("Practitioners"), "assistance:practitioners", summary=_("People who share what they know.")),
        ),
    ),
    Section(
        _("Networks"),
        (Entry(_("Networks"), "networks:directory", summary=_("Practitioners of one area who keep in touch.")),),
    ),
    Section(
        _("The Partnership"),
        (
            Entry(
                _("The Partnership"), "partnership:page", summary=_("What it is for, who is in it, how it is governed.")
            ),
            Entry(
                _("Trust fund"),
                "governance:fund",
                summary=_("Where the Partnership’s money comes from, what it is used for and what is left."),
            ),
        ),
    ),
)
WORKING = (
    Section(_("My work"), (Entry(_("My work"), "my_work", summary=_("What waits for you, and what you wait for.")),)),
    Section(
        _("Assistance"),
        (
            Entry(
                _("Requests"),
                "technical_assistance:ta_requests",
                ta.sees_requests,
                _("What ministries ask for, and how far it has come."),
                ("ta/requests/",),
            ),
            Entry(
                _("Activities"),
                "technical_assistance:activities",
                ta.sees_activities,
                _("Missions, visits and remote sessions, with their days."),
            ),
            Entry(
                _("Travel claims"),
                "technical_assistance:claims",
                ta.sees_claims,
                _("What travellers spent, and who has checked, approved and paid it."),
            ),
            Entry(
                _("Roster"),
                "technical_assistance:practitioners",
                ta.sees_roster,
                _("Who can be invited, and the reforms they speak about."),
            ),
        ),
    ),
    Section(
        _("Statistics"),
        (
            Entry(
                _("Imports"),
                "indicators:import_list",
                sees_statistics_work,
                _("Files of the publishers, from their check to the sign-off."),
            ),
            Entry(
                _("Releases"),
                "indicators:release_list",
                sees_statistics_work,
                _("What was published when, and what comes next."),
            ),
        ),
    ),
    Section(
        _("Governance"),
        (
            Entry(
                _("Committee"),
                "governance:decisions",
                reads_fund,
                _("Meetings of the Steering Committee and what they decided."),
                ("governance/meetings/", "governance/record/meeting/", "governance/record/decision/"),
            ),
            Entry(
                _("Work programme"),
                "governance:programme",
                reads_fund,
                _("What the Committee agreed to do, line by line, with its budget."),
                ("governance/record/programme/", "governance/record/programme-line/"),
            ),
            Entry(
                _("Fund"),
                "governance:ledger",
                reads_fund,
                _("Every movement of the trust fund, with the document that proves it."),
                (
                    "governance/payables/",
                    "governance/pledges/",
                    "governance/commitments/",
                    "governance/periods/",
                    "governance/record/",
                ),
            ),
            Entry(
                _("Reports"),
                "governance:report_list",
                reads_reports,
                _("The semi-annual reports, to read and to download."),
            ),
            Entry(
                _("Results"),
                "governance:results",
                reads_reports,
                _("What the Partnership promised to measure, and where it stands."),
            ),
        ),
    ),
    Section(
        _("Administration"),
        (
            Entry(
                _("Administration"), "admin:index", is_administrator, _("People, roles, reference data and settings.")
            ),
        ),
    ),
)


@dataclass(frozen=True)
class Navigation:
    """What a page shows of it: the public sections, the reader's own, and the one that the page is in."""

    public: list[OpenSection]
    own: list[OpenSection]

    @property
    def here(self) -> OpenSection | None:
        """Return the section that the page is in, when it has more pages than one."""
        return next(
            (section for section in (*self.own, *self.public) if section.current and len(section.links) > 1), None
        )


def navigation_for(request: HttpRequest) -> Navigation:
    """Return the navigation of a page, with the page's own place in it marked."""
    user = getattr(request, "user", None)
    own = sections_of(user) if user is not None and user.is_authenticated else []
    public = _open(PUBLIC, user)
    _mark([link for section in (*public, *own) for link in section.links], request.path)
    return Navigation(public, own)


def sections_of(user: User) -> list[OpenSection]:
    """Return the sections that a person's roles open."""
    return _open(WORKING, user)


def _open(sections: Iterable[Section], user: User | None) -> list[OpenSection]:
    opened = [
        OpenSection(section.label, [_link(entry) for entry in section.entries if _shown(entry, user)])
        for section in sections
    ]
    return [section for section in opened if section.links]


def _shown(entry: Entry, user: User | None) -> bool:
    return entry.shown_to is always_true or entry.shown_to.test(user)


def _link(entry: Entry) -> Link:
    url = reverse(entry.url_name)
    prefix = "/".join(url.split("/", 2)[:2])
    return Link(entry.label, url, entry.summary, (url, *(f"{prefix}/{part}" for part in entry.parts)))


def _mark(links: list[Link], path: str) -> None:
    """Mark the link whose address, or one that belongs to it, is the longest beginning of the page's."""
    found = [(len(start), link) for link in links for start in link.beginnings if path.startswith(start)]
    if found:
        _length, link = max(found, key=lambda pair: pair[0])
        link.current = "page" if link.url == path else "true"
