"""Access to the pages of the Committee and the trust fund."""

from decimal import Decimal

from governance.models import FundPeriod
from tests.access import FORBIDDEN, NO_METHOD, OK, Row, only, public, signed_in
from tests.cast import Cast
from tests.factories.governance import Fund, decision, held_meeting

READERS = "officer lead verifier holder payer committee auditor"
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
    Row("governance:period_act", signed_in(NO_METHOD), make=_period),
    Row("governance:period_act", recorders("payer", 302), method="post", make=_period),
    Row("governance:meeting_act", signed_in(NO_METHOD), make=_meeting_act),
    Row("governance:meeting_act", readers(409), method="post", make=_meeting_act),
]
