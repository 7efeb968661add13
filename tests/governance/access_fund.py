"""Access to the pages of the Committee and the trust fund."""

from decimal import Decimal

from governance.models import FundPeriod
from governance.services.payments import pay_claim
from tests.access import FORBIDDEN, MOVED, NO_METHOD, OK, Row, only, public, signed_in
from tests.cast import Cast
from tests.factories.claims import claim_in
from tests.factories.governance import DAY, Fund, decision, held_meeting, key

READERS = "officer lead verifier holder payer committee auditor"
FINANCE = "lead verifier holder payer auditor"
RECORDS = {
    "pledge": "officer lead",
    "receipt": "payer",
    "interest": "payer",
    "charge": "payer",
    "currency_sale": "payer",
    "allocation": "lead",
    "commitment": "holder",
    "decommitment": "holder",
    "contributor": "officer lead",
    "meeting": "lead",
    "decision": "lead",
    "programme": "lead",
}


def readers(status: int = OK) -> dict[str, int]:
    """Return an answer for whoever works with the fund or oversees it; 404 for other people."""
    return only(READERS, status)


def recorders(roles: str, status: int = OK) -> dict[str, int]:
    """Return an answer for some of the readers; 403 for the other readers, 404 for other people."""
    return only(roles, status, **{role: FORBIDDEN for role in READERS.split() if role not in roles.split()})


def _entry(cast: Cast) -> dict:
    return {"sequence": Fund(cast).receive(Decimal(5)).transaction.sequence}


def _claim(cast: Cast) -> dict:
    return {"pk": claim_in("approved", cast).pk}


def _payment(cast: Cast) -> dict:
    fund, claim = Fund(cast), claim_in("approved", cast)
    fund.receive("5000")
    fund.allocate("3000")
    commitment = fund.commit("1000", activity=claim.activity)
    paid = pay_claim(claim, commitment=commitment, payment_reference="PAY-1", paid_on=DAY, actor=cast.payer, key=key())
    return {"sequence": paid.transaction.sequence}


def payers() -> dict[str, int]:
    """Return the answers of a payment's form: open to the payer, refused to who may only look, hidden from others."""
    return only("payer", **{role: FORBIDDEN for role in FINANCE.split() if role != "payer"})


def _period(cast: Cast) -> dict:
    _entry(cast)
    return {"pk": FundPeriod.objects.get().pk, "action": "begin_closing"}


def _meeting_act(cast: Cast) -> dict:
    return {"pk": held_meeting(cast).pk, "action": "cancel"}


def _rows() -> list[Row]:
    lists = ["ledger", "pledges", "commitments", "decisions", "programme", "periods"]
    single = {
        "entry": _entry,
        "decision": lambda cast: {"pk": decision(cast).pk},
        "meeting": lambda cast: {"pk": held_meeting(cast).pk},
        "ledger_export": lambda cast: {"form": "csv"},
    }
    rows = []
    for name, make in {**dict.fromkeys(lists, lambda cast: {}), **single}.items():
        rows.append(Row(f"governance:{name}", readers(), make=make))
        rows.append(Row(f"governance:{name}", signed_in(NO_METHOD), method="post", make=make))
    for name, roles in RECORDS.items():
        rows += [Row(f"governance:{name}_new", recorders(roles), method=method) for method in ("get", "post")]
    return rows


ROWS = [
    Row("governance:fund", public()),
    Row("governance:fund", public(NO_METHOD), method="post"),
    *_rows(),
    Row("governance:reverse_entry", recorders("lead"), make=_entry),  # the payer posted it
    Row("governance:reverse_entry", recorders("lead"), method="post", make=_entry),
    Row("governance:payables", only(FINANCE)),
    Row("governance:payables", signed_in(NO_METHOD), method="post"),
    Row("governance:pay", payers(), make=_claim),
    Row("governance:pay", payers(), method="post", make=_claim),
    Row("governance:ask_reversal", signed_in(NO_METHOD), make=_entry),
    Row("governance:ask_reversal", recorders("payer", MOVED), method="post", make=_payment),
    Row("governance:period_act", signed_in(NO_METHOD), make=_period),
    Row("governance:period_act", recorders("payer", MOVED), method="post", make=_period),
    Row("governance:meeting_act", signed_in(NO_METHOD), make=_meeting_act),
    Row("governance:meeting_act", readers(409), method="post", make=_meeting_act),
]
