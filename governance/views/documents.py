"""The forms that record the fund's documents: one view, a table of what can be recorded by whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from governance.forms import committee, fund
from governance.models import Document
from governance.views.areas import for_readers_of_the_fund, saved
from partnership.core.forms import once_per_form_key
from partnership.core.models import User
from partnership.core.rules import may, require


@dataclass(frozen=True)
class Recording:
    """A document that can be recorded: its form, who may, the words of its page and where it belongs."""

    form: Callable[..., Any]
    permission: str
    title: Any
    lead: Any
    label: Any
    back: str


RECORDINGS: dict[str, Recording] = {
    "pledge": Recording(
        fund.PledgeForm,
        "governance.record_pledge",
        _("Record a pledge"),
        _("A signed promise to give, at the rate of its signature. It raises no ceiling; receipts do."),
        _("Record the pledge"),
        "pledges",
    ),
    "receipt": Recording(
        fund.ReceiptForm,
        "governance.record_receipt",
        _("Record a receipt"),
        _("Money that arrived, as the bank’s advice says."),
        _("Record the receipt"),
        "ledger",
    ),
    "interest": Recording(
        fund.InterestForm,
        "governance.record_interest",
        _("Record interest"),
        _("Interest on the bank’s statement."),
        _("Record the interest"),
        "ledger",
    ),
    "charge": Recording(
        fund.ChargeForm,
        "governance.record_charge",
        _("Record a charge or fee"),
        _("Taken from what is not allocated."),
        _("Record the charge"),
        "ledger",
    ),
    "currency_sale": Recording(
        fund.CurrencySaleForm,
        "governance.record_currency_sale",
        _("Record a currency sale"),
        _("The difference to the amount at which the currency was booked is realised."),
        _("Record the sale"),
        "ledger",
    ),
    "allocation": Recording(
        fund.AllocationForm,
        "governance.record_allocation",
        _("Allocate funds"),
        _("As a decision of the Committee says, from what is not allocated yet."),
        _("Allocate"),
        "decisions",
    ),
    "commitment": Recording(
        fund.CommitmentForm,
        "governance.record_commitment",
        _("Commit funds"),
        _("Binds allocated money to a line of the work programme."),
        _("Commit"),
        "commitments",
    ),
    "decommitment": Recording(
        fund.DecommitmentForm,
        "governance.record_decommitment",
        _("De-commit funds"),
        _("What will not be spent goes back to its component."),
        _("De-commit"),
        "commitments",
    ),
    "contributor": Recording(
        fund.ContributorForm,
        "governance.record_contributor",
        _("Add a contributor"),
        _("An organisation that gives to the fund."),
        _("Add the contributor"),
        "pledges",
    ),
    "meeting": Recording(
        committee.MeetingForm,
        "governance.record_meeting",
        _("Enter a meeting"),
        _("It gets the next number of its year."),
        _("Enter the meeting"),
        "decisions",
    ),
    "decision": Recording(
        committee.DecisionForm,
        "governance.record_decision",
        _("Record a decision"),
        _("As adopted by the Committee at a meeting that was held. The text never changes."),
        _("Record the decision"),
        "decisions",
    ),
    "programme": Recording(
        committee.ProgrammeForm,
        "governance.record_programme",
        _("Record a work programme"),
        _("As adopted by the Committee, line by line."),
        _("Record the programme"),
        "programme",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers_of_the_fund
@once_per_form_key
def record_document(request: HttpRequest, name: str) -> HttpResponse:
    """Show and take the form of one kind of document."""
    recording = RECORDINGS[name]
    require(request.user, recording.permission)
    form = recording.form(request.POST or None, initial=request.GET.dict())  # a task fills in what it knows
    if request.method == "POST" and form.is_valid():
        document = saved(form, form.save, request)
        if document is not None:
            messages.success(request, _("{document} was recorded.").format(document=document))
            return _lead_to(document, recording)
    back = reverse(f"governance:{recording.back}")
    page = {"form": form, "title": recording.title, "lead": recording.lead, "label": recording.label, "back": back}
    return render(request, "governance/document_form.html", page)


def offered(user: User, *backs: str) -> list[dict[str, Any]]:
    """Return the documents that a person may record, as links; those of some pages only when they are named."""
    return [
        {"label": recording.title, "url": reverse(f"governance:{name}_new")}
        for name, recording in RECORDINGS.items()
        if (not backs or recording.back in backs) and may(user, recording.permission)
    ]


def _lead_to(document: Any, recording: Recording) -> HttpResponse:
    if isinstance(document, Document):
        return redirect("governance:entry", sequence=document.transaction.sequence)
    return redirect(f"governance:{recording.back}")
