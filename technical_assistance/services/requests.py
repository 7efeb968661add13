"""Writes of TA requests: draft, save, submit, triage, decision, matching, end."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnership.core.enums import CountryGroup, OrganisationKind
from partnership.core.models import Country, Organisation, User
from partnership.core.rules import represents, require
from partnership.core.selectors import people_with
from partnership.core.services.audit import record
from partnership.core.services.mail import queue_mail
from partnership.core.transitions import Refused, Stale
from technical_assistance.completeness import FIELDS
from technical_assistance.content import content_of, is_many
from technical_assistance.enums import DeclineCode
from technical_assistance.models import (
    DraftConflict,
    OECDModel,
    ReferenceCounter,
    TARequest,
    TARequestRevision,
    TARequestSnapshot,
)
from technical_assistance.rules import MINISTRY_ROLES

from .clock import move
from .proposals import release_proposals


class DraftChanged(Stale):
    """Somebody else saved meanwhile; ``conflict`` keeps the text that came too late."""

    def __init__(self, conflict: DraftConflict) -> None:
        self.conflict = conflict
        super().__init__(_("Somebody else has saved this draft in the meantime. Nothing was overwritten."))


# --- draft -----------------------------------------------------------------------------------------------------


@transaction.atomic
def create_ta_request(
    organisation: Organisation,
    *,
    actor: User,
    content: Mapping[str, Any] | None = None,
    oecd_model: OECDModel | None = None,
) -> TARequest:
    """Start a draft for a ministry the person acts for.

    ``content`` fills fields of the form; ``oecd_model`` is the model of the roster that it starts from.
    """
    _require_eligible(organisation, actor)
    ta_request = TARequest.objects.create(
        organisation=organisation, country=_country_of(organisation), created_by=actor, oecd_model=oecd_model
    )
    record("create", ta_request, actor=actor, to_state=ta_request.status)
    if content:
        ta_request = save_draft(ta_request, content=content, actor=actor, expected_version=ta_request.version)
    return ta_request


@transaction.atomic
def copy_ta_request(ta_request: TARequest, *, actor: User) -> TARequest:
    """Start a new draft with the texts of an earlier request of the same ministry; clearance is asked anew."""
    require(actor, "technical_assistance.copy_ta_request", ta_request)
    content = {field: _value_of(ta_request, field) for field in FIELDS if field != "is_cleared"}
    draft = create_ta_request(ta_request.organisation, actor=actor, content=content, oecd_model=ta_request.oecd_model)
    TARequest.objects.filter(pk=draft.pk).update(copied_from=ta_request)
    draft.copied_from = ta_request
    return draft


def save_draft(
    ta_request: TARequest, *, content: Mapping[str, Any], actor: User, expected_version: int, step: str = ""
) -> TARequest:
    """Save fields of a draft upon the version that was read, and keep a revision.

    When somebody else saved meanwhile, nothing is overwritten: the late text is kept and
    :class:`DraftChanged` is raised. Content equal to what is saved changes nothing.
    """
    unknown = set(content) - set(FIELDS)
    if unknown:
        raise ValueError(f"no fields of the form: {', '.join(sorted(unknown))}")
    saved = _save_upon(ta_request, content, actor, expected_version)
    if saved is None:
        raise DraftChanged(_keep_late_text(ta_request, content, actor, expected_version, step))
    return saved


@transaction.atomic
def _save_upon(
    ta_request: TARequest, content: Mapping[str, Any], actor: User, expected_version: int
) -> TARequest | None:
    locked = TARequest.objects.select_for_update(of=("self",)).get(pk=ta_request.pk)
    require(actor, "technical_assistance.change_ta_request", locked)
    changed = {name: value for name, value in content.items() if not _is_same(locked, name, value)}
    if not changed:
        return locked
    if locked.version != expected_version:
        return None
    for name, value in changed.items():
        if is_many(name):
            getattr(locked, name).set(value)
        else:
            setattr(locked, name, value)
    locked.version += 1
    locked.save(update_fields=["version", *(name for name in changed if not is_many(name))])
    TARequestRevision.objects.create(
        ta_request=locked, version=locked.version, content=content_of(locked), author=actor
    )
    return locked


def _is_same(ta_request: TARequest, name: str, value: Any) -> bool:
    if is_many(name):
        return {getattr(item, "pk", item) for item in value} == {item.pk for item in getattr(ta_request, name).all()}
    return getattr(ta_request, name) == value


def _value_of(ta_request: TARequest, name: str) -> Any:
    return list(getattr(ta_request, name).all()) if is_many(name) else getattr(ta_request, name)


def _keep_late_text(
    ta_request: TARequest, content: Mapping[str, Any], actor: User, expected_version: int, step: str
) -> DraftConflict:
    plain = {
        name: [getattr(item, "pk", item) for item in value] if is_many(name) else value
        for name, value in content.items()
    }
    return DraftConflict.objects.create(
        ta_request=ta_request, author=actor, step=step, content=plain, base_version=expected_version
    )


@transaction.atomic
def settle_conflict(
    conflict: DraftConflict, *, content: Mapping[str, Any], actor: User, expected_version: int
) -> TARequest:
    """Save what a person chose of two texts, and put the conflict away."""
    if conflict.author_id != actor.pk:
        raise PermissionDenied
    saved = _save_upon(conflict.ta_request, content, actor, expected_version)
    if saved is None:
        raise Stale(_("Somebody else has saved this draft again. Please compare once more."))
    conflict.settled_at = timezone.now()
    conflict.save(update_fields=["settled_at"])
    return saved


def _require_eligible(organisation: Organisation, actor: User) -> None:
    if not represents(actor, organisation, *MINISTRY_ROLES):
        raise PermissionDenied(_("You may not do this."))
    region = Country.objects.in_group(CountryGroup.LAC, timezone.localdate())
    if organisation.kind != OrganisationKind.MINISTRY or not region.filter(pk=organisation.country_id).exists():
        raise Refused(_("Only ministries of Latin America and the Caribbean may ask for assistance."))


def _country_of(organisation: Organisation) -> Country:
    if organisation.country is None:
        raise Refused(_("This organisation has no country."))
    return organisation.country


# --- submission ------------------------------------------------------------------------------------------------


@transaction.atomic
def submit_ta_request(
    ta_request: TARequest, *, actor: User, reason: str = "", expected_version: int | None = None
) -> TARequest:
    """Hand a complete draft to the Secretariat: number, unchangeable copy, clock, receipt by mail."""
    locked = TARequest.objects.select_for_update(of=("self",)).get(pk=ta_request.pk)
    changes: dict[str, Any] = {"submitted_by": actor, "returned_fields": [], "return_reason": ""}
    if locked.reference is None:
        changes |= {"reference": _next_reference(), "submitted_at": timezone.now()}
    submitted = move(locked, "submit", actor=actor, reason=reason, expected_version=expected_version, changes=changes)
    number = submitted.snapshots.count() + 1
    TARequestSnapshot.objects.create(
        ta_request=submitted, number=number, content=content_of(submitted), submitted_by=actor
    )
    _mail_ministry(submitted, "ta_submitted", f"{submitted.pk}:{number}", number=number)
    return submitted


def _next_reference() -> str:
    """Take the next number of the year. The counter's row is locked until the commit, so no number is missing."""
    year = timezone.localdate().year
    ReferenceCounter.objects.get_or_create(year=year)
    counter = ReferenceCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"TA-{year}-{counter.last:03}"


# --- triage and decision ---------------------------------------------------------------------------------------


def take_ta_request(
    ta_request: TARequest, *, actor: User, reason: str = "", expected_version: int | None = None
) -> TARequest:
    """Take a submitted request for triage."""
    return move(
        ta_request, "take", actor=actor, reason=reason, expected_version=expected_version, changes={"assignee": actor}
    )


def take_over_ta_request(
    ta_request: TARequest, *, actor: User, reason: str = "", expected_version: int | None = None
) -> TARequest:
    """Take the triage over from a colleague; its clock goes on."""
    due = {"assignee": actor, "due_on": ta_request.due_on, "clock_from": ta_request.clock_from}
    return move(ta_request, "take_over", actor=actor, reason=reason, expected_version=expected_version, changes=due)


@transaction.atomic
def return_ta_request(
    ta_request: TARequest,
    *,
    actor: User,
    reason: str,
    fields: list[str],
    expected_version: int | None = None,
) -> TARequest:
    """Give a request back to the ministry, naming the fields to work on; the Secretariat's clock stands still."""
    unknown = set(fields) - set(FIELDS)
    if not fields or unknown:
        raise Refused(_("Please name the parts that the ministry should work on."))
    returned = move(
        ta_request, "return", actor=actor, reason=reason, expected_version=expected_version,
        changes={"returned_fields": fields, "return_reason": reason}, data={"fields": fields},
    )  # fmt: skip
    _mail_ministry(returned, "ta_returned", f"{returned.pk}:{returned.version}", reason=reason)
    return returned


@transaction.atomic
def approve_ta_request(
    ta_request: TARequest, *, actor: User, reason: str = "", expected_version: int | None = None
) -> TARequest:
    """Approve a request after triage; whoever wrote, sent or triaged it cannot."""
    changes = {"approved_by": actor, "approved_at": timezone.now()}
    approved = move(
        ta_request, "approve", actor=actor, reason=reason, expected_version=expected_version, changes=changes
    )
    _mail_ministry(approved, "ta_approved", f"{approved.pk}")
    return approved


@transaction.atomic
def decline_ta_request(
    ta_request: TARequest,
    *,
    actor: User,
    code: str,
    public_text: str,
    expected_version: int | None = None,
) -> TARequest:
    """Decline a request with a reason from the list and a text for the ministry."""
    if code not in DeclineCode.values:
        raise Refused(_("Please choose a reason."))
    declined = move(
        ta_request, "decline", actor=actor, reason=public_text, expected_version=expected_version,
        changes={"decline_code": code, "public_text": public_text}, data={"code": code},
    )  # fmt: skip
    _mail_ministry(declined, "ta_declined", f"{declined.pk}")
    return declined


# --- matching and end ------------------------------------------------------------------------------------------


def start_matching(
    ta_request: TARequest, *, actor: User, reason: str = "", expected_version: int | None = None
) -> TARequest:
    """Open the search for a counterpart; the same limit goes on."""
    return move(ta_request, "start_matching", actor=actor, reason=reason, expected_version=expected_version)


def hold_ta_request(
    ta_request: TARequest, *, actor: User, reason: str, review_on: date, expected_version: int | None = None
) -> TARequest:
    """Put the matching on hold until a date on which it is looked at again; the clock stands still."""
    if review_on <= timezone.localdate():
        raise Refused(_("The review must be on a later day."))
    return move(
        ta_request, "hold", actor=actor, reason=reason, expected_version=expected_version,
        changes={"due_on": review_on},
    )  # fmt: skip


def resume_ta_request(
    ta_request: TARequest, *, actor: User, reason: str = "", expected_version: int | None = None
) -> TARequest:
    """Go on with the matching; the days used before the hold stay counted."""
    return move(ta_request, "resume", actor=actor, reason=reason, expected_version=expected_version)


def complete_ta_request(
    ta_request: TARequest, *, actor: User, reason: str = "", expected_version: int | None = None
) -> TARequest:
    """Mark a request as delivered once no activity is open."""
    return move(ta_request, "complete", actor=actor, reason=reason, expected_version=expected_version)


def close_ta_request(
    ta_request: TARequest, *, actor: User, reason: str = "", expected_version: int | None = None
) -> TARequest:
    """Close a delivered request."""
    return move(ta_request, "close", actor=actor, reason=reason, expected_version=expected_version)


@transaction.atomic
def withdraw_ta_request(
    ta_request: TARequest, *, actor: User, reason: str, expected_version: int | None = None
) -> TARequest:
    """Take a request back, as its ministry, before matching begins."""
    withdrawn = move(ta_request, "withdraw", actor=actor, reason=reason, expected_version=expected_version)
    release_proposals(withdrawn, actor=actor)
    return withdrawn


@transaction.atomic
def cancel_ta_request(
    ta_request: TARequest, *, actor: User, reason: str, expected_version: int | None = None
) -> TARequest:
    """End an approved request; open invitations are withdrawn."""
    if ta_request.activities.filter(status__in=("confirmed", "in_progress", "delivered")).exists():
        raise Refused(_("An activity is confirmed or under way: cancel or verify it first."))
    cancelled = move(ta_request, "cancel", actor=actor, reason=reason, expected_version=expected_version)
    release_proposals(cancelled, actor=actor)
    _mail_ministry(cancelled, "ta_cancelled", f"{cancelled.pk}", reason=reason)
    return cancelled


def _mail_ministry(ta_request: TARequest, template: str, occasion: str, **context: Any) -> None:
    people = people_with(*MINISTRY_ROLES).filter(role_assignments__organisation=ta_request.organisation_id)
    for person in people:
        if represents(person, ta_request.organisation_id, *MINISTRY_ROLES):
            queue_mail(
                f"{template}:{occasion}", to=person, template=template, context={"ta_request": ta_request, **context}
            )
