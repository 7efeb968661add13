"""The sections: public ones for everybody, working ones by what roles open, the page's own place marked."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from partnership.core.models import User
from partnership.navigation import Navigation, OpenSection, navigation_for
from tests.cast import Cast


def navigation(path: str, user: User | None = None) -> Navigation:
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    return navigation_for(request)


def names(sections: list[OpenSection]) -> dict[str, list[str]]:
    return {str(section.label): [str(link.label) for link in section.links] for section in sections}


def marked(found: Navigation) -> list[tuple[str, str]]:
    links = [link for section in (*found.public, *found.own) for link in section.links]
    return [(str(link.label), link.current) for link in links if link.current]


def test_public_rooms_are_the_same_for_everybody(cast: Cast) -> None:
    visitor = navigation("/en/")
    assert names(visitor.public) == {
        "Indicators": ["Indicators"],
        "Countries": ["Countries"],
        "Assistance": ["What it is", "OECD models", "Practitioners"],
        "Networks": ["Networks"],
        "The Partnership": ["The Partnership", "Trust fund"],
    }
    assert (visitor.own, names(navigation("/en/", cast.lead).public)) == ([], names(visitor.public))


GOVERNANCE = ["Committee", "Work programme", "Fund", "Reports", "Results"]
ASSISTANCE = ["Requests", "Activities", "Travel claims", "Roster"]


@pytest.mark.parametrize(
    ("role", "sections"),
    [
        ("ministry", {"Assistance": ["Requests", "Activities"]}),
        ("practitioner", {"Assistance": ASSISTANCE}),
        ("lead", {"Assistance": ASSISTANCE, "Statistics": ["Imports", "Releases"], "Governance": GOVERNANCE}),
        ("payer", {"Assistance": ["Activities", "Travel claims"], "Governance": GOVERNANCE[:3]}),
        ("advisory", {"Statistics": ["Imports", "Releases"]}),
        ("committee", {"Governance": GOVERNANCE}),
        ("coordinator", {}),
        ("admin", {"Administration": ["Administration"]}),
    ],
)
def test_own_rooms_are_what_the_roles_open(role: str, sections: dict, cast: Cast) -> None:
    assert names(navigation("/en/", getattr(cast, role)).own) == {"My work": ["My work"], **sections}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/en/my-work/", [("My work", "page")]),
        ("/en/", []),
        ("/en/indicators/government-effectiveness/", [("Indicators", "true")]),
        ("/en/indicators/imports/", [("Imports", "page")]),
        ("/en/governance/fund/", [("Trust fund", "page")]),
        ("/en/governance/pledges/", [("Fund", "true")]),
        ("/en/governance/meetings/4/", [("Committee", "true")]),
        ("/en/governance/record/meeting/", [("Committee", "true")]),
        ("/en/governance/record/pledge/", [("Fund", "true")]),
        ("/en/ta/requests/board/", [("Requests", "true")]),
        ("/en/ta/roster/models/", [("Roster", "true")]),
    ],
)
def test_the_page_has_one_place(path: str, expected: list, cast: Cast) -> None:
    assert marked(navigation(path, cast.lead)) == expected


def test_the_section_that_the_page_is_in_is_shown_when_it_has_more_pages(cast: Cast) -> None:
    here = navigation(reverse("governance:report_list"), cast.committee).here
    assert here is not None
    assert (str(here.label), here.current) == ("Governance", "true")
    assert navigation("/en/my-work/", cast.committee).here is None


def test_first_page_of_a_section_is_its_first_page(cast: Cast) -> None:
    doors = {str(section.label): section.url for section in navigation("/en/", cast.lead).own}
    assert doors["Governance"] == reverse("governance:decisions")
