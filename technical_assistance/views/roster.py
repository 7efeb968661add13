"""Pages of the roster."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partnership.core.rules import may, require
from technical_assistance import services
from technical_assistance.enums import ActivityMode, Language
from technical_assistance.roster.selectors import public_models, public_practitioners
from technical_assistance.selectors.roster import visible_models_for, visible_practitioners_for

PAGE_SIZE = 25
PRACTITIONER_ACTS = {
    "may_confirm": "confirm_practitioner",
    "may_change": "change_practitioner",
    "may_publish": "give_public_consent",
    "may_hide": "withdraw_public_consent",
}


@require_safe
def practitioner_list(request: HttpRequest) -> HttpResponse:
    """List the practitioners the person may see."""
    require(request.user, "technical_assistance.open_roster")
    words = request.GET.get("q", "").replace("\x00", "")[:100]
    found = visible_practitioners_for(request.user).select_related("organisation", "country").prefetch_related("areas")
    if words:
        found = found.filter(full_name__icontains=words) | found.filter(topics__icontains=words)
    page = Paginator(found.distinct().order_by("full_name", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "technical_assistance/practitioner_list.html", {
        "page_obj": page, "q": words, "may_add": may(request.user, "technical_assistance.add_roster_record"),
    })  # fmt: skip


@require_safe
def practitioner_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one record."""
    found = visible_practitioners_for(request.user).select_related("organisation", "country", "public_consent")
    practitioner = get_object_or_404(found, pk=pk)
    context = {
        "practitioner": practitioner,
        "languages": [Language(code).label for code in practitioner.languages],
        "modes": [ActivityMode(mode).label for mode in practitioner.modes],
        "is_public": public_practitioners().filter(pk=pk).exists(),
        **{
            name: may(request.user, f"technical_assistance.{permission}", practitioner)
            for name, permission in PRACTITIONER_ACTS.items()
        },
    }
    return render(request, "technical_assistance/practitioner.html", context)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a record is still correct."""
    practitioner = get_object_or_404(visible_practitioners_for(request.user), pk=pk)
    services.confirm_practitioner(practitioner, actor=request.user)
    messages.success(request, _("Thank you: the record is confirmed as of today."))
    return redirect("technical_assistance:practitioner", pk=pk)


@require_safe
def model_list(request: HttpRequest) -> HttpResponse:
    """List the documented reforms."""
    require(request.user, "technical_assistance.open_roster")
    found = visible_models_for(request.user).select_related("organisation__country", "area")
    page = Paginator(found.order_by("title", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "technical_assistance/oecd_model_list.html", {
        "page_obj": page, "may_add": may(request.user, "technical_assistance.add_roster_record"),
    })  # fmt: skip


@require_safe
def model_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one documented reform with the people of the roster who worked on it."""
    found = visible_models_for(request.user).select_related("organisation__country", "area")
    oecd_model = get_object_or_404(found, pk=pk)
    people = visible_practitioners_for(request.user).filter(oecd_models=oecd_model).select_related("organisation")
    context = {
        "oecd_model": oecd_model,
        "people": people,
        "is_public": public_models().filter(pk=pk).exists(),
        "may_confirm": may(request.user, "technical_assistance.confirm_oecd_model", oecd_model),
        "may_change": may(request.user, "technical_assistance.change_oecd_model", oecd_model),
    }
    return render(request, "technical_assistance/oecd_model.html", context)
