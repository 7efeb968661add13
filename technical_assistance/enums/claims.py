"""Travel claims: states, life-cycle, the closed list of categories, the words that hold a line."""

import re

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnership.core.transitions import Machine, Transition

APP = "technical_assistance"


class ClaimStatus(TextChoices):
    """Where a claim stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    VERIFIED = "verified", _("Verified")
    APPROVED = "approved", _("Approved")
    PAID = "paid", pgettext_lazy("travel claim", "Paid")
    PAYMENT_FAILED = "payment_failed", _("Payment failed")
    REVERSAL_ASKED = "reversal_asked", _("Reversal asked for")
    REVERSED = "reversed", _("Reversed")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


S = ClaimStatus
EDITABLE = (S.DRAFT, S.RETURNED)
VERIFIED_ONCE = (S.VERIFIED, S.APPROVED, S.PAID, S.PAYMENT_FAILED, S.REVERSAL_ASKED, S.REVERSED)
APPROVED_ONCE = (S.APPROVED, S.PAID, S.PAYMENT_FAILED, S.REVERSAL_ASKED, S.REVERSED)
PAID_ONCE = (S.PAID, S.PAYMENT_FAILED, S.REVERSAL_ASKED, S.REVERSED)
COMMITTED = (S.APPROVED, S.PAID, S.PAYMENT_FAILED, S.REVERSAL_ASKED)  # what counts against the ceiling
SPENT = (S.PAID, S.REVERSAL_ASKED)  # money that has left and not come back
DEAD = (S.REJECTED, S.WITHDRAWN, S.REVERSED)  # their lines block no night and no receipt
OPEN = (S.DRAFT, S.RETURNED, S.SUBMITTED, S.VERIFIED, S.APPROVED, S.PAYMENT_FAILED, S.REVERSAL_ASKED)

TONES = {
    S.SUBMITTED: "info",
    S.RETURNED: "soon",
    S.VERIFIED: "info",
    S.APPROVED: "info",
    S.PAID: "done",
    S.PAYMENT_FAILED: "wrong",
    S.REVERSAL_ASKED: "soon",
    S.REJECTED: "wrong",
}

CLAIM_MACHINE = Machine(
    label=f"{APP}.ExpenseClaim",
    states=ClaimStatus,
    initial=S.DRAFT,
    transitions=(
        Transition(
            "submit",
            (S.DRAFT, S.RETURNED),
            S.SUBMITTED,
            f"{APP}.submit_claim",
            _("Submit the claim"),
            guards=(
                "claim.activity_confirmed",
                "claim.traveller_confirmed",
                "claim.has_lines",
                "claim.receipts_present",
                "claim.in_time",
            ),
        ),
        Transition(
            "verify",
            (S.SUBMITTED,),
            S.VERIFIED,
            f"{APP}.verify_claim",
            _("Verify the claim"),
            guards=("claim.other_person", "claim.lines_decided", "claim.holds_resolved", "claim.something_accepted"),
        ),
        Transition(
            "return",
            (S.SUBMITTED,),
            S.RETURNED,
            f"{APP}.verify_claim",
            _("Return for correction"),
            guards=("claim.other_person",),
            reason_required=True,
        ),
        Transition(
            "approve",
            (S.VERIFIED,),
            S.APPROVED,
            f"{APP}.approve_claim",
            _("Approve the claim"),
            guards=("claim.other_person", "claim.within_ceiling"),
        ),
        Transition(
            "reject",
            (S.SUBMITTED, S.VERIFIED),
            S.REJECTED,
            f"{APP}.reject_claim",
            _("Reject the claim"),
            guards=("claim.other_person",),
            reason_required=True,
        ),
        Transition(
            "withdraw",
            (S.DRAFT, S.RETURNED, S.SUBMITTED),
            S.WITHDRAWN,
            f"{APP}.submit_claim",
            _("Withdraw the claim"),
            reason_required=True,
        ),
        Transition(
            "settle",
            (S.APPROVED, S.PAYMENT_FAILED),
            S.PAID,
            f"{APP}.pay_claim",
            _("Pay the claim"),
            guards=("claim.other_person",),
            is_internal=True,
        ),
        Transition(
            "fail",
            (S.PAID,),
            S.PAYMENT_FAILED,
            f"{APP}.pay_claim",
            _("Record that the payment failed"),
            guards=("claim.not_own",),
            reason_required=True,
            is_internal=True,
        ),
        Transition(
            "ask_reversal",
            (S.PAID,),
            S.REVERSAL_ASKED,
            f"{APP}.pay_claim",
            _("Ask to reverse the payment"),
            guards=("claim.not_own",),
            reason_required=True,
            is_internal=True,
        ),
        Transition(
            "keep_payment",
            (S.REVERSAL_ASKED,),
            S.PAID,
            f"{APP}.reverse_claim",
            _("Keep the payment"),
            guards=("claim.not_own",),
            reason_required=True,
            is_internal=True,
        ),
        Transition(
            "reverse",
            (S.REVERSAL_ASKED,),
            S.REVERSED,
            f"{APP}.reverse_claim",
            _("Reverse the payment"),
            guards=("claim.not_own", "claim.second_person"),
            is_internal=True,
        ),
    ),
)


class ExpenseCategory(TextChoices):
    """What the fund pays: the costs of travelling, and nothing else. There is no "other" on purpose."""

    AIR = "air", _("Air ticket")
    RAIL = "rail", _("Rail ticket")
    BUS_BOAT = "bus_boat", _("Bus or boat ticket")
    MILEAGE = "mileage", _("Mileage of one's own car")
    AIRPORT_TRANSFER = "airport_transfer", _("Airport transfer")
    LOCAL_TRANSPORT = "local_transport", _("Local transport")
    LODGING = "lodging", _("Lodging")
    PER_DIEM = "per_diem", _("Per diem")
    VISA = "visa", pgettext_lazy("travel document", "Visa")
    VACCINE = "vaccine", _("Mandatory vaccine")
    TRAVEL_INSURANCE = "travel_insurance", _("Travel insurance")
    BAGGAGE = "baggage", _("Baggage")


NIGHT_CATEGORIES = (ExpenseCategory.LODGING, ExpenseCategory.PER_DIEM)
# Spent on the way or at the place; the other categories are bought in advance, so for them only the end counts.
ON_TRAVEL = (
    ExpenseCategory.PER_DIEM,
    ExpenseCategory.LODGING,
    ExpenseCategory.LOCAL_TRANSPORT,
    ExpenseCategory.AIRPORT_TRANSFER,
    ExpenseCategory.MILEAGE,
)

# Beginnings of words, in the four languages, that name pay for work; both cases of accented letters are written
# out because the database may compare letter cases only in ASCII.
PAY_WORDS = (
    r"honor[aáÁ]r",
    r"honora",
    r"consult[oó]r[iíÍ]a",
    r"consult(ancy|ing|ation fee)",
    r"fees?\y",
    r"tarifa de (consultor|expert)",
    r"stipend",
    r"est[iíÍ]pend",
    r"salar(y|ies|io)",
    r"sal[aáÁ]ri",
    r"salaire",
    r"sueldo",
    r"wages?\y",
    r"remunera",
    r"r[eéÉ]mun[eéÉ]ra",
    r"overhead",
    r"gastos generales",
    r"staff time",
    r"d[iíÍ]as? de trabajo",
)
PAY_PATTERN_SQL = rf"\y({'|'.join(PAY_WORDS)})"
_PAY_PATTERN = re.compile(PAY_PATTERN_SQL.replace(r"\y", r"\b"), re.IGNORECASE)
NOT_TRAVEL_CATEGORIES = ("fee", "salary", "honorarium", "consultancy", "staff_time", "overhead", "other")


def pay_words_in(text: str) -> str:
    """Return the words of a description that may mean pay for work, separated by commas; empty when there are none."""
    found = dict.fromkeys(match.group(0).lower() for match in _PAY_PATTERN.finditer(text))
    return ", ".join(found)
