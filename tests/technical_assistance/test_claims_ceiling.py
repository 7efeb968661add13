"""The ceiling of an activity holds: one claim after the other, two at once, around the services, and at random."""

import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, connections, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from partnership.core.enums import Role
from partnership.core.transitions import GuardFailed, Refused
from technical_assistance.enums.claims import COMMITTED, ClaimStatus
from technical_assistance.models import Activity, ClaimLine, ExpenseClaim
from technical_assistance.selectors.claims import ceiling_of, committed_usd, expense_totals, payables
from technical_assistance.services import claim_lines
from technical_assistance.services import claims as services
from tests.cast import Cast, make_cast
from tests.factories.claims import activity, add_line, bring, claim_in, draft_claim, join
from tests.factories.core import person


def two_travellers(cast: Cast, row: Activity) -> list[ExpenseClaim]:
    """Return two verified claims of USD 60 of two people in one activity."""
    join(row, cast, other := person(Role.PRACTITIONER, cast.denmark))
    return [claim_in("verified", cast, row=row), claim_in("verified", cast, row=row, claimant=other)]


def approve_by_sql(claim: ExpenseClaim, cast: Cast) -> None:
    """Approve around every service, as somebody with a database client would."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('partnership.transition', 'approve', true)")
        cursor.execute(
            "UPDATE technical_assistance_expenseclaim SET status = 'approved', approved_by_id = %s WHERE id = %s",
            [cast.holder.pk, claim.pk],
        )


def test_second_claim_above_the_ceiling_is_refused_with_the_arithmetic(cast: Cast) -> None:
    row = activity(cast, ceiling="100.00")
    first, second = two_travellers(cast, row)
    services.approve_claim(first, actor=cast.holder)
    with pytest.raises(GuardFailed, match=r"USD.20\.00 too much"):
        services.approve_claim(second, actor=cast.holder)
    ceiling = ceiling_of(second)
    assert (ceiling.ceiling, ceiling.committed, ceiling.this_claim, ceiling.remains) == (
        Decimal(100), Decimal(60), Decimal(60), Decimal(-20),
    )  # fmt: skip


def test_exactly_the_ceiling_fits(cast: Cast) -> None:
    row = activity(cast, ceiling="120.00")
    for claim in two_travellers(cast, row):
        services.approve_claim(claim, actor=cast.holder)
    assert committed_usd(row) == Decimal("120.00")


def test_database_refuses_what_does_not_fit(cast: Cast) -> None:
    row = activity(cast, ceiling="100.00")
    first, second = two_travellers(cast, row)
    services.approve_claim(first, actor=cast.holder)
    with pytest.raises(IntegrityError, match="above the ceiling"):
        approve_by_sql(second, cast)


@pytest.mark.parametrize("fields", [{"travel_ceiling": Decimal("59.99")}, {"funded_amount": Decimal("59.99")}])
def test_ceiling_and_funding_stay_above_what_is_approved(fields: dict, cast: Cast) -> None:
    claim = claim_in("approved", cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=claim.activity_id).update(**fields)


def test_unfunded_activity_pays_nothing(cast: Cast) -> None:
    row = activity(cast, status="cancelled", funded_amount=None)
    claim = draft_claim(cast, row)
    services.explain_claim(claim, actor=cast.practitioner, explanation="Not refundable.")
    add_line(claim)
    bring(claim, "verified", cast)
    with pytest.raises(GuardFailed, match="too much"):
        services.approve_claim(claim, actor=cast.holder)


@pytest.mark.django_db(transaction=True)
def test_two_simultaneous_approvals_of_60_under_100_exactly_one_wins() -> None:
    cast = make_cast()
    row = activity(cast, ceiling="100.00")
    claims = two_travellers(cast, row)
    second_holder = person(Role.BUDGET_HOLDER)
    start, outcomes = threading.Barrier(2), []

    def approve(claim: ExpenseClaim, actor) -> None:
        try:
            start.wait()
            services.approve_claim(claim, actor=actor)
            outcomes.append("approved")
        except Refused:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=approve, args=pair) for pair in zip(claims, (cast.holder, second_holder), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["approved", "refused"]
    assert committed_usd(row) == Decimal("60.00")


@pytest.mark.django_db(transaction=True)
def test_two_approvals_around_the_service_are_stopped_by_the_database() -> None:
    cast = make_cast()
    row = activity(cast, ceiling="100.00")
    claims = two_travellers(cast, row)
    start, outcomes = threading.Barrier(2), []

    def approve(claim: ExpenseClaim) -> None:
        try:
            start.wait()
            approve_by_sql(claim, cast)
            outcomes.append("approved")
        except IntegrityError:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=approve, args=(claim,)) for claim in claims]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["approved", "refused"]


def test_payables_and_expense_name_their_claims(cast: Cast) -> None:
    row = activity(cast)
    approved = claim_in("approved", cast, row=row, amount="10.00")
    paid = claim_in("paid", cast, row=row, amount="20.00")
    claim_in("reversed", cast, row=row, amount="30.00")
    assert [(claim.pk, claim.accepted_usd) for claim in payables()] == [(approved.pk, Decimal("10.00"))]
    expenses = expense_totals()
    assert [(e.activity_id, e.category, e.usd, e.claim_ids) for e in expenses] == [
        (row.pk, "air", Decimal("20.00"), (paid.pk,))
    ]
    assert expense_totals(until=paid.paid_on.replace(year=2020)) == []


AMOUNTS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("70.00"), places=2)
ACTIONS = st.sampled_from(
    ["submit", "verify", "return", "approve", "reject", "withdraw", "settle", "fail", "ask", "keep", "reverse"]
)
PEOPLE = st.sampled_from(["practitioner", "counterpart", "officer", "verifier", "holder", "payer", "lead", "admin"])


class ClaimMachine(RuleBasedStateMachine):
    """Random people do random things with random amounts to the claims of one activity with a ceiling of USD 100."""

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.savepoint()
        self.cast = make_cast()
        self.row = activity(self.cast, ceiling="100.00")
        self.claims: list[ExpenseClaim] = []
        self.payments = 0

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.savepoint_rollback(self.savepoint)

    def _try(self, act) -> None:
        try:
            with transaction.atomic():
                act()
        except Exception as error:  # everything but a clear refusal is raised again
            if not isinstance(error, Refused | PermissionError) and type(error).__name__ not in (
                "PermissionDenied", "ValidationError", "NotPermitted",
            ):  # fmt: skip
                raise

    @rule(actor=st.sampled_from(["practitioner", "counterpart", "officer"]), amount=AMOUNTS)
    @precondition(lambda self: len(self.claims) < 5)
    def new_claim(self, actor: str, amount: Decimal) -> None:
        claim = draft_claim(self.cast, self.row, actor=getattr(self.cast, actor))
        self.claims.append(claim)
        self._try(lambda: add_line(claim, amount=str(amount), duplicate_reason="Another ticket."))

    @rule(number=st.integers(0, 4), actor=PEOPLE, amount=AMOUNTS)
    def touch_line(self, number: int, actor: str, amount: Decimal) -> None:
        claim = self._claim(number)
        if claim and (line := claim.lines.first()):
            line.amount = amount
            self._try(lambda: claim_lines.save_line(claim, line, actor=getattr(self.cast, actor)))

    @rule(number=st.integers(0, 4), actor=PEOPLE, share=st.integers(0, 110))
    def decide(self, number: int, actor: str, share: int) -> None:
        claim = self._claim(number)
        if claim is None:
            return
        decisions = {
            line.pk: claim_lines.Decision(
                (line.amount * share / 100).quantize(Decimal("0.01")), "Less.", "It is another journey."
            )
            for line in claim.lines.all()
        }
        self._try(lambda: claim_lines.decide_lines(claim, actor=getattr(self.cast, actor), decisions=decisions))

    @rule(number=st.integers(0, 4), actor=PEOPLE, action=ACTIONS)
    def act(self, number: int, actor: str, action: str) -> None:
        claim = self._claim(number)
        if claim is not None:
            self._try(lambda: self._perform(claim, action, getattr(self.cast, actor)))

    @rule(number=st.integers(0, 4))
    def go_the_right_way(self, number: int) -> None:
        """Let the person whose turn it is do the next step, so that the random walk reaches the end."""
        claim = self._claim(number)
        turns = {
            "draft": ("submit", claim and claim.preparer), "returned": ("submit", claim and claim.preparer),
            "submitted": ("verify", self.cast.verifier), "verified": ("approve", self.cast.holder),
            "approved": ("settle", self.cast.payer), "payment_failed": ("settle", self.cast.payer),
        }  # fmt: skip
        if claim is not None and claim.status in turns:
            action, actor = turns[claim.status]
            self._try(lambda: self._perform(claim, action, actor))

    def _perform(self, claim: ExpenseClaim, action: str, actor) -> None:
        self.payments += 1
        options = {"settle": {"payment_reference": f"P{self.payments}", "paid_on": claim.created_at.date()}}
        functions = {
            "submit": services.submit_claim, "verify": services.verify_claim, "return": services.return_claim,
            "approve": services.approve_claim, "reject": services.reject_claim, "withdraw": services.withdraw_claim,
            "settle": services.settle_claim, "fail": services.fail_payment, "ask": services.ask_reversal,
            "keep": services.keep_payment, "reverse": services.reverse_claim,
        }  # fmt: skip
        with_reason = {} if action == "settle" else {"reason": "Because."}
        functions[action](claim, actor=actor, **with_reason, **options.get(action, {}))

    def _claim(self, number: int) -> ExpenseClaim | None:
        return ExpenseClaim.objects.get(pk=self.claims[number].pk) if number < len(self.claims) else None

    @invariant()
    def approved_stays_within_the_ceiling(self) -> None:
        if hasattr(self, "row"):
            lines = ClaimLine.objects.filter(claim__activity=self.row, claim__status__in=COMMITTED)
            assert sum(line.accepted_usd for line in lines) <= Decimal("100.00")

    @invariant()
    def deciders_are_different_people(self) -> None:
        for claim in ExpenseClaim.objects.all() if hasattr(self, "row") else []:
            deciders = [pk for pk in (claim.verified_by_id, claim.approved_by_id, claim.paid_by_id) if pk]
            assert len(set(deciders)) == len(deciders)
            assert not set(deciders) & {claim.claimant_id, claim.preparer_id}
            if claim.status in (ClaimStatus.PAID, ClaimStatus.REVERSED):
                assert len(deciders) == 3

    @invariant()
    def nothing_is_accepted_above_the_claim(self) -> None:
        for line in ClaimLine.objects.exclude(accepted_amount=None) if hasattr(self, "row") else []:
            assert 0 <= line.accepted_amount <= line.amount
            assert line.accepted_amount == line.amount or line.accepted_reason


def test_random_people_never_break_the_invariants(db) -> None:
    run_state_machine_as_test(
        ClaimMachine,
        settings=settings(
            max_examples=15, stateful_step_count=25, deadline=None, derandomize=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        ),
    )  # fmt: skip
