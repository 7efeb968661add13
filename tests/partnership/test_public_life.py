"""The kept public pages about the Partnership's life tell the truth with the next request after any change."""

import pytest
from django.test import Client

from indicators.page_cache import LIFE, dependence
from technical_assistance.models import Practitioner
from technical_assistance.roster.services import withdraw_public_consent
from tests.cast import make_cast
from tests.factories.roster import public_person

LIFE_PAGES = (
    "/en/", "/es/facts/", "/en/partnership/", "/en/assistance/", "/pt/assistance/models/", "/en/assistance/models/any/",
    "/fr/assistance/practitioners/", "/en/assistance/practitioners/any/", "/en/governance/fund/",
)  # fmt: skip
STATISTICS = ("/en/indicators/", "/en/countries/", "/es/indicators/any/")


@pytest.mark.parametrize("address", LIFE_PAGES)
def test_page_depends_on_the_life(address: str) -> None:
    assert dependence(address) == LIFE


@pytest.mark.parametrize("address", STATISTICS)
def test_statistics_depend_on_the_release_alone(address: str) -> None:
    assert dependence(address) == "release"


@pytest.mark.parametrize(
    "withdraw",
    [
        lambda person, actor: withdraw_public_consent(person, actor=actor),
        lambda person, actor: Practitioner.objects.update(public_since=None, public_consent=None),
    ],
    ids=["service", "update"],
)
def test_withdrawn_consent_vanishes_at_once(transactional_db, withdraw) -> None:
    cast = make_cast()
    person = public_person(cast, slug="mette-sorensen")
    browser, addresses = Client(), ("/en/assistance/practitioners/", "/en/assistance/practitioners/mette-sorensen/")
    kept = [browser.get(address) for address in addresses]
    assert ["Mette Sørensen" in answer.content.decode() for answer in kept] == [True, True]
    assert ["ETag" in answer for answer in kept] == [True, True]
    withdraw(person, cast.officer)
    after = [
        browser.get(address, headers={"If-None-Match": old["ETag"]})
        for address, old in zip(addresses, kept, strict=True)
    ]
    assert [answer.status_code for answer in after] == [200, 404]
    assert ["Mette Sørensen" in answer.content.decode() for answer in after] == [False, False]
