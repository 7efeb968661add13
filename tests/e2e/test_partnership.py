"""The Partnership's page in a browser: without barriers on phone and desk, and an edit that everybody sees at once."""

from datetime import date

import pytest
from playwright.sync_api import expect

from governance.charter.lifecycle import PartnerStatus
from governance.charter.services import change_partner_state
from governance.enums import Constituency
from governance.models import CharterText, Partner, Seat
from partnership.core.enums import OrganisationKind, Role
from tests.cast import Cast
from tests.e2e.observing import Observer, fits
from tests.factories.core import OrganisationFactory, country, give_role
from tests.factories.governance import Fund, contributor, decision

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
SEATS = (
    ("Ministry of Finance of Peru", "PER", Constituency.RECIPIENT_COUNTRY),
    ("Cooperation agency of Spain", "ESP", Constituency.DONOR_COUNTRY),
    ("Organisation for Economic Co-operation and Development", "", Constituency.OECD_SECRETARIAT),
    ("Economic Commission for Latin America and the Caribbean", "", Constituency.ECLAC),
    ("World Bank", "", Constituency.WORLD_BANK),
)


@pytest.fixture
def partnership(cast: Cast, fund: Fund) -> Cast:
    """Return the cast of a Partnership with seats, advisers, money of two years and partners in every state."""
    for name, iso3, constituency in SEATS:
        organisation = OrganisationFactory(
            name=name, kind=OrganisationKind.INTERNATIONAL, country=country(iso3) if iso3 else None
        )
        Seat.objects.create(organisation=organisation, constituency=constituency, valid_from=date(2025, 1, 15))
    give_role(cast.advisory, Role.ADVISORY_MEMBER, cast.peru)
    for year, bank, member in ((2025, "150000", "60000"), (2026, "60000", "180000")):
        fund.receive(bank, value_date=date(year, 3, 2))
        fund.receive(member, value_date=date(year, 5, 2), contributor=contributor(cast, "PER", "recipient"))
    decision(cast)
    ways = {"world-bank": "signed", "oecd": "announced", "dfid": "ended", "imf": "approached", "intosai": "approached"}
    for code, state in ways.items():
        partner = Partner.objects.get(code=code)
        change_partner_state(
            partner, PartnerStatus(state), since=date(2025, 2, 3), reason="Letter", actor=cast.officer
        )  # fmt: skip
    return cast


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_page_has_no_barrier(window, live_server, partnership, size, scheme: str) -> None:
    observer = Observer(window(viewport=size, color_scheme=scheme), live_server.url)
    for language in ("en", "fr"):
        observer.visit(f"/{language}/partnership/")
    assert observer.problems == []


def test_edit_is_seen_at_once_without_scripts(window, sign_in, live_server, partnership) -> None:
    visitor = window(viewport=PHONE)
    visitor.goto("/es/partnership/")
    officer = sign_in(partnership.officer, java_script_enabled=False, viewport=PHONE)
    officer.goto("/en/partnership/")
    officer.get_by_role("link", name="Edit the texts").click()
    officer.get_by_role("link", name="Networks of practitioners").click()
    officer.get_by_role("group", name="Español").get_by_label("Heading").fill("Redes que aprenden")
    officer.get_by_role("button", name="Preview").click()
    expect(officer.get_by_role("heading", name="Preview; not saved yet")).to_be_visible()
    assert fits(officer)
    officer.get_by_role("button", name="Save").click()
    officer.wait_for_url("**/partnership/texts/")
    visitor.reload()
    expect(visitor.get_by_role("heading", name="2 Redes que aprenden")).to_be_visible()


def test_pages_of_the_secretariat_have_no_barrier(sign_in, live_server, partnership) -> None:
    page = sign_in(partnership.officer, viewport=PHONE)
    observer, partner = Observer(page, live_server.url), Partner.objects.get(code="oecd")
    text = CharterText.objects.get(key="networks")
    addresses = [
        "texts/", f"texts/{text.pk}/", "texts/new/objectives/", "partners/", "partners/new/", f"partners/{partner.pk}/",
    ]  # fmt: skip
    for address in addresses:
        observer.visit(f"/en/partnership/{address}")
    assert observer.problems == []
