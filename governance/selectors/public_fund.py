"""What the fund's public page shows: figures of contributors and components, never of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from governance.models import LedgerTransaction

from .fund import bank_share, by_component, contributors, ledger_head, sources_and_uses
from .fund_figures import BankShare, ComponentRow, ContributorRow, SourcesAndUses


@dataclass(frozen=True)
class PublicFund:
    """The page's figures, all from one state of the ledger, named by its head."""

    table: SourcesAndUses
    contributors: list[ContributorRow]
    components: list[ComponentRow]
    bank: BankShare
    head_sequence: int
    head_hash: str
    as_of: date | None


def public_fund() -> PublicFund:
    """Return what the public page shows."""
    sequence, head = ledger_head()
    latest = LedgerTransaction.objects.order_by("-value_date").values_list("value_date", flat=True).first()
    return PublicFund(
        table=sources_and_uses(),
        contributors=[row for row in contributors() if row.pledged.evidence or row.received.evidence],
        components=by_component(),
        bank=bank_share(),
        head_sequence=sequence,
        head_hash=head,
        as_of=latest,
    )
