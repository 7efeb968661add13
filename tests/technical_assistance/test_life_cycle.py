"""A request from draft to closed, through the services."""

from technical_assistance.models import StateStay, TARequestSnapshot
from tests.factories.technical_assistance import activity_in, ta_request_in


def test_request_goes_from_draft_to_closed(cast):
    ta_request = ta_request_in("closed", cast)
    assert ta_request.status == "closed"
    assert ta_request.reference.endswith("-001")
    assert TARequestSnapshot.objects.get(ta_request=ta_request).content["title"] == ta_request.title
    assert list(StateStay.objects.values_list("state", flat=True)) == [
        "draft", "submitted", "in_triage", "approved", "matching", "matched", "in_delivery", "delivered",
    ]  # fmt: skip


def test_activity_goes_from_planned_to_closed(cast):
    activity = activity_in("closed", cast)
    assert activity.status == "closed"
    assert activity.verified_by == cast.ministry
