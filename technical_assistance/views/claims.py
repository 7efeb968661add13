"""Pages of travel claims: the list with its export, the claim, the approval, and every action."""

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnership.core.forms import once_per_form_key
from partnership.core.rules import may, require
from partnership.core.selectors import history_of
from partnership.core.services.exports import Sheet, csv_response, workbook_response
from partnership.core.services.files import serve_file
from partnership.core.transitions import Offer, Refused, available
from partnership.core.views.transitions import act
from technical_assistance.enums.claims import EDITABLE, VERIFIED_ONCE, ClaimStatus
from technical_assistance.exports.claims import COLUMNS, rows_of
from technical_assistance.forms.claims import ClaimFilterForm, NewClaimForm
from technical_assistance.models import ClaimLine, ExpenseClaim
from technical_assistance.selectors import claims as selectors
from technical_assistance.services.claims import ACTIONS, begin_claim

PAGE_SIZE = 25
reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])


def claim_or_404(request: HttpRequest, pk: int) -> ExpenseClaim:
    """Return a claim that the person may see."""
    return get_object_or_404(selectors.for_claim_page(request.user), pk=pk)


def claim_url(claim: ExpenseClaim) -> str:
    """Return the address of the claim's page."""
    return reverse("technical_assistance:claim", args=[claim.pk])


@require_safe
def claim_list(request: HttpRequest) -> HttpResponse:
    """Show the claims this person may see."""
    require(request.user, "technical_assistance.list_claims")
    form = ClaimFilterForm(request.GET)
    claims = _filtered(request, form)
    page = Paginator(claims, PAGE_SIZE).get_page(request.GET.get("page", "1")[:6])
    context = {
        "filter_form": form,
        "page_obj": page,
        "columns": _list_columns(),
        "rows": [_list_row(claim) for claim in page.object_list],
        "may_begin": may(request.user, "technical_assistance.begin_claim"),
        "is_filtered": any(request.GET.get(name) for name in ("q", "state")),
    }
    return render(request, "technical_assistance/claim_list.html", context)


def _filtered(request: HttpRequest, form: ClaimFilterForm):
    form.is_valid()
    data = form.cleaned_data
    return selectors.for_claim_list(request.user, states=[data.get("state", "")], text=data.get("q", ""))


def _list_columns() -> list[dict[str, str]]:
    return [
        {"key": "reference", "label": _("Claim"), "url_key": "url"},
        {"key": "claimant", "label": _("Traveller")},
        {"key": "activity_title", "label": _("Activity"), "note_key": "activity_note"},
        {"key": "state_label", "label": _("State"), "kind": "state", "tone_key": "tone"},
        {"key": "claimed_usd", "label": _("Claimed"), "kind": "number", "decimals": 2, "unit": "USD"},
        {"key": "shown_accepted", "label": _("Accepted"), "kind": "number", "decimals": 2, "unit": "USD"},
    ]


def _list_row(claim: ExpenseClaim) -> dict[str, object]:
    is_decided = claim.status in VERIFIED_ONCE
    return {
        "reference": claim.reference,
        "url": claim_url(claim),
        "claimant": claim.claimant,
        "activity_title": claim.activity.title,
        "activity_note": claim.activity.host_country,
        "state_label": claim.get_status_display(),
        "tone": claim.tone,
        "claimed_usd": claim.claimed_usd,
        "shown_accepted": claim.accepted_usd if is_decided else None,
    }


@require_safe
def claims_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Download exactly the list that is filtered, as CSV or XLSX."""
    require(request.user, "technical_assistance.list_claims")
    claims = _filtered(request, ClaimFilterForm(request.GET))
    name = f"travel-claims-{timezone.localdate().isoformat()}.{kind}"
    columns = [str(label) for label in COLUMNS]
    if kind == "csv":
        return csv_response(name, columns, rows_of(claims))
    return workbook_response(name, [Sheet(_("Travel claims"), columns, rows_of(claims))])


@reads_and_posts
@once_per_form_key
def claim_new(request: HttpRequest) -> HttpResponse:
    """Begin a claim: choose the journey, and the traveller when it is on behalf."""
    require(request.user, "technical_assistance.begin_claim")
    form = NewClaimForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen
        try:
            claim = begin_claim(chosen.activity, claimant=chosen.practitioner.user, actor=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return redirect(claim_url(claim))
    context = {"form": form}
    return render(request, "technical_assistance/claim_new.html", context, status=400 if form.errors else 200)


@require_safe
def claim_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a claim with its lines, receipts, people, history and what can be done next."""
    claim = claim_or_404(request, pk)
    lines = list(selectors.lines_of(claim))
    is_owner = may(request.user, "technical_assistance.edit_claim", claim)
    history = history_of_claim(claim)
    context = {
        "claim": claim,
        "lines": lines,
        "claimed_usd": sum((line.amount_usd for line in lines), selectors.ZERO),
        "accepted_usd": sum((line.accepted_usd or 0 for line in lines), selectors.ZERO),
        "is_decided": any(line.accepted_amount is not None for line in lines),
        "may_edit": is_owner and claim.status in EDITABLE,
        "may_check": _may_decide(request, claim, "verify", ClaimStatus.SUBMITTED),
        "may_approve": _may_decide(request, claim, "approve", ClaimStatus.VERIFIED),
        "may_allow_late": claim.status in EDITABLE
        and may(request.user, "technical_assistance.allow_late_claim", claim),
        "sees_ceiling": may(request.user, "technical_assistance.approve_claim", claim),
        "free_nights": selectors.free_nights(claim) if is_owner and claim.status in EDITABLE else [],
        "ball": selectors.ball_sentence(claim),
        "steps": steps_of(claim),
        "facts": facts_of(claim),
        "offers": offers_of(claim, request, without=("verify", "approve")),
        "history": history,
        "return_reason": next((entry["reason"] for entry in history if entry["state"] == ClaimStatus.RETURNED), ""),
        "act_url": claim_url(claim),
    }
    return render(request, "technical_assistance/claim.html", context)


def _may_decide(request: HttpRequest, claim: ExpenseClaim, action: str, state: str) -> bool:
    return claim.status == state and may(request.user, f"technical_assistance.{action}_claim", claim)


def offers_of(claim: ExpenseClaim, request: HttpRequest, *, without: tuple[str, ...] = ()) -> list[Offer]:
    """Return the buttons: what this person may do now, and what stands in the way."""
    return [offer for offer in available(claim, request.user) if offer.transition.name not in without]


def steps_of(claim: ExpenseClaim) -> list[dict]:
    """Return the big steps, with who did each."""
    names = [
        (_("Draft"), ("draft", "returned"), claim.preparer),
        (_("Submitted"), ("submitted",), None),
        (_("Verified"), ("verified",), claim.verified_by),
        (_("Approved"), ("approved", "payment_failed"), claim.approved_by),
        (pgettext("travel claim", "Paid"), ("paid",), claim.paid_by),
    ]
    position = next((number for number, (_label, states, _by) in enumerate(names) if claim.status in states), None)
    if position is None:
        return []
    done = position + (claim.status == ClaimStatus.PAID)
    return [
        {
            "label": label,
            "state": "done" if number < done else "now" if number == done else "todo",
            "note": str(person) if person and number < max(done, 1) else "",
        }
        for number, (label, _states, person) in enumerate(names)
    ]


def facts_of(claim: ExpenseClaim) -> list[tuple[str, object]]:
    """Return who and what, for the side of the page."""
    facts: list[tuple[str, object]] = [
        (_("Traveller"), claim.claimant),
        (_("Employer"), claim.organisation or "–"),
        (_("Prepared by"), claim.preparer),
        (_("Activity"), claim.activity.title),
        (_("Place"), f"{claim.activity.place or '–'}, {claim.activity.host_country}"),
    ]
    people = [
        (_("Verified by"), claim.verified_by),
        (_("Approved by"), claim.approved_by),
        (_("Paid by"), claim.paid_by),
        (_("Payment reference"), claim.payment_reference),
        (_("Reversal asked for by"), claim.reversal_asked_by),
        (_("Reversed by"), claim.reversed_by),
        (_("Late claim allowed by"), claim.late_allowed_by),
    ]
    return facts + [(label, value) for label, value in people if value]


ACT_LABELS = {
    "begin": gettext_lazy("Begun"),
    "add_line": gettext_lazy("Cost added"),
    "change_line": gettext_lazy("Cost changed"),
    "remove_line": gettext_lazy("Cost removed"),
    "decide_lines": gettext_lazy("Amounts checked"),
    "explain": gettext_lazy("Explanation written"),
    "allow_late": gettext_lazy("Late claim allowed"),
}


def history_of_claim(claim: ExpenseClaim) -> list[dict]:
    """Return what happened, newest first: every change of state, and the work on the lines."""
    return [
        {
            "at": entry.at,
            "text": ACT_LABELS.get(entry.action) or _state_label(entry.to_state),
            "actor": entry.actor,
            "state": entry.to_state,
            "reason": entry.reason,
        }
        for entry in history_of(claim)[:100]
    ]


def _state_label(state: str) -> str:
    return str(ClaimStatus(state).label) if state in ClaimStatus.values else state


@require_safe
def claim_approval(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the budget holder the arithmetic of the ceiling, and the decision."""
    claim = claim_or_404(request, pk)
    require(request.user, "technical_assistance.approve_claim", claim)
    lines = list(selectors.lines_of(claim))
    context = {
        "claim": claim,
        "lines": lines,
        "claimed_usd": sum((line.amount_usd for line in lines), selectors.ZERO),
        "ceiling": selectors.ceiling_of(claim),
        "ball": selectors.ball_sentence(claim),
        "offers": offers_of(claim, request),
        "act_url": claim_url(claim),
    }
    return render(request, "technical_assistance/claim_approval.html", context)


@require_POST
def claim_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Perform an action of the life-cycle."""
    claim = claim_or_404(request, pk)
    return act(request, claim, action, services=ACTIONS, location=claim_url(claim))


@require_safe
def claim_receipt(request: HttpRequest, pk: int, line: int) -> FileResponse:
    """Serve the receipt of a line to somebody who may see the claim."""
    claim = claim_or_404(request, pk)
    found = get_object_or_404(ClaimLine.objects.select_related("receipt"), pk=line, claim=claim, receipt__isnull=False)
    return serve_file(found.receipt)
