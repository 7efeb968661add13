"""A translated field in the reader's language, or in another one and marked so: never an empty place."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

LANGUAGES: tuple[str, ...] = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Words:
    """A text and the language it is in; ``foreign`` is that language where it is not the reader's own."""

    text: str = ""
    foreign: str = ""

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def mark(self) -> str:
        """Say which language the text is in, where it is not the reader's."""
        if not self.foreign:
            return ""
        return _("in {language}").format(language=get_language_info(self.foreign)["name_translated"])


def worded(row: Any, name: str) -> Words:
    """Return a translated field for the active language, else in the first other language that has it."""
    own = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    for code in (own, *(code for code in LANGUAGES if code != own)):
        text = getattr(row, f"{name}_{code}", "") or ""
        if text.strip():
            return Words(text, "" if code == own else code)
    return Words()


def missing_languages(row: Any, *names: str) -> Iterator[str]:
    """Yield the languages that lack one of some fields which another language has."""
    for code in LANGUAGES:
        if any(worded(row, name) and not (getattr(row, f"{name}_{code}") or "").strip() for name in names):
            yield code
