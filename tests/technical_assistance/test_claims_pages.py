"""The pages of claims as people use them: forms, receipts, lists, exports, double posts."""

import threading
import uuid
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse

from partnership.core.enums import Role
from partnership.core.models import StoredFile
from technical_assistance import guards
from technical_assistance.models import ClaimLine, ExpenseClaim
from technical_assistance.selectors.claims import visible_claims_for
from technical_assistance.selectors.tasks import tasks_waited_for, tasks_waiting_for
from technical_assistance.services import claims as services
from tests.cast import Cast, make_cast
from tests.factories.claims import (
    STATES,
    activity,
    add_line,
    bring,
    claim_in,
    draft_claim,
    first_day,
    join,
    png,
    receipt,
)
from tests.factories.core import person

NAME = "technical_assistance:"


def url(name: str, *args) -> str:
    return reverse(NAME + name, args=args)


def typed(**changes) -> dict:
    return {
        "category": "air", "description": "Copenhagen – Lima", "spent_on": first_day().isoformat(), "nights": "",
        "currency": "USD", "amount": "1,250.50", "form_key": str(uuid.uuid4()), **changes,
    }  # fmt: skip


def test_claim_from_the_choice_of_the_journey_to_the_submission(cast: Cast, signed_in) -> None:
    row = activity(cast, ceiling="5000.00")
    browser = signed_in(cast.practitioner)
    assert "Mission on competitions" in browser.get(url("claim_new")).content.decode()
    answer = browser.post(url("claim_new"), {"assignment": row.assignments.get().pk, "form_key": str(uuid.uuid4())})
    claim = ExpenseClaim.objects.get()
    assert answer.url == url("claim", claim.pk)
    browser.post(url("claim_line_new", claim.pk), {**typed(), "receipt": receipt()})
    browser.post(
        url("claim_nights", claim.pk),
        {"nights": [first_day().isoformat()], "currency": "USD", "amount": "180", "form_key": str(uuid.uuid4())},
    )
    page = browser.get(url("claim", claim.pk)).content.decode()
    assert "1,430.50" in page
    browser.post(url("claim_act", claim.pk, "submit"), {"version": claim.version})
    claim.refresh_from_db()
    assert (claim.status, claim.lines.count()) == ("submitted", 2)


def test_three_people_take_the_claim_to_payment_and_a_fourth_cannot_shortcut(cast: Cast, signed_in) -> None:
    claim = claim_in("submitted", cast)
    line = claim.lines.get()
    for name in ("officer", "lead", "admin", "holder", "payer"):
        answer = signed_in(getattr(cast, name)).post(url("claim_act", claim.pk, "verify"), {})
        assert answer.status_code in (403, 404)
    checked = {f"line-{line.pk}-accepted": "50", f"line-{line.pk}-reason": "Economy class.", "verify": "1"}
    answer = signed_in(cast.verifier).post(url("claim_check", claim.pk), {**checked, "version": claim.version})
    assert answer.url == url("claim", claim.pk)
    page = signed_in(cast.holder).get(url("claim_approval", claim.pk)).content.decode().replace("\xa0", " ")
    assert [text in page for text in ("USD 1,000.00", "USD 50.00", "USD 950.00")] == [True, True, True]
    signed_in(cast.holder).post(url("claim_act", claim.pk, "approve"), {})
    claim.refresh_from_db()
    assert (claim.status, claim.lines.get().accepted_usd) == ("approved", Decimal("50.00"))
    assert signed_in(cast.payer).post(url("claim_act", claim.pk, "settle"), {}).status_code == 404  # the fund pays


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"category": "fee"}, "category", "travel costs only"),
        ({"amount": "0.005"}, "amount", "2 decimals"),
        ({"amount": "1e400"}, "amount", "like 1250.00"),
        ({"amount": "NaN"}, "amount", "like 1250.00"),
        ({"amount": "-0"}, "amount", "like 1250.00"),
        ({"amount": "0"}, "amount", "above zero"),
        ({"amount": "10.5", "currency": "CLP"}, "amount", "0 decimals"),
        ({"currency": "PYG", "amount": "1000"}, "currency", "no rate of PYG"),
        ({"currency": "XXZ"}, "currency", "valid choice"),
        ({"spent_on": "2019-01-01", "category": "per_diem"}, "spent_on", "itinerary"),
        ({"spent_on": "31/12/2025"}, "spent_on", "valid date"),
        ({"category": "lodging", "nights": "0"}, "nights", "how many nights"),
        ({"description": "x" * 201}, "description", "200"),
        ({"description": "a\x00b"}, "description", "Null characters"),
    ],
)
def test_refused_line_keeps_what_was_typed(changes: dict, field: str, message: str, cast: Cast, signed_in) -> None:
    claim = draft_claim(cast)
    answer = signed_in(cast.practitioner).post(url("claim_line_new", claim.pk), typed(**changes))
    form = answer.context["form"]
    assert answer.status_code == 400
    assert list(form.errors) == [field]
    assert message in str(form.errors[field])
    assert form["description"].value() == typed(**changes)["description"]
    assert claim.lines.count() == 0


RECEIPTS = [
    ("ticket.pdf", png(), "not what its name"),
    ("ticket.png", b"%PDF-1.7\n", "not what its name"),
    ("ticket.jpg", b"MZ\x90\x00", "not what its name"),
    ("ticket.html", b"<script>alert(1)</script>", "one of these kinds"),
    ("ticket.png", b"", "empty"),
    ("ticket.png", png() + b"\x00" * (10 * 1024 * 1024), "limit"),
]


@pytest.mark.parametrize(("name", "content", "message"), RECEIPTS)
def test_receipt_that_is_not_what_its_name_says(name: str, content: bytes, message: str, cast: Cast, signed_in) -> None:
    claim = draft_claim(cast)
    upload = SimpleUploadedFile(name, content)
    answer = signed_in(cast.practitioner).post(url("claim_line_new", claim.pk), {**typed(), "receipt": upload})
    form = answer.context["form"]
    assert answer.status_code == 400
    assert message in str(form.errors["receipt"])
    assert form["amount"].value() == "1,250.50"
    assert (claim.lines.count(), StoredFile.objects.count()) == (0, 0)


def test_receipt_is_private_and_served_as_an_attachment(cast: Cast, signed_in) -> None:
    claim = draft_claim(cast)
    line = add_line(claim, proof="mine")
    answer = signed_in(cast.practitioner).get(url("claim_receipt", claim.pk, line.pk))
    assert b"".join(answer) == png("mine")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    other = draft_claim(cast)
    assert signed_in(cast.practitioner).get(url("claim_receipt", other.pk, line.pk)).status_code == 404


def test_line_is_changed_without_losing_its_receipt_and_removed(cast: Cast, signed_in) -> None:
    claim = draft_claim(cast)
    line = add_line(claim)
    browser = signed_in(cast.practitioner)
    shown = browser.get(url("claim_line", claim.pk, line.pk)).context["form"]
    assert shown["amount"].value() == "60.00"
    browser.post(url("claim_line", claim.pk, line.pk), typed(amount="61"))
    changed = ClaimLine.objects.get()
    assert (changed.amount, changed.receipt_id) == (Decimal(61), line.receipt_id)
    browser.post(url("claim_line_remove", claim.pk, line.pk))
    assert claim.lines.count() == 0


def test_verifier_sees_the_reason_that_is_missing(cast: Cast, signed_in) -> None:
    claim = claim_in("submitted", cast)
    line = claim.lines.get()
    data = {f"line-{line.pk}-accepted": "50", f"line-{line.pk}-reason": ""}
    answer = signed_in(cast.verifier).post(url("claim_check", claim.pk), data)
    assert answer.status_code == 400
    assert answer.context["forms"][0].errors == {"reason": ["Please write why less is accepted."]}


def test_visibility_by_person(cast: Cast) -> None:
    claims = {"draft": claim_in("draft", cast), "submitted": claim_in("submitted", cast, amount="61.00")}
    seen = {
        name: {state for state, claim in claims.items() if claim in visible_claims_for(user)}
        for name, user in cast.people().items()
    }
    both, sent = {"draft", "submitted"}, {"submitted"}
    expected = {
        **{name: set() for name in cast.people()},
        **dict.fromkeys(("practitioner", "counterpart", "officer", "lead", "auditor"), both),
        **dict.fromkeys(("verifier", "holder", "payer"), sent),
    }
    assert seen == expected
    assert not visible_claims_for(person(Role.COUNTERPART, cast.paraguay)).exists()


@pytest.mark.parametrize("state", STATES)
def test_page_of_every_state_answers_every_viewer(state: str, cast: Cast, signed_in) -> None:
    claim = claim_in(state, cast)
    for name in ("practitioner", "officer", "lead", "counterpart", "auditor"):
        assert signed_in(getattr(cast, name)).get(url("claim", claim.pk)).status_code == 200


def test_auditor_reads_and_changes_nothing(cast: Cast, signed_in) -> None:
    claim = claim_in("submitted", cast)
    browser = signed_in(cast.auditor)
    assert "transitions" not in browser.get(url("claim", claim.pk)).content.decode()
    for action in ("verify", "return", "reject", "withdraw"):
        assert browser.post(url("claim_act", claim.pk, action), {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("name", ["claims", "claim"])
def test_same_number_of_queries_for_one_and_many(
    name: str, cast: Cast, signed_in, django_assert_max_num_queries
) -> None:
    browser = signed_in(cast.officer)
    row = activity(cast)
    claim = claim_in("draft", cast, row=row)
    address = url("claims") if name == "claims" else url("claim", claim.pk)
    browser.get(address)
    with django_assert_max_num_queries(40) as one:
        browser.get(address)
    for number in range(3):
        claim_in("draft", cast, row=row, amount=f"{number + 1}.00")
        add_line(claim, amount=f"{number + 10}.00")
    with django_assert_max_num_queries(len(one)):
        browser.get(address)


def test_list_filters_pages_and_never_falls_over_odd_parameters(cast: Cast, signed_in) -> None:
    claim = claim_in("submitted", cast)
    browser = signed_in(cast.officer)
    assert claim.reference in browser.get(url("claims"), {"q": claim.reference}).content.decode()
    assert claim.reference not in browser.get(url("claims"), {"state": "paid"}).content.decode()
    for odd in ({"page": "10" * 40}, {"page": "x"}, {"q": "\x00"}, {"q": "x" * 8000}, {"state": "nothing"}):
        assert browser.get(url("claims"), odd).status_code in (200, 400)


def test_export_is_the_filtered_list_and_formula_safe(cast: Cast, signed_in) -> None:
    row = activity(cast, title="=cmd|' /C calc'!A0")
    claim = claim_in("submitted", cast, row=row)
    claim_in("draft", cast, row=row, amount="7.00")
    browser = signed_in(cast.officer)
    text = b"".join(
        browser.get(reverse(NAME + "claims_export", kwargs={"kind": "csv"}), {"state": "submitted"})
    ).decode()
    lines = text.strip().splitlines()
    assert [line.split(",")[0] for line in lines] == ["Claim", claim.reference]
    assert "'=cmd" in text
    answer = browser.get(reverse(NAME + "claims_export", kwargs={"kind": "xlsx"}))
    sheet = openpyxl.load_workbook(BytesIO(answer.content))["Travel claims"]
    assert [row[0] for row in sheet.values][1:] == [c.reference for c in ExpenseClaim.objects.order_by("-id")]


def test_tasks_name_what_waits_for_whom(cast: Cast) -> None:
    claim = claim_in("submitted", cast)
    assert [task.url for task in tasks_waiting_for(cast.verifier)] == [url("claim", claim.pk)]
    assert tasks_waiting_for(cast.holder) == []
    assert [task.sentence for task in tasks_waited_for(cast.practitioner)] == [f"{claim.reference}: Submitted."]
    bring_on = services.return_claim(claim, actor=cast.verifier, reason="Ticket missing.")
    assert [task.sentence for task in tasks_waiting_for(cast.practitioner)] == [
        f"{bring_on.reference} was returned: please correct it."
    ]


def test_request_is_not_closed_over_an_open_claim_nor_cancelled_over_a_paid_one(cast: Cast) -> None:
    open_claim = claim_in("submitted", cast)
    ta_request = open_claim.activity.ta_request
    assert str(guards.no_open_claim(ta_request, cast.lead)) == "A travel claim is still open."
    assert guards.no_paid_claim(ta_request, cast.lead) is None
    paid = claim_in("paid", cast, amount="61.00")
    assert paid.activity.ta_request == ta_request
    assert "already paid" in str(guards.no_paid_claim(ta_request, cast.lead))
    services.reject_claim(open_claim, actor=cast.verifier, reason="Not travel.")
    assert guards.no_open_claim(ta_request, cast.lead) is None


def test_markup_in_texts_is_escaped(cast: Cast, signed_in) -> None:
    canary = "<script>alert(7)</script>"
    claim = draft_claim(cast, activity(cast, title=canary))
    add_line(claim, description=canary)
    services.explain_claim(claim, actor=cast.practitioner, explanation=canary)
    bring(claim, "submitted", cast)
    for name, viewer in (("claim", cast.officer), ("claim_check", cast.verifier), ("claims", None)):
        page = signed_in(viewer or cast.officer).get(url(name, *([claim.pk] if viewer else []))).content.decode()
        assert canary not in page


@pytest.mark.django_db(transaction=True)
def test_twenty_parallel_posts_of_one_form_make_one_line() -> None:
    cast = make_cast()
    claim = draft_claim(cast)
    data, answers = typed(), []

    def post() -> None:
        browser = Client()
        browser.force_login(cast.practitioner, backend="allauth.account.auth_backends.AuthenticationBackend")
        try:
            answers.append(browser.post(url("claim_line_new", claim.pk), data).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=post) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * 20
    assert claim.lines.count() == 1


def test_second_traveller_sees_only_the_own_claims(cast: Cast, signed_in) -> None:
    row = activity(cast)
    join(row, cast, other := person(Role.PRACTITIONER, cast.denmark))
    claim = claim_in("submitted", cast, row=row)
    assert signed_in(other).get(url("claim", claim.pk)).status_code == 404
    assert claim.reference not in signed_in(other).get(url("claims")).content.decode()
