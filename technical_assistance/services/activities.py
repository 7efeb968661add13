"""Writes of activities: plan, staff, fund, confirm, deliver, verify, end."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from partnership.core.enums import CountryGroup
from partnership.core.models import Country, User
from partnership.core.money import check_amount
from partnership.core.rules import require
from partnership.core.services import files
from partnership.core.services.audit import record
from partnership.core.transitions import Refused, Stale, perform
from technical_assistance.enums import ActivityStatus, AssignmentRole, ProposalStatus, TARequestStatus
from technical_assistance.models import Activity, Assignment, Practitioner, TARequest

from .clock import move

CURRENCY = "USD"
PLAN_FIELDS = (
    "title",
    "objectives",
    "area",
    "kind",
    "mode",
    "place",
    "link",
    "time_zone",
    "starts_on",
    "ends_on",
    "travel_ceiling",
)  # fmt: skip


@transaction.atomic
def plan_activity(ta_request: TARequest, *, actor: User, plan: Mapping[str, Any]) -> Activity:
    """Plan an activity of a matched request; ``plan`` has the fields of PLAN_FIELDS. The host is the ministry."""
    locked = TARequest.objects.select_for_update(of=("self",)).get(pk=ta_request.pk)
    require(actor, "technical_assistance.plan_activity", locked)
    number = (locked.activities.aggregate(last=Max("number"))["last"] or 0) + 1
    activity = Activity(
        ta_request=locked,
        number=number,
        host_organisation=locked.organisation,
        host_country=locked.country,
        created_by=actor,
        **_checked(plan),
    )
    activity.full_clean()
    activity.save()
    record("plan", activity, actor=actor, to_state=activity.status)
    return activity


@transaction.atomic
def change_activity(
    activity: Activity, *, actor: User, plan: Mapping[str, Any], expected_version: int | None = None
) -> Activity:
    """Change the plan of an activity before it is confirmed."""
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    require(actor, "technical_assistance.change_activity", locked)
    if expected_version is not None and locked.version != expected_version:
        raise Stale(_("Somebody else has changed this activity in the meantime."))
    for name, value in _checked(plan).items():
        setattr(locked, name, value)
    locked.version += 1
    locked.full_clean()
    locked.save(update_fields=[*plan, "version"])
    record("change", locked, actor=actor, data={name: str(value) for name, value in plan.items()})
    return locked


def _checked(plan: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(plan) - set(PLAN_FIELDS)
    if unknown:
        raise ValueError(f"no fields of a plan: {', '.join(sorted(unknown))}")
    if plan.get("travel_ceiling") is not None:
        check_amount(plan["travel_ceiling"], CURRENCY)
    return dict(plan)


# --- people ----------------------------------------------------------------------------------------------------


@transaction.atomic
def assign_practitioner(
    activity: Activity,
    practitioner: Practitioner,
    *,
    actor: User,
    planned_half_days: int,
    role: str = AssignmentRole.EXPERT,
) -> Assignment:
    """Put a practitioner on an activity. An expert must be a confirmed counterpart of the request."""
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    require(actor, "technical_assistance.change_activity", locked)
    confirmed = locked.ta_request.proposals.filter(practitioner=practitioner, status=ProposalStatus.CONFIRMED)
    if role == AssignmentRole.EXPERT and not confirmed.exists():
        raise Refused(_("Only counterparts confirmed by the ministry take part as experts."))
    assignment, _created = Assignment.objects.update_or_create(
        activity=locked,
        practitioner=practitioner,
        defaults={"role": role, "planned_half_days": planned_half_days, "is_confirmed": True},
    )
    record("assign", locked, actor=actor, data={"practitioner": practitioner.pk, "half_days": planned_half_days})
    return assignment


@transaction.atomic
def unassign_practitioner(assignment: Assignment, *, actor: User) -> None:
    """Take a practitioner off an activity that is not confirmed yet."""
    require(actor, "technical_assistance.change_activity", assignment.activity)
    record("unassign", assignment.activity, actor=actor, data={"practitioner": assignment.practitioner_id})
    assignment.delete()


# --- funds -----------------------------------------------------------------------------------------------------


@transaction.atomic
def mark_funded(activity: Activity, *, amount: Decimal, currency: str, actor: User, reference: str) -> Activity:
    """Note that the trust fund holds a commitment for the activity (in USD); governance calls this.

    The amount covers the travel ceiling; a smaller one is refused, because confirmed travel must stay covered.
    """
    if currency != CURRENCY:
        raise Refused(_("Activities are funded in {currency}.").format(currency=CURRENCY))
    check_amount(amount, CURRENCY)
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if locked.status == ActivityStatus.CANCELLED:
        raise Refused(_("The activity is cancelled."))
    if amount < (locked.travel_ceiling or 0):
        raise Refused(_("The amount does not cover the travel ceiling."))
    locked.funded_amount, locked.funding_reference = amount, reference
    locked.funded_by, locked.funded_at = actor, timezone.now()
    locked.save(update_fields=["funded_amount", "funding_reference", "funded_by", "funded_at"])
    record("fund", locked, actor=actor, data={"amount": str(amount), "currency": currency, "reference": reference})
    return locked


# --- life-cycle ------------------------------------------------------------------------------------------------


@transaction.atomic
def confirm_activity(
    activity: Activity, *, actor: User, reason: str = "", expected_version: int | None = None
) -> Activity:
    """Confirm a planned activity; the first one of a request brings the request into delivery."""
    ta_request = TARequest.objects.select_for_update(of=("self",)).get(pk=activity.ta_request_id)
    if ta_request.status not in TARequestStatus.PLANNABLE:
        raise Refused(_("The request is not open for activities any more."))
    confirmed = perform(
        activity, "confirm", actor=actor, reason=reason, expected_version=expected_version,
        changes={"is_south_south": _is_south_south(activity)},
    )  # fmt: skip
    if ta_request.status == TARequestStatus.MATCHED:
        move(ta_request, "begin_delivery", actor=actor)
    return confirmed


def _is_south_south(activity: Activity) -> bool:
    """Whether an expert comes from the region, by the membership on the first day."""
    region = Country.objects.in_group(CountryGroup.LAC, activity.starts_on or timezone.localdate())
    experts = activity.assignments.filter(role=AssignmentRole.EXPERT, is_confirmed=True)
    return experts.filter(practitioner__country__in=region).exists()


def start_activity(
    activity: Activity, *, actor: User, reason: str = "", expected_version: int | None = None
) -> Activity:
    """Begin a confirmed activity on its first day or later."""
    return perform(activity, "start", actor=actor, reason=reason, expected_version=expected_version)


@transaction.atomic
def record_attendance(
    activity: Activity, *, women: int, men: int, other: int, actor: User, upload: UploadedFile | None = None
) -> Activity:
    """Write down who came, with the attendance list where there is one."""
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    require(actor, "technical_assistance.log_days", locked)
    locked.attended_women, locked.attended_men, locked.attended_other = women, men, other
    changed = ["attended_women", "attended_men", "attended_other"]
    if upload is not None:
        locked.attendance_file = files.store_upload(
            upload, purpose="attendance", actor=actor, allowed=(*files.RECEIPT, ".xlsx")
        )
        changed.append("attendance_file")
    locked.save(update_fields=changed)
    record("attendance", locked, actor=actor, data={"women": women, "men": men, "other": other})
    return locked


def deliver_activity(
    activity: Activity, *, actor: User, reason: str = "", expected_version: int | None = None
) -> Activity:
    """Report an activity as delivered: its last day is over, days and attendance are written down."""
    return perform(activity, "deliver", actor=actor, reason=reason, expected_version=expected_version)


def verify_activity(
    activity: Activity, *, actor: User, reason: str = "", expected_version: int | None = None
) -> Activity:
    """Verify the logged days, as the host or an officer who logged none; from now on the days are frozen."""
    return perform(
        activity, "verify", actor=actor, reason=reason, expected_version=expected_version,
        changes={"verified_by": actor, "verified_at": timezone.now()},
    )  # fmt: skip


@transaction.atomic
def cancel_activity(activity: Activity, *, actor: User, reason: str, expected_version: int | None = None) -> Activity:
    """Cancel an activity that was not delivered; what was logged is void and frees the people's half-days."""
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    require(actor, "technical_assistance.manage_activity", locked)
    if locked.status in locked.machine["cancel"].sources:
        locked.slots.update(is_void=True)
        locked.sessions.update(is_void=True)
    return perform(locked, "cancel", actor=actor, reason=reason, expected_version=expected_version)


def close_activity(
    activity: Activity, *, actor: User, reason: str = "", expected_version: int | None = None
) -> Activity:
    """Close an evaluated activity."""
    return perform(activity, "close", actor=actor, reason=reason, expected_version=expected_version)


def waive_evaluation(activity: Activity, *, actor: User, reason: str, expected_version: int | None = None) -> Activity:
    """Go on without an evaluation, with the reason."""
    return perform(activity, "waive_evaluation", actor=actor, reason=reason, expected_version=expected_version)


def days_of(activity: Activity) -> list[date]:
    """Return the days from the first to the last, both included."""
    if activity.starts_on is None or activity.ends_on is None:
        return []
    first = activity.starts_on.toordinal()
    return [date.fromordinal(n) for n in range(first, activity.ends_on.toordinal() + 1)]
