"""The home page and the facts behind its figures."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators.page_cache import LIFE, public_page
from partnership.home.facts import Facts
from partnership.home.page import Home


@login_not_required
@require_safe
@public_page(depends_on=LIFE)
def home(request: HttpRequest) -> HttpResponse:
    """Show what the Partnership is, what it does, what is new, and where to go."""
    return render(request, "home.html", {"page": Home()})


@login_not_required
@require_safe
@public_page(depends_on=LIFE)
def facts(request: HttpRequest) -> HttpResponse:
    """Show what the figures of the home page are counted from."""
    return render(request, "home/facts.html", {"page": Facts()})
