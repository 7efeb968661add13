"""Words in every language of the portal, so that a snapshot can be read in all of them later."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

Texts = dict[str, str]
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def in_all_languages(message: str | Promise, **values: Any) -> Texts:
    """Return a message in each language; ``values`` fill its braces, texts among them in the same language."""
    found: Texts = {}
    for code in LANGUAGES:
        with translation.override(code):
            filled = {name: in_language(value, code) for name, value in values.items()}
            found[code] = str(message).format(**filled) if filled else str(message)
    return found


def translated_field(obj: Any, name: str) -> Texts:
    """Return the words of a translated model field in each language; a missing translation falls back to another."""
    found: Texts = {}
    for code in LANGUAGES:
        with translation.override(code):
            found[code] = str(getattr(obj, name) or "")
    return found


def in_language(text: Any, language: str) -> str:
    """Return texts in one language, or in the first other language that has words."""
    if not isinstance(text, Mapping):
        return str(text)
    own = text.get(language)
    return own or next((words for words in text.values() if words), "")
