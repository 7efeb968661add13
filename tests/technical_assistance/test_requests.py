"""Requests: what a submission makes, who may not decide, two editors, two deciders, what others never see."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnership.core.enums import Role
from partnership.core.models import OutboundMail
from partnership.core.transitions import GuardFailed, NotPermitted, Refused
from technical_assistance import services
from technical_assistance.completeness import FIELDS, missing_parts
from technical_assistance.models import DraftConflict, StateStay, TARequest
from technical_assistance.selectors import tasks_waited_for, tasks_waiting_for
from technical_assistance.selectors.ball import ball_of, refined_holder
from technical_assistance.selectors.calendar import Calendar, secretariat_calendar
from tests.factories.core import country, give_role, person
from tests.factories.technical_assistance import (
    answer_all,
    draft,
    proposal_for,
    ta_request_in,
)

APP = "technical_assistance:"


def url(name: str, **kwargs) -> str:
    return reverse(APP + name, kwargs=kwargs)


# --- submission ------------------------------------------------------------------------------------------------


def test_submission_numbers_freezes_and_tells(cast):
    ta_request = ta_request_in("submitted", cast)
    year = timezone.localdate().year
    assert ta_request.reference == f"TA-{year}-001"
    assert ta_request.snapshots.get().content["problem"] == ta_request.problem
    assert ta_request.due_on == secretariat_calendar().day_after(timezone.localdate(), 2)
    told = OutboundMail.objects.filter(key__startswith="ta_submitted").values_list("to__email", flat=True)
    assert sorted(told) == [cast.focal_point.email, cast.ministry.email]
    assert ta_request_in("submitted", cast).reference == f"TA-{year}-002"


def test_resubmission_keeps_the_number_and_adds_a_version(cast):
    ta_request = ta_request_in("returned", cast)
    reference = ta_request.reference
    saved = services.save_draft(
        ta_request, content={"outcome": "Clearer."}, actor=cast.ministry, expected_version=ta_request.version
    )
    again = services.submit_ta_request(saved, actor=cast.focal_point)
    assert again.reference == reference
    assert [snapshot.content["outcome"] for snapshot in again.snapshots.order_by("number")] == [
        "An office that runs competitions.", "Clearer.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "field", [name for name in FIELDS if name not in {
        "preferred_countries", "preferred_models", "participants_men", "participants_other", "contact_post",
    }]
)  # fmt: skip
def test_incomplete_request_names_what_is_missing(cast, field):
    empty = {"areas": [], "kinds": [], "languages": [], "is_cleared": False, "participants_women": None,
             "earliest_start": None, "latest_end": None}  # fmt: skip
    more = {"participants_men": None} if field == "participants_women" else {}
    ta_request = draft(cast, **{field: empty.get(field, "")}, **more)
    assert [part.field for part in missing_parts(ta_request)] == [field]
    with pytest.raises(GuardFailed, match="One thing is missing"):
        services.submit_ta_request(ta_request, actor=cast.focal_point)
    assert TARequest.objects.get().reference is None


def test_officer_of_the_ministry_submits_only_where_allowed(cast):
    ta_request = draft(cast)
    with pytest.raises(NotPermitted):
        services.submit_ta_request(ta_request, actor=cast.ministry)
    cast.peru.officers_may_submit = True
    cast.peru.save()
    assert services.submit_ta_request(ta_request, actor=cast.ministry).status == "submitted"


def test_ministry_outside_the_region_may_not_ask(cast):
    cast.peru.country = country("DNK")
    cast.peru.save()
    with pytest.raises(Refused, match="Latin America"):
        services.create_ta_request(cast.peru, actor=cast.ministry)


@pytest.mark.django_db(transaction=True)
def test_parallel_submissions_get_gapless_numbers(cast):
    drafts = [draft(cast) for _n in range(4)]
    with ThreadPoolExecutor(4) as pool:
        references = list(pool.map(lambda row: _in_thread(services.submit_ta_request, row, cast.focal_point), drafts))
    numbers = sorted(row.reference for row in references)
    assert [number[-3:] for number in numbers] == ["001", "002", "003", "004"]


@pytest.mark.django_db(transaction=True)
def test_of_two_parallel_decisions_exactly_one_wins(cast):
    ta_request = ta_request_in("in_triage", cast)
    answer_all(ta_request, cast)
    lead2 = person(Role.LEAD)

    def decide(who):
        try:
            return _in_thread(services.approve_ta_request, ta_request, who).status
        except Refused as refusal:
            return str(refusal.message)

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(decide, (cast.lead, lead2)))
    ta_request.refresh_from_db()
    assert answers == [f"This was already decided by {ta_request.approved_by}. It is now: Approved.", "approved"]
    assert StateStay.objects.filter(ta_request=ta_request, state="in_triage").count() == 1


def _in_thread(service, obj, actor):
    try:
        return service(obj, actor=actor)
    finally:
        connections.close_all()


# --- decision --------------------------------------------------------------------------------------------------


def test_lead_who_triaged_does_not_approve(cast):
    give_role(cast.officer, Role.LEAD)
    ta_request = ta_request_in("in_triage", cast)
    answer_all(ta_request, cast)
    with pytest.raises(NotPermitted):
        services.approve_ta_request(ta_request, actor=cast.officer)


def test_lead_who_once_triaged_does_not_approve_after_a_take_over(cast):
    give_role(cast.officer, Role.LEAD)
    ta_request = ta_request_in("in_triage", cast)
    answer_all(ta_request, cast)
    taken = services.take_over_ta_request(ta_request, actor=person(Role.OFFICER))
    with pytest.raises(NotPermitted):
        services.approve_ta_request(taken, actor=cast.officer)
    assert services.approve_ta_request(taken, actor=cast.lead).approved_by == cast.lead


@pytest.mark.parametrize("column", ["assignee_id", "submitted_by_id", "created_by_id"])
def test_database_refuses_an_approver_who_had_a_part(cast, column):
    ta_request = ta_request_in("approved", cast)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE technical_assistance_tarequest SET approved_by_id = {column} WHERE id = %s", [ta_request.pk]
        )


def test_approval_needs_every_answer(cast):
    ta_request = ta_request_in("in_triage", cast)
    with pytest.raises(GuardFailed, match="6 eligibility questions"):
        services.approve_ta_request(ta_request, actor=cast.lead)


def test_return_needs_named_fields(cast):
    ta_request = ta_request_in("in_triage", cast)
    with pytest.raises(Refused, match="name the parts"):
        services.return_ta_request(ta_request, actor=cast.officer, reason="More.", fields=[])


def test_declined_request_can_be_copied(cast):
    ta_request = ta_request_in("declined", cast)
    copy = services.copy_ta_request(ta_request, actor=cast.ministry)
    assert (copy.status, copy.title, copy.is_cleared) == ("draft", ta_request.title, False)
    assert copy.copied_from == ta_request


def test_withdrawal_withdraws_invitations(cast):
    ta_request = ta_request_in("matching", cast)
    proposal = proposal_for(ta_request, cast)
    services.cancel_ta_request(ta_request, actor=cast.lead, reason="Closed ministry.")
    proposal.refresh_from_db()
    assert proposal.status == "withdrawn"


def test_snapshots_are_never_changed(cast):
    ta_request_in("submitted", cast)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE technical_assistance_tarequestsnapshot SET number = 9")


# --- two editors -----------------------------------------------------------------------------------------------


def test_late_text_overwrites_nothing_and_is_kept(cast):
    ta_request = draft(cast)
    version = ta_request.version
    services.save_draft(ta_request, content={"outcome": "First."}, actor=cast.ministry, expected_version=version)
    with pytest.raises(services.DraftChanged):
        services.save_draft(ta_request, content={"outcome": "Late."}, actor=cast.focal_point, expected_version=version)
    ta_request.refresh_from_db()
    assert ta_request.outcome == "First."
    assert DraftConflict.objects.get().content == {"outcome": "Late."}


def test_equal_text_is_no_conflict(cast):
    ta_request = draft(cast)
    saved = services.save_draft(
        ta_request, content={"title": ta_request.title}, actor=cast.ministry, expected_version=0
    )
    assert saved.version == ta_request.version


def test_autosave_and_conflict_page(cast, signed_in):
    ta_request = draft(cast)
    version, mine, theirs = ta_request.version, signed_in(cast.ministry), signed_in(cast.focal_point)
    autosave = url("ta_request_autosave", pk=ta_request.pk, step="outcome")
    first = mine.post(autosave, {"version": version, "outcome": "First.", "outcome_measure": "Count."})
    assert (first.status_code, first.json()["version"]) == (200, version + 1)
    late = theirs.post(autosave, {"version": version, "outcome": "Late.", "outcome_measure": "Count."})
    assert late.status_code == 409
    page = theirs.get(late.json()["url"])
    assert b"First." in page.content
    assert b"Late." in page.content
    chosen = theirs.post(late.json()["url"], {"version": version + 1, "outcome": "mine"})
    assert chosen.status_code == 302
    ta_request.refresh_from_db()
    assert ta_request.outcome == "Late."


def test_form_without_javascript_answers_409_with_both_texts(cast, signed_in):
    ta_request = draft(cast)
    edit = url("ta_request_edit", pk=ta_request.pk, step="outcome")
    services.save_draft(
        ta_request, content={"outcome": "First."}, actor=cast.ministry, expected_version=ta_request.version
    )
    answer = signed_in(cast.focal_point).post(edit, {"version": ta_request.version, "outcome": "Late."})
    assert answer.status_code == 409
    assert b"First." in answer.content
    assert b"Late." in answer.content


def test_what_can_be_read_is_saved_beside_an_error(cast, signed_in):
    ta_request = draft(cast)
    edit = url("ta_request_edit", pk=ta_request.pk, step="help")
    answer = signed_in(cast.ministry).post(
        edit,
        {"version": ta_request.version, "preferred_models": "New", "earliest_start": "soon", "kinds": ["exchange"]},
    )
    assert answer.status_code == 200
    assert b"soon" in answer.content
    ta_request.refresh_from_db()
    assert (ta_request.preferred_models, ta_request.kinds) == ("New", ["exchange"])


def test_another_ministry_may_not_save(cast):
    ta_request = draft(cast)
    with pytest.raises(PermissionDenied):
        services.save_draft(ta_request, content={"title": "X"}, actor=cast.ministry2, expected_version=1)


# --- what others never see -------------------------------------------------------------------------------------


def test_internal_messages_never_reach_the_ministry(cast, signed_in):
    ta_request = ta_request_in("in_triage", cast)
    services.write_message(ta_request, body="Only we know.", visibility="internal", actor=cast.officer)
    services.write_message(ta_request, body="You know too.", visibility="shared", actor=cast.officer)
    page = url("ta_request", pk=ta_request.pk) + "?part=conversation"
    theirs, ours = signed_in(cast.ministry).get(page).content, signed_in(cast.lead).get(page).content
    assert b"Only we know." not in theirs
    assert b"You know too." in theirs
    assert b"Only we know." in ours
    with pytest.raises(PermissionDenied):
        services.write_message(ta_request, body="X", visibility="internal", actor=cast.ministry)


@pytest.mark.parametrize("name", ["ta_requests", "ta_requests_csv"])
def test_outsider_finds_nothing_in_list_search_and_export(cast, signed_in, name):
    ta_request = ta_request_in("submitted", cast)
    answer = signed_in(cast.ministry2).get(reverse(APP + name), {"q": "Merit", "state": "submitted"})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert ta_request.reference.encode() not in content
    assert ta_request.title.encode() not in content
    seen = signed_in(cast.ministry).get(reverse(APP + name), {"q": "Merit"})
    assert ta_request.reference.encode() in (b"".join(seen.streaming_content) if seen.streaming else seen.content)


def test_draft_is_its_ministry_s_alone(cast, signed_in):
    ta_request = draft(cast)
    page = url("ta_request", pk=ta_request.pk)
    answers = {name: signed_in(getattr(cast, name)).get(page).status_code for name in ("ministry", "officer", "lead")}
    assert answers == {"ministry": 200, "officer": 404, "lead": 404}


@pytest.mark.parametrize("query", ["page=99999999999999999999", "state=nonsense", "q=%00", "country=%00", "sort=-x"])
def test_odd_parameters_are_answered_calmly(cast, signed_in, query):
    answer = signed_in(cast.officer).get(f"{reverse(APP + 'ta_requests')}?{query}")
    assert answer.status_code in (200, 400)


@pytest.mark.parametrize("name", ["ta_requests", "ta_request_board", "activities", "my_work"])
def test_lists_take_the_same_queries_for_one_and_three_rows(cast, signed_in, name):
    client = signed_in(cast.officer)
    address = reverse(name if name == "my_work" else APP + name)
    ta_request_in("in_delivery", cast)
    ta_request_in("in_triage", cast, title="One")
    client.get(address)
    with _counted() as one:
        client.get(address)
    for number in (1, 2):
        ta_request_in("in_triage", cast, title=f"More {number}")
    with _counted() as three:
        client.get(address)
    assert len(three) == len(one)


def _counted():
    return CaptureQueriesContext(connection)


# --- clock, ball, tasks ----------------------------------------------------------------------------------------


def test_calendar_skips_weekends_and_holidays():
    calendar = Calendar(frozenset({date(2026, 9, 18)}))
    thursday = date(2026, 9, 17)
    assert calendar.day_after(thursday, 1) == date(2026, 9, 21)
    assert calendar.days_between(thursday, date(2026, 9, 22)) == 2
    assert calendar.tone(date(2026, 9, 7), date(2026, 9, 11), date(2026, 9, 9)) == "neutral"
    assert calendar.tone(date(2026, 9, 7), date(2026, 9, 11), date(2026, 9, 10)) == "soon"
    assert calendar.tone(date(2026, 9, 7), date(2026, 9, 11), date(2026, 9, 11)) == "wrong"


def test_hold_pauses_the_clock_and_resume_goes_on(cast):
    ta_request = ta_request_in("on_hold", cast)
    assert ta_request.due_on == timezone.localdate() + timedelta(days=30)
    resumed = services.resume_ta_request(ta_request, actor=cast.officer)
    assert resumed.due_on == secretariat_calendar().day_after(timezone.localdate(), 20)


@pytest.mark.parametrize(
    ("state", "holder"),
    [("draft", "ministry"), ("submitted", "secretariat"), ("returned", "ministry"), ("on_hold", "secretariat"),
     ("closed", ""), ("declined", "")],
)  # fmt: skip
def test_every_state_says_who_is_waited_for(cast, state, holder):
    ta_request = ta_request_in(state, cast)
    ball = ball_of(ta_request, secretariat_calendar(), timezone.localdate(), waits_for=refined_holder(ta_request))
    assert ball.holder == holder
    assert bool(ball.sentence) == bool(holder)


def test_matching_waits_for_whom_the_proposals_say(cast):
    ta_request = ta_request_in("matching", cast)
    assert refined_holder(ta_request) is None
    proposal = proposal_for(ta_request, cast)
    assert refined_holder(ta_request)[0] == "counterpart"
    services.accept_proposal(proposal, actor=cast.counterpart)
    assert refined_holder(ta_request)[0] == "ministry"


def test_tasks_go_to_who_can_act(cast):
    ta_request = ta_request_in("matching", cast)
    proposal_for(ta_request, cast)
    assert [task.action for task in tasks_waiting_for(cast.practitioner)] == ["Answer"]
    assert tasks_waiting_for(cast.ministry) == []
    assert len(tasks_waited_for(cast.ministry)) == 1
    assert tasks_waiting_for(cast.ministry2) == []
