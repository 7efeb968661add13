"""The roster of the demonstration: agencies, their people and their documented reforms, all invented."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from partnership.core.enums import OrganisationKind, Role
from partnership.core.models import Organisation, User
from technical_assistance.roster.selectors import newest_consent_text
from technical_assistance.roster.services import (
    add_oecd_model,
    add_practitioner,
    confirm_oecd_model,
    give_public_consent,
)
from technical_assistance.services import confirm_practitioner

from .life import at
from .people import create_person
from .plan import INVITABLE, PUBLIC
from .stage import Stage
from .stories import rows_of
from .timeline import Play

HAS_SIGN_IN = {"mette": "practitioner"}  # key of the roster: login
SPEAKER_WITH_SIGN_IN = {"DIGST": "counterpart"}
CONSENT_VERSION = "2025-1"


FIRST_MODEL, MODEL_EVERY = 640, 22  # days of the nominal life back: when the models were written down, one by one
SOURCES = {"A": "Evaluation report (demonstration)", "B": "Official statistics (demonstration)", "C": ""}
TEXTS = ("title", "summary", "result", "needs", "cost")


def roster_plays(stage: Stage) -> Iterator[Play]:
    """Yield the plays in which agencies, people and models come to the roster, each on its own day."""
    agencies = {row["code"]: row for row in rows_of("agencies")}
    yield _agencies_join(stage)
    for row in rows_of("practitioners"):
        yield _practitioner_joins(row, agencies[row["agency"]]["languages"].split(), stage)
    for number, row in enumerate(rows_of("models")):
        yield _model_is_written(FIRST_MODEL - MODEL_EVERY * number, row, stage)


def _agencies_join(stage: Stage) -> Play:
    yield at(stage.life.founded_on, 10)
    for row in rows_of("agencies"):
        agency = _agency(row["code"], row, stage)
        stage.speakers[agency.pk] = _speaker(row["code"], row["speaker"], agency, stage)


def _agency(code: str, row: dict[str, str], stage: Stage) -> Organisation:
    if code not in stage.organisations:
        stage.organisations[code] = Organisation.objects.create(
            name=row["name"],
            short_name=code,
            kind=OrganisationKind.COUNTERPART,
            country=stage.countries[row["country"]],
        )
    return stage.organisations[code]


def _speaker(code: str, name: str, agency: Organisation, stage: Stage) -> User:
    if code in SPEAKER_WITH_SIGN_IN:
        return stage.people[SPEAKER_WITH_SIGN_IN[code]]
    return create_person(
        f"{code.lower()}.focal@demo.example", name, Role.COUNTERPART, stage.life.founded_on, organisation=agency
    )


# --- people ----------------------------------------------------------------------------------------------------


def _practitioner_joins(row: dict[str, str], languages: list[str], stage: Stage) -> Play:
    """Somebody is added by the agency, agrees to be invited and perhaps to be shown, and confirms the record later."""
    joined = stage.life.day(int(row["joined"]))
    yield at(joined, 8)
    agency, consents = stage.organisations[row["agency"]], row["consent"] in INVITABLE
    speaker = stage.speakers[agency.pk]
    content = {
        "user": _user(row, agency, joined, stage) if consents else None,
        "full_name": row["name"],
        "post": row["post"],
        "organisation": agency,
        "country": agency.country,
        "languages": languages,
        "topics": row["topics"],
        "modes": ["mission", "study_visit", "remote"],
        "consented_on": joined if consents else None,
        "consent_version": CONSENT_VERSION if consents else "",
        "areas": stage.areas_of(row["areas"].split()),
    }
    stage.roster[row["key"]] = record = add_practitioner(actor=speaker, content=content)
    yield at(stage.life.working_day(int(row["confirmed"])), 9)
    text = newest_consent_text()
    if row["consent"] == PUBLIC and text is not None:
        give_public_consent(record, actor=record.user, version=text.version)
    if consents:
        confirm_practitioner(record, actor=record.user)


def _user(row: dict[str, str], agency: Organisation, joined: date, stage: Stage) -> User:
    """Return the person who travels and claims; only those of the list of sign-ins have a password."""
    login = HAS_SIGN_IN.get(row["key"])
    if login:
        return stage.people[login]
    email = f"{row['key']}.expert@demo.example"
    return create_person(email, row["name"], Role.PRACTITIONER, joined, organisation=agency)


# --- models ----------------------------------------------------------------------------------------------------


def _model_is_written(age: int, row: dict[str, str], stage: Stage) -> Play:
    """The agency's focal point describes a model, names who can speak about it, and confirms it later."""
    yield at(stage.life.working_day(age), 11)
    agency = stage.organisations[row["agency"]]
    speaker = stage.speakers[agency.pk]
    model = add_oecd_model(actor=speaker, content=_model_content(row, agency, stage))
    stage.models[(row["agency"], row["area"])] = model
    people = [person for person in rows_of("practitioners") if person["agency"] == row["agency"]]
    able = [person["key"] for person in people if row["area"] in person["areas"].split()]
    model.practitioners.set(stage.roster[key].pk for key in able if key in stage.roster)
    if int(row["confirmed"]) < age:
        yield at(stage.life.working_day(int(row["confirmed"])), 11)
        confirm_oecd_model(model, actor=speaker)


def _model_content(row: dict[str, str], agency: Organisation, stage: Stage) -> dict[str, Any]:
    texts = {f"{name}_en": row[name] for name in TEXTS}
    return {
        **texts,
        **{f"{name}_es": row[f"{name}_es"] for name in TEXTS if row.get(f"{name}_es")},
        "organisation": agency,
        "area": stage.areas[row["area"]],
        "started_year": int(row["since"]),
        "evidence_grade": row["grade"],
        "source_title": SOURCES[row["grade"]],
        "instruments": row["instruments"].split(),
        "languages": row["languages"].split(),
    }
