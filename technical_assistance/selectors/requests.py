"""Reads of TA requests: who sees which, lists, and what a page needs."""

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from partnership.core.models import User
from partnership.core.rules import is_auditor, is_secretariat, may
from technical_assistance.enums import MessageVisibility, TARequestStatus
from technical_assistance.models import Proposal, TARequest, TARequestMessage
from technical_assistance.rules import agencies_of, ministries_of

# The board's columns: states that belong together, in the order of the life-cycle.
BOARD_COLUMNS = (
    TARequestStatus.SUBMITTED,
    TARequestStatus.IN_TRIAGE,
    TARequestStatus.RETURNED,
    TARequestStatus.APPROVED,
    TARequestStatus.MATCHING,
    TARequestStatus.ON_HOLD,
    TARequestStatus.MATCHED,
    TARequestStatus.IN_DELIVERY,
    TARequestStatus.DELIVERED,
)


def visible_ta_requests_for(user: User) -> QuerySet[TARequest]:
    """Return the requests a person may see.

    A ministry sees its own; Secretariat and auditors see what was submitted; a counterpart or practitioner sees
    the requests they were invited to. Drafts belong to their ministry alone.
    """
    if not user.is_authenticated:
        return TARequest.objects.none()
    allowed = Q(organisation__in=ministries_of(user))
    if is_secretariat(user) or is_auditor(user):
        allowed |= Q(reference__isnull=False)
    invited = Proposal.objects.filter(_addressed_to(user)).values("ta_request")
    return TARequest.objects.filter(allowed | Q(pk__in=invited))


def visible_proposals_for(user: User) -> QuerySet[Proposal]:
    """Return the proposals a person may see: those of the own ministry, those one is invited by, or all."""
    if is_secretariat(user) or is_auditor(user):
        return Proposal.objects.all()
    own = Q(ta_request__organisation__in=ministries_of(user))
    return Proposal.objects.filter(own | _addressed_to(user))


def proposals_addressed_to(user: User) -> QuerySet[Proposal]:
    """Return the proposals that a person may answer: the own ones, and those of the agency's people."""
    return Proposal.objects.filter(_addressed_to(user))


def _addressed_to(user: User) -> Q:
    return Q(practitioner__user=user) | Q(practitioner__organisation__in=agencies_of(user))


def with_list_columns(ta_requests: QuerySet[TARequest]) -> QuerySet[TARequest]:
    """Add what a list shows, so that its number of queries does not depend on its length."""
    return ta_requests.select_related("organisation", "country", "assignee").prefetch_related("areas")


def visible_messages_for(user: User, ta_request: TARequest) -> QuerySet[TARequestMessage]:
    """Return the messages of a request that a person may read: internal ones are the Secretariat's."""
    messages = ta_request.messages.select_related("author")
    if may(user, "technical_assistance.read_internal_messages", ta_request):
        return messages
    if may(user, "technical_assistance.read_shared_messages", ta_request):
        return messages.filter(visibility=MessageVisibility.SHARED)
    return messages.none()


def in_life_cycle_order(ta_requests: QuerySet[TARequest]) -> QuerySet[TARequest]:
    """Order by the state's place in the life-cycle, then by the due date."""
    places = [When(status=state.value, then=Value(place)) for place, state in enumerate(TARequestStatus)]
    return ta_requests.order_by(Case(*places, output_field=IntegerField()), "due_on", "id")


def counts_by_state(ta_requests: QuerySet[TARequest]) -> dict[str, int]:
    """Return how many requests stand in each state."""
    rows = ta_requests.order_by().values_list("status").annotate(count=Count("pk"))
    return dict(rows)
