"""The public lists and pages: what is found, what is counted, what is never shown."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnership.core.enums import OrganisationKind
from partnership.core.models import Organisation
from technical_assistance.models import Practitioner
from technical_assistance.roster import services
from tests.cast import Cast
from tests.factories.core import OrganisationFactory, country
from tests.factories.roster import model_of, public_person

MODELS, PEOPLE = "/en/assistance/models/", "/en/assistance/practitioners/"
TITLE = re.compile(r'class="h3"><a href="[^"]*"[^>]*>([^<]*)</a>')


def titles(address: str, **data: object) -> list[str]:
    response = Client().get(address, data)
    assert response.status_code == 200
    return TITLE.findall(response.content.decode())


def options(address: str, facet: str, **data: object) -> list[tuple[str, int]]:
    roster = Client().get(address, data).context["roster"]
    found = next((each.options for each in roster.facets if each.name == facet), ())
    return [(option.label, option.count) for option in found]


@pytest.fixture
def chile(db) -> Organisation:
    return OrganisationFactory(name="Compras", kind=OrganisationKind.COUNTERPART, country=country("CHL"))


@pytest.fixture
def three(cast: Cast, chile: Organisation) -> None:
    """Three models of two agencies, areas and languages."""
    model_of(cast, title_en="Competitions for senior posts")
    model_of(cast, code="EGOV", title_en="Digital identity", instruments=["remote_sessions"], languages=["en", "es"])
    model_of(
        cast, code="PROC", organisation=chile, title_en=None, summary_en=None, result_en=None, needs_en=None,
        title_es="Convenios marco", summary_es="Compras conjuntas.", languages=["es"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("identity", ["Digital identity"]),
        ("IDENTÍTY", ["Digital identity"]),
        ("identty", ["Digital identity"]),  # a small mistake
        ("gobierno digital", ["Digital identity"]),  # the area's name in another language
        ("compras", ["Convenios marco"]),
        ("Chile", ["Convenios marco"]),
        ("Dinamarca", ["Competitions for senior posts", "Digital identity"]),
        ("nothing like it", []),
        ("", ["Competitions for senior posts", "Convenios marco", "Digital identity"]),
    ],
)
def test_search_forgives_and_understands_every_language(three, words: str, expected: list[str]) -> None:
    assert titles(MODELS, q=words) == expected


def test_facets_count_what_each_choice_would_leave(three) -> None:
    assert options(MODELS, "area") == [
        ("Civil service and human resources", 1), ("Digital government", 1), ("Public procurement", 1),
    ]  # fmt: skip
    assert options(MODELS, "country") == [("Chile", 1), ("Denmark", 2)]
    assert options(MODELS, "language") == [("Spanish", 2), ("English", 2)]
    assert options(MODELS, "instrument") == [("Study visit", 2), ("Expert mission", 2), ("Remote sessions", 1)]


def test_choices_of_one_facet_add_up_and_of_two_facets_narrow(three) -> None:
    assert titles(MODELS, area=["EGOV", "PROC"]) == ["Convenios marco", "Digital identity"]
    assert titles(MODELS, area=["EGOV", "PROC"], country="DNK") == ["Digital identity"]
    assert options(MODELS, "country", area=["EGOV", "PROC"]) == [("Chile", 1), ("Denmark", 1)]
    assert options(MODELS, "area", country="DNK", q="identity") == [("Digital government", 1)]


def test_address_of_a_choice_holds_the_others_and_is_taken_back_by_the_same(three) -> None:
    roster = Client().get(MODELS, {"q": "a", "area": "EGOV"}).context["roster"]
    facets = {each.name: {option.label: option.url for option in each.options} for each in roster.facets}
    assert facets["area"]["Digital government"] == "?q=a"
    assert facets["language"]["English"] == "?q=a&area=EGOV&language=en"


def test_narrowed_to_nothing_still_shows_what_is_chosen(three) -> None:
    assert titles(MODELS, area="JUS") == []
    assert options(MODELS, "area", area="JUS")[-1] == ("Justice administration", 0)


@pytest.mark.parametrize(
    "query",
    ["area=XXX", "country=xx1", "country=QQQ", "language=xx", "instrument=fee", "page=a", "q=%00", "q=" + "a" * 201],
)
def test_addresses_that_mean_nothing_are_refused(three, query: str) -> None:
    assert Client().get(f"{MODELS}?{query}").status_code == 400


def test_page_beyond_the_last_is_missing(three) -> None:
    assert Client().get(MODELS, {"page": 2}).status_code == 404
    assert Client().get(MODELS, {"page": 1}).status_code == 200


def test_second_page_holds_the_rest(cast: Cast) -> None:
    for number in range(13):
        model_of(cast, title_en=f"Model {number:02}")
    assert len(titles(MODELS)) == 12
    assert titles(MODELS, page=2) == ["Model 12"]


@pytest.mark.parametrize(("address", "make"), [(MODELS, model_of), (PEOPLE, public_person)])
def test_lists_ask_the_same_for_one_row_and_for_three(cast: Cast, address, make) -> None:
    counts = []
    for more in (1, 2):
        for _number in range(more):
            make(cast)
        with CaptureQueriesContext(connection) as asked:
            Client().get(address)
        # The release is asked for once in half a second, by whichever request comes then.
        counts.append(sum("indicators_release" not in query["sql"] for query in asked.captured_queries))
    assert counts[0] == counts[1] <= 8


def test_text_in_another_language_is_marked_and_one_in_the_readers_is_not(three) -> None:
    page = Client().get("/en/assistance/models/convenios-marco/").content.decode()
    assert '<h1 lang="es">Convenios marco</h1>' in page
    assert page.count("The agency has written about this model in Spanish only.") == 1
    assert "This text exists in" not in page
    spanish = Client().get("/es/assistance/models/convenios-marco/").content.decode()
    assert "<h1>Convenios marco</h1>" in spanish
    assert "other-language" not in spanish


def test_one_text_in_another_language_is_marked_where_it_stands(cast: Cast) -> None:
    model_of(cast, title_en="Identity", result_en="", result_es="Bajaron los plazos.")
    page = Client().get("/en/assistance/models/identity/").content.decode()
    assert '<div lang="es"><p>Bajaron los plazos.</p></div>' in page
    assert page.count("This text exists in Spanish only.") == 1


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 200),
        ({"is_active": False}, 404),
        ({"last_confirmed": None}, 404),
        ({"last_confirmed": date(2020, 1, 1)}, 404),
    ],
)
def test_only_current_models_are_public(cast: Cast, fields: dict, status: int) -> None:
    model = model_of(cast, **fields)
    assert Client().get(reverse("assistance:model", kwargs={"slug": model.slug})).status_code == status
    assert (titles(MODELS) == [model.title]) == (status == 200)


def test_address_of_a_model_stays_when_its_title_changes(cast: Cast) -> None:
    model = model_of(cast, title_en="Competitions")
    services.change_oecd_model(model, actor=cast.officer, content={"title_en": "Open competitions"})
    assert Client().get("/en/assistance/models/competitions/").status_code == 200
    assert model_of(cast, title_en="Competitions").slug == "competitions-2"


# --- practitioners ---------------------------------------------------------------------------------------------


def test_page_of_a_practitioner_shows_what_the_consent_names_and_nothing_else(cast: Cast) -> None:
    cast.practitioner.email, cast.practitioner.full_name = "canary@secret.example", "Canary Sign-in"
    cast.practitioner.save()
    person = public_person(cast, user=cast.practitioner)
    person.oecd_models.set([model_of(cast), model_of(cast, title_en="Canary model", is_active=False)])
    page = Client().get(reverse("assistance:practitioner", kwargs={"slug": person.slug})).content.decode()
    shown = ("Mette Sørensen", "Chief adviser", "Agency of Denmark", "Denmark", "English, Spanish",
             "Competitions, job profiles", "Civil service and human resources", "Expert mission, Remote sessions",
             "Senior executive service by open competition")  # fmt: skip
    assert [text for text in shown if text not in page] == []
    assert [text for text in ("canary", "Canary", str(person.consented_on), "2026-1") if text in page] == []
    assert re.findall(rf"/{person.pk}/|mailto:|tel:", page) == []


@pytest.mark.parametrize(
    "hidden",
    [
        {"public_since": None, "public_consent": None},
        {"public_since": None, "public_consent": None, "consented_on": None, "consent_version": ""},
        {"is_active": False},
        {"last_confirmed": None},
        {"last_confirmed": date(2020, 1, 1)},
    ],
)
def test_nobody_is_shown_without_consent_or_from_an_old_record(cast: Cast, hidden: dict) -> None:
    model = model_of(cast)
    person = public_person(cast, full_name="Canary Person", topics="canary topic", **hidden)
    person.oecd_models.add(model)
    public_person(cast, codes=("EGOV",))
    pages = [PEOPLE, f"{PEOPLE}?q=canary", "/en/assistance/", f"/en/assistance/models/{model.slug}/",
             f"{MODELS}?q=canary"]  # fmt: skip
    for address in pages:
        assert "Canary" not in Client().get(address).content.decode(), address
    assert Client().get(f"{PEOPLE}{person.slug}/").status_code == 404
    assert options(PEOPLE, "area") == [("Digital government", 1)]


def test_withdrawn_consent_takes_the_record_off_at_once_also_out_of_kept_pages(transactional_db, cast: Cast) -> None:
    model, person = model_of(cast), public_person(cast, user=cast.practitioner)
    person.oecd_models.add(model)
    addresses = [PEOPLE, f"{PEOPLE}?q=mette", f"/en/assistance/models/{model.slug}/"]
    own, browser = f"{PEOPLE}{person.slug}/", Client()
    kept = {address: browser.get(address) for address in (*addresses, own)}
    assert [address for address, page in kept.items() if "Mette" not in page.content.decode()] == []
    services.withdraw_public_consent(person, actor=cast.practitioner)
    for address in addresses:
        page = browser.get(address, headers={"If-None-Match": kept[address]["ETag"]})
        assert page.status_code == 200
        assert "Sørensen" not in page.content.decode()
    assert browser.get(own, headers={"If-None-Match": kept[own]["ETag"]}).status_code == 404
    assert 'id="narrow"' not in browser.get(PEOPLE).content.decode()


def test_current_means_confirmed_within_the_months_of_the_rule(cast: Cast) -> None:
    today = timezone.localdate()
    person = public_person(cast)
    for day, count in ((today - timedelta(days=720), 1), (today - timedelta(days=735), 0)):
        Practitioner.objects.filter(pk=person.pk).update(last_confirmed=day)
        assert len(titles(PEOPLE)) == count
