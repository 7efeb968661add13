"""Access to the public roster and to the pages on which it is kept."""

from technical_assistance.models import ConsentText
from tests.access import FORBIDDEN, MISSING, MOVED, NO_METHOD, OK, Row, only, public, signed_in
from tests.cast import Cast
from tests.factories.roster import area, model_of, public_person
from tests.factories.technical_assistance import practitioner_of

MINISTRIES = "ministry focal_point ministry2"
READERS = "officer lead auditor practitioner counterpart"
KEEPERS = "officer counterpart"


def model_slug(cast: Cast) -> dict:
    return {"slug": model_of(cast).slug}


def model_pk(cast: Cast) -> dict:
    return {"pk": model_of(cast).pk}


def person_slug(cast: Cast) -> dict:
    return {"slug": public_person(cast).slug}


def person_pk(cast: Cast) -> dict:
    return {"pk": practitioner_of(cast).pk}


def shown_pk(cast: Cast) -> dict:
    return {"pk": public_person(cast, user=cast.practitioner).pk}


def read(name: str, make=lambda cast: {}) -> list[Row]:
    """Return the rows of a public page."""
    name = f"assistance:{name}"
    return [Row(name, public(), make=make), Row(name, public(NO_METHOD), method="post", make=make)]


def kept(name: str, roles: str, make, data, *, others: int, readers: str = READERS) -> list[Row]:
    """Return the rows of a form of the upkeep: whoever only reads the record may not open it."""
    name = f"technical_assistance:{name}"
    refused = {role: FORBIDDEN for role in readers.split() if role not in roles.split()}
    return [
        Row(name, only(roles, OK, others=others, **refused), make=make),
        Row(name, only(roles, MOVED, others=others, **refused), method="post", make=make, data=data),
    ]


def posted(name: str, roles: str, make) -> list[Row]:
    """Return the rows of an address that is only posted to."""
    name = f"technical_assistance:{name}"
    refused = {role: FORBIDDEN for role in READERS.split() if role not in roles.split()}
    return [
        Row(name, signed_in(NO_METHOD), make=make),
        Row(name, only(roles, MOVED, others=MISSING, **refused), method="post", make=make),
    ]


def model_data(cast: Cast) -> dict:
    return {
        "organisation": cast.denmark.pk, "area": area("HRM").pk, "title_en": "Competitions", "summary_en": "How.",
        "instruments": ["study_visit"], "languages": ["en"], "evidence_grade": "B", "is_active": "on",
    }  # fmt: skip


def person_data(cast: Cast) -> dict:
    return {
        "full_name": "Anne Holst", "organisation": cast.denmark.pk, "country": cast.denmark.country.pk,
        "areas": [area("HRM").pk], "languages": ["en"], "modes": ["mission"], "is_active": "on",
    }  # fmt: skip


def consent_data(cast: Cast) -> dict:
    return {"agreed": "on", "version": ConsentText.objects.get().version}


def ask_data(cast: Cast) -> dict:
    return {"organisation": cast.peru.pk, "title": "Competitions", "kinds": ["study_visit"]}


ROWS = [
    *read("home"),
    *read("models"),
    *read("model", model_slug),
    *read("practitioners"),
    *read("practitioner", person_slug),
    Row("assistance:ask", signed_in(), make=model_slug),
    Row(
        "assistance:ask", only("ministry focal_point", MOVED, others=FORBIDDEN, ministry2=OK), method="post",
        make=model_slug, data=ask_data,
    ),
    *kept("oecd_model_new", KEEPERS, lambda cast: {}, model_data, others=FORBIDDEN),
    *kept("oecd_model_edit", KEEPERS, model_pk, model_data, others=MISSING),
    *posted("oecd_model_confirm", KEEPERS, model_pk),
    *kept("practitioner_new", KEEPERS, lambda cast: {}, person_data, others=FORBIDDEN),
    *kept("practitioner_edit", f"{KEEPERS} practitioner", person_pk, person_data, others=MISSING),
    *kept("practitioner_publish", "practitioner", person_pk, consent_data, others=MISSING),
    *posted("practitioner_hide", f"{KEEPERS} practitioner", shown_pk),
]  # fmt: skip
