"""The way of a travel claim: written by the traveller or an officer, verified, approved and paid by three others."""

from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from governance.models import Commitment, Disbursement
from governance.services.payments import ask_payment_reversal, pay_claim
from governance.services.reversals import reverse
from partnership.core.models import User
from technical_assistance.models import Activity, ClaimLine, ExpenseClaim, Practitioner
from technical_assistance.services import claim_lines, claims

from .case import Case
from .costs import Cost, costs_of
from .life import at, workdays_after
from .papers import paper, picture
from .plan import PlannedVisit, dice_for
from .timeline import Play

PREPARED_BY_OFFICER = 5  # every so many-th claim
RETURNED_ONCE = 8  # every so many-th claim came back once before it was verified
NOT_TRAVEL = Decimal("18.00")
PAID_FIRST = ("payment_failed", "reversal_asked", "reversed")
CUT_OFF = "The hotel bill is cut off, please add it whole."


class Claimed:
    """A claim while it is played: who travels, who wrote it, where it stops, the row as it is now."""

    def __init__(self, case: Case, planned: PlannedVisit, activity: Activity, expert: Practitioner, number: int):
        self.case, self.planned, self.activity, self.traveller = case, planned, activity, expert.user
        self.dice = dice_for(case.story.key, planned.visit.title, "claim", number)
        wanted = planned.visit.claims
        self.stop = wanted[number] if number < len(wanted) else "paid"
        self.by_officer = self.dice.randrange(PREPARED_BY_OFFICER) == 0 and self.stop != "draft"
        self.key = f"{activity.pk}:{expert.pk}"
        self.row: ExpenseClaim | None = None

    @property
    def preparer(self) -> User:
        return self.case.officer if self.by_officer else self.traveller

    @property
    def claim(self) -> ExpenseClaim:
        """The row; nobody but this play changes it."""
        assert self.row is not None  # noqa: S101  # played from the draft on
        return self.row

    @property
    def verifier(self) -> User:
        return self.case.stage.people["verifier"]

    @property
    def today(self) -> date:
        return self.case.stage.timeline.clock.moment.date()

    @property
    def returned_once(self) -> bool:
        return self.stop == "paid" and self.dice.randrange(RETURNED_ONCE) == 0


def claim_play(
    case: Case,
    planned: PlannedVisit,
    activity: Activity,
    expert: Practitioner,
    commitments: list[Commitment],
    number: int,
) -> Play:
    """Play the claim of one traveller. Remote work and study visits, where the experts stay at home, have none."""
    if planned.visit.mode != "mission":
        return
    claimed, last = Claimed(case, planned, activity, expert, number), planned.last
    minute = (7 * case.number + number) % 60
    yield at(workdays_after(last, claimed.dice.randint(1, 3)), 9, minute)
    _write(claimed)
    if claimed.stop == "draft":
        return
    yield at(workdays_after(last, 16 if planned.visit.late else claimed.dice.randint(4, 7)), 17, minute)
    _submit(claimed)
    if claimed.stop == "withdrawn":
        yield at(workdays_after(claimed.today, 2), 9, minute)
        claimed.row = claims.withdraw_claim(
            claimed.claim, actor=claimed.preparer, reason="The employer has paid the journey."
        )
    elif claimed.stop != "submitted":
        yield from _decide(claimed, minute)
        if claimed.claim.status == "approved" and claimed.stop != "approved":
            yield from _pay(claimed, commitments[0], minute)


def _write(claimed: Claimed) -> None:
    preparer = claimed.preparer
    claimed.row = claims.begin_claim(claimed.activity, claimant=claimed.traveller, actor=preparer)
    key = claimed.traveller.email.partition("@")[0]
    for cost in costs_of(claimed.planned, claimed.case.story, key):
        line = ClaimLine(
            claim=claimed.row, category=cost.category, spent_on=cost.spent_on, nights=cost.nights, amount=cost.amount,
            currency_id=cost.currency, description=cost.description,
        )  # fmt: skip
        claim_lines.save_line(claimed.row, line, actor=preparer, upload=_receipt(cost, claimed.row))


def _receipt(cost: Cost, claim: ExpenseClaim) -> SimpleUploadedFile | None:
    if not cost.has_receipt:
        return None
    if cost.category == "air":
        return paper(f"{cost.description} {claim.reference}")
    return picture(f"{cost.category}-{claim.pk}")


def _submit(claimed: Claimed) -> None:
    if claimed.planned.visit.late:
        why = "The hotel sent its bill three weeks after the journey."
        claimed.row = claims.explain_claim(claimed.claim, actor=claimed.preparer, explanation=why)
    claimed.row = claims.submit_claim(claimed.claim, actor=claimed.preparer)


def _decide(claimed: Claimed, minute: int) -> Play:
    dice = claimed.dice
    yield at(workdays_after(claimed.today, dice.randint(1, 4)), 10, minute)
    if claimed.stop == "rejected":
        claims.reject_claim(claimed.claim, actor=claimed.verifier, reason="The employer has paid this journey already.")
        return
    if claimed.stop == "returned" or claimed.returned_once:
        claimed.row = claims.return_claim(claimed.claim, actor=claimed.verifier, reason=CUT_OFF)
        if claimed.stop == "returned":
            return
        yield at(workdays_after(claimed.today, 3), 9, minute)
        claimed.row = claims.submit_claim(claimed.claim, actor=claimed.preparer)
        yield at(workdays_after(claimed.today, 2), 10, minute)
    _verify(claimed)
    if claimed.stop == "verified":
        return
    yield at(workdays_after(claimed.today, dice.randint(1, 4)), 15, minute)
    claimed.row = claims.approve_claim(claimed.claim, actor=claimed.case.stage.people["holder"])


def _verify(claimed: Claimed) -> None:
    """Accept the lines; from some hotel bills what is not travel is taken off."""
    decisions = {}
    cut = claimed.dice.random() < 0.25
    for line in claimed.claim.lines.all():
        less = cut and line.category == "lodging" and line.currency_id != "PYG"
        accepted = line.amount - NOT_TRAVEL if less else line.amount
        decisions[line.pk] = claim_lines.Decision(accepted, "Minibar is not travel." if less else "")
    claimed.row = claim_lines.decide_lines(claimed.claim, actor=claimed.verifier, decisions=decisions)
    claimed.row = claims.verify_claim(claimed.claim, actor=claimed.verifier)


def _pay(claimed: Claimed, commitment: Commitment, minute: int) -> Play:
    people = claimed.case.stage.people
    yield at(workdays_after(claimed.today, claimed.dice.randint(2, 6)), 12, minute)
    payment = pay_claim(
        claimed.claim, commitment=commitment, payment_reference=f"TR-{claimed.today:%y%m}-{claimed.claim.pk:04}",
        paid_on=claimed.today, actor=people["payer"], key=f"demo:payment:{claimed.key}",
    )  # fmt: skip
    if claimed.stop not in PAID_FIRST:
        return
    yield at(workdays_after(claimed.today, 4), 12, minute)
    if claimed.stop == "payment_failed":
        reason = "The bank returned it: the account is closed."
        claims.fail_payment(payment.claim, actor=people["payer"], reason=reason)
        return
    ask_payment_reversal(payment, reason="The airline refunded the ticket to the traveller.", actor=people["payer"])
    if claimed.stop == "reversed":
        yield at(workdays_after(claimed.today, 2), 12, minute)
        _reverse(payment, claimed, people["holder"])


def _reverse(payment: Disbursement, claimed: Claimed, holder: User) -> None:
    reason = "Refunded by the airline; the traveller gave the money back."
    reverse(
        payment.transaction, reason=reason, value_date=claimed.today, actor=holder,
        key=f"demo:reversal:{claimed.key}",
    )  # fmt: skip
