"""The pages that know every app: the root, about, and the first screen of a person."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_safe

from partnership.first_screens.screen import first_screen


@login_not_required
@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Lead to the home page in the language that the browser asks for."""
    language = translation.get_language_from_request(request)
    with translation.override(language):
        response = redirect("home")
    response["Vary"] = "Accept-Language, Cookie"
    return response


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show who runs the portal, how accessible it is, and what may be done with its data."""
    return render(request, "about.html")


@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person across the apps, and what the person's roles come for."""
    return render(request, "first_screens/page.html", first_screen(request.user))
