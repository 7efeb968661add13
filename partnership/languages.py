"""Which addresses exist in every language, and what a reader gets at the others.

English and Spanish are whole. Portuguese and French cover the public pages, the roster, a person's first screen and
the reports; the working pages exist in Spanish and English. There a reader of Portuguese or French gets the page in
one whole language, with a notice in the own one; the addresses stay in the own one, so that the next covered page
is in it again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import LocalePrefixPattern, ResolverMatch, URLResolver, set_urlconf
from django.utils import translation

WHOLE = ("es", "en")
READ_IN = {"pt": "es", "fr": "en"}  # the whole language that is nearest to a reader of a prepared one
COVERED_SPACES = ("assistance", "partnership", "networks")
COVERED_BEGINNINGS = ("account_", "mfa_", "health_")
COVERED = frozenset({
    "root", "home", "facts", "about", "my_work", "job", "job_progress",
    "indicators:list", "indicators:indicator", "indicators:indicator_csv", "indicators:indicator_xlsx",
    "indicators:release_csv", "indicators:map", "indicators:map_figure", "indicators:figure",
    "indicators:countries", "indicators:country",
    "governance:fund", "governance:report_list", "governance:report", "governance:report_file",
    "governance:report_snapshot",
})  # fmt: skip


@dataclass(frozen=True)
class Notice:
    """That a page is not there in the reader's language: that language, and the one it is shown in."""

    language: str
    shown: str


class OneLanguagePerPage:
    """Shows a page that the reader's language does not cover in a whole language, never in a mixture."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        finally:
            if hasattr(request, "language_notice"):
                set_urlconf(None)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        language = translation.get_language() or settings.LANGUAGE_CODE
        match = request.resolver_match
        if language not in READ_IN or match is None or is_covered(match):
            return
        shown = READ_IN[language]
        translation.activate(shown)
        set_urlconf(_addresses(language, shown))
        request.language_notice = Notice(language, shown)


def is_covered(match: ResolverMatch) -> bool:
    """Return whether a page exists in every language."""
    name = match.view_name
    return (
        name in COVERED
        or name.startswith(COVERED_BEGINNINGS)
        or bool(match.namespaces and match.namespaces[0] in COVERED_SPACES)
    )


def address_in(language: str, address: str) -> str:
    """Return the same address in another language; one without a language stays as it is."""
    current = translation.get_language_from_path(address)
    return f"/{language}{address[len(current) + 1 :]}" if current else address


class _PrefixOfReader(LocalePrefixPattern):
    """The reader's prefix for the language that the page is shown in; for any other, as for a mail, its own."""

    def __init__(self, language: str, shown: str) -> None:
        super().__init__()
        self.language, self.shown = language, shown

    @property
    def language_prefix(self) -> str:
        return f"{self.language}/" if translation.get_language() == self.shown else super().language_prefix


class _Addresses:
    """The portal's addresses below a prefix of one's own; Django keeps what it knows of them by this object."""

    def __init__(self, urlpatterns: list[Any]) -> None:
        self.urlpatterns = urlpatterns


@cache
def _addresses(language: str, shown: str) -> _Addresses:
    patterns = import_module(settings.ROOT_URLCONF).urlpatterns
    return _Addresses([_with_prefix(pattern, language, shown) for pattern in patterns])


def _with_prefix(pattern: Any, language: str, shown: str) -> Any:
    if not isinstance(pattern.pattern, LocalePrefixPattern):
        return pattern
    return URLResolver(_PrefixOfReader(language, shown), pattern.url_patterns)
