"""The ledger: list with filters and exports, one posting, its reversal."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.enums import TransactionKind
from governance.forms.fund import LedgerFilter, ReversalForm
from governance.models import LedgerTransaction
from governance.selectors.fund import balance_by_routes
from governance.selectors.ledger import (
    EXPORT_COLUMNS,
    document_of,
    export_rows,
    for_entry_page,
    for_ledger_list,
    legs_of,
)
from governance.views.areas import for_readers_of_the_fund, saved, tabs
from governance.views.documents import offered
from partnership.core.forms import once_per_form_key
from partnership.core.money import format_money
from partnership.core.rules import may, require
from partnership.core.services.exports import Sheet, csv_response, workbook_response

PAGE = 25


@require_safe
@for_readers_of_the_fund
def ledger(request: HttpRequest) -> HttpResponse:
    """Show the journal, newest first."""
    filters = LedgerFilter(request.GET)
    entries = for_ledger_list(request.user, filters.values())
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "governance/ledger.html",
        {
            "title": _("Ledger"),
            "tabs": tabs(request, "ledger"),
            "filters": filters,
            "page_obj": page,
            "rows": [_row(entry) for entry in page],
            "columns": _columns(),
            "figures": _balance_figures(),
            "offered": offered(request.user, "ledger"),
            "query": request.GET.urlencode(),
        },
    )


@require_safe
@for_readers_of_the_fund
def ledger_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Download the legs of exactly the postings that the list shows with these filters."""
    rows = export_rows(for_ledger_list(request.user, LedgerFilter(request.GET).values()))
    name = f"ledger-{timezone.localdate().isoformat()}.{form}"
    if form == "csv":
        return csv_response(name, EXPORT_COLUMNS, rows)
    return workbook_response(name, [Sheet(_("Ledger"), EXPORT_COLUMNS, rows)])


@require_safe
@for_readers_of_the_fund
def entry(request: HttpRequest, sequence: int) -> HttpResponse:
    """Show one posting: its document, its legs, its place in the chain."""
    posting = get_object_or_404(for_entry_page(request.user), sequence=sequence)
    return render(
        request,
        "governance/entry.html",
        {
            "entry": posting,
            "document": document_of(posting),
            "legs": legs_of(posting),
            "facts": _facts(posting),
            "asks_reversal": posting.kind == TransactionKind.DISBURSEMENT and may(request.user, "governance.pay"),
            "may_reverse": _is_reversible(posting) and may(request.user, "governance.reverse_entry", posting),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers_of_the_fund
@once_per_form_key
def reverse_entry(request: HttpRequest, sequence: int) -> HttpResponse:
    """Reverse a posting, with a reason; not offered to who posted it."""
    posting = get_object_or_404(for_entry_page(request.user), sequence=sequence)
    require(request.user, "governance.reverse_entry", posting)
    if not _is_reversible(posting):
        raise Http404
    form = ReversalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        document = saved(form, lambda **who: form.save_for(posting, **who), request)
        if document is not None:
            messages.success(request, _("The posting was reversed."))
            return redirect("governance:entry", sequence=document.transaction.sequence)
    title = _("Reverse posting {number}").format(number=posting.sequence)
    lead = _("Its mirror image is posted at the same rates. Both stay visible for good.")
    back = reverse("governance:entry", kwargs={"sequence": sequence})
    page = {"form": form, "title": title, "lead": lead, "label": _("Reverse the posting"), "back": back}
    return render(request, "governance/document_form.html", page)


def _is_reversible(posting: LedgerTransaction) -> bool:
    return posting.reverses_id is None and not hasattr(posting, "reversed_by")


def _balance_figures() -> list[dict[str, Any]]:
    routes = balance_by_routes()
    note = _("by four routes, to the cent") if routes.agree else _("the routes disagree: verify the ledger")
    return [{"label": _("Balance"), "value": format_money(routes.banks, "USD"), "note": note, "now": not routes.agree}]


def _columns() -> list[dict[str, Any]]:
    return [
        {"key": "document", "label": _("Document"), "url_key": "url", "note_key": "narrative"},
        {"key": "sequence", "label": _("No."), "kind": "number"},
        {"key": "kind", "label": _("Kind"), "kind": "state", "tone_key": "tone"},
        {"key": "value_date", "label": _("Value date"), "kind": "day"},
        {"key": "amount", "label": _("Amount"), "kind": "money", "currency_key": "currency"},
        {"key": "usd", "label": _("US dollars"), "kind": "money", "currency": "USD"},
        {"key": "posted_by", "label": _("Posted by")},
    ]


def _row(posting: Any) -> dict[str, Any]:
    undone = posting.is_reversed
    return {
        "document": posting.document,
        "url": reverse("governance:entry", kwargs={"sequence": posting.sequence}),
        "narrative": posting.narrative,
        "sequence": posting.sequence,
        "kind": _("{kind}, reversed").format(kind=posting.get_kind_display()) if undone else posting.get_kind_display(),
        "tone": "soon" if undone or posting.reverses_id else "neutral",
        "value_date": posting.value_date,
        "amount": posting.amount,
        "currency": posting.currency,
        "usd": posting.usd,
        "posted_by": posting.posted_by.full_name,
    }


def _facts(posting: LedgerTransaction) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = [
        {"term": _("Kind"), "value": posting.get_kind_display()},
        {"term": _("Narrative"), "value": posting.narrative},
        {"term": _("Posted by"), "value": posting.posted_by.full_name},
    ]
    links = [(_("Reverses"), posting.reverses), (_("Reversed by"), getattr(posting, "reversed_by", None))]
    for term, other in links:
        if other is not None:
            url = reverse("governance:entry", kwargs={"sequence": other.sequence})
            facts.append({"term": term, "value": f"{other.sequence} · {other.document}", "url": url})
    return facts
