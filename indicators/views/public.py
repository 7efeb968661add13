"""Public pages of the statistics: list, indicator, countries, downloads. Anonymous, cached by release and address."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators import exports, selectors
from indicators.models import Indicator, Release
from indicators.overviews import CountryPage, area_choices, by_area, country_groups
from indicators.page_cache import public_page
from indicators.pages import IndicatorPage, country_address
from indicators.parameters import (
    DATA_PARAMETERS,
    PAGE_PARAMETERS,
    BadParameter,
    View,
    is_canonical,
    read_page,
    read_search,
    read_view,
)  # fmt: skip
from partnership.core.models import Country

INDICATORS_PER_PAGE = 50
PageView = Callable[..., HttpResponseBase]


def says_what_is_wrong(view: PageView) -> PageView:
    """Answer a parameter that means nothing with a page that says so, with status 400 or 404."""

    @wraps(view)
    def answered(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except BadParameter as bad:
            return render(request, "indicators/bad_address.html", {"message": bad.message}, status=bad.status)

    return answered


@login_not_required
@require_safe
@public_page("q", "area", "page")
@says_what_is_wrong
def indicator_list(request: HttpRequest) -> HttpResponseBase:
    """List the indicators by area; search forgives accents, case and small mistakes."""
    words = read_search(request.GET)
    areas = area_choices(request.GET.get("area", ""))
    release = selectors.current_release_number()
    cards = selectors.indicator_list(get_language() or "en", words, areas.chosen, release)
    page = read_page(request.GET, Paginator(cards, INDICATORS_PER_PAGE))
    context = {"areas": by_area(page.object_list), "page_obj": page, "choice": areas, "words": words}
    return render(request, "indicators/indicator_list.html", context)


@login_not_required
@require_safe
@public_page(*PAGE_PARAMETERS)
@says_what_is_wrong
def indicator(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show an indicator: chart, ranking, table, quality, definition, source, citation."""
    subject, release, view = asked_for(request, slug)
    if not is_canonical(request.GET, view):
        return redirect(request.path + view.query())
    newest = selectors.current_release_number() or 0
    page = with_years(IndicatorPage(subject, release, view, newest))
    return render(request, "indicators/indicator.html", {"page": page})


def with_years(page: IndicatorPage) -> IndicatorPage:
    """Return a page that has values in its years, or has none at all; BadParameter (404) otherwise."""
    if not page.years and page.all_years:
        raise BadParameter(_("There are no values in these years; there are from {first} to {last}.").format(
            first=page.all_years[0], last=page.all_years[-1]), status=404)  # fmt: skip
    return page


@login_not_required
@require_safe
@public_page(*DATA_PARAMETERS)
@says_what_is_wrong
def indicator_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Send the values of a view as CSV, streamed from the database."""
    subject, release, view = asked_for(request, slug)
    first, last = view.years_bounds
    number = release.number or 0
    statement = exports.indicator_csv(subject.pk, number, view.countries, first, last)
    return exports.csv_stream_response(statement, f"{slug}-release-{number}.csv")


@login_not_required
@require_safe
@public_page(*DATA_PARAMETERS)
@says_what_is_wrong
def indicator_xlsx(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Send the values of a view as a workbook with their description."""
    subject, release, view = asked_for(request, slug)
    page = IndicatorPage(subject, release, view, selectors.current_release_number() or 0)
    return exports.workbook_of(page, f"{slug}-release-{page.number}.xlsx")


@login_not_required
@require_safe
@public_page("release")
@says_what_is_wrong
def release_csv(request: HttpRequest) -> HttpResponseBase:
    """Send every value of a release as CSV, streamed from the database."""
    release = released(read_view(request.GET))
    number = release.number or 0
    return exports.csv_stream_response(exports.release_csv(number), f"indicators-release-{number}.csv")


@login_not_required
@require_safe
@public_page()
def country_list(request: HttpRequest) -> HttpResponse:
    """List the countries that have values: LAC, the other OECD countries, the others."""
    release = selectors.get_release() if selectors.current_release_number() else None
    groups = country_groups(release) if release else []
    return render(request, "indicators/country_list.html", {"groups": groups, "release": release})


@login_not_required
@require_safe
@public_page("release")
@says_what_is_wrong
def country(request: HttpRequest, iso3: str) -> HttpResponseBase:
    """Show all indicators of a country beside the averages of LAC and of the OECD."""
    if not iso3.isupper():
        return redirect(country_address(iso3.upper()))
    subject = get_object_or_404(Country, iso3=iso3)
    release = released(read_view(request.GET))
    page = CountryPage(subject, release, selectors.current_release_number() or 0)
    if not page.rows:
        raise Http404
    return render(request, "indicators/country.html", {"page": page})


def asked_for(request: HttpRequest, slug: str) -> tuple[Indicator, Release, View]:
    """Return the indicator, the release and the view that an address names."""
    subject = selectors.get_indicator(slug)
    view = read_view(request.GET)
    return subject, released(view), view


def released(view: View) -> Release:
    """Return the release that a view names, the newest without one; BadParameter when there is none."""
    try:
        return selectors.get_release(view.release)
    except Http404:
        if view.release is None:
            raise BadParameter(_("Nothing has been released yet."), status=404) from None
        message = _("There is no release {number}; the newest is release {newest}.").format(
            number=view.release, newest=selectors.current_release_number() or 0
        )
        raise BadParameter(message, status=404) from None
