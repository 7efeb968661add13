"""What the public may know: the newest facts, seats of a day, words in the reader's language."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from governance.charter import selectors
from governance.charter.words import Words, missing_languages, worded
from governance.enums import Constituency, DecisionKind
from governance.models import CharterTextVersion, Seat
from governance.services.committee import plan_meeting, record_decision
from partnership.core.enums import Role
from partnership.core.transitions import perform
from tests.cast import Cast
from tests.factories.core import OrganisationFactory, end_roles, give_role
from tests.factories.governance import DAY, Fund, decision, held_meeting
from tests.factories.reports import draft, published_at_once

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


def seat(constituency: Constituency, **dates: date) -> Seat:
    return Seat.objects.create(organisation=OrganisationFactory(), constituency=constituency, **dates)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (TODAY, None, True),
        (TODAY + timedelta(days=1), None, False),
        (TODAY - timedelta(days=9), TODAY, False),
        (TODAY - timedelta(days=9), TODAY + timedelta(days=1), True),
    ],
)
def test_seat_counts_from_its_first_day_to_the_day_before_its_end(since, until, expected: bool) -> None:
    row = seat(Constituency.ECLAC, valid_from=since, valid_until=until)
    assert (row in selectors.seats(TODAY)) is expected


def test_seats_follow_the_order_of_the_proposal() -> None:
    for constituency in reversed(Constituency):
        seat(constituency, valid_from=DAY)
    assert [row.constituency for row in selectors.seats(TODAY)] == list(Constituency.values)


def test_next_meeting_is_the_nearest_planned_one_from_today_on(cast: Cast) -> None:
    assert selectors.next_meeting(TODAY) is None
    plan_meeting(on=TODAY - timedelta(days=1), actor=cast.lead)
    later, nearest = (plan_meeting(on=TODAY + timedelta(days=days), actor=cast.lead) for days in (30, 0))
    assert selectors.next_meeting(TODAY) == nearest
    perform(nearest, "cancel", actor=cast.lead, reason="x")
    assert selectors.next_meeting(TODAY) == later


def test_newest_decision_is_in_force_and_comes_without_its_text(cast: Cast) -> None:
    assert selectors.newest_decision() is None
    older = decision(cast)
    wrong = decision(cast, meeting=held_meeting(cast, DAY + timedelta(days=30)))
    right = record_decision(
        wrong.meeting, kind=DecisionKind.OTHER, title="Corrected", text="x", actor=cast.lead, supersedes=wrong
    )
    found = selectors.newest_decision()
    assert found == right != older
    assert found.get_deferred_fields() == {"text"}


def test_newest_report_is_a_published_one(cast: Cast) -> None:
    draft(cast.officer)
    assert selectors.newest_report_published() is None


def test_newest_report_says_its_half_year_and_day(cast: Cast) -> None:
    snapshot = published_at_once(cast.officer)
    assert selectors.newest_report_published() == selectors.PublishedReport(
        snapshot.period.code, 1, snapshot.period.ends_on, snapshot.status_since
    )


def test_fund_in_figures_agrees_with_the_ledger(fund: Fund) -> None:
    assert selectors.fund_in_figures() == selectors.FundInFigures(Decimal(0), Decimal(0), Decimal(0), None)
    fund.receive("1500.50")
    assert selectors.fund_in_figures() == selectors.FundInFigures(
        Decimal("1500.50"), Decimal(0), Decimal("1500.50"), DAY
    )


def test_adviser_stands_once_with_an_organisation_while_the_role_lasts(cast: Cast) -> None:
    assert selectors.advisory_members() == [selectors.Adviser("Advisory", "", "")]
    give_role(cast.advisory, Role.ADVISORY_MEMBER, cast.peru)
    assert selectors.advisory_members() == [selectors.Adviser("Advisory", "Ministry of Peru", "Peru")]
    cast.advisory.role_assignments.update(valid_from=timezone.localdate() - timedelta(days=9))
    end_roles(cast.advisory)
    assert selectors.advisory_members() == []


@pytest.mark.parametrize(
    ("language", "texts", "expected"),
    [
        ("fr", {"en": "a", "fr": "b"}, Words("b")),
        ("fr", {"es": "a", "pt": "c"}, Words("a", "es")),
        ("pt", {"en": "  ", "fr": "b"}, Words("b", "fr")),
        ("es", {}, Words()),
    ],
)
def test_words_are_the_readers_or_marked(language: str, texts: dict[str, str], expected: Words) -> None:
    row = CharterTextVersion(**{f"body_{code}": text for code, text in texts.items()})
    with translation.override(language):
        assert worded(row, "body") == expected


def test_mark_names_the_language() -> None:
    assert (Words("a", "es").mark, Words("a").mark) == ("in Spanish", "")


def test_missing_languages_are_those_that_lack_what_another_has() -> None:
    row = CharterTextVersion(title_en="t", title_es="t", body_en="b", body_fr="b")
    assert list(missing_languages(row, "title", "body")) == ["es", "pt", "fr"]
    assert list(missing_languages(CharterTextVersion(), "title", "body")) == []
