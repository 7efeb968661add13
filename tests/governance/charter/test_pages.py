"""The Partnership's page and the pages on which it is written: what they show, to whom, and with how many queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from governance.charter.lifecycle import Chapter, PartnerKind, PartnerStatus
from governance.charter.selectors import current_versions, partners
from governance.charter.services import add_partner, change_partner_state
from governance.enums import Constituency
from governance.models import CharterText, CharterTextVersion, FinancingPlan, Partner, Seat
from partnership.core.enums import Role
from partnership.core.models import AuditEntry
from tests.cast import Cast
from tests.factories.core import OrganisationFactory, give_role
from tests.factories.governance import Fund, contributor, decision
from tests.factories.reports import published_at_once
from tests.governance.charter.factories import words

pytestmark = pytest.mark.django_db
PAGE = "/en/partnership/"


def text(key: str = "policy-dialogue") -> CharterText:
    return CharterText.objects.get(key=key)


def posted(text_row: CharterText, **more: str) -> dict[str, str]:
    """Return what the form of a text sends when only ``more`` was changed."""
    version = text_row.versions.first()
    fields = {
        f"{name}_{code}": getattr(version, f"{name}_{code}") or ""
        for name in ("title", "body")
        for code in ("en", "es")
    }
    return {**fields, "is_shown": "on", "number": str(version.number), **more}


def queries(browser: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert browser.get(url).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "A better-informed dialogue on reform"),
        ("es", "Un diálogo mejor informado sobre las reformas"),
        ("pt", "Um diálogo mais bem informado sobre as reformas"),
        ("fr", "Un dialogue mieux informé sur les réformes"),
    ],
)
def test_page_stands_in_four_languages_without_a_mark(client, language: str, expected: str) -> None:
    html = client.get(f"/{language}/partnership/").content.decode()
    assert html.count(expected) == 1
    assert html.count("charter-mark") == 0


def test_page_has_every_chapter_of_its_contents(client) -> None:
    html = client.get(PAGE).content.decode()
    anchors = [
        "objectives", "components", "governance", "secretariat", "partners", "budget", "exit_path", "results", "more",
    ]  # fmt: skip
    assert [html.count(f'href="#{anchor}"') for anchor in anchors] == [1] * 9
    assert [html.count(f'<section id="{anchor}"') for anchor in anchors] == [1] * 9


def test_budget_is_the_plan_in_force(client) -> None:
    html = client.get(PAGE).content.decode()
    assert html.count("Planned: USD 3.95 million, of which the World Bank’s grant USD 0.30 million (8 %)") >= 1
    FinancingPlan.objects.create(bank_amount=1_000_000, total_amount=2_000_000, years=4, source="SC-2026-1/1")
    html = client.get(PAGE).content.decode()
    assert html.count("USD 3.95 million") == 0
    assert html.count("50 %") >= 1
    assert html.count("Plan: SC-2026-1/1.") == 1


def test_years_show_bank_and_members(client, fund: Fund) -> None:
    fund.receive("60000")
    fund.receive("40000", contributor=contributor(fund.cast, "PER", "recipient"))
    html = client.get(PAGE).content.decode()
    assert html.count("Received so far: USD 0.10 million, of which from the World Bank USD 0.06 million") >= 1
    assert html.count("not computable") == 1  # nothing was paid out yet


def test_text_in_another_language_is_marked(cast: Cast, client, signed_in) -> None:
    row = text()
    signed_in(cast.officer).post(reverse("partnership:text", args=[row.pk]), posted(row))  # en, es only
    html = client.get("/fr/partnership/").content.decode()
    assert html.count('<h3 lang="en">A better-informed dialogue on reform</h3>') == 1
    assert html.count("charter-mark") == 1


def test_hidden_text_is_not_shown(cast: Cast, client, signed_in) -> None:
    row = text()
    data = posted(row)
    data.pop("is_shown")
    signed_in(cast.officer).post(reverse("partnership:text", args=[row.pk]), data)
    assert client.get(PAGE).content.decode().count("A better-informed dialogue on reform") == 0


def test_markup_in_a_text_is_shown_as_text(cast: Cast, client, signed_in) -> None:
    row = text()
    data = posted(row, body_en="<script>alert(1)</script>")
    signed_in(cast.officer).post(reverse("partnership:text", args=[row.pk]), data)
    html = client.get(PAGE).content.decode()
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 1


def test_kept_page_changes_at_once_after_an_edit(cast: Cast, signed_in, django_capture_on_commit_callbacks) -> None:
    visitor = Client()
    visitor.get(PAGE)
    row = text()
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(cast.officer).post(reverse("partnership:text", args=[row.pk]), posted(row, title_en="New words"))
    assert visitor.get(PAGE).content.decode().count("New words") == 1


def test_late_writer_sees_both_texts_and_may_save_again(cast: Cast, signed_in) -> None:
    row, browser = text(), signed_in(cast.lead)
    url, late = reverse("partnership:text", args=[row.pk]), posted(row, title_en="Mine")
    signed_in(cast.officer).post(url, posted(row, title_en="Theirs"))
    answer = browser.post(url, late)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert html.count("<strong>Theirs</strong>") >= 1
    assert html.count('value="Mine"') == 1
    assert browser.post(url, {**late, "number": "2"}).status_code == 302
    assert [(v.number, v.title_en, v.author) for v in row.versions.all()[:2]] == [
        (3, "Mine", cast.lead), (2, "Theirs", cast.officer),
    ]  # fmt: skip


def test_preview_saves_nothing(cast: Cast, signed_in) -> None:
    row = text()
    url = reverse("partnership:text", args=[row.pk])
    html = signed_in(cast.officer).post(url, posted(row, body_en="First.\n\nSecond.", preview="1")).content.decode()
    assert html.count("<p>First.</p>\n\n<p>Second.</p>") == 1
    assert row.versions.count() == 1


def test_text_in_no_language_is_refused(cast: Cast, signed_in) -> None:
    url = reverse("partnership:text_new", args=["objectives"])
    html = (
        signed_in(cast.officer)
        .post(url, {"title_en": "Only a heading", "is_shown": "on", "number": "0"})
        .content.decode()
    )
    assert html.count("Please write it in one language at least.") >= 1


def test_new_text_ends_its_chapter(cast: Cast, signed_in) -> None:
    url = reverse("partnership:text_new", args=["objectives"])
    signed_in(cast.officer).post(url, {"title_es": "Cuarto", "body_es": "Texto", "is_shown": "on", "number": "0"})
    assert [version.title_es for version in current_versions()[Chapter.OBJECTIVES]][-1] == "Cuarto"


def test_auditor_reads_the_history_and_gets_no_button(cast: Cast, signed_in) -> None:
    browser = signed_in(cast.auditor)
    addresses = [
        reverse("partnership:texts"), reverse("partnership:text", args=[text().pk]), reverse("partnership:partners"),
        reverse("partnership:partner", args=[Partner.objects.get(code="oecd").pk]),
    ]  # fmt: skip
    pages = [
        browser.get(address).content.decode().partition("<main")[2].partition("</main>")[0] for address in addresses
    ]
    assert [html.count("<form") + html.count("<button") for html in pages] == [0] * 4


@pytest.mark.parametrize(("name", "shown"), [("officer", 2), ("lead", 2), ("auditor", 0), ("committee", 0)])
def test_edit_links_are_for_who_may_edit(cast: Cast, signed_in, name: str, shown: int) -> None:
    html = signed_in(getattr(cast, name)).get(PAGE).content.decode()
    assert html.count("Edit the texts") + html.count("Edit the partners") == shown


def test_links_to_what_members_read_are_for_members(cast: Cast, client, signed_in) -> None:
    found = decision(cast)
    report = published_at_once(cast.officer)
    hidden, open_ = client.get(PAGE).content.decode(), signed_in(cast.committee).get(PAGE).content.decode()
    addresses = [
        reverse("governance:decision", args=[found.pk]),
        reverse("governance:report", args=[report.period.code, 1]),
    ]
    assert [hidden.count(f'href="{address}"') for address in addresses] == [0, 0]
    assert [open_.count(f'href="{address}"') for address in addresses] == [1, 1]
    assert hidden.count(found.number) == 1


def test_advisers_are_listed_once_with_their_organisation(cast: Cast, client) -> None:
    institute = OrganisationFactory(name="Institute of Statistics")
    give_role(cast.advisory, Role.ADVISORY_MEMBER, institute)
    html = client.get(PAGE).content.decode()
    assert html.count("<strong>Advisory</strong><span>Institute of Statistics</span>") == 1


def test_signed_partner_shows_its_day(cast: Cast, client) -> None:
    partner = Partner.objects.get(code="oecd")
    change_partner_state(
        partner, PartnerStatus.SIGNED, since=date(2026, 3, 4), reason="Agreement", actor=cast.officer
    )  # fmt: skip
    with translation.override("es"):
        html = client.get("/es/partnership/").content.decode()
    assert html.count("4 de marzo de 2026") == 1
    assert html.count("Agreement") == 0  # the reason is not for the public


def test_partner_is_added_with_its_state(cast: Cast, signed_in) -> None:
    data = {
        "name_en": "Inter-American Bank", "kind": "international", "url": "iadb.org", "version": "0",
        "state": "approached", "since": "2026-02-03", "reason": "Letter",
    }  # fmt: skip
    answer = signed_in(cast.officer).post(reverse("partnership:partner_new"), data)
    made = Partner.objects.get(code="inter-american-bank")
    assert answer.url == reverse("partnership:partner", args=[made.pk])
    assert (made.url, made.states.get().state) == ("https://iadb.org", "approached")


def test_state_that_cannot_follow_is_said_in_the_form(cast: Cast, signed_in) -> None:
    partner = Partner.objects.get(code="oecd")
    url = reverse("partnership:partner_state", args=[partner.pk])
    data = {"state": "announced", "reason": "x", "since": (timezone.localdate() + timedelta(days=1)).isoformat()}
    assert signed_in(cast.officer).post(url, data).content.decode().count("The day lies in the future.") >= 1
    assert signed_in(cast.officer).post(url, {**data, "since": ""}).content.decode().count("since when") >= 1
    assert partner.states.count() == 1


def test_late_description_of_a_partner_is_shown_beside(cast: Cast, signed_in) -> None:
    partner = Partner.objects.get(code="oecd")
    url = reverse("partnership:partner", args=[partner.pk])
    data = {"name_en": "OECD", "kind": "international", "version": "1"}
    assert signed_in(cast.lead).post(url, data).status_code == 302
    assert signed_in(cast.officer).post(url, {**data, "name_en": "The OECD"}).status_code == 409
    partner.refresh_from_db()
    assert (partner.name_en, partner.version) == ("OECD", 2)
    before = AuditEntry.objects.get(action="describe").data["before"]
    assert before["name_en"] == "OECD Secretariat"


@pytest.mark.parametrize("name", ["page", "texts", "partners"])
def test_page_takes_as_many_queries_for_three_rows_as_for_one(cast: Cast, signed_in, name: str) -> None:
    browser, url = signed_in(cast.lead), reverse(f"partnership:{name}")

    def fill(number: int) -> None:
        organisation = OrganisationFactory(name=f"Seated {number}")
        Seat.objects.create(
            organisation=organisation, constituency=Constituency.DONOR_COUNTRY, valid_from=date(2020, 1, 1)
        )
        give_role(cast.evaluator if number else cast.coordinator, Role.ADVISORY_MEMBER, organisation)
        add_partner(
            words(name=f"Partner {number}"), kind=PartnerKind.AGENCY, state=PartnerStatus.APPROACHED,
            since=date(2026, 1, 1), reason="x", actor=cast.officer,
        )  # fmt: skip
        row = CharterText.objects.create(key=f"more-{number}", chapter=Chapter.OBJECTIVES, position=99)
        CharterTextVersion.objects.create(text=row, number=1, body_en="x", author=cast.officer)

    fill(0)
    queries(browser, url)
    once = queries(browser, url)
    fill(1)
    fill(2)
    assert queries(browser, url) == once


def test_partners_are_read_in_two_queries(django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        assert len(partners()) == 17
