"""The verifier names the first broken posting, whatever was done to the rows behind the database's back."""

import io

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import connection

from governance.models import LedgerTransaction, Leg, Receipt
from governance.selectors.fund import ledger_head
from governance.services import verification
from governance.services.verification import verify_ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(fund):
    """A ledger of five postings; the third is the receipt RC-0002."""
    fund.pledge("100")
    fund.receive("10")
    fund.receive("20")
    fund.receive("30")
    fund.allocate("50")
    return fund


def test_sound_ledger_prints_its_head(ledger):
    out = io.StringIO()
    call_command("verify_ledger", stdout=out)
    sequence, head = ledger_head()
    assert out.getvalue() == f"The ledger is sound: {sequence} postings, head {head}\n"


def test_empty_ledger_is_sound(db):
    assert verify_ledger().is_sound


TAMPERING = {
    "narrative": lambda: LedgerTransaction.objects.filter(sequence=3).update(narrative="something else"),
    "amount": lambda: Leg.objects.filter(transaction__sequence=3, book="cash").update(usd=21),
    "both sides": lambda: [
        Leg.objects.filter(transaction__sequence=3, debit__gt=0).update(debit=21, usd=21),
        Leg.objects.filter(transaction__sequence=3, credit__gt=0).update(credit=21, usd=21),
    ],
    "account": lambda: Leg.objects.filter(transaction__sequence=3, position=2).update(
        account=Leg.objects.get(transaction__sequence=1, position=1).account, book="budget"
    ),
    "leg removed": lambda: Leg.objects.filter(transaction__sequence=3, position=4).delete(),
    "hash": lambda: LedgerTransaction.objects.filter(sequence=3).update(hash="f" * 64),
    "document amount": lambda: Receipt.objects.filter(number="RC-0002").update(amount=21),
    "document removed": lambda: Receipt.objects.filter(number="RC-0002").delete(),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_tampered_posting_is_named(ledger, name, capsys):
    with pgtrigger.ignore():
        _without_usd_checks()
        TAMPERING[name]()
    with pytest.raises(SystemExit) as stopped:
        call_command("verify_ledger")
    assert stopped.value.code == 1
    assert "BROKEN at posting 3 (RC-0002)" in capsys.readouterr().err


def test_missing_posting_is_named(ledger):
    with pgtrigger.ignore():
        Receipt.objects.filter(number="RC-0002").delete()
        Leg.objects.filter(transaction__sequence=3).delete()
        LedgerTransaction.objects.filter(sequence=3).delete()
    assert verify_ledger().broken.endswith("posting 3 is missing")


def test_reading_goes_on_over_the_chunk(ledger, monkeypatch):
    monkeypatch.setattr(verification, "CHUNK", 2)
    assert verify_ledger().postings == 5


def test_queries_do_not_grow_with_the_postings(ledger, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        verify_ledger()


def _without_usd_checks() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE governance_leg DROP CONSTRAINT governance_leg_usd")
