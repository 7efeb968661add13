"""Reads of the roster."""

from django.db.models import Q, QuerySet

from partnership.core.models import User
from partnership.core.rules import is_auditor, is_counterpart, is_practitioner, is_secretariat
from technical_assistance.models import OECDModel, Practitioner
from technical_assistance.rules import agencies_of


def visible_practitioners_for(user: User) -> QuerySet[Practitioner]:
    """Return the records a person may see: all for the Secretariat and auditors.

    A counterpart sees the own agency's people and those who consented; a practitioner sees the own record.
    """
    if is_secretariat(user) or is_auditor(user):
        return Practitioner.objects.all()
    own = Q(user=user) if user.is_authenticated else Q(pk__in=[])
    if is_counterpart(user):
        own |= Q(organisation__in=agencies_of(user)) | Q(consented_on__isnull=False, is_active=True)
    return Practitioner.objects.filter(own)


def visible_models_for(user: User) -> QuerySet[OECDModel]:
    """Return the documented reforms a person may see: all, for whoever works with the roster."""
    if is_secretariat(user) or is_auditor(user) or is_counterpart(user) or is_practitioner(user):
        return OECDModel.objects.all()
    return OECDModel.objects.none()


def invitable_practitioners() -> QuerySet[Practitioner]:
    """Return the practitioners who may be invited: active, and consenting to be shown."""
    return Practitioner.objects.filter(is_active=True, consented_on__isnull=False).select_related(
        "organisation", "country"
    )
