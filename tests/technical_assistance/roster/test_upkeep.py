"""The records are kept by the Secretariat and by each agency; a person keeps the own one."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from partnership.core.enums import OrganisationKind
from partnership.core.models import AuditEntry, Organisation
from technical_assistance.models import OECDModel, Practitioner
from technical_assistance.roster import services
from technical_assistance.roster.selectors import public_models, public_practitioners
from tests.cast import Cast
from tests.factories.core import OrganisationFactory, country
from tests.factories.roster import area, model_of, public_person
from tests.technical_assistance.access_roster import model_data, person_data


@pytest.fixture
def chile(db) -> Organisation:
    return OrganisationFactory(name="Compras", kind=OrganisationKind.COUNTERPART, country=country("CHL"))


def content_of_model(organisation: Organisation) -> dict:
    return {"organisation": organisation, "area": area("PROC"), "title_es": "Convenios", "summary_es": "Compras.",
            "instruments": ["study_visit"], "languages": ["es"]}  # fmt: skip


def test_model_added_by_the_agency_is_public_at_once_in_the_language_it_has(cast: Cast) -> None:
    model = services.add_oecd_model(actor=cast.counterpart, content=content_of_model(cast.denmark))
    assert list(public_models()) == [model]
    assert (model.slug, model.last_confirmed) == ("convenios", timezone.localdate())
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.actor, entry.object_id) == ("create", cast.counterpart, str(model.pk))


def test_agency_keeps_its_own_records_only(cast: Cast, chile: Organisation) -> None:
    theirs, own = model_of(cast, organisation=chile), model_of(cast)
    for act in (
        lambda: services.add_oecd_model(actor=cast.counterpart, content=content_of_model(chile)),
        lambda: services.change_oecd_model(theirs, actor=cast.counterpart, content={"title_en": "Mine"}),
        lambda: services.change_oecd_model(own, actor=cast.counterpart, content={"organisation": chile}),
        lambda: services.confirm_oecd_model(theirs, actor=cast.counterpart),
        lambda: services.change_practitioner(
            public_person(cast, organisation=chile), actor=cast.counterpart, content={"post": "Chief"}
        ),
        lambda: services.change_practitioner(
            public_person(cast), actor=cast.counterpart, content={"organisation": chile}
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.parametrize("name", ["ministry", "lead", "auditor", "practitioner", "verifier", "admin"])
def test_others_add_and_change_no_model(cast: Cast, name: str) -> None:
    actor = getattr(cast, name)
    with pytest.raises(PermissionDenied):
        services.add_oecd_model(actor=actor, content=content_of_model(cast.denmark))
    with pytest.raises(PermissionDenied):
        services.change_oecd_model(model_of(cast), actor=actor, content={"title_en": "Mine"})


def test_saving_confirms_and_says_which_fields(cast: Cast) -> None:
    model = model_of(cast, last_confirmed=None)
    services.change_oecd_model(model, actor=cast.officer, content={"title_fr": "Concours", "is_active": True})
    model.refresh_from_db()
    assert (model.title_fr, model.last_confirmed) == ("Concours", timezone.localdate())
    assert AuditEntry.objects.latest("pk").data == {"fields": ["is_active", "title_fr"]}


def test_confirming_brings_a_hidden_model_back(cast: Cast) -> None:
    model = model_of(cast, last_confirmed=None)
    services.confirm_oecd_model(model, actor=cast.counterpart)
    assert list(public_models()) == [model]


def test_values_outside_the_lists_are_refused(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        services.add_oecd_model(actor=cast.officer, content={**content_of_model(cast.denmark), "instruments": ["fee"]})


def test_practitioner_added_is_neither_public_nor_invited(cast: Cast) -> None:
    content = {"full_name": "Anne Holst", "organisation": cast.denmark, "country": cast.denmark.country,
               "areas": [area("HRM")], "oecd_models": [], "languages": ["en"], "modes": ["remote"]}  # fmt: skip
    person = services.add_practitioner(actor=cast.counterpart, content=content)
    assert (person.slug, person.consented_on, list(person.areas.all())) == ("anne-holst", None, [area("HRM")])
    assert not public_practitioners().exists()


def test_person_keeps_the_own_record_but_not_the_employer(cast: Cast, chile: Organisation) -> None:
    person = public_person(cast, user=cast.practitioner)
    services.change_practitioner(person, actor=cast.practitioner, content={"post": "Director", "areas": [area("EGOV")]})
    person.refresh_from_db()
    assert (person.post, list(person.areas.all())) == ("Director", [area("EGOV")])
    with pytest.raises(PermissionDenied):
        services.change_practitioner(person, actor=cast.practitioner, content={"organisation": chile})


def test_form_asks_for_one_language_at_least(cast: Cast, signed_in) -> None:
    data = {**model_data(cast), "summary_en": ""}
    response = signed_in(cast.officer).post("/en/ta/roster/models/new/", data)
    assert response.context["form"].non_field_errors() == [
        "Please write the title and what was done, in one language at least."
    ]


def test_forms_write_through_the_services(cast: Cast, signed_in) -> None:
    browser = signed_in(cast.counterpart)
    browser.post("/en/ta/roster/models/new/", {**model_data(cast), "title_pt": "Concursos"})
    model = OECDModel.objects.get()
    assert (model.title_en, model.title_pt, model.evidence_grade) == ("Competitions", "Concursos", "B")
    browser.post("/en/ta/roster/new/", {**person_data(cast), "oecd_models": [model.pk]})
    person = Practitioner.objects.get()
    assert list(person.oecd_models.all()) == [model]
    browser.post(f"/en/ta/roster/{person.pk}/edit/", {**person_data(cast), "post": "Adviser"})
    person.refresh_from_db()
    assert (person.post, list(person.oecd_models.all())) == ("Adviser", [])


def test_counterpart_chooses_among_the_own_agencies_only(cast: Cast, chile: Organisation, signed_in) -> None:
    form = signed_in(cast.counterpart).get("/en/ta/roster/models/new/").context["form"]
    assert list(form.fields["organisation"].queryset) == [cast.denmark]
    form = signed_in(cast.officer).get("/en/ta/roster/models/new/").context["form"]
    assert list(form.fields["organisation"].queryset) == [cast.denmark, chile]
