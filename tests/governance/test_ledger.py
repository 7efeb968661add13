"""The journal: balance, chain, sequence, seal, reversal, floors; each rule provoked by service, ORM and raw SQL."""

import hashlib
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from governance.enums import AccountKind, Book, Component, ContributorKind, ExpenseClass, TransactionKind
from governance.models import GENESIS, Account, FundPeriod, LedgerTransaction, Leg, Receipt
from governance.selectors import fund as figures
from governance.services.contributions import (
    record_charge,
    record_currency_sale,
    record_interest,
    record_pledge,
    record_receipt,
)
from governance.services.periods import close_period
from governance.services.posting import account
from governance.services.reversals import reverse
from governance.services.spending import decommit
from partnership.core.enums import Role
from partnership.core.transitions import NotPermitted, Refused, perform
from tests.factories.core import person
from tests.factories.governance import DAY, contributor, decision, key, programme, rate

pytestmark = pytest.mark.django_db


def check_now() -> None:
    """Run the checks that wait for the end of the database transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def raw_transaction(cast, **more) -> LedgerTransaction:
    """Insert a posting past the services."""
    sequence, head = figures.ledger_head()
    values = {
        "sequence": sequence + 1, "kind": TransactionKind.INTEREST, "value_date": DAY, "posted_at": "2026-03-02T12:00Z",
        "posted_by": cast.payer, "document": key()[:20], "narrative": "raw", "leg_count": 2, "idempotency_key": key(),
        "input_hash": "0" * 64, "previous_hash": head, "hash": hashlib.sha256(key().encode()).hexdigest(),
    } | more  # fmt: skip
    return LedgerTransaction.objects.create(**values)


def raw_leg(entry: LedgerTransaction, position: int, of: Account, **amounts) -> Leg:
    """Insert a leg past the services; US dollars unless said otherwise."""
    value = amounts.get("debit") or amounts.get("credit")
    fields = {"currency_id": "USD", "usd": value, "book": of.book} | amounts
    return Leg.objects.create(transaction=entry, position=position, account=of, **fields)


@pytest.fixture
def bank():
    return account(AccountKind.BANK, "USD", currency_id="USD")


@pytest.fixture
def interest():
    return account(AccountKind.INTEREST)


# --- what is posted --------------------------------------------------------------------------------------------


def test_receipt_posts_both_books_and_settles_the_pledge(fund):
    pledge = fund.pledge("1000.00")
    receipt = fund.receive("400.00", pledge=pledge)
    legs = receipt.transaction.legs.order_by("position").values_list("account__code", "debit", "credit")
    assert [(code, debit, credit) for code, debit, credit in legs] == [
        ("1000.USD", 400, 0), ("3000.WB", 0, 400), ("B200", 400, 0), ("B300", 0, 400),
        ("B190", 400, 0), (f"B100.{pledge.number}", 0, 400),
    ]  # fmt: skip
    row = figures.contributors()[0]
    assert (row.pledged.amount, row.received.amount, row.outstanding.amount) == (1000, 400, 600)


def test_receipt_above_the_pledge_settles_only_what_is_outstanding(fund):
    fund.receive("700", pledge=fund.pledge("500"))
    row = figures.contributors()[0]
    assert (row.received.amount, row.outstanding.amount) == (700, 0)


def test_euro_pledge_closes_to_the_cent_though_the_rate_moved(fund):
    rate(units="0.83333333")
    pledge = fund.pledge("100.01", "EUR")
    rate(units="0.9", on=date(2026, 4, 1))
    for part in ("33.33", "33.33", "33.35"):
        fund.receive(part, "EUR", pledge=pledge, value_date=date(2026, 4, 2))
    row = figures.contributors()[0]
    assert row.outstanding.amount == 0
    assert row.pledged.amount == Decimal("120.01")
    assert row.received.amount == Decimal("37.03") * 2 + Decimal("37.06")
    assert figures.balance_by_routes().agree


def test_currency_sale_realises_the_difference(fund, cast):
    rate(units="0.8")
    fund.receive("800", "EUR")
    record_currency_sale(
        amount=Decimal("400"), currency="EUR", received=Decimal("520"), bank_reference="S1", value_date=DAY,
        actor=cast.payer, key=key(),
    )  # fmt: skip
    routes = figures.balance_by_routes()
    assert routes.banks == Decimal("1020.00")
    assert routes.agree
    with pytest.raises(Refused, match="does not hold"):
        record_currency_sale(
            amount=Decimal("401"), currency="EUR", received=Decimal("1"), bank_reference="S2", value_date=DAY,
            actor=cast.payer, key=key(),
        )  # fmt: skip


def test_currency_sale_below_the_carrying_amount_is_a_loss(fund, cast):
    rate(units="0.8")
    fund.receive("800", "EUR")
    record_currency_sale(
        amount=Decimal("800"), currency="EUR", received=Decimal("990"), bank_reference="S1", value_date=DAY,
        actor=cast.payer, key=key(),
    )  # fmt: skip
    lines = {line.key: line.amount for line in figures.sources_and_uses().sources}
    assert lines["fx"] == Decimal("-10.00")
    assert figures.balance_by_routes().agree


def test_sources_less_uses_is_the_balance(fund, cast):
    fund.receive("1000", contributor=contributor(cast, "CHL", ContributorKind.RECIPIENT))
    fund.receive("500")
    record_interest(
        amount=Decimal("12.34"), currency="USD", bank_reference="I1", value_date=DAY, actor=cast.payer, key=key()
    )
    record_charge(
        kind="bank_charge", amount=Decimal("2.50"), bank_reference="C1", value_date=DAY, actor=cast.payer, key=key()
    )
    table = figures.sources_and_uses()
    assert {line.key: line.amount for line in table.sources} == {
        "world_bank": 500, "recipient": 1000, "interest": Decimal("12.34"),
    }  # fmt: skip
    assert (table.total_sources, table.total_uses) == (Decimal("1512.34"), Decimal("2.50"))
    assert figures.balance_by_routes() == figures.Routes(*[Decimal("1509.84")] * 4)


def test_evidence_names_the_postings(fund):
    pledge = fund.pledge("10")
    receipt = fund.receive("10", pledge=pledge)
    line = figures.sources_and_uses().sources[0]
    assert line.figure.evidence == (receipt.transaction.sequence,)


def test_window_brings_the_earlier_balance_forward(fund):
    fund.receive("100", value_date=date(2025, 12, 30))
    fund.receive("40", value_date=date(2026, 1, 2))
    table = figures.sources_and_uses(figures.Window(since=date(2026, 1, 1)))
    assert [(line.key, line.amount) for line in table.sources] == [("brought_forward", 100), ("world_bank", 40)]
    assert table.balance == 140


def test_bank_share_four_ways(fund, cast):
    chile = contributor(cast, "CHL", ContributorKind.RECIPIENT)
    fund.pledge("100")
    fund.pledge("300", contributor=chile)
    fund.receive("100", value_date=date(2025, 5, 5))
    fund.receive("100", contributor=chile, value_date=date(2026, 2, 2))
    share = figures.bank_share()
    assert (share.planned, share.pledged, share.received) == (Decimal("7.6"), Decimal("25.0"), Decimal("50.0"))
    assert [(year.year, year.share) for year in share.years] == [(2025, Decimal("100.0")), (2026, Decimal("0.0"))]


def test_self_financing_without_disbursements_is_not_computable(fund, cast):
    fund.receive("100", contributor=contributor(cast, "CHL", ContributorKind.RECIPIENT))
    ratio = figures.self_financing(2026)
    assert ratio.member_receipts.amount == 100
    assert ratio.ratio is None


def test_pledge_raises_no_ceiling(fund):
    fund.pledge("1000")
    with pytest.raises(Refused, match="unallocated money"):
        fund.allocate("1")


def test_components_show_allocated_committed_disbursed(fund, cast):
    fund.receive("1000")
    fund.allocate("600")
    commitment = fund.commit("250")
    decommit(
        commitment=commitment, amount=Decimal("50"), reason="Cheaper", value_date=DAY, actor=cast.holder, key=key()
    )
    row = next(row for row in figures.by_component() if row.component == "TA")
    assert (row.allocated.amount, row.committed.amount, row.disbursed.amount) == (600, 200, 0)
    assert [row.unpaid.amount for row in figures.unpaid_commitments(on=DAY)] == [200]


def test_commitment_stays_within_its_line_and_allocation(fund, cast):
    line = programme(cast, 100).lines.get()
    fund.receive("1000")
    with pytest.raises(Refused, match="free allocation"):
        fund.commit("90", line=line)
    fund.allocate("1000")
    fund.commit("60", line=line)
    with pytest.raises(Refused, match="programme line"):
        fund.commit("41", line=line)
    fund.commit("40", line=line)


def test_decommitment_gives_back_no_more_than_is_unpaid(fund, cast):
    fund.receive("100")
    fund.allocate("100")
    commitment = fund.commit("60")
    with pytest.raises(Refused, match="left of the commitment"):
        decommit(commitment=commitment, amount=Decimal("61"), reason="x", value_date=DAY, actor=cast.holder, key=key())


# --- amounts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("0.005", "USD"), ("2.675", "USD"), ("1e400", "USD"), ("NaN", "USD"), ("sNaN", "USD"), ("-0", "USD"),
        ("0", "USD"), ("-5", "USD"), ("Infinity", "USD"), ("1000000000000", "USD"), ("10.5", "CLP"), ("0.1", "PYG"),
    ],
)  # fmt: skip
def test_amount_that_is_no_exact_money_is_refused(fund, amount, currency):
    rate("CLP", "900")
    rate("PYG", "7500")
    with pytest.raises(ValidationError):
        fund.receive(amount, currency)
    assert not LedgerTransaction.objects.exists()


@pytest.mark.parametrize(("amount", "usd"), [("4", "1.00"), ("0.02", "0.01"), ("2.02", "0.51")])
def test_us_dollars_are_rounded_half_up_once(fund, amount, usd):
    rate(units="4")
    assert fund.receive(amount, "EUR").transaction.legs.first().usd == Decimal(usd)


def test_amount_below_half_a_cent_is_refused(fund):
    rate(units="4")
    with pytest.raises(ValidationError):
        fund.receive("0.01", "EUR")


def test_peso_is_posted_whole(fund):
    rate("CLP", "900")
    assert fund.receive("900000", "CLP").transaction.legs.first().usd == 1000


@pytest.mark.parametrize(("on", "is_refused"), [(date(2026, 4, 6), False), (date(2026, 4, 7), True)])
def test_rate_older_than_35_days_is_refused(fund, on, is_refused):
    rate(on=DAY)
    if is_refused:
        with pytest.raises(Refused, match="35 days"):
            fund.receive("10", "EUR", value_date=on)
    else:
        leg = fund.receive("10", "EUR", value_date=on).transaction.legs.first()
        assert (leg.rate, leg.rate_date, leg.rate_source) == (Decimal("0.8"), DAY, "UN rates")


def test_rate_of_a_later_day_is_not_used(fund):
    rate(on=date(2026, 3, 3))
    with pytest.raises(Refused, match="35 days"):
        fund.receive("10", "EUR", value_date=DAY)


def test_later_rate_changes_nothing_posted(fund):
    rate(units="0.8")
    fund.receive("80", "EUR")
    rate(units="0.5", on=date(2026, 3, 3))
    assert figures.sources_and_uses().balance == 100


# --- idempotency -----------------------------------------------------------------------------------------------


def test_same_key_and_input_twenty_times_is_one_posting(fund, cast):
    who, once = contributor(cast), key()
    found = {fund.receive("10", contributor=who, bank_reference="B1", key=once).pk for _ in range(20)}
    assert len(found) == 1
    assert LedgerTransaction.objects.count() == Receipt.objects.count() == 1


def test_same_key_with_another_input_is_refused(fund, cast):
    once = key()
    fund.receive("10", bank_reference="B1", key=once)
    with pytest.raises(Refused, match="already used"):
        fund.receive("11", bank_reference="B1", key=once)


def test_same_bank_reference_is_recorded_once_until_reversed(fund, cast):
    receipt = fund.receive("10", bank_reference="B1")
    with pytest.raises(Refused, match="already recorded"):
        fund.receive("10", bank_reference="B1")
    reverse(receipt.transaction, reason="Wrong amount", value_date=DAY, actor=cast.lead, key=key())
    fund.receive("12", bank_reference="B1")
    assert figures.sources_and_uses().balance == 12


# --- reversal --------------------------------------------------------------------------------------------------


def test_reversal_mirrors_at_the_same_rate(fund, cast):
    rate()
    receipt = fund.receive("80", "EUR")
    rate(units="0.5", on=date(2026, 3, 3))
    reversal = reverse(
        receipt.transaction, reason="Wrong donor", value_date=date(2026, 3, 4), actor=cast.lead, key=key()
    )
    assert reversal.transaction.legs.first().rate == Decimal("0.8")
    assert all(row.usd == 0 and row.debit == row.credit for row in figures.trial_balance())


def test_reversal_only_once_and_never_of_a_reversal(fund, cast):
    receipt = fund.receive("80")
    reversal = reverse(receipt.transaction, reason="x", value_date=DAY, actor=cast.lead, key=key())
    with pytest.raises(Refused, match="already reversed"):
        reverse(receipt.transaction, reason="x", value_date=DAY, actor=cast.lead, key=key())
    with pytest.raises(Refused, match="A reversal is not reversed"):
        reverse(reversal.transaction, reason="x", value_date=DAY, actor=cast.payer, key=key())


def test_poster_does_not_reverse(fund, cast):
    receipt = fund.receive("80")
    with pytest.raises(PermissionDenied):
        reverse(receipt.transaction, reason="x", value_date=DAY, actor=cast.payer, key=key())


def test_reversal_needs_a_reason(fund, cast):
    with pytest.raises(Refused, match="reason"):
        reverse(fund.receive("80").transaction, reason=" ", value_date=DAY, actor=cast.lead, key=key())


def test_reversal_that_would_break_a_ceiling_is_refused(fund, cast):
    receipt = fund.receive("100")
    fund.allocate("60")
    with pytest.raises(Refused, match="unallocated money"):
        reverse(receipt.transaction, reason="x", value_date=DAY, actor=cast.lead, key=key())


@pytest.mark.parametrize("target", ["reversal", "own"])
def test_database_refuses_a_wrong_reversal(fund, cast, bank, interest, target):
    receipt = fund.receive("80").transaction
    if target == "reversal":
        receipt = reverse(receipt, reason="x", value_date=DAY, actor=cast.lead, key=key()).transaction
    actor = {"reversal": cast.payer, "own": cast.payer}[target]
    with pytest.raises(IntegrityError, match=r"not reversed|Another person"):
        raw_transaction(cast, kind=TransactionKind.REVERSAL, reverses=receipt, posted_by=actor)


def test_database_refuses_a_reversal_that_is_no_mirror(fund, cast, bank, interest):
    receipt = fund.receive("80").transaction
    entry = raw_transaction(cast, kind=TransactionKind.REVERSAL, reverses=receipt, posted_by=cast.lead)
    raw_leg(entry, 1, interest, debit=Decimal(80))
    raw_leg(entry, 2, bank, credit=Decimal(80))
    with pytest.raises(IntegrityError, match="does not mirror"):
        check_now()


# --- the database's own checks ---------------------------------------------------------------------------------


def test_database_refuses_what_does_not_balance(cast, bank, interest):
    entry = raw_transaction(cast)
    raw_leg(entry, 1, bank, debit=Decimal(10))
    raw_leg(entry, 2, interest, credit=Decimal(9))
    with pytest.raises(IntegrityError, match="does not balance"):
        check_now()


def test_database_refuses_a_balance_across_currencies(cast, interest):
    euros = account(AccountKind.BANK, "EUR", currency_id="EUR")
    entry = raw_transaction(cast)
    raw_leg(entry, 1, euros, debit=Decimal(8), currency_id="EUR", usd=Decimal(10), rate=Decimal("0.8"), rate_date=DAY,
            rate_source="x")  # fmt: skip
    raw_leg(entry, 2, interest, credit=Decimal(10))
    with pytest.raises(IntegrityError, match="does not balance"):
        check_now()


def test_database_refuses_a_balance_across_books(cast, bank):
    entry = raw_transaction(cast)
    raw_leg(entry, 1, bank, debit=Decimal(10))
    raw_leg(entry, 2, account(AccountKind.UNALLOCATED), credit=Decimal(10))
    with pytest.raises(IntegrityError, match="does not balance"):
        check_now()


def test_database_refuses_missing_legs(cast, bank):
    raw_leg(raw_transaction(cast), 1, bank, debit=Decimal(10))
    with pytest.raises(IntegrityError, match="number of legs"):
        check_now()


def test_database_refuses_a_posting_without_legs(cast):
    with pytest.raises(IntegrityError, match="legs"):
        raw_transaction(cast, leg_count=1)


@pytest.mark.parametrize(("debit", "credit"), [(1, 1), (0, 0), (-1, 0)])
def test_leg_is_debit_or_credit_above_zero(cast, bank, debit, credit):
    with pytest.raises(IntegrityError):
        raw_leg(raw_transaction(cast), 1, bank, debit=Decimal(debit), credit=Decimal(credit), usd=Decimal(abs(debit)))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"currency_id": "EUR", "usd": Decimal(10)}, "another book or currency"),
        ({"book": Book.BUDGET}, "another book or currency"),
        ({"usd": Decimal(9)}, "do not agree"),
        ({"debit": Decimal("10.005"), "usd": Decimal("10.01")}, "has 2 decimals"),
        ({"rate": Decimal("1.5"), "usd": Decimal("6.67")}, "governance_leg_usd"),
    ],
)
def test_database_refuses_a_leg_that_does_not_fit(cast, bank, fields, message):
    with pytest.raises(IntegrityError, match=message):
        raw_leg(raw_transaction(cast), 1, bank, **{"debit": Decimal(10), **fields})


def test_foreign_leg_names_rate_date_and_source(cast):
    euros = account(AccountKind.BANK, "EUR", currency_id="EUR")
    with pytest.raises(IntegrityError, match="governance_leg_rate"):
        raw_leg(
            raw_transaction(cast), 1, euros, debit=Decimal(8), currency_id="EUR", usd=Decimal(10), rate=Decimal("0.8")
        )


@pytest.mark.parametrize("position", [2, 3, 0, 7])
def test_no_leg_joins_a_posted_transaction(fund, bank, position):
    fund.pledge("10")
    entry = fund.pledge("10").transaction
    with pytest.raises(IntegrityError):
        raw_leg(entry, position, account(AccountKind.PLEDGE_CONTRA), debit=Decimal(10))


@pytest.mark.parametrize("gap", [{"sequence": 3}, {"sequence": 1}, {"previous_hash": GENESIS}])
def test_sequence_and_chain_have_no_gap(fund, cast, gap):
    fund.receive("10")
    with pytest.raises(IntegrityError):
        raw_transaction(cast, **gap)


TABLES = ["governance_ledgertransaction", "governance_leg", "governance_account", "governance_receipt",
          "governance_decision"]  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id + 1", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_posted_rows_are_kept_against_raw_sql(fund, table, statement):
    fund.receive("10")
    fund.allocate("5")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_posted_rows_are_kept_against_the_orm(fund):
    receipt = fund.receive("10")
    attempts = [
        lambda: LedgerTransaction.objects.update(narrative="x"),
        lambda: Leg.objects.update(debit=1),
        lambda: Leg.objects.all().delete(),
        receipt.delete,
        receipt.save,
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_database_refuses_to_go_below_zero(fund, cast, bank):
    fund.receive("10")
    entry = raw_transaction(cast)
    raw_leg(entry, 1, account(AccountKind.CHARGES), debit=Decimal(11))
    raw_leg(entry, 2, bank, credit=Decimal(11))
    with pytest.raises(IntegrityError, match=r"1000\.USD would go below zero"):
        check_now()


@pytest.mark.parametrize("expense_class", [c for c in ExpenseClass if c != ExpenseClass.TRAVEL])
def test_technical_assistance_has_no_account_but_travel(db, expense_class):
    with pytest.raises(IntegrityError, match="ta_travel_only"):
        account(AccountKind.EXPENDITURE, f"TA.{expense_class}", component="TA", expense_class=expense_class)


@pytest.mark.parametrize(
    ("code", "kind", "change"),
    [
        ("9999", AccountKind.BANK, {}),
        ("1000.USD", AccountKind.BANK, {"never_negative": False}),
        ("1000.USD", AccountKind.BANK, {"book": Book.BUDGET}),
        ("B300", AccountKind.UNALLOCATED, {"side": "debit"}),
        ("4000.TA.fees", AccountKind.EXPENDITURE, {}),
    ],
)
def test_account_outside_the_chart_is_refused(db, code, kind, change):
    chart = {"book": Book.CASH, "side": "debit", "never_negative": True}
    if kind == AccountKind.UNALLOCATED:
        chart = {"book": Book.BUDGET, "side": "credit", "never_negative": True}
    with pytest.raises(IntegrityError):
        Account.objects.create(code=code, kind=kind, **(chart | change))


# --- periods ---------------------------------------------------------------------------------------------------


def close(fund, cast) -> FundPeriod:
    fund.receive("10", value_date=date(2025, 11, 3))
    period = perform(FundPeriod.objects.get(year=2025, half="H2"), "begin_closing", actor=cast.payer)
    return close_period(period, actor=cast.lead)


def test_closed_period_keeps_trial_balance_and_head(fund, cast):
    period = close(fund, cast)
    assert (period.head_sequence, period.head_hash) == figures.ledger_head()
    assert {row["code"]: row["usd"] for row in period.trial_balance} == {
        "1000.USD": "10.00", "3000.WB": "-10.00", "B200": "10.00", "B300": "-10.00",
    }  # fmt: skip


def test_closed_period_takes_no_posting(fund, cast, bank):
    close(fund, cast)
    with pytest.raises(Refused, match="period"):
        fund.receive("10", value_date=date(2025, 12, 31))
    with pytest.raises(IntegrityError, match="is closed"):
        raw_transaction(cast, value_date=date(2025, 12, 31))


def test_value_date_in_the_future_is_refused(fund):
    with pytest.raises(Refused, match="future"):
        fund.receive("10", value_date=date(2099, 1, 1))


def test_payer_begins_and_lead_closes(fund, cast):
    fund.receive("10", value_date=date(2025, 11, 3))
    period = FundPeriod.objects.get()
    with pytest.raises(NotPermitted):
        perform(period, "begin_closing", actor=cast.lead)
    with pytest.raises(NotPermitted):
        close_period(perform(period, "begin_closing", actor=cast.payer), actor=cast.payer)


# --- who -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["officer", "lead", "holder", "auditor", "committee", "admin", "ministry"])
def test_only_the_payer_records_receipts(fund, cast, role):
    with pytest.raises(PermissionDenied):
        record_receipt(
            contributor=contributor(cast), amount=Decimal(1), currency="USD", bank_reference="x", value_date=DAY,
            actor=getattr(cast, role), key=key(),
        )  # fmt: skip


def test_only_the_secretariat_records_pledges(fund, cast):
    with pytest.raises(PermissionDenied):
        record_pledge(
            contributor=contributor(cast), amount=Decimal(1), currency="USD", agreement="x", signed_on=DAY,
            actor=cast.payer, key=key(),
        )  # fmt: skip


def test_allocation_needs_a_decision_on_an_allocation(fund, cast):
    fund.receive("10")
    with pytest.raises(Refused, match="decision"):
        fund.allocate("10", decision=decision(cast, "other"))


def test_allocation_before_its_decision_is_refused(fund):
    fund.receive("10", value_date=date(2026, 2, 1))
    with pytest.raises(Refused, match="adopted after"):
        fund.allocate("10", value_date=date(2026, 2, 1))


def test_second_payer_may_reverse(fund, cast):
    second = person(Role.PAYER)
    assert reverse(fund.receive("5").transaction, reason="x", value_date=DAY, actor=second, key=key())


def test_components_are_the_charts(fund):
    fund.receive("10")
    fund.allocate("10", Component.NETWORKS)
    assert Account.objects.filter(kind=AccountKind.ALLOCATED).values_list("code", flat=True).get() == "B310.NET"
