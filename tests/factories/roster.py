"""Models and practitioners of the roster for tests, current unless they say otherwise."""

from typing import Any

from django.utils import timezone

from partnership.core.models import Organisation, PSMArea
from technical_assistance.models import ConsentText, OECDModel, Practitioner
from tests.cast import Cast


def area(code: str) -> PSMArea:
    """Return an area of the reference data."""
    return PSMArea.objects.get(code=code)


def model_of(cast: Cast, *, code: str = "HRM", organisation: Organisation | None = None, **fields: Any) -> OECDModel:
    """Return a current model of the cast's agency."""
    return OECDModel.objects.create(**{
        "title_en": "Senior executive service by open competition",
        "summary_en": "Posts of the first level are filled by competition.",
        "result_en": "Two of three posts are filled within ninety days.",
        "needs_en": "A law, and an independent council.",
        "organisation": organisation or cast.denmark,
        "area": area(code),
        "instruments": ["study_visit", "expert_mission"],
        "languages": ["en"],
        "last_confirmed": timezone.localdate(),
        **fields,
    })  # fmt: skip


def public_person(cast: Cast, *, codes: tuple[str, ...] = ("HRM",), **fields: Any) -> Practitioner:
    """Return a current practitioner of the cast's agency who agreed to be shown to everybody."""
    today = timezone.localdate()
    person = Practitioner.objects.create(**{
        "full_name": "Mette Sørensen",
        "post": "Chief adviser",
        "organisation": cast.denmark,
        "country": cast.denmark.country,
        "languages": ["en", "es"],
        "topics": "Competitions, job profiles",
        "modes": ["mission", "remote"],
        "consented_on": today,
        "consent_version": "2026-1",
        "public_since": today,
        "public_consent": ConsentText.objects.first(),
        "last_confirmed": today,
        **fields,
    })  # fmt: skip
    person.areas.set([area(code) for code in codes])
    return person
