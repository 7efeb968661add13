"""The administration's door: the portal's own rule, the portal's own sign-in, 404 for everybody else.

Apart from ``admin.py`` because Django loads it before any model.
"""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


class PortalAdminSite(AdminSite):
    """Django's administration, for administrators only."""

    def has_permission(self, request: HttpRequest) -> bool:
        from partnership.core.rules import may  # rules need the models, which are loaded later

        return may(request.user, "core.administer")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        inner = super().admin_view(view, cacheable)

        def hidden(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return inner(request, *args, **kwargs)

        return hidden

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.user.is_authenticated:
            raise Http404
        address = f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}"
        return HttpResponseRedirect(address)


class PortalAdminConfig(AdminConfig):
    """``django.contrib.admin`` with our site as the default one."""

    default_site = "partnership.core.admin_site.PortalAdminSite"
