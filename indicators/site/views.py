"""Public pages for exploring: the live figure as data, the map of an indicator. Anonymous, cached like the pages."""

import orjson
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from indicators import selectors
from indicators.page_cache import public_page
from indicators.pages import IndicatorPage
from indicators.parameters import MAP_PARAMETERS, PAGE_PARAMETERS, is_canonical, read_year
from indicators.site.figure import line_figure
from indicators.site.map_figure import map_figure
from indicators.site.map_page import MapPage
from indicators.views.public import asked_for, says_what_is_wrong, with_years


@login_not_required
@require_safe
@public_page(*PAGE_PARAMETERS)
@says_what_is_wrong
def figure(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Send the live figure of a view of an indicator; an empty one where there are no values."""
    subject, release, view = asked_for(request, slug)
    if not is_canonical(request.GET, view):
        return redirect(request.path + view.query())
    page = with_years(IndicatorPage(subject, release, view, selectors.current_release_number() or 0))
    return _as_data(line_figure(page) if page.years else {"data": [], "layout": {}})


@login_not_required
@require_safe
@public_page(*MAP_PARAMETERS)
@says_what_is_wrong
def map_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show one year of an indicator as a map, with the same values as a table."""
    return render(request, "indicators/map.html", {"page": _map(request, slug)})


@login_not_required
@require_safe
@public_page(*MAP_PARAMETERS)
@says_what_is_wrong
def map_data(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Send the live map of a year; an empty one where there are no values."""
    page = _map(request, slug)
    return _as_data(map_figure(page.map) if page.years else {"data": [], "layout": {}})


def _map(request: HttpRequest, slug: str) -> MapPage:
    subject, release, _view = asked_for(request, slug)
    return MapPage(subject, release, read_year(request.GET), selectors.current_release_number() or 0)


def _as_data(figure: dict) -> HttpResponse:
    return HttpResponse(orjson.dumps(figure), content_type="application/json")
