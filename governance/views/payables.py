"""What the fund owes: approved claims, and their payment by a fourth person."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.enums import TransactionKind
from governance.forms.fund import PaymentForm
from governance.models import Disbursement
from governance.selectors.ledger import visible_entries_for
from governance.selectors.spending import payables_for
from governance.services.payments import ask_payment_reversal
from governance.views.areas import for_readers_of_the_fund, saved, tabs
from partnership.core.forms import once_per_form_key
from partnership.core.models import User
from partnership.core.money import format_money
from partnership.core.rules import may, require
from partnership.core.transitions import Refused

PAGE = 25


@require_safe
def payables(request: HttpRequest) -> HttpResponse:
    """Show the approved claims, the oldest approval first."""
    if not may(request.user, "governance.read_payables"):
        raise Http404
    page = Paginator(payables_for(request.user), PAGE).get_page(request.GET.get("page"))
    rows = [_row(claim, request.user) for claim in page]
    context = {"tabs": tabs(request, "payables"), "title": _("Payables"), "page_obj": page, "rows": rows}
    return render(request, "governance/payables.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form_key
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    """Pay one claim: ledger and claim in one transaction."""
    claim = get_object_or_404(payables_for(request.user), pk=pk)
    require(request.user, "governance.pay")
    form = PaymentForm(request.POST or None, claim=claim)
    if request.method == "POST" and form.is_valid():
        document = saved(form, form.save, request)
        if document is not None:
            messages.success(request, _("{claim} was paid.").format(claim=claim.reference))
            return redirect("governance:entry", sequence=document.transaction.sequence)
    page = {
        "form": form,
        "title": _("Pay {claim}").format(claim=claim.reference),
        "lead": _("{amount} to {person}").format(
            amount=format_money(claim.accepted_usd, "USD"), person=claim.claimant.full_name
        ),
        "label": _("Pay"),
        "back": reverse("governance:payables"),
    }
    return render(request, "governance/document_form.html", page)


@require_POST
@for_readers_of_the_fund
@once_per_form_key
def ask_reversal(request: HttpRequest, sequence: int) -> HttpResponse:
    """First of two people: ask that a payment is reversed."""
    entry = get_object_or_404(visible_entries_for(request.user), sequence=sequence, kind=TransactionKind.DISBURSEMENT)
    payment = get_object_or_404(Disbursement.objects.select_related("claim"), transaction=entry)
    require(request.user, "governance.pay")
    try:
        ask_payment_reversal(payment, reason=request.POST.get("reason", "").strip(), actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Another payer or the budget holder can now reverse the payment."))
    return redirect("governance:entry", sequence=sequence)


def _row(claim: Any, user: User) -> dict[str, Any]:
    others = (claim.claimant_id, claim.preparer_id, claim.verified_by_id, claim.approved_by_id)
    is_payable = may(user, "governance.pay") and user.pk not in others
    return {
        "claim": claim.reference,
        "url": reverse("governance:pay", kwargs={"pk": claim.pk}) if is_payable else "",
        "activity": claim.activity.title,
        "claimant": claim.claimant.full_name,
        "approved_by": claim.approved_by.full_name,
        "since": claim.status_since,
        "amount": claim.accepted_usd,
        "state": claim.get_status_display(),
        "tone": claim.tone,
    }
