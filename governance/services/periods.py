"""Half-years of the fund: opened by the first posting, closed by two people, with trial balance and ledger head."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.enums import FundPeriodState
from governance.models import FundPeriod
from governance.selectors.fund import Window, ledger_head, trial_balance
from governance.services.posting import lock_ledger
from partnership.core.models import User
from partnership.core.transitions import guard, perform


@guard("governance.period_has_ended")
def _period_has_ended(period: FundPeriod, actor: User) -> str | None:
    return None if period.ends_on < timezone.localdate() else _("The period has not ended yet.")


@guard("governance.earlier_periods_are_closed")
def _earlier_periods_are_closed(period: FundPeriod, actor: User) -> str | None:
    earlier = FundPeriod.objects.filter(starts_on__lt=period.starts_on).exclude(status=FundPeriodState.CLOSED)
    return _("An earlier period is still open.") if earlier.exists() else None


@transaction.atomic
def close_period(
    period: FundPeriod, *, actor: User, reason: str = "", expected_version: int | None = None
) -> FundPeriod:
    """Close a half-year and keep with it the trial balance up to its last day and the head of the ledger."""
    lock_ledger()
    sequence, head = ledger_head()
    changes = {
        "trial_balance": [row.as_json() for row in trial_balance(Window(until=period.ends_on))],
        "head_sequence": sequence,
        "head_hash": head,
    }
    return perform(
        period,
        "close",
        actor=actor,
        reason=reason,
        expected_version=expected_version,
        changes=changes,
        data={"head": sequence},
    )
