"""The fund's pages: what they show, the same number of queries for one row and for three, exports, forms."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.models import LedgerTransaction, Pledge, Receipt
from governance.selectors import fund as figures
from partnership.core.models import ExchangeRate
from tests.factories.governance import DAY, contributor, decision, key, rate

pytestmark = pytest.mark.django_db
LISTS = ["ledger", "pledges", "commitments", "decisions", "programme", "periods"]


def fill(fund, times: int) -> None:
    """Put so many rows on every list of the fund."""
    for number in range(times):
        fund.receive("1000", pledge=fund.pledge("1000"), value_date=date(2023 + number, 3, 2))
        fund.allocate("500")
        fund.commit("100")


def queries(browser: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert browser.get(url).status_code == 200
    return len(found)


@pytest.mark.parametrize("name", [*LISTS, "fund"])
def test_list_takes_as_many_queries_for_three_as_for_one(fund, cast, signed_in, name):
    browser, url = signed_in(cast.lead), reverse(f"governance:{name}")
    fill(fund, 1)
    queries(browser, url)
    once = queries(browser, url)
    fill(fund, 3)
    assert queries(browser, url) <= once


def test_public_page_agrees_with_the_ledger_and_names_its_head(fund, client):
    fill(fund, 2)
    page = client.get(reverse("governance:fund")).content.decode()
    assert figures.ledger_head()[1] in page
    assert "2,000.00" in page
    assert page.count("<svg") >= 4


def test_public_page_names_no_person(fund, cast, client):
    fill(fund, 1)
    page = client.get(reverse("governance:fund")).content.decode()
    assert [person.full_name for person in cast.people().values() if f">{person.full_name}<" in page] == []


def test_empty_public_page_says_what_will_stand_there(client, db):
    assert "Nothing was recorded yet" in client.get("/en/governance/fund/").content.decode()


def test_export_holds_exactly_what_the_list_shows(fund, cast, signed_in):
    fill(fund, 2)
    answer = signed_in(cast.auditor).get(reverse("governance:ledger_export", args=["csv"]), {"kind": "receipt"})
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode())))
    assert {row["kind"] for row in rows} == {"receipt"}
    assert len(rows) == 2 * 6
    assert sum(Decimal(row["debit"]) for row in rows) == sum(Decimal(row["credit"]) for row in rows)


def test_workbook_export_opens(fund, cast, signed_in):
    fill(fund, 1)
    answer = signed_in(cast.auditor).get(reverse("governance:ledger_export", args=["xlsx"]))
    assert answer.content[:2] == b"PK"


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"kind": "pledge"}, ["PL-0001"]),
        ({"account": "1000"}, ["RC-0001"]),
        ({"text": "rc-"}, ["RC-0001"]),
        ({"until": "2020-01-01"}, []),
        ({"since": "not a date", "kind": "pledge"}, ["PL-0001"]),
    ],
)
def test_ledger_filters(fund, cast, signed_in, filters, found):
    fund.receive("10", pledge=fund.pledge("10"))
    answer = signed_in(cast.lead).get(reverse("governance:ledger"), filters)
    assert [row["document"] for row in answer.context["rows"]] == found


@pytest.mark.parametrize("page", ["0", "99999999999999999999", "x", "-1"])
def test_odd_page_numbers_are_harmless(fund, cast, signed_in, page):
    fund.receive("10")
    assert signed_in(cast.lead).get(reverse("governance:ledger"), {"page": page}).status_code == 200


def receipt_data(cast, **more) -> dict[str, object]:
    return {
        "contributor": contributor(cast).pk, "amount": "1,250.00", "currency": "USD", "value_date": DAY.isoformat(),
        "bank_reference": "ADV-1", "form_key": key(),
    } | more  # fmt: skip


def test_receipt_is_recorded_once_though_sent_twice(cast, signed_in):
    browser, data = signed_in(cast.payer), receipt_data(cast)
    first, second = (browser.post(reverse("governance:receipt_new"), data) for _ in range(2))
    assert first.url == second.url
    assert Receipt.objects.get().amount == 1250


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"amount": "12.345"}, "USD has 2 decimals"),
        ({"amount": "NaN"}, "Please write an amount"),
        ({"amount": "1e400"}, "Please write an amount"),
        ({"amount": "-5"}, "Please write an amount"),
        ({"amount": "0"}, "above zero"),
        ({"amount": "10", "currency": "EUR"}, "last 35 days"),
        ({"value_date": "2099-01-01"}, "lies in the future"),
    ],
)
def test_wrong_receipt_is_explained_and_nothing_posted(cast, signed_in, change, message):
    answer = signed_in(cast.payer).post(reverse("governance:receipt_new"), receipt_data(cast, **change))
    assert message in answer.content.decode()
    assert not LedgerTransaction.objects.exists()


def test_peso_with_decimals_is_explained(cast, signed_in):
    rate("CLP", "900")
    data = receipt_data(cast, amount="900000.50", currency="CLP")
    assert "CLP has 0 decimals" in signed_in(cast.payer).post(reverse("governance:receipt_new"), data).content.decode()
    assert ExchangeRate.objects.filter(currency="CLP").exists()


def test_pledge_and_allocation_in_the_browser(fund, cast, signed_in):
    data = receipt_data(cast, agreement="AGR-1", amount="500")
    assert signed_in(cast.officer).post(reverse("governance:pledge_new"), data).status_code == 302
    assert Pledge.objects.get().agreement == "AGR-1"
    fund.receive("500")
    data = {"decision": decision(cast).pk, "component": "NET", "amount": "200", "value_date": DAY, "form_key": key()}
    answer = signed_in(cast.lead).post(reverse("governance:allocation_new"), data, follow=True)
    assert "B310.NET" in answer.content.decode()


def test_reversal_in_the_browser(fund, cast, signed_in):
    entry = fund.receive("10").transaction
    url = reverse("governance:reverse_entry", args=[entry.sequence])
    data = {"value_date": DAY, "reason": "Wrong contributor", "form_key": key()}
    answer = signed_in(cast.lead).post(url, data, follow=True)
    assert "Wrong contributor" in answer.content.decode()
    assert figures.sources_and_uses().balance == 0


def test_programme_is_read_line_by_line(cast, signed_in):
    adopted = decision(cast, "work_programme")
    url, data = reverse("governance:programme_new"), {"year": 2026, "decision": adopted.pk, "form_key": key()}
    browser = signed_in(cast.lead)
    wrong = browser.post(url, data | {"lines": "TA; Missions; Days; H1; 1000\nTA; no budget"})
    assert "Row 2 is not a line of five parts" in wrong.content.decode()
    assert browser.post(url, data | {"lines": "TA; Missions; Days; H1; 1,000.00", "form_key": key()}).status_code == 302
    line = adopted.work_programme.lines.get()
    assert (line.component, line.budget) == ("TA", 1000)


def test_words_of_pledges_and_commitments_never_meet(fund, cast, signed_in):
    fill(fund, 1)
    page = signed_in(cast.lead).get(reverse("governance:pledges")).context["rows"]
    assert all("ommit" not in str(row) for row in page)
