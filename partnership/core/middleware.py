"""What every request passes through."""

import re
import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from partnership.core.origin import Origin, origin

GetResponse = Callable[[HttpRequest], HttpResponse]
WELL_FORMED_ID = re.compile(r"[A-Za-z0-9-]{8,40}")


class RequestId:
    """Gives each request an id, for logs, the audit log and the answer's header."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        request_id = given if WELL_FORMED_ID.fullmatch(given) else uuid.uuid4().hex
        token = origin.set(Origin(request_id, request.META.get("REMOTE_ADDR") or None))
        try:
            response = self.get_response(request)
        finally:
            origin.reset(token)
        response["X-Request-Id"] = request_id
        return response


class LanguageOfNext:
    """Shows an address without a language, as the sign-in, in the language of the page that it leads on to.

    The page comes as ``next``, or its language alone as ``language``. The pages of the account remember it among
    themselves, in a cookie that is sent to no other address: public pages stay the same for everybody.
    """

    ACCOUNT = "/accounts/"
    COOKIE = "account_language"

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if translation.get_language_from_path(request.path_info):
            return self.get_response(request)
        is_account = request.path_info.startswith(self.ACCOUNT)
        asked = _language_asked_for(request)
        language = asked or (is_account and _known(request.COOKIES.get(self.COOKIE, "")))
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = language
        response = self.get_response(request)
        if asked and is_account:
            response.set_cookie(
                self.COOKIE, asked, path=self.ACCOUNT, secure=settings.SECURE, httponly=True, samesite="Lax"
            )
        return response


def _language_asked_for(request: HttpRequest) -> str:
    onward = request.GET.get("next") or request.POST.get("next") or ""
    return translation.get_language_from_path(onward) or _known(request.GET.get("language", ""))


def _known(code: str) -> str:
    return code if code in dict(settings.LANGUAGES) else ""


class DatabaseDown:
    """Answers 503 with Retry-After while the database cannot be reached."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        return unavailable(request)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Return the page that says the portal is back in a moment; it needs no database."""
    response = HttpResponse(render_to_string("503.html"), status=503)  # no context: that asks the database for the user
    response["Retry-After"] = "10"
    return response


class LoginRequired(LoginRequiredMiddleware):
    """Everything needs a sign-in but the views that say otherwise."""


class NoStore:
    """Keeps private pages out of every cache: whoever is signed in gets answers that nobody stores."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response
