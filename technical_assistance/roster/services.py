"""Writes of the roster: records of models and practitioners, and the consent to be shown to everybody."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnership.core.models import Organisation, User
from partnership.core.rules import is_officer, represents, require
from partnership.core.services.audit import record
from partnership.core.transitions import Refused
from technical_assistance.models import OECDModel, Practitioner, TARequest
from technical_assistance.roster.selectors import newest_consent_text
from technical_assistance.rules import COUNTERPART_ROLES
from technical_assistance.services.requests import create_ta_request

MANY = ("areas", "oecd_models")
Record = TypeVar("Record", OECDModel, Practitioner)


@transaction.atomic
def add_oecd_model(*, actor: User, content: Mapping[str, Any]) -> OECDModel:
    """Add a model of an agency; it counts as confirmed today. A focal point adds those of the own agency."""
    _require_keeper(actor, content["organisation"])
    oecd_model = OECDModel(**content, last_confirmed=timezone.localdate())
    oecd_model.full_clean(exclude=["slug"])
    oecd_model.save()
    record("create", oecd_model, actor=actor)
    return oecd_model


@transaction.atomic
def change_oecd_model(oecd_model: OECDModel, *, actor: User, content: Mapping[str, Any]) -> OECDModel:
    """Change a model; its address stays. Whoever changes a record has read it: it counts as confirmed."""
    locked = OECDModel.objects.select_for_update(of=("self",)).get(pk=oecd_model.pk)
    require(actor, "technical_assistance.change_oecd_model", locked)
    _require_keeper(actor, content.get("organisation", locked.organisation))
    return _changed(locked, content, actor)


@transaction.atomic
def confirm_oecd_model(oecd_model: OECDModel, *, actor: User) -> OECDModel:
    """Say that what the roster says about a model is still right."""
    locked = OECDModel.objects.select_for_update(of=("self",)).get(pk=oecd_model.pk)
    require(actor, "technical_assistance.confirm_oecd_model", locked)
    locked.last_confirmed = timezone.localdate()
    locked.save(update_fields=["last_confirmed"])
    record("confirm_record", locked, actor=actor)
    return locked


@transaction.atomic
def add_practitioner(*, actor: User, content: Mapping[str, Any]) -> Practitioner:
    """Add somebody to the roster. Nobody is shown to everybody, or invited, before the person has agreed."""
    _require_keeper(actor, content["organisation"])
    plain = {name: value for name, value in content.items() if name not in MANY}
    practitioner = Practitioner(**plain, last_confirmed=timezone.localdate())
    practitioner.full_clean(exclude=["slug"])
    practitioner.save()
    for name in MANY:
        getattr(practitioner, name).set(content.get(name, ()))
    record("create", practitioner, actor=actor)
    return practitioner


@transaction.atomic
def change_practitioner(practitioner: Practitioner, *, actor: User, content: Mapping[str, Any]) -> Practitioner:
    """Change a record, as the person, the focal point of the agency or the Secretariat; it counts as confirmed."""
    locked = Practitioner.objects.select_for_update(of=("self",)).get(pk=practitioner.pk)
    require(actor, "technical_assistance.change_practitioner", locked)
    if content.get("organisation", locked.organisation) != locked.organisation:
        _require_keeper(actor, content["organisation"])
    return _changed(locked, content, actor)


@transaction.atomic
def give_public_consent(practitioner: Practitioner, *, actor: User, version: str, note: str = "") -> Practitioner:
    """Show a record to everybody, as its person agreed to in the words of a version of the consent.

    The person agrees on the own page. For somebody without a sign-in the Secretariat writes down a consent given
    on paper: ``note`` then says where it is kept. Whoever agrees to be shown also agrees to be invited.
    """
    locked = Practitioner.objects.select_for_update(of=("self",)).get(pk=practitioner.pk)
    require(actor, "technical_assistance.give_public_consent", locked)
    text = newest_consent_text()
    if text is None or text.version != version:
        raise Refused(_("The text of the consent has changed in the meantime. Please read it again."))
    if locked.user_id != actor.pk and not note.strip():
        raise Refused(_("Please say where the signed consent is kept."))
    today = timezone.localdate()
    locked.public_since, locked.public_consent = today, text
    if locked.consented_on is None:
        locked.consented_on, locked.consent_version = today, text.version
    locked.save(update_fields=["public_since", "public_consent", "consented_on", "consent_version"])
    record("give_public_consent", locked, actor=actor, reason=note, data={"version": text.version})
    return locked


@transaction.atomic
def withdraw_public_consent(practitioner: Practitioner, *, actor: User, reason: str = "") -> Practitioner:
    """Take a record off the public pages at once; the person can still be invited."""
    locked = Practitioner.objects.select_for_update(of=("self",)).get(pk=practitioner.pk)
    require(actor, "technical_assistance.withdraw_public_consent", locked)
    if locked.public_since is None:
        return locked
    data = {"version": str(locked.public_consent), "since": locked.public_since.isoformat()}
    locked.public_since, locked.public_consent = None, None
    locked.save(update_fields=["public_since", "public_consent"])
    record("withdraw_public_consent", locked, actor=actor, reason=reason, data=data)
    return locked


def ask_for_help(
    oecd_model: OECDModel, *, organisation: Organisation, kinds: Sequence[str], title: str, actor: User
) -> TARequest:
    """Begin a ministry's draft from a model: its area, its country and the model itself are filled in."""
    agency = oecd_model.organisation
    content = {
        "title": title,
        "areas": [oecd_model.area],
        "kinds": list(kinds),
        "preferred_countries": [agency.country] if agency.country else [],
        "preferred_models": f"{oecd_model.title} ({agency})",
    }
    return create_ta_request(organisation, actor=actor, content=content, oecd_model=oecd_model)


def _require_keeper(actor: User, organisation: Organisation) -> None:
    """The Secretariat keeps every record, a focal point those of the own agency."""
    if not (is_officer(actor) or represents(actor, organisation, *COUNTERPART_ROLES)):
        raise PermissionDenied(_("You may not do this."))


def _changed(locked: Record, content: Mapping[str, Any], actor: User) -> Record:
    plain: dict[str, Any] = {name: content[name] for name in content if name not in MANY}
    for name, value in plain.items():
        setattr(locked, name, value)
    locked.last_confirmed = timezone.localdate()
    locked.full_clean()
    locked.save(update_fields=[*plain, "last_confirmed"])
    for name in MANY:
        if name in content:
            getattr(locked, name).set(content[name])
    record("change", locked, actor=actor, data={"fields": sorted(content)})
    return locked
