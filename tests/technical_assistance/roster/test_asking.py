"""From a model to a request: who may, what is filled in, where it shows, who is thought of first."""

import pytest
from django.test import Client
from django.urls import reverse

from partnership.core.enums import OrganisationKind
from technical_assistance import services as ta
from technical_assistance.models import OECDModel, TARequest
from technical_assistance.roster.services import ask_for_help
from technical_assistance.selectors.proposals import candidates_for, suggested_for
from tests.cast import Cast
from tests.factories.core import OrganisationFactory, country
from tests.factories.roster import model_of, public_person
from tests.factories.technical_assistance import answer_all, complete_content


@pytest.fixture
def model(cast: Cast) -> OECDModel:
    return model_of(cast)


def address(model: OECDModel) -> str:
    return reverse("assistance:ask", kwargs={"slug": model.slug})


def asked(cast: Cast, model: OECDModel) -> TARequest:
    return ask_for_help(model, organisation=cast.peru, kinds=["study_visit"], title="Concursos", actor=cast.ministry)


def matching(cast: Cast, model: OECDModel) -> TARequest:
    """Return a request that began at the model and is looking for a counterpart."""
    draft = asked(cast, model)
    ta.save_draft(draft, content=complete_content(), actor=cast.ministry, expected_version=draft.version)
    draft = ta.submit_ta_request(draft, actor=cast.focal_point)
    draft = ta.take_ta_request(draft, actor=cast.officer)
    answer_all(draft, cast)
    draft = ta.approve_ta_request(draft, actor=cast.lead)
    return ta.start_matching(draft, actor=cast.officer)


def test_visitor_is_led_to_the_sign_in_and_back(model) -> None:
    response = Client().get(address(model))
    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={address(model)}")


def test_public_page_offers_the_way_to_everybody_without_a_form_of_its_own(model) -> None:
    page = Client().get(reverse("assistance:model", kwargs={"slug": model.slug})).content.decode()
    assert page.count(f'href="{address(model)}"') == 2
    assert "csrfmiddlewaretoken" not in page


def test_ministry_begins_a_draft_in_which_the_model_is_filled_in(cast: Cast, model, signed_in) -> None:
    browser = signed_in(cast.ministry)
    page = browser.get(address(model))
    assert [kind for kind, _label in page.context["form"].fields["kinds"].choices] == ["study_visit", "expert_mission"]
    response = browser.post(
        address(model), {"organisation": cast.peru.pk, "title": "Concursos", "kinds": ["study_visit"]}
    )
    draft = TARequest.objects.get()
    assert response.url == f"/en/ta/requests/{draft.pk}/edit/problem/"
    assert (draft.title, draft.status, draft.oecd_model, draft.kinds) == ("Concursos", "draft", model, ["study_visit"])
    assert list(draft.areas.all()) == [model.area]
    assert [each.iso3 for each in draft.preferred_countries.all()] == ["DNK"]
    assert draft.preferred_models == f"{model.title} (Agency of Denmark)"


def test_same_form_posted_twice_begins_one_draft(cast: Cast, model, signed_in) -> None:
    browser = signed_in(cast.ministry)
    data = {"organisation": cast.peru.pk, "title": "A", "form_key": "8a3cf2e0-0000-4000-8000-000000000001"}
    assert browser.post(address(model), data).url == browser.post(address(model), data).url
    assert TARequest.objects.count() == 1


@pytest.mark.parametrize("name", ["officer", "counterpart", "committee", "evaluator", "coordinator"])
def test_others_read_what_a_ministry_would_do_and_begin_nothing(cast: Cast, model, signed_in, name: str) -> None:
    browser = signed_in(getattr(cast, name))
    page = browser.get(address(model))
    assert "form" not in page.context
    assert "What a ministry does here:" in page.content.decode()
    assert browser.post(address(model), {"organisation": cast.peru.pk, "title": "A"}).status_code == 403
    assert not TARequest.objects.exists()


def test_ministry_of_another_region_is_told_why_not(cast: Cast, model, signed_in) -> None:
    cast.peru.country = country("DNK")
    cast.peru.save()
    response = signed_in(cast.ministry).post(address(model), {"organisation": cast.peru.pk, "title": "A"})
    assert response.status_code == 200
    assert response.context["form"].non_field_errors() == [
        "Only ministries of Latin America and the Caribbean may ask for assistance."
    ]


def test_hidden_model_cannot_be_asked_for(cast: Cast, signed_in) -> None:
    assert signed_in(cast.ministry).get(address(model_of(cast, is_active=False))).status_code == 404


def test_copy_of_a_request_keeps_the_model(cast: Cast, model) -> None:
    assert ta.copy_ta_request(asked(cast, model), actor=cast.ministry).oecd_model == model


@pytest.mark.parametrize(
    ("name", "part"), [("ministry", "request"), ("officer", "triage"), ("officer", "counterparts")]
)
def test_request_names_the_model_that_it_began_at(cast: Cast, model, signed_in, name: str, part: str) -> None:
    ta_request = matching(cast, model)
    page = signed_in(getattr(cast, name)).get(f"/en/ta/requests/{ta_request.pk}/?part={part}").content.decode()
    assert f'Started from the model <a href="/en/assistance/models/{model.slug}/">{model.title}</a>' in page


def test_hidden_model_is_named_without_a_link(cast: Cast, model, signed_in) -> None:
    ta_request = matching(cast, model)
    OECDModel.objects.filter(pk=model.pk).update(is_active=False)
    page = signed_in(cast.ministry).get(f"/en/ta/requests/{ta_request.pk}/").content.decode()
    assert f"Started from the model {model.title}, Agency of Denmark." in " ".join(page.split())


def test_who_worked_on_the_model_is_suggested_first(cast: Cast, model, signed_in) -> None:
    public_person(cast, full_name="Anne Holst")
    zoe = public_person(cast, full_name="Zoe Vind", public_since=None, public_consent=None)
    zoe.oecd_models.add(model)
    public_person(cast, full_name="Unasked", consented_on=None, consent_version="", public_since=None,
                  public_consent=None).oecd_models.add(model)  # fmt: skip
    ta_request = matching(cast, model)
    assert [each.full_name for each in candidates_for(ta_request)] == ["Zoe Vind", "Anne Holst"]
    assert suggested_for(ta_request) == [zoe]
    browser = signed_in(cast.officer)
    form = browser.get(f"/en/ta/requests/{ta_request.pk}/invite/").context["form"]
    assert [label for _value, label in form.fields["practitioner"].choices][1:] == [
        "Zoe Vind · Agency of Denmark · Denmark · worked on the model asked for",
        "Anne Holst · Agency of Denmark · Denmark",
    ]
    part = f"/en/ta/requests/{ta_request.pk}/?part=counterparts"
    assert browser.get(part).context["suggested"] == [zoe]
    assert signed_in(cast.ministry).get(part).context["suggested"] == []


def test_request_without_a_model_suggests_nobody(cast: Cast) -> None:
    public_person(cast)  # who worked on no model is not the one who worked on none
    ta_request = ta.create_ta_request(cast.peru, actor=cast.ministry)
    assert suggested_for(ta_request) == []
    assert [each.knows_model for each in candidates_for(ta_request)] == [False]


def test_agency_without_a_country_prefers_none(cast: Cast) -> None:
    body = OrganisationFactory(name="Secretariat of the OECD", kind=OrganisationKind.INTERNATIONAL, country=None)
    draft = asked(cast, model_of(cast, organisation=body))
    assert not draft.preferred_countries.exists()
