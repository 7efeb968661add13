"""Demand in aggregate: every state has its stage, drafts are nobody's business, areas count each."""

import pytest

from technical_assistance import services
from technical_assistance.enums import TARequestStatus
from technical_assistance.requests.public import STAGE_OF, Stage, demand, time_limits
from tests.cast import Cast
from tests.factories.roster import area
from tests.factories.technical_assistance import draft, ta_request_in

STAGES = {
    "submitted": Stage.DECIDING, "in_triage": Stage.DECIDING, "returned": Stage.DECIDING,
    "approved": Stage.MATCHING, "matching": Stage.MATCHING, "on_hold": Stage.MATCHING, "matched": Stage.MATCHING,
    "in_delivery": Stage.UNDER_WAY, "delivered": Stage.DELIVERED, "closed": Stage.DELIVERED,
    "declined": Stage.ENDED, "withdrawn": Stage.ENDED, "cancelled": Stage.ENDED,
}  # fmt: skip


def test_every_state_but_the_draft_has_a_stage() -> None:
    assert set(STAGE_OF) == {state.value for state in TARequestStatus} - {"draft"}
    assert STAGE_OF == STAGES


@pytest.mark.parametrize("state", ["submitted", "matching", "withdrawn", "closed"])
def test_submitted_request_counts_in_its_stage(cast: Cast, state: str) -> None:
    ta_request_in(state, cast)
    found = demand()
    assert [(row.area.code, row.total, row.counts[STAGES[state]]) for row in found.rows] == [("HRM", 1, 1)]
    assert (found.requests, found.countries) == (1, 1)


def test_draft_is_not_counted_even_when_it_was_withdrawn(cast: Cast) -> None:
    draft(cast)
    services.withdraw_ta_request(draft(cast), actor=cast.ministry, reason="Not now.")
    assert (demand().rows, demand().requests, demand().countries) == ((), 0, 0)


def test_request_of_two_areas_stands_in_both_and_counts_once(cast: Cast) -> None:
    ta_request_in("submitted", cast, areas=[area("EGOV"), area("HRM")])
    ta_request_in("submitted", cast)
    assert [(row.area.code, row.total) for row in demand().rows] == [("HRM", 2), ("EGOV", 1)]
    assert demand().requests == 2


def test_time_limits_are_those_of_the_rows(db) -> None:
    assert time_limits() == {"acknowledge": 2, "decide": 20, "shortlist": 20, "answer": 10}
