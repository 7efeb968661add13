"""Who may do what in the Committee and the trust fund.

Money in and money out are three people's work: the budget holder commits, other people approve what is owed,
the payer pays and books what the bank reports. Who posted something never reverses it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules import add_perm, predicate

from partnership.core.enums import Role
from partnership.core.rules import (
    is_auditor,
    is_budget_holder,
    is_committee_member,
    is_finance,
    is_lead,
    is_payer,
    is_secretariat,
)

if TYPE_CHECKING:
    from governance.models import LedgerTransaction, Snapshot, TypedActual
    from partnership.core.models import User

REPORT_MEMBERS = (Role.COMMITTEE_MEMBER,)  # who is written to when a report is published
REPORT_AUTHORS = (Role.OFFICER, Role.LEAD)  # who is written to when one is due
reads_reports = is_secretariat | is_auditor | is_committee_member
reads_fund = is_secretariat | is_finance | is_auditor | is_committee_member


@predicate
def did_not_post(user: User, entry: LedgerTransaction | None) -> bool:
    """Return whether the transaction was posted by somebody else."""
    return entry is not None and entry.posted_by_id != user.pk


@predicate
def is_payment(user: User, entry: LedgerTransaction | None) -> bool:
    """Return whether the transaction paid a claim."""
    return entry is not None and entry.kind == "disbursement"


@predicate
def did_not_generate(user: User, snapshot: Snapshot | None) -> bool:
    """Return whether somebody else asked for the report: who made it does not publish it."""
    return snapshot is not None and snapshot.generated_by_id != user.pk


@predicate
def did_not_enter(user: User, typed: TypedActual | None) -> bool:
    """Return whether the value was typed by somebody else."""
    return typed is not None and typed.entered_by_id != user.pk


add_perm("governance.read_reports", reads_reports)
add_perm("governance.prepare_reports", is_secretariat)  # may this person prepare at all: shows the drafts
add_perm("governance.generate_report", is_secretariat)
add_perm("governance.write_narrative", is_secretariat)
add_perm("governance.publish_report", is_lead & did_not_generate)
add_perm("governance.replace_report", is_lead)
add_perm("governance.withdraw_report", is_lead)
add_perm("governance.type_actual", is_secretariat)
add_perm("governance.confirm_actual", is_secretariat & did_not_enter)
add_perm("governance.read_fund", reads_fund)
add_perm("governance.read_payables", is_finance | is_lead | is_auditor)
add_perm("governance.record_meeting", is_lead)
add_perm("governance.record_decision", is_lead)
add_perm("governance.record_programme", is_lead)
add_perm("governance.record_contributor", is_secretariat)
add_perm("governance.record_pledge", is_secretariat)
add_perm("governance.record_receipt", is_payer)
add_perm("governance.record_interest", is_payer)
add_perm("governance.record_charge", is_payer)
add_perm("governance.record_currency_sale", is_payer)
add_perm("governance.record_allocation", is_lead)
add_perm("governance.record_commitment", is_budget_holder)
add_perm("governance.record_decommitment", is_budget_holder)
add_perm("governance.pay", is_payer)
add_perm(
    "governance.reverse_entry",
    did_not_post & ((is_payer | is_lead) & ~is_payment | (is_payer | is_budget_holder) & is_payment),
)
add_perm("governance.begin_closing", is_payer)
add_perm("governance.close_period", is_lead)
