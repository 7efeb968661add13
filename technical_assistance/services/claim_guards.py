"""What must hold before a claim moves on. Registered when the services are imported."""

from django.utils import timezone
from django.utils.translation import gettext as _

from partnership.core.models import User
from partnership.core.money import format_money
from partnership.core.transitions import Text, guard
from technical_assistance.enums import ActivityMode, ActivityStatus
from technical_assistance.enums.claims import ON_TRAVEL, ClaimStatus
from technical_assistance.models import Assignment, ExpenseClaim
from technical_assistance.selectors.claims import accepted_total, ceiling_of, policy_on


@guard("claim.other_person")
def other_person(claim: ExpenseClaim, actor: User) -> Text | None:
    """Claimant and preparer, verifier, budget holder and payer are different people, whatever their roles."""
    if actor.pk in (claim.claimant_id, claim.preparer_id):
        return _("You wrote this claim or it is yours: another person must decide.")
    if actor.pk in (claim.verified_by_id, claim.approved_by_id):
        return _("You have already decided about this claim: another person must do this step.")
    return None


@guard("claim.not_own")
def not_own(claim: ExpenseClaim, actor: User) -> Text | None:
    """Nobody works on the payment of an own claim."""
    if actor.pk in (claim.claimant_id, claim.preparer_id):
        return _("You wrote this claim or it is yours: another person must decide.")
    return None


@guard("claim.second_person")
def second_person(claim: ExpenseClaim, actor: User) -> Text | None:
    """A payment is reversed by two people."""
    if actor.pk == claim.reversal_asked_by_id:
        return _("You asked for the reversal: a second person must confirm it.")
    return None


@guard("claim.activity_confirmed")
def activity_confirmed(claim: ExpenseClaim, actor: User) -> Text | None:
    """Travel is paid for a confirmed activity; of a cancelled one only what was bought in advance."""
    activity = claim.activity
    if activity.mode == ActivityMode.REMOTE:
        return _("The activity is remote: there is no travel to claim.")
    if activity.status in ActivityStatus.CONFIRMED_OR_LATER:
        return None
    if activity.status != ActivityStatus.CANCELLED:
        return _("The activity is not confirmed yet.")
    if claim.lines.filter(category__in=ON_TRAVEL).exists():
        return _("The activity was cancelled: only what was bought in advance can be claimed.")
    if not claim.explanation:
        return _("The activity was cancelled: please explain why the cost could not be avoided.")
    return None


@guard("claim.traveller_confirmed")
def traveller_confirmed(claim: ExpenseClaim, actor: User) -> Text | None:
    """The claimant is still a confirmed practitioner of the activity."""
    travels = Assignment.objects.filter(
        activity=claim.activity_id, practitioner__user=claim.claimant_id, is_confirmed=True
    )
    return None if travels.exists() else _("The claimant is not a confirmed practitioner of this activity.")


@guard("claim.has_lines")
def has_lines(claim: ExpenseClaim, actor: User) -> Text | None:
    """An empty claim says nothing."""
    return None if claim.lines.exists() else _("Please add at least one cost.")


@guard("claim.receipts_present")
def receipts_present(claim: ExpenseClaim, actor: User) -> Text | None:
    """Every line above the threshold shows its receipt."""
    for line in claim.lines.filter(receipt__isnull=True):
        policy = policy_on(line.spent_on)
        if line.category not in policy.receipt_free and line.amount_usd >= policy.receipt_from_usd:
            return _("A receipt is missing: {line}. From {amount} on, a receipt is needed.").format(
                line=line, amount=format_money(policy.receipt_from_usd, "USD")
            )
    return None


@guard("claim.in_time")
def in_time(claim: ExpenseClaim, actor: User) -> Text | None:
    """Claims come soon after the return; late ones with a written reason, very late ones by the lead's leave."""
    returned_on = claim.activity.ends_on
    if returned_on is None or claim.status == ClaimStatus.RETURNED:
        return None
    policy = policy_on(returned_on)
    days = (timezone.localdate() - returned_on).days
    if days > policy.days_to_claim and not claim.explanation:
        return _(
            "The journey ended {days} days ago, the limit is {limit}: please explain why the claim is late."
        ).format(days=days, limit=policy.days_to_claim)
    if days > policy.days_with_reason and claim.late_allowed_by_id is None:
        return _("The journey ended more than {limit} days ago: the Secretariat lead must allow the claim.").format(
            limit=policy.days_with_reason
        )
    return None


@guard("claim.lines_decided")
def lines_decided(claim: ExpenseClaim, actor: User) -> Text | None:
    """The verifier has said for every line how much is accepted."""
    if claim.lines.filter(accepted_amount__isnull=True).exists():
        return _("Please say for every line how much you accept.")
    return None


@guard("claim.holds_resolved")
def holds_resolved(claim: ExpenseClaim, actor: User) -> Text | None:
    """A held line needs the verifier's written word."""
    if claim.lines.filter(is_held=True, hold_resolution="").exists():
        return _("A line is held: please write why it can be accepted, or why not.")
    return None


@guard("claim.something_accepted")
def something_accepted(claim: ExpenseClaim, actor: User) -> Text | None:
    """A claim of which nothing is accepted is rejected, not paid with zero."""
    if (
        claim.lines.exists()
        and not claim.lines.filter(accepted_amount__isnull=True).exists()
        and not accepted_total(claim)
    ):
        return _("Nothing of this claim is accepted: reject it instead.")
    return None


@guard("claim.within_ceiling")
def within_ceiling(claim: ExpenseClaim, actor: User) -> Text | None:
    """The approved claims of an activity stay within its ceiling; asked under the lock of the activity."""
    ceiling = ceiling_of(claim)
    if ceiling.fits:
        return None
    return _(
        "The ceiling of the activity is {ceiling}, {committed} are approved; this claim is {excess} too much."
    ).format(
        ceiling=format_money(ceiling.ceiling, "USD"),
        committed=format_money(ceiling.committed, "USD"),
        excess=format_money(-ceiling.remains, "USD"),
    )
