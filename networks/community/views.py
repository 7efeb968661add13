"""The public page of the networks."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators.page_cache import public_page
from networks.community.directory import REGIONAL_NETWORKS, TARGET_AREAS


@login_not_required
@require_safe
@public_page()
def directory(request: HttpRequest) -> HttpResponse:
    """Show what the networks are for, which ones the programme names, and that none is founded here yet."""
    page = {"regional_networks": REGIONAL_NETWORKS, "target": TARGET_AREAS}
    return render(request, "networks/community/directory.html", page)
