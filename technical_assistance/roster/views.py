"""Public pages of the roster, and the way from a model to a request."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from indicators.page_cache import LIFE, public_page
from partnership.core.forms import once_per_form_key
from partnership.core.rules import may, require
from partnership.core.transitions import Refused
from technical_assistance.completeness import STEPS
from technical_assistance.models import OECDModel
from technical_assistance.roster.filters import PARAMETERS, read_choice, read_page
from technical_assistance.roster.forms import AskForm
from technical_assistance.roster.pages import ModelCard, PersonCard, model_list, person_list, with_details
from technical_assistance.roster.selectors import public_models
from technical_assistance.roster.services import ask_for_help

PAGE_SIZE = 12
TEMPLATES = "technical_assistance/roster/"


@login_not_required
@require_safe
@public_page(*PARAMETERS, depends_on=LIFE)
def models(request: HttpRequest) -> HttpResponse:
    """List the models that an address asks for, with facets."""
    roster = model_list(read_choice(request.GET))
    page = read_page(request.GET, Paginator(roster.found, PAGE_SIZE))
    return render(request, f"{TEMPLATES}models.html", {"roster": roster, "page_obj": page})


@login_not_required
@require_safe
@public_page(depends_on=LIFE)
def model(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a model with the practitioners who worked on it and agreed to be shown."""
    found = get_object_or_404(public_models(), slug=slug)
    people = [PersonCard.of(person) for person in with_details().filter(oecd_models=found)]
    related = public_models().filter(area=found.area).exclude(pk=found.pk).order_by("evidence_grade", "pk")[:3]
    context = {"card": ModelCard(found), "people": people, "related": [ModelCard(each) for each in related]}
    return render(request, f"{TEMPLATES}model.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form_key
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a request from a model, as a ministry; show everybody else what a ministry would do here."""
    found = get_object_or_404(public_models(), slug=slug)
    if request.method == "POST":
        require(request.user, "technical_assistance.add_ta_request")
    if not may(request.user, "technical_assistance.add_ta_request"):
        return render(request, f"{TEMPLATES}ask.html", {"card": ModelCard(found)})
    form = AskForm(request.POST or None, user=request.user, card=ModelCard(found))
    if request.method == "POST" and form.is_valid() and (draft := _draft(form, found, request)):
        return redirect("technical_assistance:ta_request_edit", pk=draft.pk, step=STEPS[0].key)
    return render(request, f"{TEMPLATES}ask.html", {"card": ModelCard(found), "form": form})


def _draft(form: AskForm, oecd_model: OECDModel, request: HttpRequest):
    """Begin the draft; a refusal is shown at the form."""
    try:
        return ask_for_help(
            oecd_model, organisation=form.cleaned_data["organisation"], kinds=form.cleaned_data["kinds"],
            title=form.cleaned_data["title"], actor=request.user,
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return None


@login_not_required
@require_safe
@public_page(*PARAMETERS, depends_on=LIFE)
def practitioners(request: HttpRequest) -> HttpResponse:
    """List the practitioners who agreed to be shown, with facets."""
    roster = person_list(read_choice(request.GET))
    page = read_page(request.GET, Paginator(roster.found, PAGE_SIZE))
    return render(request, f"{TEMPLATES}practitioners.html", {"roster": roster, "page_obj": page})


@login_not_required
@require_safe
@public_page(depends_on=LIFE)
def practitioner(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a practitioner agreed to have shown."""
    person = PersonCard.of(get_object_or_404(with_details(), slug=slug))
    return render(request, f"{TEMPLATES}practitioner.html", {"person": person})
