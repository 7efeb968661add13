"""Languages are whole on the pages that they have, and a pledge is never called a commitment."""

from html.parser import HTMLParser
from importlib import import_module

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse
from django.utils import translation

from ops.places import CHECKOUT
from ops.translations import COMPLETE, PREPARED, _read
from partnership.languages import is_covered
from tests.access import ANONYMOUS, OK, Row
from tests.cast import ROLES, Cast
from tests.test_access_matrix import APPS, ROWS

READERS = ("lead", "ministry", *ROLES, ANONYMOUS)
PAGES = [row for row in ROWS if row.method == "get" and OK in row.expect.values()]
NOT_OURS = {"script", "style", "code", "textarea"}  # what stands inside is not a text of the portal
SPOKEN = {"aria-label", "title", "alt", "placeholder"}


class Texts(HTMLParser):
    """The text nodes of a page and the labels that only some readers hear, without words marked as another language."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._foreign: str | None = None  # the element that is being passed over

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._foreign is None and (tag in NOT_OURS or (tag != "html" and "lang" in dict(attrs))):
            self._foreign = tag
        if self._foreign is None:
            self.found |= {value for name, value in attrs if name in SPOKEN and value}

    def handle_endtag(self, tag: str) -> None:
        if tag == self._foreign:
            self._foreign = None

    def handle_data(self, data: str) -> None:
        if self._foreign is None and data.strip():
            self.found.add(" ".join(data.split()))


def english_texts(language: str = "es") -> set[str]:
    """Return the texts that look different in a language; a word that is the same in both says nothing."""
    catalog = _read(CHECKOUT / "locale" / language / "LC_MESSAGES" / "django.po")
    pairs = [(found.id, found.string) for found in catalog if isinstance(found.id, str) and found.id]
    return {text for text, _other in pairs} - {other for _text, other in pairs}


def texts_of(row: Row, cast: Cast, client: Client, language: str = "es") -> set[str]:
    """Return the texts of the row's page in a language; none for a file."""
    caches["default"].clear()  # a page that was kept for another row
    with transaction.atomic(), translation.override(language):
        arguments, data = row.make(cast), row.data(cast)
        response = client.get(reverse(row.name, kwargs=arguments), data, headers={"accept-language": language})
        transaction.set_rollback(True)
    page = Texts()
    if response.headers["Content-Type"].startswith("text/html") and not response.streaming:
        page.feed(response.content.decode())
    return page.found


@pytest.mark.parametrize("app", APPS)
def test_pages_in_spanish_show_no_english(app: str, cast: Cast, signed_in) -> None:
    english = english_texts() - {person.full_name for person in cast.people().values()}
    clients = {ANONYMOUS: Client(), **{name: signed_in(user) for name, user in cast.people().items()}}
    found = {}
    for row in (row for row in PAGES if row in import_module(f"tests.{app}.access").ROWS):
        reader = next(name for name in READERS if row.expect[name] == OK)
        found[row.name] = texts_of(row, cast, clients[reader]) & english
    assert found
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.parametrize("language", PREPARED)
def test_pages_of_every_language_show_no_english(language: str, cast: Cast, signed_in) -> None:
    english = english_texts(language) - {person.full_name for person in cast.people().values()}
    clients = {ANONYMOUS: Client(), **{name: signed_in(user) for name, user in cast.people().items()}}
    found = {}
    for row in PAGES:
        reader = next(name for name in READERS if row.expect[name] == OK)
        with transaction.atomic():
            is_whole = is_covered(resolve(reverse(row.name, kwargs=row.make(cast))))
            transaction.set_rollback(True)
        if is_whole:
            found[row.name] = texts_of(row, cast, clients[reader], language) & english
    assert found
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.parametrize("language", [*COMPLETE, *PREPARED])
def test_pledge_and_commitment_share_no_word(language: str) -> None:
    with translation.override(language):
        pledge, commitment = (set(translation.gettext(text).lower().split()) for text in ("Pledge", "Commitment"))
    assert pledge & commitment <= {"de"}
