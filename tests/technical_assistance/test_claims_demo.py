"""The demonstration's claims: every state, through the services."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from partnership.demo.claims import STATES, load_claims
from technical_assistance.models import ExpenseClaim
from technical_assistance.selectors.claims import committed_usd
from technical_assistance.services.claims import settle_claim
from tests.cast import Cast
from tests.factories.claims import activity, first_day
from tests.factories.core import country


def _pay(claim: ExpenseClaim, cast: Cast) -> None:
    settle_claim(claim, actor=cast.payer, payment_reference=f"DEMO-{claim.pk}", paid_on=timezone.localdate())


def test_without_the_fund_nothing_is_paid(cast: Cast) -> None:
    (claim,) = load_claims(cast.people(), [activity(cast, ceiling="4000.00")])
    assert (claim.status, claim.paid_by) == ("approved", None)


@pytest.mark.parametrize("currency_country", ["PER", "DNK"])
def test_demo_claims_reach_every_state_within_the_ceiling(currency_country: str, cast: Cast) -> None:
    rows = [
        activity(
            cast,
            ceiling="4000.00",
            starts_on=first_day() - timedelta(days=14 * number),
            host_country=country(currency_country),
        )
        for number in range(len(STATES))
    ]
    rows.append(activity(cast, mode="remote", ceiling="0.00"))
    made = load_claims(cast.people(), rows, pay=lambda claim: _pay(claim, cast))
    assert Counter(claim.status for claim in made) == Counter(STATES)
    assert all(committed_usd(row) <= row.travel_ceiling for row in rows)
    kinds = {line.receipt.content_type for claim in made for line in claim.lines.all()}
    assert kinds == {
        "application/pdf",
        "image/png",
    }
