"""Texts of a record in the reader's language; where they do not exist in it, in another one, and said so."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Model
from django.utils.translation import get_language, get_language_info

CODES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Words:
    """A text; ``language`` is the code of its language when that is not the reader's, else empty."""

    text: str
    language: str = ""

    @property
    def language_name(self) -> str:
        """The name of the other language, in the reader's."""
        if not self.language:
            return ""
        name = str(get_language_info(self.language)["name_translated"])
        return name if (get_language() or "en").startswith("en") else name.lower()  # English alone writes them large

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


def words_of(record: Model, field: str) -> Words:
    """Return a text of a record in the reader's language, else in the first one that it exists in."""
    reader = get_language() or settings.LANGUAGE_CODE
    for code in (reader, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES):
        text = getattr(record, f"{field}_{code}")
        if text:
            return Words(text, "" if code == reader else code)
    return Words("")


def all_words(record: Model, fields: Iterable[str]) -> str:
    """Return the texts of a record in all languages, for a search that understands each of them."""
    return " ".join(getattr(record, f"{field}_{code}") or "" for field in fields for code in CODES)
