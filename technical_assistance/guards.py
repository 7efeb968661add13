"""What must hold before a state changes: each condition answers with a sentence, or None when it holds."""

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnership.core.enums import CountryGroup
from partnership.core.models import Country, User
from partnership.core.transitions import guard
from technical_assistance.completeness import missing_parts
from technical_assistance.enums import ActivityStatus, AssignmentRole, ProposalStatus
from technical_assistance.local_time import local_today
from technical_assistance.models import Activity, Assignment, Proposal, TARequest
from technical_assistance.selectors.claims import has_open_claims, has_paid_claims
from technical_assistance.selectors.eligibility import open_questions

_P = "technical_assistance."

# --- requests --------------------------------------------------------------------------------------------------


@guard(f"{_P}eligible_country")
def eligible_country(ta_request: TARequest, actor: User) -> str | None:
    """The country belongs to the region today, by dated membership."""
    region = Country.objects.in_group(CountryGroup.LAC, timezone.localdate())
    if region.filter(pk=ta_request.country_id).exists():
        return None
    return _("Only ministries of Latin America and the Caribbean may ask for assistance.")


@guard(f"{_P}complete")
def complete(ta_request: TARequest, actor: User) -> str | None:
    """Every part of the form that the Secretariat needs is filled in, clearance included."""
    missing = missing_parts(ta_request)
    if not missing:
        return None
    return ngettext("One thing is missing: {parts}.", "{count} things are missing: {parts}.", len(missing)).format(
        count=len(missing), parts=", ".join(str(part.label) for part in missing)
    )


@guard(f"{_P}questions_answered")
def questions_answered(ta_request: TARequest, actor: User) -> str | None:
    """Triage has answered every eligibility question that is asked now."""
    open_count = open_questions(ta_request)
    if not open_count:
        return None
    return ngettext(
        "{count} eligibility question is not answered.", "{count} eligibility questions are not answered.", open_count
    ).format(count=open_count)


@guard(f"{_P}has_confirmed_proposal")
def has_confirmed_proposal(ta_request: TARequest, actor: User) -> str | None:
    if ta_request.proposals.filter(status=ProposalStatus.CONFIRMED).exists():
        return None
    return _("No counterpart is confirmed yet.")


@guard(f"{_P}has_confirmed_activity")
def has_confirmed_activity(ta_request: TARequest, actor: User) -> str | None:
    if ta_request.activities.filter(status__in=ActivityStatus.CONFIRMED_OR_LATER).exists():
        return None
    return _("No activity is confirmed yet.")


@guard(f"{_P}no_open_activity")
def no_open_activity(ta_request: TARequest, actor: User) -> str | None:
    """At least one activity took place and none is still under way."""
    statuses = list(ta_request.activities.values_list("status", flat=True))
    if any(status in ActivityStatus.OPEN for status in statuses):
        return _("An activity is still open: verify its days, or cancel it.")
    if not any(status in ActivityStatus.VERIFIED_OR_LATER for status in statuses):
        return _("No activity was delivered: cancel the request instead.")
    return None


@guard(f"{_P}days_verified")
def days_verified(ta_request: TARequest, actor: User) -> str | None:
    if ta_request.activities.filter(status=ActivityStatus.DELIVERED).exists():
        return _("Days that were logged are not verified yet.")
    return None


@guard(f"{_P}no_open_claim")
def no_open_claim(ta_request: TARequest, actor: User) -> str | None:
    """Travel that was claimed is settled."""
    return _("A travel claim is still open.") if has_open_claims(ta_request) else None


@guard(f"{_P}no_paid_claim")
def no_paid_claim(ta_request: TARequest, actor: User) -> str | None:
    """Nothing was paid yet under a request that is cancelled."""
    return _("Travel was already paid under this request.") if has_paid_claims(ta_request) else None


@guard(f"{_P}activities_evaluated")
def activities_evaluated(ta_request: TARequest, actor: User) -> str | None:
    if ta_request.activities.filter(status=ActivityStatus.VERIFIED).exists():
        return _("An activity is neither evaluated nor is its evaluation waived.")
    return None


# --- proposals -------------------------------------------------------------------------------------------------


@guard(f"{_P}request_is_matchable")
def request_is_matchable(proposal: Proposal, actor: User) -> str | None:
    if proposal.ta_request.status in type(proposal.ta_request).machine.states.MATCHABLE:
        return None
    return _("The request is not in matching any more.")


# --- activities ------------------------------------------------------------------------------------------------


@guard(f"{_P}activity_described")
def activity_described(activity: Activity, actor: User) -> str | None:
    """Dates, and a place or (for remote work) a link."""
    if not activity.starts_on or not activity.ends_on:
        return _("The dates are missing.")
    if activity.is_remote:
        return None if activity.link else _("The link to the meeting is missing.")
    return None if activity.place else _("The place is missing.")


@guard(f"{_P}activity_has_expert")
def activity_has_expert(activity: Activity, actor: User) -> str | None:
    if activity.assignments.filter(is_confirmed=True, role=AssignmentRole.EXPERT).exists():
        return None
    return _("No practitioner is confirmed for this activity.")


@guard(f"{_P}no_slot_conflict")
def no_slot_conflict(activity: Activity, actor: User) -> str | None:
    """No expert of the activity travels for another confirmed activity on the same days."""
    if activity.is_remote or not activity.starts_on:
        return None
    elsewhere = Assignment.objects.filter(
        practitioner=OuterRef("practitioner"),
        is_confirmed=True,
        activity__status__in=(ActivityStatus.CONFIRMED, ActivityStatus.IN_PROGRESS, ActivityStatus.DELIVERED),
        activity__starts_on__lte=activity.ends_on,
        activity__ends_on__gte=activity.starts_on,
    ).exclude(activity=activity.pk).exclude(activity__mode="remote")  # fmt: skip
    busy = activity.assignments.filter(Exists(elsewhere)).select_related("practitioner").first()
    if busy is None:
        return None
    return _("{person} takes part in another activity on these days.").format(person=busy.practitioner)


@guard(f"{_P}ceiling_set")
def ceiling_set(activity: Activity, actor: User) -> str | None:
    if activity.travel_ceiling is not None:
        return None
    return _("The travel ceiling is not set (0 for remote work).")


@guard(f"{_P}funding_marked")
def funding_marked(activity: Activity, actor: User) -> str | None:
    """The trust fund holds a commitment that covers the ceiling; without travel there is nothing to fund."""
    ceiling = activity.travel_ceiling or 0
    if not ceiling or (activity.funded_amount is not None and activity.funded_amount >= ceiling):
        return None
    return _("The trust fund has not committed the travel ceiling yet.")


@guard(f"{_P}start_reached")
def start_reached(activity: Activity, actor: User) -> str | None:
    if activity.starts_on and activity.starts_on <= local_today(activity.time_zone):
        return None
    return _("The first day has not come yet.")


@guard(f"{_P}end_passed")
def end_passed(activity: Activity, actor: User) -> str | None:
    if activity.ends_on and activity.ends_on < local_today(activity.time_zone):
        return None
    return _("The last day is not over yet.")


@guard(f"{_P}days_logged")
def days_logged(activity: Activity, actor: User) -> str | None:
    if activity.slots.filter(is_void=False).exists() or activity.sessions.filter(is_void=False).exists():
        return None
    return _("No days are logged.")


@guard(f"{_P}nothing_logged")
def nothing_logged(activity: Activity, actor: User) -> str | None:
    if activity.slots.filter(is_void=False).exists() or activity.sessions.filter(is_void=False).exists():
        return _("Days are logged already: the activity has begun.")
    return None


@guard(f"{_P}attendance_recorded")
def attendance_recorded(activity: Activity, actor: User) -> str | None:
    return None if activity.attended is not None else _("The number of participants who came is missing.")
