"""Access to the Partnership's page (everybody) and to where it is written (Secretariat; the auditor reads)."""

from governance.models import CharterText, Partner
from tests.access import FORBIDDEN, MOVED, NO_METHOD, OK, Row, only, public, signed_in
from tests.cast import Cast

READERS = "officer lead auditor"
STATE = {"state": "signed", "since": "2026-03-02", "reason": "Agreement"}


def _writers(status: int = OK) -> dict[str, int]:
    return only("officer lead", status, auditor=FORBIDDEN)


def _text(cast: Cast) -> dict:
    return {"pk": CharterText.objects.get(key="networks").pk}


def _partner(cast: Cast) -> dict:
    return {"pk": Partner.objects.get(code="oecd").pk}


def _chapter(cast: Cast) -> dict:
    return {"chapter": "objectives"}


def _words(cast: Cast) -> dict:
    return {"body_en": "Words", "number": "1", "is_shown": "on"}


def _name(cast: Cast) -> dict:
    return {"name_en": "A partner", "kind": "agency", "version": "1"}


ROWS = [
    Row("partnership:page", public()),
    Row("partnership:page", public(NO_METHOD), method="post"),
    Row("partnership:texts", only(READERS)),
    Row("partnership:texts", signed_in(NO_METHOD), method="post"),
    Row("partnership:text", only(READERS), make=_text),
    Row("partnership:text", _writers(MOVED), method="post", make=_text, data=_words),
    Row("partnership:text_new", _writers(), make=_chapter),
    Row("partnership:text_new", _writers(MOVED), method="post", make=_chapter, data=_words),
    Row("partnership:partners", only(READERS)),
    Row("partnership:partners", signed_in(NO_METHOD), method="post"),
    Row("partnership:partner", only(READERS), make=_partner),
    Row("partnership:partner", _writers(MOVED), method="post", make=_partner, data=_name),
    Row("partnership:partner_new", _writers()),
    Row("partnership:partner_new", _writers(MOVED), method="post", data=lambda cast: {**_name(cast), **STATE}),
    Row("partnership:partner_state", signed_in(NO_METHOD), make=_partner),
    Row("partnership:partner_state", _writers(MOVED), method="post", make=_partner, data=lambda cast: STATE),
]
