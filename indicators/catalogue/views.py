"""The list of indicators with its search. Anonymous, cached by release and address."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators.catalogue.facets import PARAMETERS, read_choice
from indicators.catalogue.page import CataloguePage
from indicators.catalogue.selectors import read_catalogue
from indicators.page_cache import public_page
from indicators.parameters import read_page
from indicators.views.public import says_what_is_wrong

PER_PAGE = 60


@login_not_required
@require_safe
@public_page(*PARAMETERS)
@says_what_is_wrong
def indicator_list(request: HttpRequest) -> HttpResponseBase:
    """List the indicators by area; narrow them by facets; search forgives accents, case and small mistakes."""
    catalogue = read_catalogue()
    page = CataloguePage(read_choice(request.GET, catalogue), catalogue)
    per_page = max(len(page.entries), 1) if page.choice.is_everything else PER_PAGE
    page_obj = read_page(request.GET, Paginator(page.entries, per_page))
    entries = list(page_obj.object_list)
    context = {
        "page": page,
        "page_obj": page_obj,
        "sections": [] if page.choice.words else page.sections(entries),
        "cards": [page.card(entry) for entry in entries] if page.choice.words else [],
    }
    return render(request, "indicators/indicator_list.html", context)
