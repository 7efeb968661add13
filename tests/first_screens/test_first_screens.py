"""What each kind of person finds after sign-in: the task, the figures, and nothing that does not happen."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.services.committee import plan_meeting
from technical_assistance.models import ExpenseClaim
from tests.cast import ROLES, Cast
from tests.factories.claims import claim_in
from tests.factories.governance import decision
from tests.factories.indicators import drafted, imported, wgi_csv
from tests.factories.reports import published_at_once
from tests.factories.technical_assistance import activity_in, draft, proposal_for, ta_request_in

MOST_QUERIES = 25
FILE = wgi_csv([("PER", 2022, "ge", -0.4)])


def page_of(client: Client, language: str = "en") -> str:
    """Return the main part of the first screen, without the space between its words."""
    response = client.get(f"/{language}/my-work/")
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", main)


def text_of(page: str) -> str:
    """Return what is read, without the markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).strip()


def links_of(page: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', page)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_first_screen_that_names_the_role(role: str, cast: Cast, signed_in) -> None:
    user = getattr(cast, role)
    held = user.role_assignments.get()
    assert held.get_role_display() in text_of(page_of(signed_in(user)))


def test_ministry_begins_a_request_and_follows_the_open_ones(cast: Cast, signed_in) -> None:
    ta_request = ta_request_in("in_triage", cast)
    page = page_of(signed_in(cast.ministry))
    assert f'<a class="btn btn-primary" href="{reverse("technical_assistance:ta_request_new")}">New request</a>' in page
    words = text_of(page)
    assert f"{ta_request.title} Under review" in words
    assert "Waits for the Secretariat to examine and decide since" in words


def test_ministry_sees_nothing_of_another_ministry(cast: Cast, signed_in) -> None:
    ta_request = ta_request_in("submitted", cast)
    assert ta_request.title not in page_of(signed_in(cast.ministry2))


def test_officer_and_lead_see_country_age_and_lateness_in_words(cast: Cast, signed_in) -> None:
    ta_request = ta_request_in("in_triage", cast)
    type(ta_request).objects.filter(pk=ta_request.pk).update(
        clock_from=timezone.localdate() - timedelta(days=40), due_on=timezone.localdate() - timedelta(days=3)
    )
    words = text_of(page_of(signed_in(cast.lead)))
    name = f"{ta_request.reference} · {ta_request.title}"
    assert f"{name} waits for a decision. 3 days late Peru for 40 days due" in words


def test_secretariat_opens_the_list_from_the_count_of_a_state(cast: Cast, signed_in) -> None:
    ta_request_in("submitted", cast)
    page = page_of(signed_in(cast.officer))
    address = f"{reverse('technical_assistance:ta_requests')}?state=submitted"
    assert address in links_of(page)
    assert signed_in(cast.officer).get(address).status_code == 200


def test_secretariat_sees_the_bar_of_person_days(cast: Cast, signed_in) -> None:
    activity_in("verified", cast)
    words = text_of(page_of(signed_in(cast.officer)))
    assert "Person-days delivered 3 of 500" in words


@pytest.mark.parametrize(
    ("state", "role", "address"),
    [
        ("submitted", "verifier", "technical_assistance:claim"),
        ("verified", "holder", "technical_assistance:claim"),
        ("approved", "payer", "governance:pay"),
    ],
)
def test_people_of_the_claims_see_whose_how_much_and_how_old(
    state: str, role: str, address: str, cast: Cast, signed_in
) -> None:
    claim = claim_in(state, cast, amount="61.50")
    page = page_of(signed_in(getattr(cast, role)))
    assert reverse(address, kwargs={"pk": claim.pk}) in links_of(page)
    assert "Peru since today USD 61.50" in text_of(page)
    assert "USD 61.50 in all" in text_of(page)


def test_practitioner_answers_logs_and_claims(cast: Cast, signed_in) -> None:
    activity = activity_in("in_progress", cast)
    page = page_of(signed_in(cast.practitioner))
    assert reverse("technical_assistance:activity", kwargs={"pk": activity.pk}) in links_of(page)
    assert reverse("technical_assistance:claim_new") in links_of(page)


def test_auditor_is_asked_for_nothing(cast: Cast, signed_in) -> None:
    proposal_for(ta_request_in("matching", cast), cast)
    assert "Nothing waits for you." in text_of(page_of(signed_in(cast.auditor)))


def test_counterpart_is_asked_for_an_answer(cast: Cast, signed_in) -> None:
    ta_request = ta_request_in("matching", cast)
    proposal_for(ta_request, cast)
    words = text_of(page_of(signed_in(cast.counterpart)))
    assert f"is invited to help with “{ta_request.title}”." in words


def test_member_finds_the_newest_report_with_the_file_of_her_language(cast: Cast, signed_in) -> None:
    snapshot = published_at_once(cast.officer)
    client = signed_in(cast.committee)
    where = f"governance/reports/{snapshot.period.code}/v1/"
    assert f"/es/{where}report-es.pdf" in links_of(page_of(client, "es"))
    assert f"/en/{where}" in links_of(page_of(client))
    assert [link for link in links_of(page_of(client)) if link.endswith(".pdf")] == []  # made in Spanish alone


def test_member_sees_the_next_meeting_and_what_was_decided(cast: Cast, signed_in) -> None:
    found = decision(cast)
    meeting = plan_meeting(on=timezone.localdate() + timedelta(days=30), actor=cast.lead)
    page = page_of(signed_in(cast.committee))
    assert reverse("governance:meeting", kwargs={"pk": meeting.pk}) in links_of(page)
    assert reverse("governance:decision", kwargs={"pk": found.pk}) in links_of(page)


def test_no_report_is_promised_before_the_first_one(cast: Cast, signed_in) -> None:
    assert "No report is published yet." in text_of(page_of(signed_in(cast.committee)))


def test_advisory_group_sees_what_to_sign_off_and_what_comes(cast: Cast, signed_in) -> None:
    release = drafted(FILE, cast=cast)
    batch = imported(wgi_csv([("CHL", 2022, "ge", 0.8)]), actor=cast.officer, name="second.csv")
    page = page_of(signed_in(cast.advisory))
    assert reverse("indicators:import_detail", kwargs={"pk": batch.pk}) in links_of(page)
    assert reverse("indicators:release_detail", kwargs={"pk": release.pk}) in links_of(page)
    assert "1 file is being checked" in text_of(page)


@pytest.mark.parametrize(
    ("role", "words"),
    [("coordinator", "No network has been founded in the portal."), ("evaluator", "Activities are not evaluated")],
)
def test_roles_without_pages_are_told_so(role: str, words: str, cast: Cast, signed_in) -> None:
    assert words in text_of(page_of(signed_in(getattr(cast, role))))


def test_auditor_and_administrator_find_where_everything_is(cast: Cast, signed_in) -> None:
    assert reverse("governance:ledger") in links_of(page_of(signed_in(cast.auditor)))
    administrator = signed_in(cast.admin)
    doors = [link for link in links_of(page_of(administrator)) if link.startswith("/admin/")]
    assert doors
    assert [administrator.get(link).status_code for link in doors] == [200] * len(doors)


@pytest.mark.parametrize("role", ["verifier", "holder", "payer", "advisory", "auditor", "coordinator", "evaluator"])
def test_no_mail_is_promised_to_whom_none_is_sent(role: str, cast: Cast, signed_in) -> None:
    assert "You get a mail" not in page_of(signed_in(getattr(cast, role)))


def _fill(cast: Cast) -> None:
    """Add one thing of each kind that a first screen lists."""
    ta_request = ta_request_in("matching", cast)
    proposal_for(ta_request, cast)
    ta_request_in("in_triage", cast)
    ta_request_in("submitted", cast)
    draft(cast)
    for state in ("submitted", "verified", "approved"):
        claim_in(state, cast, amount=f"{10 + ExpenseClaim.objects.count()}.00")
    decision(cast)


@pytest.mark.parametrize("role", ROLES)
def test_first_screens_ask_the_same_few_questions_for_one_row_and_for_three(role: str, cast: Cast, signed_in) -> None:
    def questions() -> int:
        client = signed_in(getattr(cast, role))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("my_work"))
        return len(asked)

    _fill(cast)
    for_one = questions()
    _fill(cast)
    _fill(cast)
    assert (questions(), for_one <= MOST_QUERIES) == (for_one, True)
