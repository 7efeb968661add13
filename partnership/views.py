"""The pages that know every app: home, and a person's work across the apps."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe


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
def home(request: HttpRequest) -> HttpResponse:
    """Show what the Partnership is and where to go."""
    return render(request, "home.html")


@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person across the apps, and what the person waits for."""
    return render(request, "my_work.html", {"waiting": [], "waited_for": [], "login": reverse(settings.LOGIN_URL)})
