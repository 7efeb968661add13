"""Records of the roster that have to be confirmed: by the person, or by the focal point of the agency."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from partnership.core.models import User
from partnership.core.rules import is_counterpart, is_practitioner
from partnership.core.selectors import Task
from technical_assistance.models import OECDModel, Practitioner
from technical_assistance.roster.selectors import asked_since
from technical_assistance.rules import agencies_of

LIMIT = 20


def confirmations_waiting_for(user: User) -> list[Task]:
    """Return the records that the person speaks for and that nobody has confirmed for too long, the oldest first."""
    if not (is_counterpart(user) or is_practitioner(user)):
        return []
    return [*_of_people(user), *_of_models(user)]


def _old() -> Q:
    return Q(last_confirmed__isnull=True) | Q(last_confirmed__lt=asked_since(timezone.localdate()))


def _of_people(user: User) -> Iterator[Task]:
    own = Q(user=user) | Q(organisation__in=agencies_of(user))
    for person in Practitioner.objects.filter(_old(), own, is_active=True).order_by("last_confirmed", "pk")[:LIMIT]:
        yield _task(person.full_name, reverse("technical_assistance:practitioner", kwargs={"pk": person.pk}))


def _of_models(user: User) -> Iterator[Task]:
    found = OECDModel.objects.filter(_old(), organisation__in=agencies_of(user), is_active=True)
    for model in found.order_by("last_confirmed", "pk")[:LIMIT]:
        yield _task(model.title, reverse("technical_assistance:oecd_model", kwargs={"pk": model.pk}))


def _task(name: str, url: str) -> Task:
    sentence = _("Is what the roster says about {name} still right?").format(name=name)
    return Task(sentence, url, _("Look and confirm"), _("Technical assistance"))
