"""Whom the Secretariat can invite to a request; advice only, a person chooses."""

from django.db.models import BooleanField, Case, QuerySet, Value, When

from technical_assistance.models import Practitioner, TARequest
from technical_assistance.selectors.roster import invitable_practitioners

TAKEN = ("invited", "accepted", "confirmed")


def candidates_for(ta_request: TARequest) -> QuerySet[Practitioner]:
    """Return who can be invited, first those who worked on the model that it started from (``knows_model``)."""
    taken = ta_request.proposals.filter(status__in=TAKEN)
    knows = Case(When(pk__in=_knowing(ta_request), then=Value(True)), default=Value(False), output_field=BooleanField())
    free = invitable_practitioners().exclude(pk__in=taken.values("practitioner"))
    return free.annotate(knows_model=knows).order_by("-knows_model", "full_name", "pk")


def suggested_for(ta_request: TARequest) -> list[Practitioner]:
    """Return the people to think of first: they worked on the model that the ministry asked for."""
    return list(candidates_for(ta_request).filter(pk__in=_knowing(ta_request)))


def _knowing(ta_request: TARequest) -> QuerySet[Practitioner]:
    return Practitioner.objects.filter(oecd_models__ta_requests=ta_request)
