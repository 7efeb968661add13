"""What every page knows: where one can go, in which languages, and whether this is a demonstration."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url

from partnership.navigation import public_links, working_links


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
    languages = [Language(code, name, translate_url(path, code), code == current) for code, name in settings.LANGUAGES]
    return {
        "demo_mode": settings.DEMO_MODE,
        "programme_name": settings.PROGRAMME_NAME,
        "portal_version": settings.VERSION,
        "site_url": settings.SITE_URL,
        "languages": languages,
        "alternates": languages if request.path.startswith(f"/{current}/") else [],
        "public_navigation": public_links(request),
        "navigation": working_links(request),
        **(_demo_sign_in() if settings.DEMO_MODE else {}),
    }


def _demo_sign_in() -> dict[str, object]:
    from partnership.demo.people import PASSWORD, sign_ins  # the demonstration is not installed elsewhere

    return {"demo_people": sign_ins(), "demo_password": PASSWORD}
