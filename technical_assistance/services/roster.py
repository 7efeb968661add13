"""Writes of the roster."""

from django.db import transaction
from django.utils import timezone

from partnership.core.models import User
from partnership.core.rules import require
from partnership.core.services.audit import record
from technical_assistance.models import Practitioner


@transaction.atomic
def confirm_practitioner(practitioner: Practitioner, *, actor: User) -> Practitioner:
    """Say that a record is still correct, as the person or the focal point of the employer."""
    locked = Practitioner.objects.select_for_update(of=("self",)).get(pk=practitioner.pk)
    require(actor, "technical_assistance.confirm_practitioner", locked)
    locked.last_confirmed = timezone.localdate()
    locked.save(update_fields=["last_confirmed"])
    record("confirm_record", locked, actor=actor)
    return locked
