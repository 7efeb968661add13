"""Paying a claim: ledger and claim together, by a fourth person, and its reversal by two."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse as url_of

from governance.models import Commitment, Disbursement, LedgerTransaction
from governance.selectors import fund as figures
from governance.selectors.fund_tasks import fund_tasks_waiting_for
from governance.selectors.spending import payable_commitments
from governance.services.payments import ask_payment_reversal, pay_claim
from governance.services.reversals import reverse
from governance.services.spending import decommit
from governance.services.verification import verify_ledger
from partnership.core.enums import Role
from partnership.core.transitions import NotPermitted, Refused
from technical_assistance.models import ExpenseClaim
from tests.factories.claims import claim_in
from tests.factories.core import give_role, person
from tests.factories.governance import DAY, key
from tests.factories.technical_assistance import activity_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(cast) -> ExpenseClaim:
    """An approved claim of USD 60."""
    return claim_in("approved", cast)


@pytest.fixture
def commitment(fund, claim) -> Commitment:
    """A commitment of USD 1,000 for the activity of the claim."""
    fund.receive("5000")
    fund.allocate("3000")
    return fund.commit("1000", activity=claim.activity)


def pay(claim, commitment, cast, **more) -> Disbursement:
    more = {"payment_reference": "PAY-1", "paid_on": DAY, "actor": cast.payer, "key": key()} | more
    return pay_claim(claim, commitment=commitment, **more)


@transaction.atomic
def save_and_check(document: Disbursement) -> None:
    """Insert past the services and run the checks that wait for the end of the database transaction."""
    document.save()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_commitment_funds_the_activity(claim, commitment):
    claim.activity.refresh_from_db()
    assert (claim.activity.funded_amount, claim.activity.funding_reference) == (1000, commitment.number)


def test_payment_settles_the_claim_and_posts_both_books(claim, commitment, cast):
    paid = pay(claim, commitment, cast)
    claim.refresh_from_db()
    assert (claim.status, claim.paid_by, claim.payment_reference) == ("paid", cast.payer, "PAY-1")
    legs = paid.transaction.legs.order_by("position").values_list("account__code", "debit", "credit")
    assert [(code, int(debit), int(credit)) for code, debit, credit in legs] == [
        ("4000.TA.travel", 60, 0), ("1000.USD", 0, 60),
        (f"B320.TA.{commitment.number}", 60, 0), ("B330.TA", 0, 60),
    ]  # fmt: skip
    assert payable_commitments(claim.activity).get().unpaid == 940
    assert figures.balance_by_routes() == figures.Routes(*[Decimal("4940.00")] * 4)
    assert [(row.expense_class.value, figure.amount) for row, figure in figures.by_expense_class()] == [("travel", 60)]
    assert verify_ledger().is_sound


def test_same_form_twice_pays_once(claim, commitment, cast):
    once = key()
    assert pay(claim, commitment, cast, key=once) == pay(claim, commitment, cast, key=once)
    assert Disbursement.objects.count() == 1


def test_paid_claim_is_not_paid_again(claim, commitment, cast):
    pay(claim, commitment, cast)
    before = LedgerTransaction.objects.count()
    with pytest.raises(Refused):
        pay(claim, commitment, cast, payment_reference="PAY-2")
    assert LedgerTransaction.objects.count() == before


def test_used_payment_reference_is_refused(claim, commitment, cast, fund):
    pay(claim, commitment, cast)
    other = claim_in("approved", cast, amount="10.00", row=claim.activity)
    with pytest.raises(Exception, match="already"):
        pay(other, commitment, cast)
    other.refresh_from_db()
    assert other.status == "approved"


@pytest.mark.parametrize("who", ["claimant", "verified_by", "approved_by"])
def test_whoever_had_a_part_in_the_claim_does_not_pay_it(claim, commitment, cast, who):
    insider = getattr(claim, who)
    give_role(insider, Role.PAYER)
    with pytest.raises(NotPermitted):
        pay(claim, commitment, cast, actor=insider)
    assert not Disbursement.objects.exists()


@pytest.mark.parametrize("role", ["lead", "holder", "officer", "auditor", "admin"])
def test_only_a_payer_pays(claim, commitment, cast, role):
    with pytest.raises(PermissionDenied):
        pay(claim, commitment, cast, actor=getattr(cast, role))


def test_commitment_of_another_activity_does_not_pay(claim, commitment, cast, fund):
    with pytest.raises(Refused, match="not for the activity"):
        pay(claim, fund.commit("500"), cast)


def test_payment_above_the_commitment_is_refused(claim, commitment, cast):
    claim.activity.refresh_from_db()
    with pytest.raises(Refused, match="travel ceiling"):  # confirmed travel stays covered
        decommit(commitment=commitment, amount=Decimal("950"), reason="x", value_date=DAY, actor=cast.holder, key=key())
    small = Commitment.objects.get()
    assert payable_commitments(claim.activity).get() == small


def test_database_refuses_a_payment_that_settles_nothing(claim, commitment, cast):
    pay(claim, commitment, cast)
    twin = Disbursement(
        number="DB-9999", value_date=DAY, transaction=commitment.transaction, currency_id="USD", amount=60,
        commitment=commitment, claim=claim, expense_class="travel", payment_reference="PAY-9",
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="fourth person"):
        save_and_check(twin)


def test_reversal_of_a_payment_takes_two_people(claim, commitment, cast):
    paid = pay(claim, commitment, cast)
    with pytest.raises(Refused, match="asks for the reversal"):
        reverse(paid.transaction, reason="Wrong account", value_date=DAY, actor=cast.holder, key=key())
    ask_payment_reversal(paid, reason="Wrong account", actor=cast.payer)
    with pytest.raises(PermissionDenied):
        reverse(paid.transaction, reason="Wrong account", value_date=DAY, actor=cast.payer, key=key())
    reverse(paid.transaction, reason="Wrong account", value_date=DAY, actor=cast.holder, key=key())
    claim.refresh_from_db()
    assert claim.status == "reversed"
    assert payable_commitments(claim.activity).get().unpaid == 1000
    assert figures.balance_by_routes().agree


def test_payer_pays_in_the_browser(claim, commitment, cast, signed_in):
    browser = signed_in(cast.payer)
    listed = browser.get(url_of("governance:payables"))
    assert claim.reference in listed.content.decode()
    data = {"commitment": commitment.pk, "payment_reference": "PAY-7", "value_date": "2026-03-02", "form_key": key()}
    answers = [browser.post(url_of("governance:pay", args=[claim.pk]), data) for _ in range(2)]
    assert answers[0].status_code == 302
    assert Disbursement.objects.get().payment_reference == "PAY-7"
    shown = browser.get(answers[0].url).content.decode()
    assert "PAY-7" in shown
    assert "4000.TA.travel" in shown


def test_second_payer_reverses(claim, commitment, cast):
    paid = pay(claim, commitment, cast)
    ask_payment_reversal(paid, reason="Wrong account", actor=cast.payer)
    assert reverse(paid.transaction, reason="Wrong", value_date=DAY, actor=person(Role.PAYER), key=key())


def test_payment_and_funding_are_tasks_of_those_who_do_them(claim, commitment, cast):
    tasks = {name: fund_tasks_waiting_for(getattr(cast, name)) for name in ("payer", "holder", "lead", "ministry")}
    assert [task.sentence for task in tasks["payer"]] == [f"{claim.reference} is approved and waits to be paid."]
    assert (tasks["lead"], tasks["ministry"]) == ([], [])
    assert tasks["holder"] == []


def test_unfunded_travel_is_a_task_of_the_budget_holder(cast):
    planned = activity_in("planned", cast)
    (task,) = fund_tasks_waiting_for(cast.holder)
    assert str(planned.code) in task.sentence
    assert task.url.endswith(f"?activity={planned.pk}")
