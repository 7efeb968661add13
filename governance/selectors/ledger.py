"""Reads of the journal: the list with its filters, one posting with its legs, rows for exports, documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from governance.enums import TransactionKind
from governance.models import (
    DOCUMENTS,
    Commitment,
    Decision,
    Document,
    FundPeriod,
    LedgerTransaction,
    Leg,
    Meeting,
    Pledge,
    WorkProgramme,
)
from governance.rules import reads_fund
from governance.selectors.spending import with_balances
from partnership.core.models import User

EXPORT_COLUMNS = (
    "sequence", "value_date", "kind", "document", "narrative", "posted_at", "posted_by", "reverses", "book", "account",
    "currency", "debit", "credit", "usd", "rate", "rate_date", "rate_source", "hash",
)  # fmt: skip


def visible_entries_for(user: User) -> QuerySet[LedgerTransaction]:
    """Return the postings a person may see: all for who works with the fund or oversees it, none for others."""
    return LedgerTransaction.objects.all() if reads_fund.test(user) else LedgerTransaction.objects.none()


def for_ledger_list(user: User, filters: dict[str, Any]) -> QuerySet[LedgerTransaction]:
    """Return postings, newest first, with amount and currency of the first leg, US dollars, and whether reversed.

    ``filters``: kind, account (code or its beginning), since and until (value date), text (document or narrative).
    """
    entries = visible_entries_for(user).filter(_condition(filters))
    first = Leg.objects.filter(transaction=OuterRef("pk"), position=1)
    return (
        entries.annotate(
            amount=Subquery(first.values("debit")),
            currency=Subquery(first.values("currency_id")),
            usd=Subquery(first.values("usd")),
            is_reversed=Exists(LedgerTransaction.objects.filter(reverses=OuterRef("pk"))),
        )
        .select_related("posted_by", "reverses")
        .order_by("-sequence")
    )


def _condition(filters: dict[str, Any]) -> Q:
    condition = Q()
    if filters.get("kind"):
        condition &= Q(kind=filters["kind"])
    if filters.get("account"):
        legs = Leg.objects.filter(transaction=OuterRef("pk"), account__code__istartswith=filters["account"])
        condition &= Q(Exists(legs))
    if filters.get("since"):
        condition &= Q(value_date__gte=filters["since"])
    if filters.get("until"):
        condition &= Q(value_date__lte=filters["until"])
    if filters.get("text"):
        condition &= Q(document__icontains=filters["text"]) | Q(narrative__icontains=filters["text"])
    return condition


def for_entry_page(user: User) -> QuerySet[LedgerTransaction]:
    """Return the postings a person may see, with what the page of one shows."""
    return visible_entries_for(user).select_related("posted_by", "reverses", "reversed_by")


def legs_of(entry: LedgerTransaction) -> QuerySet[Leg]:
    """Return the legs of a posting in their order, with the accounts."""
    return entry.legs.select_related("account").order_by("position")


def document_of(entry: LedgerTransaction) -> Document | None:
    """Return the document that a posting belongs to."""
    return DOCUMENTS[TransactionKind(entry.kind)]._default_manager.filter(transaction=entry).first()


def export_rows(entries: QuerySet[LedgerTransaction]) -> Iterator[tuple[Any, ...]]:
    """Yield the legs of some postings, the oldest first, as rows under ``EXPORT_COLUMNS``."""
    legs = (
        Leg.objects.filter(transaction__in=entries.order_by().values("pk"))
        .select_related("transaction__posted_by", "transaction__reverses", "account")
        .order_by("transaction__sequence", "position")
    )
    for leg in legs.iterator(chunk_size=1000):
        entry = leg.transaction
        yield (
            entry.sequence, entry.value_date, entry.kind, entry.document, entry.narrative,
            entry.posted_at.isoformat(timespec="seconds"), entry.posted_by.full_name,
            entry.reverses.sequence if entry.reverses else "", leg.book, leg.account.code, leg.currency_id, leg.debit,
            leg.credit, leg.usd, leg.rate, leg.rate_date or "", leg.rate_source, entry.hash,
        )  # fmt: skip


def living(documents: QuerySet[Any]) -> QuerySet[Any]:
    """Return the documents that nobody reversed."""
    return documents.filter(transaction__reversed_by__isnull=True)


def pledges_for(user: User) -> QuerySet[Pledge]:
    """Return the pledges in force that a person may see."""
    pledges = living(Pledge.objects.select_related("contributor__organisation", "transaction"))
    return pledges.order_by("contributor__organisation__name", "id") if reads_fund.test(user) else pledges.none()


def commitments_for(user: User) -> QuerySet[Commitment]:
    """Return the commitments in force that a person may see, with ``bound``, ``paid``, ``unpaid``."""
    commitments = living(with_balances(Commitment.objects.all())).select_related(
        "line__programme", "activity__ta_request", "transaction"
    )
    return commitments.order_by("-id") if reads_fund.test(user) else commitments.none()


def decisions_for(user: User) -> QuerySet[Decision]:
    """Return the Committee's decisions that a person may see, newest first."""
    decisions = Decision.objects.select_related("meeting", "superseded_by", "recorded_by")
    return decisions if reads_fund.test(user) else decisions.none()


def meetings_for(user: User) -> QuerySet[Meeting]:
    """Return the Committee's meetings that a person may see, newest first."""
    return Meeting.objects.all() if reads_fund.test(user) else Meeting.objects.none()


def programmes_for(user: User) -> QuerySet[WorkProgramme]:
    """Return the work programmes that a person may see, newest first."""
    programmes = WorkProgramme.objects.select_related("decision")
    return programmes if reads_fund.test(user) else programmes.none()


def periods_for(user: User) -> QuerySet[FundPeriod]:
    """Return the fund's periods that a person may see, newest first."""
    return FundPeriod.objects.all() if reads_fund.test(user) else FundPeriod.objects.none()
