"""Invitations of practitioners."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnership.core.forms import once_per_form_key
from partnership.core.rules import require
from partnership.core.transitions import Refused
from partnership.core.views.transitions import act
from technical_assistance import services
from technical_assistance.forms.requests import InviteForm
from technical_assistance.selectors.requests import visible_proposals_for

from .requests import find, part_url

SERVICES = {
    "accept": services.accept_proposal,
    "decline": services.decline_proposal,
    "confirm": services.confirm_proposal,
}


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form_key
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite a practitioner to help with a request."""
    ta_request = find(request, pk)
    require(request.user, "technical_assistance.invite_practitioner", ta_request)
    form = InviteForm(request.POST or None, ta_request=ta_request)
    if request.method == "POST" and form.is_valid():
        try:
            services.invite_practitioner(
                ta_request, form.cleaned_data["practitioner"], note=form.cleaned_data["note"], actor=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The invitation is sent."))
            return redirect(part_url(ta_request, "counterparts"))
    context = {
        "ta_request": ta_request,
        "form": form,
        "title": _("Invite a practitioner"),
        "label": _("Send the invitation"),
    }
    return render(request, "technical_assistance/form_page.html", context)


@require_POST
@once_per_form_key
def act_on(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Perform a transition of a proposal."""
    proposal = get_object_or_404(visible_proposals_for(request.user), pk=pk)
    location = part_url(proposal.ta_request, "counterparts")
    return act(request, proposal, action, services=SERVICES, location=location)
