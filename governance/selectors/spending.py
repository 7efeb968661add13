"""What is bound to programme lines and activities, and what is left to pay of commitments. US dollars."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Case, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from governance.enums import TransactionKind
from governance.models import Commitment, Leg, ProgrammeLine, WorkProgramme
from partnership.core.models import User
from partnership.core.rules import may
from technical_assistance.enums import ActivityMode, ActivityStatus
from technical_assistance.models import Activity, ExpenseClaim
from technical_assistance.selectors.claims import payables

ZERO = Decimal("0.00")
_USD = DecimalField(max_digits=18, decimal_places=2)
_DISBURSED = Q(transaction__kind=TransactionKind.DISBURSEMENT) | Q(
    transaction__reverses__kind=TransactionKind.DISBURSEMENT
)


def with_balances(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Add ``bound`` (committed less de-committed), ``paid`` and ``unpaid`` to commitments."""
    return commitments.annotate(
        unpaid=_sum_on_account(Q()), bound=_sum_on_account(~_DISBURSED), paid=_sum_on_account(_DISBURSED, sign=-1)
    )


def bound_on_line(line: ProgrammeLine) -> Decimal:
    """Return what is committed on a programme line, paid or not."""
    return _bound(Q(account__commitment__line=line))


def funded_for(activity: Activity) -> Decimal:
    """Return what is committed to an activity, paid or not."""
    return _bound(Q(account__commitment__activity=activity))


def payable_commitments(activity: Activity | int) -> QuerySet[Commitment]:
    """Return the commitments of an activity of which something is left to pay."""
    return with_balances(Commitment.objects.filter(activity=activity)).filter(unpaid__gt=0).order_by("id")


def payables_for(user: User) -> QuerySet[ExpenseClaim]:
    """Return the approved claims that wait for a payer, for whom that concerns; none for others."""
    claims = payables().select_related("activity__ta_request", "claimant")
    return claims if may(user, "governance.read_payables") else claims.none()


def fundable_activities() -> QuerySet[Activity]:
    """Return the activities with travel that may still be funded, the next ones first."""
    states = [ActivityStatus.PLANNED, ActivityStatus.POSTPONED, ActivityStatus.CONFIRMED, ActivityStatus.IN_PROGRESS]
    activities = Activity.objects.filter(status__in=states).exclude(mode=ActivityMode.REMOTE)
    return activities.select_related("ta_request").order_by(F("starts_on").asc(nulls_last=True), "id")


def with_open_funding() -> QuerySet[Activity]:
    """Return the activities whose travel ceiling is not covered by what is committed to them."""
    uncovered = Q(funded_amount__isnull=True) | Q(funded_amount__lt=F("travel_ceiling"))
    return fundable_activities().filter(uncovered, travel_ceiling__gt=0)


def programme_lines(programme: WorkProgramme) -> QuerySet[ProgrammeLine]:
    """Return the lines of a programme with ``bound`` and ``paid``."""
    own = Leg.objects.filter(account__commitment__line=OuterRef("pk")).values("account__commitment__line")
    return programme.lines.annotate(
        bound=_subquery(own.filter(~_DISBURSED), 1), paid=_subquery(own.filter(_DISBURSED), -1)
    )


def _sum_on_account(condition: Q, sign: int = 1) -> Coalesce:
    own = Leg.objects.filter(condition, account=OuterRef("account")).values("account")
    return _subquery(own, sign)


def _subquery(legs: QuerySet[Leg], sign: int) -> Coalesce:
    total = legs.annotate(total=Sum(_credit() * Value(sign))).values("total")
    return Coalesce(Subquery(total, output_field=_USD), Value(ZERO), output_field=_USD)


def _bound(condition: Q) -> Decimal:
    total = Leg.objects.filter(condition).exclude(_DISBURSED).aggregate(total=Sum(_credit()))["total"]
    return total or ZERO


def _credit() -> Case:
    """US dollars, positive where the leg is a credit."""
    return Case(When(credit__gt=0, then=F("usd")), default=-F("usd"), output_field=_USD)
