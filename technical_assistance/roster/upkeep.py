"""Pages on which the roster is kept: add, change, confirm, agree to be shown, take the consent back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnership.core.forms import once_per_form_key
from partnership.core.rules import require
from partnership.core.transitions import Refused
from technical_assistance.models import OECDModel, Practitioner
from technical_assistance.roster import services
from technical_assistance.roster.forms import ConsentForm, OECDModelForm, PractitionerForm
from technical_assistance.roster.selectors import newest_consent_text
from technical_assistance.selectors.roster import visible_models_for, visible_practitioners_for

TEMPLATES = "technical_assistance/roster/"
reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])
_P = "technical_assistance."


@reads_and_posts
@once_per_form_key
def new_model(request: HttpRequest) -> HttpResponse:
    """Add a model."""
    require(request.user, f"{_P}add_roster_record")
    form = OECDModelForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        oecd_model = services.add_oecd_model(actor=request.user, content=form.content())
        messages.success(request, _("The model is in the roster."))
        return redirect("technical_assistance:oecd_model", pk=oecd_model.pk)
    return render(request, f"{TEMPLATES}edit_model.html", {"form": form})


@reads_and_posts
@once_per_form_key
def edit_model(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a model."""
    oecd_model = _model(request, pk)
    require(request.user, f"{_P}change_oecd_model", oecd_model)
    form = OECDModelForm(request.POST or None, instance=oecd_model, user=request.user)
    if request.method == "POST" and form.is_valid():
        services.change_oecd_model(oecd_model, actor=request.user, content=form.content())
        messages.success(request, _("Saved."))
        return redirect("technical_assistance:oecd_model", pk=pk)
    return render(request, f"{TEMPLATES}edit_model.html", {"form": form, "oecd_model": _model(request, pk)})


@require_POST
def confirm_model(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that what the roster says about a model is still right."""
    services.confirm_oecd_model(_model(request, pk), actor=request.user)
    messages.success(request, _("Thank you: the record is confirmed as of today."))
    return redirect("technical_assistance:oecd_model", pk=pk)


@reads_and_posts
@once_per_form_key
def new_practitioner(request: HttpRequest) -> HttpResponse:
    """Add a practitioner."""
    require(request.user, f"{_P}add_roster_record")
    form = PractitionerForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        practitioner = services.add_practitioner(actor=request.user, content=form.content())
        messages.success(request, _("The practitioner is in the roster. Nobody else sees the record before consent."))
        return redirect("technical_assistance:practitioner", pk=practitioner.pk)
    return render(request, f"{TEMPLATES}edit_practitioner.html", {"form": form})


@reads_and_posts
@once_per_form_key
def edit_practitioner(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a practitioner's record."""
    practitioner = _practitioner(request, pk)
    require(request.user, f"{_P}change_practitioner", practitioner)
    form = PractitionerForm(request.POST or None, instance=practitioner, user=request.user)
    if request.method == "POST" and form.is_valid():
        services.change_practitioner(practitioner, actor=request.user, content=form.content())
        messages.success(request, _("Saved."))
        return redirect("technical_assistance:practitioner", pk=pk)
    context = {"form": form, "practitioner": _practitioner(request, pk)}
    return render(request, f"{TEMPLATES}edit_practitioner.html", context)


@reads_and_posts
@once_per_form_key
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the text of the consent, and take the agreement to it."""
    practitioner = _practitioner(request, pk)
    require(request.user, f"{_P}give_public_consent", practitioner)
    text, is_own = newest_consent_text(), practitioner.user_id == request.user.pk
    form = ConsentForm(request.POST or None, is_own=is_own, initial={"version": text.version if text else ""})
    if request.method == "POST" and form.is_valid() and _agree(form, practitioner, request):
        messages.success(request, _("The record is on the public pages now."))
        return redirect("technical_assistance:practitioner", pk=pk)
    context = {"practitioner": practitioner, "text": text, "form": form}
    return render(request, f"{TEMPLATES}consent.html", context)


def _agree(form: ConsentForm, practitioner: Practitioner, request: HttpRequest) -> bool:
    """Record the consent to the text that was read; say so at the form when that text is no longer the one."""
    given = {"version": form.cleaned_data["version"], "note": form.cleaned_data.get("note", "")}
    try:
        services.give_public_consent(practitioner, actor=request.user, **given)
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return False
    return True


@require_POST
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the consent back."""
    services.withdraw_public_consent(_practitioner(request, pk), actor=request.user)
    messages.success(request, _("The record is off the public pages, as of now."))
    return redirect("technical_assistance:practitioner", pk=pk)


def _model(request: HttpRequest, pk: int) -> OECDModel:
    return get_object_or_404(visible_models_for(request.user), pk=pk)


def _practitioner(request: HttpRequest, pk: int) -> Practitioner:
    return get_object_or_404(visible_practitioners_for(request.user), pk=pk)
