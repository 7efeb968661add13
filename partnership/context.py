"""What every page knows: where one can go, in which languages, and whether this is a demonstration."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from partnership.languages import WHOLE, Notice, address_in
from partnership.navigation import navigation_for


@dataclass(frozen=True)
class Language:
    """A language the page exists in."""

    code: str
    name: str
    url: str
    current: bool


def portal(request: HttpRequest) -> dict[str, object]:
    """Return the variables of ``base.html``."""
    current = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    path = request.get_full_path()
    languages = [Language(code, name, address_in(code, path), code == current) for code, name in settings.LANGUAGES]
    navigation = navigation_for(request)
    return {
        "demo_mode": settings.DEMO_MODE,
        "programme_name": settings.PROGRAMME_NAME,
        "portal_version": settings.VERSION,
        "site_url": settings.SITE_URL,
        "languages": languages,
        "alternates": languages if request.path.startswith(f"/{current}/") else [],
        "public_navigation": navigation.public,
        "navigation": navigation.own,
        "current_section": navigation.here,
        **_language_notice(request, languages),
        **(_demo_sign_in() if settings.DEMO_MODE else {}),
    }


def _language_notice(request: HttpRequest, languages: list[Language]) -> dict[str, object]:
    notice: Notice | None = getattr(request, "language_notice", None)
    if notice is None:
        return {}
    return {"language_notice": notice, "whole_languages": [found for found in languages if found.code in WHOLE]}


def _demo_sign_in() -> dict[str, object]:
    from partnership.demo.people import PASSWORD, sign_ins  # the demonstration is not installed elsewhere

    return {"demo_people": sign_ins(), "demo_password": PASSWORD}
