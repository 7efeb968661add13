"""Forms of a claim: its lines, its nights, the verifier's amounts, the written words."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partnership.core.forms import once_per_form_key
from partnership.core.rules import may, require
from partnership.core.transitions import Refused, Stale
from partnership.core.views.transitions import act
from technical_assistance.enums.claims import EDITABLE, ClaimStatus
from technical_assistance.forms.claims import ClaimLineForm, DecisionForm, NightsForm, WordsForm, save_decisions
from technical_assistance.models import ClaimLine, ExpenseClaim
from technical_assistance.selectors import claims as selectors
from technical_assistance.services.claim_lines import remove_line
from technical_assistance.services.claims import ACTIONS, allow_late_claim, explain_claim

from .claims import claim_or_404, claim_url, offers_of, reads_and_posts


def _too_late(request: HttpRequest, claim: ExpenseClaim) -> HttpResponse:
    message = _("This has changed in the meantime. It is now: {state}.").format(state=claim.get_status_display())
    return render(request, "core/conflict.html", {"message": message, "location": claim_url(claim)}, status=409)


def _save(form: BaseForm, save: Callable[[], object]) -> bool:
    """Save through the service and put what it refuses at the fields; returns whether it was saved."""
    try:
        save()
    except ValidationError as error:
        known = isinstance(getattr(error, "error_dict", None), dict) and set(error.error_dict) <= set(form.fields)
        form.add_error(None, error if known else ValidationError(error.messages))
        return False
    return True


@reads_and_posts
@once_per_form_key
def claim_line(request: HttpRequest, pk: int, line: int | None = None) -> HttpResponse:
    """Add or change a cost."""
    claim = claim_or_404(request, pk)
    require(request.user, "technical_assistance.edit_claim", claim)
    instance = get_object_or_404(ClaimLine.objects.select_related("receipt"), pk=line, claim=claim) if line else None
    if claim.status not in EDITABLE:
        return _too_late(request, claim)
    posted = request.method == "POST"
    form = ClaimLineForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        instance=instance,
        claim=claim,
        actor=request.user,
    )
    try:
        if posted and form.is_valid() and _save(form, form.save):
            messages.success(request, _("Saved."))
            again = "another" in request.POST
            return redirect("technical_assistance:claim_line_new", pk=pk) if again else redirect(claim_url(claim))
    except Stale:
        return _too_late(request, ExpenseClaim.objects.get(pk=pk))
    context = {
        "claim": claim, "form": form, "line": instance, "back": claim_url(claim),
        "file_chosen": bool(request.FILES),
    }  # fmt: skip
    return render(request, "technical_assistance/claim_line.html", context, status=400 if form.errors else 200)


@require_POST
def claim_line_remove(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """Take a cost out of a draft."""
    claim = claim_or_404(request, pk)
    require(request.user, "technical_assistance.edit_claim", claim)
    found = get_object_or_404(ClaimLine.objects.select_related("claim"), pk=line, claim=claim)
    try:
        remove_line(found, actor=request.user)
    except Stale:
        return _too_late(request, claim)
    messages.success(request, _("Removed."))
    return redirect(claim_url(claim))


@reads_and_posts
@once_per_form_key
def claim_nights(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a per diem for each chosen night of the itinerary."""
    claim = claim_or_404(request, pk)
    require(request.user, "technical_assistance.edit_claim", claim)
    if claim.status not in EDITABLE:
        return _too_late(request, claim)
    form = NightsForm(request.POST if request.method == "POST" else None, claim=claim, actor=request.user)
    try:
        if request.method == "POST" and form.is_valid() and _save(form, form.save):
            messages.success(request, _("Saved."))
            return redirect(claim_url(claim))
    except Stale:
        return _too_late(request, ExpenseClaim.objects.get(pk=pk))
    context = {"claim": claim, "form": form, "back": claim_url(claim)}
    return render(request, "technical_assistance/claim_nights.html", context, status=400 if form.errors else 200)


@reads_and_posts
@once_per_form_key
def claim_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the verifier say for every line how much is accepted, and verify the claim in the same step."""
    claim = claim_or_404(request, pk)
    require(request.user, "technical_assistance.verify_claim", claim)
    if claim.status != ClaimStatus.SUBMITTED:
        return _too_late(request, claim)
    posted = request.POST if request.method == "POST" else None
    lines = list(selectors.lines_of(claim))
    forms = {line.pk: DecisionForm(posted, line=line) for line in lines}
    problem = ""
    if posted is not None:
        try:
            if save_decisions(claim, forms, actor=request.user):
                return _after_check(request, claim)
        except Stale:
            return _too_late(request, ExpenseClaim.objects.get(pk=pk))
        except Refused as refusal:
            problem = str(refusal.message)
    failed = problem or any(form.errors for form in forms.values())
    context = {
        "claim": claim, "forms": list(forms.values()), "back": claim_url(claim),
        "problem": problem, "claimed_usd": sum((line.amount_usd for line in lines), selectors.ZERO),
        "offers": offers_of(claim, request, without=("verify",)), "act_url": claim_url(claim),
    }  # fmt: skip
    return render(request, "technical_assistance/claim_check.html", context, status=400 if failed else 200)


def _after_check(request: HttpRequest, claim: ExpenseClaim) -> HttpResponse:
    if "verify" in request.POST:
        return act(request, claim, "verify", services=ACTIONS, location=claim_url(claim))
    messages.success(request, _("The amounts are saved; the claim is not verified yet."))
    return redirect(claim_url(claim))


@reads_and_posts
@once_per_form_key
def claim_words(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the claimant explain, or the lead allow a claim that comes after the last day."""
    claim = claim_or_404(request, pk)
    is_owner = may(request.user, "technical_assistance.edit_claim", claim)
    if not is_owner:
        require(request.user, "technical_assistance.allow_late_claim", claim)
    if claim.status not in EDITABLE:
        return _too_late(request, claim)
    form = WordsForm(
        request.POST if request.method == "POST" else None, initial={"text": claim.explanation if is_owner else ""}
    )
    if request.method == "POST" and form.is_valid():
        try:
            _keep_words(claim, form.cleaned_data["text"], request, is_owner=is_owner)
        except Stale:
            return _too_late(request, ExpenseClaim.objects.get(pk=pk))
        messages.success(request, _("Saved."))
        return redirect(claim_url(claim))
    context = {
        "claim": claim, "form": form, "back": claim_url(claim), "is_owner": is_owner,
    }  # fmt: skip
    return render(request, "technical_assistance/claim_words.html", context, status=400 if form.errors else 200)


def _keep_words(claim: ExpenseClaim, text: str, request: HttpRequest, *, is_owner: bool) -> None:
    if is_owner:
        explain_claim(claim, actor=request.user, explanation=text)
    else:
        allow_late_claim(claim, actor=request.user, reason=text)
