"""What the trust fund asks of a person, for the list "My work"."""

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.selectors.spending import payables_for, with_open_funding
from partnership.core.models import User
from partnership.core.rules import may
from partnership.core.selectors import Task
from technical_assistance.models import Activity, ExpenseClaim


def fund_tasks_waiting_for(user: User) -> list[Task]:
    """Return the claims a payer should pay, and the activities whose travel a budget holder should fund."""
    return [*_payments(user), *_funding(user)]


def _payments(user: User) -> list[Task]:
    if not may(user, "governance.pay"):
        return []
    others = payables_for(user).exclude(claimant=user).exclude(preparer=user)
    return [_pay(claim) for claim in others.exclude(verified_by=user).exclude(approved_by=user)]


def _pay(claim: ExpenseClaim) -> Task:
    return Task(
        sentence=_("{claim} is approved and waits to be paid.").format(claim=claim.reference),
        url=reverse("governance:pay", kwargs={"pk": claim.pk}),
        action=_("Pay"),
        area=str(_("Trust fund")),
        country=str(claim.activity.host_country),
        since=timezone.localdate(claim.status_since),
        amount=claim.accepted_usd,
    )


def _funding(user: User) -> list[Task]:
    if not may(user, "governance.record_commitment"):
        return []
    activities = with_open_funding().select_related("host_country").order_by(F("starts_on").asc(nulls_last=True), "id")
    return [_fund(activity) for activity in activities]


def _fund(activity: Activity) -> Task:
    return Task(
        sentence=_("The travel of {activity} is not funded yet.").format(activity=activity),
        url=f"{reverse('governance:commitment_new')}?activity={activity.pk}",
        action=_("Commit funds"),
        area=str(_("Trust fund")),
        due=activity.starts_on,
        country=str(activity.host_country),
        since=timezone.localdate(activity.status_since),
        amount=activity.travel_ceiling,
    )
