"""Random valid and invalid operations; after each the invariants are recomputed from the raw legs."""

import itertools
from collections import defaultdict
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from governance.enums import ContributorKind
from governance.models import Commitment, LedgerTransaction, Leg
from governance.selectors import fund as figures
from governance.services.contributions import record_charge, record_currency_sale, record_interest
from governance.services.reversals import reverse
from governance.services.spending import decommit
from governance.services.verification import verify_ledger
from partnership.core.enums import Role
from partnership.core.transitions import Refused
from tests.cast import make_cast
from tests.factories.core import person
from tests.factories.governance import DAY, Fund, contributor, key, rate

AMOUNTS = st.sampled_from(["0.01", "1", "33.33", "60", "99.99", "100", "250.50", "0", "-1", "0.005", "NaN"])
CURRENCIES = st.sampled_from(["USD", "EUR", "CLP"])


class LedgerMachine(RuleBasedStateMachine):
    """People who try things, right and wrong, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()

    @initialize()
    def open_the_fund(self) -> None:
        self.cast = make_cast()
        self.fund = Fund(self.cast)
        self.other = person(Role.PAYER)
        self.givers = [contributor(self.cast), contributor(self.cast, "CHL", ContributorKind.RECIPIENT)]
        rate("EUR", "0.83")
        rate("CLP", "931.37")

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def attempt(self, act) -> None:
        """Do something that may be refused; a refusal leaves nothing behind."""
        before = LedgerTransaction.objects.count()
        try:
            with transaction.atomic():
                act()
        except (Refused, ValidationError):
            assert LedgerTransaction.objects.count() == before

    @rule(amount=AMOUNTS, currency=CURRENCIES, who=st.integers(0, 1))
    def pledge(self, amount, currency, who) -> None:
        self.attempt(lambda: self.fund.pledge(amount, currency, contributor=self.givers[who]))

    @rule(amount=AMOUNTS, currency=CURRENCIES, who=st.integers(0, 1), of=st.integers(0, 5))
    def receive(self, amount, currency, who, of) -> None:
        giver = self.givers[who]
        pledge = dict(enumerate(giver.pledges.order_by("id"))).get(of)
        self.attempt(lambda: self.fund.receive(amount, currency, contributor=giver, pledge=pledge))

    @rule(amount=AMOUNTS, currency=CURRENCIES)
    def interest(self, amount, currency) -> None:
        self.attempt(
            lambda: record_interest(
                amount=Decimal(amount), currency=currency, bank_reference=key(), value_date=DAY,
                actor=self.cast.payer, key=key(),
            )
        )  # fmt: skip

    @rule(amount=AMOUNTS)
    def charge(self, amount) -> None:
        self.attempt(
            lambda: record_charge(
                kind="bank_charge", amount=Decimal(amount), bank_reference=key(), value_date=DAY,
                actor=self.cast.payer, key=key(),
            )
        )  # fmt: skip

    @rule(amount=AMOUNTS, received=AMOUNTS, currency=CURRENCIES)
    def sell(self, amount, received, currency) -> None:
        self.attempt(
            lambda: record_currency_sale(
                amount=Decimal(amount), currency=currency, received=Decimal(received), bank_reference=key(),
                value_date=DAY, actor=self.cast.payer, key=key(),
            )
        )  # fmt: skip

    @rule(amount=AMOUNTS)
    def allocate(self, amount) -> None:
        self.attempt(lambda: self.fund.allocate(amount))

    @rule(amount=AMOUNTS)
    def commit(self, amount) -> None:
        self.attempt(lambda: self.fund.commit(amount))

    @precondition(lambda self: hasattr(self, "cast") and Commitment.objects.exists())
    @rule(amount=AMOUNTS, number=st.integers(0, 5))
    def decommit(self, amount, number) -> None:
        commitments = list(Commitment.objects.order_by("id"))
        commitment = commitments[number % len(commitments)]
        self.attempt(
            lambda: decommit(
                commitment=commitment, amount=Decimal(amount), reason="x", value_date=DAY, actor=self.cast.holder,
                key=key(),
            )
        )  # fmt: skip

    @precondition(lambda self: hasattr(self, "cast") and LedgerTransaction.objects.exists())
    @rule(number=st.integers(0, 30))
    def reverse(self, number) -> None:
        entries = list(LedgerTransaction.objects.order_by("sequence"))
        entry = entries[number % len(entries)]
        self.attempt(lambda: reverse(entry, reason="x", value_date=DAY, actor=self.other, key=key()))

    @invariant()
    def every_posting_balances(self) -> None:
        sums = defaultdict(Decimal)
        for leg in Leg.objects.select_related("transaction"):
            sums[leg.transaction_id, leg.book, leg.currency_id] += leg.debit - leg.credit
            sums[leg.transaction_id, leg.book, "usd"] += leg.usd if leg.debit else -leg.usd
        assert not any(sums.values())

    @invariant()
    def no_ceiling_is_broken(self) -> None:
        balances = defaultdict(Decimal)
        for leg in Leg.objects.select_related("account"):
            balances[leg.account.kind, leg.account.code, leg.currency_id] += leg.credit - leg.debit
        spending, holding = ("unallocated", "allocated", "committed", "disbursed"), ("bank", "pledge_receivable")
        assert [name for name, balance in balances.items() if name[0] in spending and balance < 0] == []
        assert [name for name, balance in balances.items() if name[0] in holding and balance > 0] == []

    @invariant()
    def sequence_has_no_gap(self) -> None:
        found = list(LedgerTransaction.objects.order_by("sequence").values_list("sequence", flat=True))
        assert found == list(itertools.islice(itertools.count(1), len(found)))

    @invariant()
    def four_routes_agree(self) -> None:
        assert figures.balance_by_routes().agree

    @invariant()
    def the_verifier_agrees(self) -> None:
        assert verify_ledger().broken == ""


LedgerMachine.TestCase.settings = settings(
    max_examples=8, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


@pytest.mark.django_db
def test_ledger_keeps_its_invariants_whatever_people_try() -> None:
    LedgerMachine.TestCase().runTest()
