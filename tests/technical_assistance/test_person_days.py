"""Half-days and person-days: the vectors of the programme, uniqueness, freezing, corrections."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from partnership.core.transitions import NotPermitted, Refused, perform
from technical_assistance import services
from technical_assistance.enums import HalfDay
from technical_assistance.local_time import half_of, local_day
from technical_assistance.models import Activity, Practitioner, Slot
from technical_assistance.selectors import activities_delivered, person_days, person_days_by_area
from technical_assistance.selectors.person_days import pooled_half_days
from tests.cast import Cast
from tests.factories.technical_assistance import (
    FIRST_DAY,
    activity_in,
    confirmed_counterpart,
    fund,
    plan,
    practitioner_of,
    ta_request_in,
)

HALVES = ("AM", "PM")


def experts(cast: Cast, count: int) -> list[Practitioner]:
    first = practitioner_of(cast)
    return [first, *(practitioner_of(cast, full_name=f"Expert {n}") for n in range(1, count))]


def running(cast: Cast, people: list[Practitioner], **changes) -> Activity:
    """Return a confirmed activity in which the people take part, its days in the past."""
    ta_request = ta_request_in("matched", cast)
    for person in people[1:]:
        confirmed_counterpart(ta_request, cast, person)
    activity = services.plan_activity(ta_request, actor=cast.officer, plan=plan(**changes))
    for person in people:
        services.assign_practitioner(activity, person, actor=cast.officer, planned_half_days=6)
    if activity.travel_ceiling:
        fund(activity, cast)
    return services.confirm_activity(activity, actor=cast.officer)


def log(activity: Activity, person: Practitioner, days: int, cast: Cast, halves=HALVES) -> None:
    chosen = [(FIRST_DAY + timedelta(days=n), half) for n in range(days) for half in halves]
    services.log_half_days(activity, person, halves=chosen, contact_minutes=180, actor=cast.officer)


def verified(activity: Activity, cast: Cast) -> Decimal:
    services.record_attendance(activity, women=1, men=1, other=0, actor=cast.officer)
    services.deliver_activity(activity, actor=cast.officer)
    services.verify_activity(activity, actor=cast.ministry)
    return person_days().verified


def remote(cast: Cast) -> Activity:
    return running(
        cast, experts(cast, 1), mode="remote", place="", link="https://meet.example/x", travel_ceiling=Decimal(0)
    )


def session(activity: Activity, cast: Cast, number: int, minutes: int = 90):
    starts_at = datetime(2026, 3, 9 + number, 15, tzinfo=UTC)
    return services.log_remote_session(
        activity, practitioner_of(cast), starts_at=starts_at, minutes=minutes, actor=cast.practitioner
    )


# --- the vectors of the notes ----------------------------------------------------------------------------------


def test_two_experts_for_three_days_are_six_person_days(cast):
    people = experts(cast, 2)
    activity = running(cast, people)
    for person in people:
        log(activity, person, 3, cast)
    assert verified(activity, cast) == Decimal("6.0")


def test_one_morning_of_a_third_expert_adds_half_a_day(cast):
    people = experts(cast, 3)
    activity = running(cast, people)
    log(activity, people[0], 3, cast)
    log(activity, people[1], 3, cast)
    log(activity, people[2], 1, cast, halves=("AM",))
    assert verified(activity, cast) == Decimal("6.5")


def test_travel_days_change_nothing(cast):
    people = experts(cast, 1)
    activity = running(cast, people, starts_on=FIRST_DAY - timedelta(days=1), ends_on=FIRST_DAY + timedelta(days=3))
    log(activity, people[0], 3, cast)
    assert verified(activity, cast) == Decimal("3.0")


def test_same_expert_cannot_be_in_two_activities_on_one_morning(cast):
    activity = activity_in("in_progress", cast)
    other = services.plan_activity(
        activity.ta_request, actor=cast.officer,
        plan=plan(mode="remote", place="", link="https://meet.example/x", travel_ceiling=Decimal(0)),
    )  # fmt: skip
    services.assign_practitioner(other, practitioner_of(cast), actor=cast.officer, planned_half_days=2)
    services.confirm_activity(other, actor=cast.officer)
    log(activity, practitioner_of(cast), 1, cast, halves=("AM",))
    with pytest.raises(Refused, match="already logged"):
        log(other, practitioner_of(cast), 1, cast, halves=("AM",))
    with pytest.raises(Refused, match="already logged"):  # 15:00 UTC is 10:00 in Lima
        session(other, cast, 0)


def test_three_short_sessions_are_half_a_day(cast):
    activity = remote(cast)
    for number in range(3):
        session(activity, cast, number)
    assert verified(activity, cast) == Decimal("0.5")


def test_one_short_session_is_nothing(cast):
    activity = remote(cast)
    session(activity, cast, 0)
    assert verified(activity, cast) == Decimal(0)


def test_long_remote_session_is_a_half_day_of_its_own(cast):
    activity = remote(cast)
    slot = session(activity, cast, 0, minutes=150)
    assert (slot.local_date, slot.half) == (date(2026, 3, 9), "AM")


def test_cancelled_activity_counts_nothing_and_frees_its_half_days(cast):
    activity = activity_in("in_progress", cast)
    log(activity, practitioner_of(cast), 2, cast)
    assert person_days().logged == Decimal("2.0")
    services.cancel_activity(activity, actor=cast.officer, reason="Flood.")
    days = person_days()
    assert (days.verified, days.logged, days.planned) == (0, 0, 0)
    assert Slot.objects.filter(is_void=False).count() == 0


def test_session_at_half_past_midnight_utc_is_the_previous_day_in_bogota():
    instant = datetime(2026, 3, 10, 0, 30, tzinfo=UTC)
    assert local_day(instant, "America/Bogota") == date(2026, 3, 9)
    assert half_of(instant, "America/Bogota") == HalfDay.PM


# --- three states, evidence, areas -----------------------------------------------------------------------------


def test_planned_days_become_logged_then_verified(cast):
    activity = activity_in("confirmed", cast)
    assert (person_days().planned, person_days().logged) == (Decimal("3.0"), Decimal(0))
    log(activity, practitioner_of(cast), 2, cast)
    assert (person_days().planned, person_days().logged) == (Decimal("1.0"), Decimal("2.0"))
    activity.refresh_from_db()
    assert verified(activity, cast) == Decimal("2.0")
    assert (person_days().planned, person_days().logged) == (Decimal(0), Decimal(0))


def test_person_days_name_their_evidence_and_their_area(cast):
    activity = activity_in("verified", cast)
    days = person_days(start=FIRST_DAY, end=FIRST_DAY)
    assert days.verified == Decimal("1.0")
    first_day = Slot.objects.filter(local_date=FIRST_DAY).order_by("half")
    assert days.evidence_ids("slot") == [slot.pk for slot in first_day]
    assert days.activity_ids() == [activity.pk]
    assert {code: each.verified for code, each in person_days_by_area().items()} == {"HRM": Decimal("3.0")}
    assert list(activities_delivered(start=FIRST_DAY, end=date(2026, 3, 31))) == [activity]
    assert list(activities_delivered(end=FIRST_DAY)) == []


def test_interpreter_makes_no_person_days(cast):
    people = experts(cast, 2)
    activity = running(cast, people)
    activity.assignments.filter(practitioner=people[1]).update(role="interpreter")
    log(activity, people[0], 1, cast)
    log(activity, people[1], 1, cast)
    assert verified(activity, cast) == Decimal("1.0")


def test_person_days_take_the_same_queries_for_one_and_three_activities(cast, django_assert_num_queries):
    activity = activity_in("verified", cast)
    with django_assert_num_queries(4):
        assert person_days().verified == Decimal("3.0")
    for number in (1, 2):
        start = FIRST_DAY + timedelta(days=7 * number)
        activity_in("verified", cast, ta_request=activity.ta_request, starts_on=start, ends_on=start)
    with django_assert_num_queries(4):
        assert person_days().verified == Decimal("5.0")


@given(st.lists(st.integers(min_value=1, max_value=119), max_size=40))
def test_pool_is_the_number_of_full_210_minutes(minutes):
    sessions = [(number, FIRST_DAY, length) for number, length in enumerate(minutes)]
    assert sum(count for _pk, _day, count in pooled_half_days(sessions)) == sum(minutes) // 210


# --- refusals --------------------------------------------------------------------------------------------------


def test_less_than_two_hours_is_no_half_day(cast):
    activity = activity_in("in_progress", cast)
    with pytest.raises(Refused, match="two hours"):
        services.log_half_day(
            activity, practitioner_of(cast), local_date=FIRST_DAY, half="AM", contact_minutes=119, actor=cast.officer
        )


@pytest.mark.parametrize("day", [FIRST_DAY - timedelta(days=1), FIRST_DAY + timedelta(days=3)])
def test_day_outside_the_activity_is_refused(cast, day):
    activity = activity_in("in_progress", cast)
    with pytest.raises(Refused, match="outside"):
        services.log_half_day(
            activity, practitioner_of(cast), local_date=day, half="AM", contact_minutes=180, actor=cast.officer
        )


def test_day_that_has_not_come_is_refused(cast):
    today = timezone.localdate()
    activity = running(cast, experts(cast, 1), starts_on=today - timedelta(days=1), ends_on=today + timedelta(days=9))
    with pytest.raises(Refused, match="not come"):
        services.log_half_day(
            activity, practitioner_of(cast), local_date=today + timedelta(days=5), half="AM", contact_minutes=180,
            actor=cast.officer,
        )  # fmt: skip


def test_whole_log_is_refused_when_one_half_day_is(cast):
    activity = activity_in("in_progress", cast)
    halves = [(FIRST_DAY, "AM"), (FIRST_DAY + timedelta(days=30), "AM")]
    with pytest.raises(Refused):
        services.log_half_days(
            activity, practitioner_of(cast), halves=halves, contact_minutes=180, actor=cast.practitioner
        )
    assert Slot.objects.count() == 0


def test_who_logged_does_not_verify(cast):
    activity = activity_in("delivered", cast)  # logged by the practitioner
    with pytest.raises(NotPermitted):
        services.verify_activity(activity, actor=cast.practitioner)
    assert services.verify_activity(activity, actor=cast.officer).status == "verified"


def test_officer_who_logged_does_not_verify(cast):
    activity = activity_in("in_progress", cast)
    log(activity, practitioner_of(cast), 1, cast)  # by the officer
    services.record_attendance(activity, women=1, men=1, other=0, actor=cast.officer)
    services.deliver_activity(activity, actor=cast.officer)
    with pytest.raises(NotPermitted):
        services.verify_activity(activity, actor=cast.officer)
    assert services.verify_activity(activity, actor=cast.focal_point).verified_by == cast.focal_point


def test_log_sent_back_can_be_corrected(cast):
    activity = perform(activity_in("delivered", cast), "send_back", actor=cast.ministry, reason="Friday was off.")
    services.void_entry(activity.slots.last(), actor=cast.practitioner)
    services.deliver_activity(activity, actor=cast.practitioner)
    services.verify_activity(activity, actor=cast.ministry)
    assert person_days().verified == Decimal("2.5")


# --- the database ----------------------------------------------------------------------------------------------


def refused_by_database(sql: str, *params) -> bool:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
    return True


def test_database_refuses_a_second_place_on_one_half_day(cast):
    activity = activity_in("in_progress", cast)
    log(activity, practitioner_of(cast), 1, cast, halves=("AM",))
    columns = (
        "activity_id, practitioner_id, local_date, half, contact_minutes, subject, logged_by_id, logged_at, is_void"
    )
    assert refused_by_database(
        f"INSERT INTO technical_assistance_slot ({columns}) "
        "SELECT activity_id, practitioner_id, local_date, half, 200, '', logged_by_id, now(), false "
        "FROM technical_assistance_slot"
    )


def test_database_freezes_verified_half_days(cast):
    activity_in("verified", cast)
    assert refused_by_database("UPDATE technical_assistance_slot SET contact_minutes = 300")
    assert refused_by_database("DELETE FROM technical_assistance_slot")
    assert refused_by_database(
        "INSERT INTO technical_assistance_slot (activity_id, practitioner_id, local_date, half, contact_minutes, "
        "subject, logged_by_id, logged_at, is_void) SELECT activity_id, practitioner_id, date '2026-04-01', 'AM', 200, "
        "'', logged_by_id, now(), false FROM technical_assistance_slot LIMIT 1"
    )


def test_correction_is_a_row_with_a_reason(cast):
    activity = activity_in("verified", cast)
    services.adjust_days(activity, practitioner_of(cast), half_days=-2, reason="A day was a holiday.", actor=cast.lead)
    assert person_days().verified == Decimal("2.0")
    with pytest.raises(Refused):
        services.adjust_days(activity, practitioner_of(cast), half_days=1, reason=" ", actor=cast.lead)


def test_database_refuses_travel_money_for_remote_work(cast):
    remote(cast)
    assert refused_by_database("UPDATE technical_assistance_activity SET travel_ceiling = 10")


def test_database_keeps_the_ceiling_within_the_funds(cast):
    activity_in("confirmed", cast)
    assert refused_by_database("UPDATE technical_assistance_activity SET travel_ceiling = 5000.01")
    assert refused_by_database("UPDATE technical_assistance_activity SET funded_amount = 4999.99")
