"""The portal's addresses and an empty view behind the usual middleware."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from partnership.urls import urlpatterns as portal


@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    """Answer with two letters."""
    return HttpResponse("ok")


urlpatterns = [path("bench/empty/", empty), *portal]
