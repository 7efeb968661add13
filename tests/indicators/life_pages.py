"""Two small public pages for the tests of the page cache: one of the Partnership's life, one of statistics."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from indicators.page_cache import LIFE, public_page
from partnership.core.models import Organisation


@login_not_required
@public_page("q", depends_on=LIFE)
def life(request: HttpRequest) -> HttpResponse:
    """Name the organisations."""
    return HttpResponse(", ".join(Organisation.objects.values_list("name", flat=True)))


@login_not_required
@public_page()
def statistics(request: HttpRequest) -> HttpResponse:
    """Say always the same."""
    return HttpResponse("figures")


urlpatterns = i18n_patterns(path("life/", life), path("statistics/", statistics))
