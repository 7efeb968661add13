"""Reads of the public roster: current records only, and of people only those who agreed to be shown."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, QuerySet
from django.utils import timezone

from partnership.core.models import PSMArea
from technical_assistance.models import ConsentText, OECDModel, Practitioner, RosterPolicy


def policy_on(day: date) -> RosterPolicy:
    """Return the rule in force on a day; before the first one began, that first one."""
    in_force = RosterPolicy.objects.filter(valid_from__lte=day).order_by("-valid_from").first()
    return in_force or RosterPolicy.objects.earliest("valid_from")


def current_since(today: date | None = None) -> date:
    """Return the earliest day on which a record that is current today was confirmed."""
    today = today or timezone.localdate()
    return months_before(today, policy_on(today).hide_after_months)


def asked_since(today: date | None = None) -> date:
    """Return the day before which a record was confirmed that has to be confirmed anew."""
    today = today or timezone.localdate()
    return months_before(today, policy_on(today).ask_after_months)


def months_before(day: date, months: int) -> date:
    """Return the same day of an earlier month, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def public_models() -> QuerySet[OECDModel]:
    """Return the models that everybody may read: offered, and confirmed recently enough; with agency and area."""
    return OECDModel.objects.filter(is_active=True, last_confirmed__gte=current_since()).select_related(
        "organisation__country", "area"
    )


def public_practitioners() -> QuerySet[Practitioner]:
    """Return the practitioners who agreed to be shown to everybody and whose record is current; with their agency."""
    return Practitioner.objects.filter(
        is_active=True, consented_on__isnull=False, public_since__isnull=False, last_confirmed__gte=current_since()
    ).select_related("organisation", "country")


def counts_by_area() -> tuple[dict[int, int], dict[int, int]]:
    """Return the number of public models, and of public practitioners, by the id of the area."""
    models = public_models().order_by().values_list("area").annotate(count=Count("pk"))
    people = public_practitioners().order_by().filter(areas__isnull=False).values_list("areas")
    return dict(models), dict(people.annotate(count=Count("pk")))


def models_for_areas(areas: Iterable[PSMArea]) -> QuerySet[OECDModel]:
    """Return the public models of some areas, the best documented first."""
    return public_models().filter(area__in=list(areas)).order_by("evidence_grade", "title", "pk")


def current_records() -> tuple[QuerySet[OECDModel], QuerySet[Practitioner]]:
    """Return what counts as the roster: current models, and current people who may be invited, shown or not."""
    people = Practitioner.objects.filter(
        is_active=True, consented_on__isnull=False, last_confirmed__gte=current_since()
    )
    return public_models(), people


def newest_consent_text(today: date | None = None) -> ConsentText | None:
    """Return the text that a practitioner is asked to agree to today."""
    return ConsentText.objects.filter(valid_from__lte=today or timezone.localdate()).first()
