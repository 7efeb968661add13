"""The list of claims as a table: amounts in USD, one row for each claim."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from technical_assistance.models import ExpenseClaim

COLUMNS = (
    _("Claim"),
    _("State"),
    _("Since"),
    _("Traveller"),
    _("Prepared by"),
    _("Activity"),
    _("Country"),
    _("Lines"),
    _("Claimed (USD)"),
    _("Accepted (USD)"),
    _("Paid on"),
    _("Payment reference"),
)


def rows_of(claims: QuerySet[ExpenseClaim]) -> Iterator[Sequence[Any]]:
    """Yield one row for each claim of ``selectors.claims.for_claim_list``, in its order."""
    for claim in claims.iterator(chunk_size=500):
        yield (
            claim.reference,
            str(claim.get_status_display()),
            timezone.localdate(claim.status_since),
            claim.claimant.full_name,
            claim.preparer.full_name,
            claim.activity.title,
            str(claim.activity.host_country),
            claim.line_count,
            claim.claimed_usd,
            claim.accepted_usd,
            claim.paid_on,
            claim.payment_reference,
        )
