"""The demonstration's claims: every state, through the services."""

from collections import Counter
from datetime import timedelta

import pytest

from partnership.demo.claims import STATES, load_claims
from technical_assistance.selectors.claims import committed_usd
from tests.cast import Cast
from tests.factories.claims import activity, first_day
from tests.factories.core import country


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
    made = load_claims(cast.people(), [*rows, activity(cast, mode="remote", ceiling="0.00")])
    assert Counter(claim.status for claim in made) == Counter(STATES)
    assert all(committed_usd(row) <= row.travel_ceiling for row in rows)
    kinds = {line.receipt.content_type for claim in made for line in claim.lines.all()}
    assert kinds == {
        "application/pdf",
        "image/png",
    }
