"""What recording a document has in common: one key finds one document; it and its posting stand or fall together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from governance.models import Document, LedgerTransaction
from governance.services.posting import Entry, Posting, Request, earlier_transaction, lock_ledger, post
from partnership.core.services.audit import record
from partnership.core.transitions import Refused

DocumentType = TypeVar("DocumentType", bound=Document)


def open_document(model: type[DocumentType], request: Request) -> DocumentType | None:
    """Lock the ledger and return the document that this key recorded before, if any. Raises Refused on a mismatch."""
    lock_ledger()
    earlier = earlier_transaction(request)
    return model._default_manager.get(transaction=earlier) if earlier else None


def draft(model: type[DocumentType], **fields: Any) -> DocumentType:
    """Return a checked document under the next number of its kind, not yet saved. Raises ValidationError, Refused."""
    number = f"{model.prefix}-{model._default_manager.count() + 1:04}"
    document = model(number=number, **fields)
    same = {name: getattr(document, name) for name in model.once}
    undone = LedgerTransaction.objects.filter(reverses=OuterRef("transaction"))
    if same and model._default_manager.filter(~Exists(undone), **same).exists():
        raise Refused(_("This was already recorded: the reference is in use."))
    document.full_clean(exclude=["transaction", "account"])
    return document


def write(
    document: DocumentType,
    request: Request,
    entries: Sequence[Entry],
    narrative: str,
    *,
    reverses: LedgerTransaction | None = None,
) -> DocumentType:
    """Post the document's entries and save the document with its transaction. Raises Refused."""
    posting = Posting(document.number, document.value_date, narrative, entries, reverses)
    document.transaction = post(posting, request)
    document.save(force_insert=True)
    record(
        f"post_{request.kind}",
        document,
        actor=request.actor,
        data={"ledger": document.transaction.sequence, "hash": document.transaction.hash},
    )
    return document
