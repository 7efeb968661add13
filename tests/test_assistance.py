"""The public page of the assistance: figures that equal the selectors', empty states that say what to do."""

import re

import pytest
from django.test import Client

from governance.models import ResultIndicator, Target
from partnership.assistance import AssistancePage, _bar
from tests.cast import Cast
from tests.factories.roster import model_of, public_person
from tests.factories.technical_assistance import activity_in, draft

PAGE = "/en/assistance/"


def test_empty_portal_says_what_will_stand_here_and_what_to_do(db) -> None:
    page = Client().get(PAGE).content.decode()
    assert re.findall(r'<div class="empty">\s*<p>([^<]*)</p>', page) == [
        "The roster is being built", "No request yet", "No mission yet",
    ]  # fmt: skip
    assert "Receipt within 2 business days, a decision within 20." in page


def test_figures_and_tables_show_what_took_place(cast: Cast) -> None:
    activity_in("verified", cast)
    model_of(cast)
    public_person(cast, codes=("HRM", "EGOV"))
    page = AssistancePage()
    assert [figure["value"] for figure in page.figures] == ["3", "1", "1", "1"]
    assert [(entry.area.code, entry.models, entry.people) for entry in page.areas] == [("HRM", 1, 1), ("EGOV", 0, 1)]
    assert page.demand_sentence == "1 request from 1 country so far."
    assert [(row["name"], row["total"]) for row in page.demand_rows] == [("Civil service and human resources", 1)]


@pytest.mark.parametrize(("target", "share"), [(500, 0), (6, 50), (3, 100), (2, 100)])
def test_share_of_the_target_is_never_more_than_all(cast: Cast, target: int, share: int) -> None:
    Target.objects.filter(indicator__code="3.ii", period=None).delete()
    assert AssistancePage().share_of_target is None
    Target.objects.create(indicator=ResultIndicator.objects.get(code="3.ii"), value=target, source="Test")
    activity_in("verified", cast)
    assert AssistancePage().share_of_target == share


def test_drafts_and_who_wrote_them_are_nowhere(cast: Cast) -> None:
    draft(cast, title="Canary title", problem="Canary problem")
    activity_in("planned", cast, title="Canary plan", place="Canary place")
    assert "Canary" not in Client().get(PAGE).content.decode()


def test_bar_fills_the_width_of_the_longest_row() -> None:
    assert [(piece.number, piece.start, piece.length) for piece in _bar([1, 0, 3], 4)] == [(1, 0, 25), (3, 25, 75)]
    assert [(piece.number, piece.start, piece.length) for piece in _bar([0, 1, 0], 4)] == [(2, 0, 25)]


def test_ministry_is_offered_a_request_and_others_the_models(cast: Cast, signed_in) -> None:
    assert 'href="/en/ta/requests/new/"' in signed_in(cast.ministry).get(PAGE).content.decode()
    assert 'href="/en/ta/requests/new/"' not in signed_in(cast.officer).get(PAGE).content.decode()
    assert 'href="/en/ta/requests/new/"' not in Client().get(PAGE).content.decode()
