"""What a reader of the demonstration may rely on: truth among its own facts, from the first request to the report."""

import json
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db.models import F, Q, Sum

from governance.models import (
    Commitment,
    Decision,
    Disbursement,
    LedgerTransaction,
    Meeting,
    NarrativeSection,
    ReportPeriod,
    Seat,
    Snapshot,
    WorkProgramme,
)
from governance.selectors.fund import balance_by_routes
from indicators.models import Release
from partnership.core.models import AuditEntry, OutboundMail, RoleAssignment, StoredFile, User
from partnership.demo.people import PEOPLE
from partnership.demo.report_words import trend
from technical_assistance.enums import ActivityStatus, ClaimStatus, TARequestStatus
from technical_assistance.models import Activity, ExpenseClaim, OECDModel, Practitioner, Proposal, TARequest
from technical_assistance.selectors import person_days
from technical_assistance.selectors.reporting import ta_request_counts

pytestmark = pytest.mark.django_db


def test_everybody_of_the_list_is_there_with_one_role(stage) -> None:
    wanted = {f"{login}@demo.example" for login in ("officer2", "lead2", *(f"ministry{n}" for n in range(3, 7)))}
    listed = {person.email for person in PEOPLE}
    assert wanted <= listed
    assert listed == {user.email for user in User.objects.all() if user.has_usable_password()}
    assert RoleAssignment.objects.filter(user__email__in=listed).count() == len(listed)


# --- requests --------------------------------------------------------------------------------------------------


def test_requests_are_in_every_state_of_six_ministries_in_five_countries(stage) -> None:
    requests = TARequest.objects.all()
    assert requests.count() >= 60
    assert set(requests.values_list("status", flat=True)) == set(TARequestStatus.values)
    assert requests.values("organisation").distinct().count() == 6
    assert requests.values("country").distinct().count() == 5
    assert set(requests.values_list("areas__code", flat=True)) == {
        "PFM", "HRM", "EGOV", "PROC", "DEC", "AUD", "REG", "JUS"
    }  # fmt: skip


def test_some_requests_are_late_and_some_were_sent_back_and_came_again(stage) -> None:
    waiting = TARequest.objects.filter(status__in=("submitted", "in_triage", "returned", "approved", "matching"))
    assert waiting.filter(due_on__lt=stage.life.today).count() >= 5
    assert waiting.filter(due_on__gte=stage.life.today).count() >= 5
    again = AuditEntry.objects.filter(object_type="technical_assistance.tarequest", action="submit")
    assert again.filter(from_state="returned").count() >= 5


def test_history_of_each_request_reads_forward_in_time(stage) -> None:
    entries = AuditEntry.objects.filter(object_type="technical_assistance.tarequest").order_by("id")
    by_request: dict[str, list] = {}
    for entry in entries:
        by_request.setdefault(entry.object_id, []).append(entry)
    for history in by_request.values():
        moments = [entry.at for entry in history]
        assert moments == sorted(moments)
        assert len({moment.date() for moment in moments}) > 1 or history[-1].to_state in ("draft", "")
    for row in TARequest.objects.exclude(submitted_at=None):
        submitted = next(entry for entry in by_request[str(row.pk)] if entry.action == "submit")
        assert submitted.at == row.submitted_at or abs((submitted.at - row.submitted_at).total_seconds()) < 5
        assert submitted.at.date() < stage.life.today or row.status == "submitted"


def test_nobody_approved_what_they_wrote_sent_or_triaged(stage) -> None:
    own = Q(approved_by=F("created_by")) | Q(approved_by=F("submitted_by")) | Q(approved_by=F("assignee"))
    assert not TARequest.objects.filter(own).exists()
    assert TARequest.objects.exclude(approved_by=None).values("approved_by").distinct().count() == 2
    assert TARequest.objects.exclude(assignee=None).values("assignee").distinct().count() == 2


def test_nothing_was_done_before_its_request_was_approved(stage) -> None:
    plans = AuditEntry.objects.filter(object_type="technical_assistance.activity", action="plan")
    planned = {int(entry.object_id): entry.at for entry in plans}
    for activity in Activity.objects.select_related("ta_request"):
        assert activity.ta_request.approved_at < planned[activity.pk]
        assert planned[activity.pk].date() < activity.starts_on
    for proposal in Proposal.objects.select_related("ta_request"):
        assert proposal.ta_request.approved_at < proposal.invited_at


def test_nothing_has_happened_after_the_day_of_loading(stage) -> None:
    now = stage.life.now
    assert AuditEntry.objects.filter(at__gt=now).count() == 0
    assert LedgerTransaction.objects.filter(value_date__gt=stage.life.today).count() == 0
    assert StoredFile.objects.filter(created_at__gt=now).count() == 0
    assert AuditEntry.objects.earliest("at").at.date() >= stage.life.founded_on
    assert OutboundMail.objects.exclude(state="sent").count() == 0
    coming = Activity.objects.filter(starts_on__gt=stage.life.today)
    assert set(coming.values_list("status", flat=True)) <= {"planned", "confirmed", "cancelled", "postponed"}


# --- activities and claims -------------------------------------------------------------------------------------


def test_activities_are_in_every_state_that_the_portal_reaches(stage) -> None:
    states = set(Activity.objects.values_list("status", flat=True))
    assert states == set(ActivityStatus.values) - {"evaluated"}  # a state of two days between waiving and closing


def test_verified_person_days_are_what_a_partnership_of_this_age_has(stage) -> None:
    days = person_days(start=date.min, end=date.max)
    assert 300 <= days.verified <= 380
    halves = Counter()
    for activity in Activity.objects.filter(status__in=ActivityStatus.VERIFIED_OR_LATER):
        halves[activity.pk] += activity.slots.filter(is_void=False).count()
    sessions = days.verified * 2 - sum(halves.values())
    assert 0 <= sessions <= 10  # pooled remote sessions make the rest


def test_claims_are_in_every_state_and_paid_by_people_who_decided_nothing_else(stage) -> None:
    claims = ExpenseClaim.objects.all()
    assert set(claims.values_list("status", flat=True)) == set(ClaimStatus.values)
    for claim in claims.exclude(paid_by=None):
        people = [claim.claimant_id, claim.verified_by_id, claim.approved_by_id, claim.paid_by_id]
        assert len(set(people)) == 4
        assert claim.paid_by_id != claim.preparer_id


def test_claims_are_paid_after_their_approval_and_begun_after_the_journey(stage) -> None:
    entries = AuditEntry.objects.filter(object_type="technical_assistance.expenseclaim")
    approved = {int(entry.object_id): entry.at for entry in entries.filter(action="approve")}
    begun = {int(entry.object_id): entry.at for entry in entries.filter(action="begin")}
    for claim in ExpenseClaim.objects.select_related("activity"):
        assert claim.activity.ends_on < begun[claim.pk].date()
        if claim.paid_on:
            assert approved[claim.pk].date() <= claim.paid_on


def test_a_journey_costs_what_journeys_cost(stage) -> None:
    for claim in ExpenseClaim.objects.annotate(total=Sum("lines__amount_usd")):
        assert Decimal(700) < claim.total < Decimal(4500)
        assert not claim.lines.filter(accepted_amount__gt=F("amount")).exists()


# --- fund, Committee and reports -------------------------------------------------------------------------------


def test_ledger_is_sound_and_every_payment_was_bound_before(stage) -> None:
    call_command("verify_ledger")
    for commitment in Commitment.objects.annotate(paid=Sum("disbursements__amount")):
        assert (commitment.paid or 0) <= commitment.amount
    for payment in Disbursement.objects.select_related("commitment"):
        assert payment.commitment.value_date < payment.value_date
    routes = balance_by_routes()
    assert routes.banks > 0
    assert routes.agree


def test_committee_meets_twice_a_year_and_decides_before_money_moves(stage) -> None:
    held = list(Meeting.objects.filter(status="held").order_by("date"))
    assert [meeting.date.month for meeting in held] == [12, 6, 12, 6]
    assert all(meeting.decisions.exists() for meeting in held)
    assert Meeting.objects.filter(status="planned", date__gt=stage.life.today).count() == 1
    assert [programme.year for programme in WorkProgramme.objects.order_by("year")] == [2025, 2026]
    first = Decision.objects.earliest("adopted_on").adopted_on
    assert Commitment.objects.earliest("value_date").value_date > first
    assert Seat.objects.count() >= 7


def test_two_reports_are_published_and_one_is_due_with_its_words(stage) -> None:
    assert [period.code for period in ReportPeriod.objects.order_by("year", "half")] == [
        "2025-H1",
        "2025-H2",
        "2026-H1",
    ]
    published = Snapshot.objects.order_by("period__year", "period__half")
    assert [(row.period.code, row.status, row.artifacts.count()) for row in published] == [
        ("2025-H1", "published", 12), ("2025-H2", "published", 12)
    ]  # fmt: skip
    assert [row.cutoff.date() for row in published] == [date(2025, 7, 17), date(2026, 1, 19)]
    assert NarrativeSection.objects.filter(period__year=2026, period__half=1, key="summary").count() == 4


def test_published_reports_count_what_the_portal_counts(stage) -> None:
    for snapshot in Snapshot.objects.select_related("period"):
        facts = json.loads(bytes(snapshot.inputs) if not isinstance(snapshot.inputs, str) else snapshot.inputs)
        period = snapshot.period
        days = person_days(start=period.starts_on, end=period.ends_on).verified
        assert Decimal(facts["assistance"]["person_days"]["value"]) == days
        counts = ta_request_counts(start=period.starts_on, end=period.ends_on)
        assert Decimal(facts["assistance"]["requests"]["received"]["value"]) == counts["received"] > 0
        assert facts["restatements"] == []


def test_words_of_the_reports_say_the_figures(stage) -> None:
    before = None
    for period in ReportPeriod.objects.order_by("year", "half"):
        counts = ta_request_counts(start=period.starts_on, end=period.ends_on)
        text = NarrativeSection.objects.get(period=period, key="summary", language="en").text
        assert text.startswith(f"{counts['received']} requests")
        says = {"more": "Requests grew", "fewer": "Requests fell", "equal": "As many", "first": "the first half-year"}
        chosen = trend(counts["received"], before)
        assert [kind for kind, words in says.items() if words in text] == [chosen]
        before = counts["received"]


def test_statistics_are_released_within_the_two_years(stage) -> None:
    dates = list(Release.objects.order_by("number").values_list("date", flat=True))
    assert len(dates) == 2
    assert stage.life.starts_on < dates[0] < dates[1] < stage.life.today


# --- roster ----------------------------------------------------------------------------------------------------


def test_roster_has_models_and_people_of_many_agencies(stage) -> None:
    assert OECDModel.objects.count() >= 18
    assert OECDModel.objects.values("organisation").distinct().count() >= 8
    assert OECDModel.objects.values("organisation__country").distinct().count() >= 7
    assert Practitioner.objects.count() >= 30
    assert Practitioner.objects.filter(consented_on=None).count() >= 2
    long_ago = stage.life.day(365)
    assert Practitioner.objects.filter(last_confirmed__lt=long_ago).count() >= 2
    invited = Practitioner.objects.filter(proposals__isnull=False)
    assert not invited.filter(consented_on=None).exists()
