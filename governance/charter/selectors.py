"""What the public may know of the Partnership: its texts, partners, seats and advisers, its newest facts.

The facts name no private thing: of a decision number, title and day, of a report its half-year and the day it was
published. The text of a decision and the report itself stay with the members.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from governance.charter.lifecycle import FOLLOWS, TONES, Chapter, PartnerKind, PartnerStatus
from governance.charter.rules import ADVISORY_GROUP
from governance.charter.words import Words, worded
from governance.enums import Constituency, MeetingState, SnapshotState
from governance.models import (
    CharterText,
    CharterTextVersion,
    Decision,
    FinancingPlan,
    LedgerTransaction,
    Meeting,
    Partner,
    PartnerState,
    Seat,
    Snapshot,
)
from governance.selectors.fund import bank_share, self_financing, sources_and_uses
from governance.selectors.fund_figures import SelfFinancing, YearShare
from partnership.core.models import RoleAssignment, User
from partnership.core.rules import may


@dataclass(frozen=True)
class FundInFigures:
    """The trust fund in US dollars since the beginning; ``as_of`` is the newest value date, None when it is empty."""

    received: Decimal
    spent: Decimal
    balance: Decimal
    as_of: date | None


@dataclass(frozen=True)
class PublishedReport:
    """The newest published report: its half-year and when it was published, not what is in it."""

    period: str
    number: int
    ends_on: date
    published_at: datetime


@dataclass(frozen=True)
class Shown:
    """A text as the public reads it."""

    key: str
    title: Words
    body: Words


@dataclass(frozen=True)
class PartnerRow:
    """A partner with where it stands; ``since`` is None for who is only named in the proposal."""

    partner: Partner
    name: Words
    role: Words
    state: PartnerStatus
    since: date | None

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def kind(self) -> PartnerKind:
        return PartnerKind(self.partner.kind)


@dataclass(frozen=True)
class Adviser:
    """A member of the Advisory Group as the public list has it."""

    name: str
    organisation: str
    country: str


def fund_in_figures() -> FundInFigures:
    """Return what the fund received, spent and has left, as the fund's public page shows it."""
    table = sources_and_uses()
    latest = LedgerTransaction.objects.order_by("-value_date").values_list("value_date", flat=True).first()
    return FundInFigures(table.total_sources, table.total_uses, table.balance, latest)


def financing_plan() -> FinancingPlan | None:
    """Return the plan in force: the newest one."""
    return FinancingPlan.objects.first()


def bank_years() -> tuple[YearShare, ...]:
    """Return what came in each year and the World Bank's part of it."""
    return bank_share().years


def self_financing_by_year(years: Iterable[int]) -> list[SelfFinancing]:
    """Return the members' receipts against the disbursements of each year."""
    return [self_financing(year) for year in years]


def newest_report_published() -> PublishedReport | None:
    """Return the published report of the latest half-year."""
    snapshot = Snapshot.objects.filter(status=SnapshotState.PUBLISHED).select_related("period").defer("inputs").first()
    if snapshot is None:
        return None
    period = snapshot.period
    return PublishedReport(period.code, snapshot.number, period.ends_on, snapshot.status_since)


def newest_decision() -> Decision | None:
    """Return the Committee's newest decision that no other one supersedes. Public are number, title and day."""
    return Decision.objects.filter(superseded_by__isnull=True).defer("text").first()


def next_meeting(today: date | None = None) -> Meeting | None:
    """Return the Committee's next planned meeting."""
    planned = Meeting.objects.filter(status=MeetingState.PLANNED, date__gte=today or timezone.localdate())
    return planned.order_by("date", "id").first()


def seats(on: date | None = None) -> list[Seat]:
    """Return the seats of the Committee in force on a day, by constituency in the order of the proposal."""
    on = on or timezone.localdate()
    current = Seat.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on), valid_from__lte=on)
    order = list(Constituency.values)
    rows = current.select_related("organisation__country")
    return sorted(rows, key=lambda seat: (order.index(seat.constituency), seat.organisation.name))


def advisory_members() -> list[Adviser]:
    """Return the people who hold the role today, by name, each once."""
    rows = RoleAssignment.objects.current().filter(role__in=ADVISORY_GROUP, user__is_active=True)
    people: dict[int, Adviser] = {}
    for row in rows.select_related("user", "organisation__country", "country").order_by("user__full_name", "id"):
        country = row.country or (row.organisation.country if row.organisation else None)
        adviser = Adviser(row.user.full_name, str(row.organisation or ""), str(country or ""))
        if row.user_id not in people or not people[row.user_id].organisation:
            people[row.user_id] = adviser
    return list(people.values())


def partners() -> list[PartnerRow]:
    """Return all partners with where they stand. Two queries."""
    states = Prefetch("states", PartnerState.objects.filter(corrected_by__isnull=True).order_by("number"), "standing")
    rows = []
    for partner in Partner.objects.prefetch_related(states):
        if partner.standing:
            last = partner.standing[-1]
            name, role = worded(partner, "name"), worded(partner, "role")
            rows.append(PartnerRow(partner, name, role, PartnerStatus(last.state), last.since))
    return rows


def standing_states(partner: Partner) -> list[PartnerState]:
    """Return the states of a partner that no other one corrects, oldest first."""
    return list(partner.states.filter(corrected_by__isnull=True).order_by("number"))


def next_states(partner: Partner) -> list[PartnerStatus]:
    """Return what the partner's state may become."""
    standing = standing_states(partner)
    return list(FOLLOWS[standing[-1].state if standing else ""])


def current_versions() -> dict[Chapter, list[CharterTextVersion]]:
    """Return the newest version of every text by chapter, hidden ones too, in the order of the page. One query."""
    newest = CharterTextVersion.objects.order_by("text_id", "-number").distinct("text_id")
    found: dict[Chapter, list[CharterTextVersion]] = defaultdict(list)
    rows = newest.select_related("text", "author")
    for version in sorted(rows, key=lambda version: (version.text.position, version.text_id)):
        found[Chapter(version.text.chapter)].append(version)
    return {chapter: found[chapter] for chapter in Chapter}


def shown_texts() -> dict[Chapter, list[Shown]]:
    """Return what the public reads, by chapter."""
    return {
        chapter: [
            Shown(version.text.key, worded(version, "title"), worded(version, "body"))
            for version in versions
            if version.is_shown
        ]
        for chapter, versions in current_versions().items()
    }


def texts_for(user: User) -> QuerySet[CharterText]:
    """Return the texts whose history a person may see: all for the Secretariat and auditors, none for others."""
    return CharterText.objects.all() if may(user, "governance.read_charter") else CharterText.objects.none()


def partners_for(user: User) -> QuerySet[Partner]:
    """Return the partners whose history a person may see."""
    return Partner.objects.all() if may(user, "governance.read_charter") else Partner.objects.none()


def versions_of(text: CharterText) -> list[CharterTextVersion]:
    """Return every version of a text, newest first, with who wrote it."""
    return list(text.versions.select_related("author").order_by("-number"))


def history_of(partner: Partner) -> list[PartnerState]:
    """Return every state of a partner, newest first, with who recorded it and what it corrects."""
    return list(partner.states.select_related("recorded_by", "corrects", "corrected_by").order_by("-number"))
