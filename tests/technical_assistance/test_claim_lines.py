"""Lines of a claim: categories, amounts, rates, nights, receipts, holds, and what is frozen when."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from partnership.core.enums import Role
from partnership.core.transitions import GuardFailed, Stale
from technical_assistance.enums.claims import NOT_TRAVEL_CATEGORIES, pay_words_in
from technical_assistance.forms.claims import AmountField
from technical_assistance.models import ClaimLine
from technical_assistance.services import claims as services
from technical_assistance.services.claim_lines import Decision, add_per_diem, decide_lines, remove_line, save_line
from tests.cast import Cast
from tests.factories.claims import (
    accept_all,
    activity,
    add_line,
    bring,
    claim_in,
    draft_claim,
    first_day,
    join,
    rate,
    raw_line,
    receipt,
    unsaved_line,
)
from tests.factories.core import give_role, person

DAY = timedelta(days=1)


@pytest.mark.parametrize("category", NOT_TRAVEL_CATEGORIES)
def test_fee_categories_are_refused_by_service_and_database(category: str, cast: Cast) -> None:
    claim = draft_claim(cast)
    with pytest.raises(ValidationError, match="travel costs only"):
        add_line(claim, category=category)
    with pytest.raises(ValidationError, match="travel costs only"):
        raw_line(claim, category=category).clean_fields()
    with pytest.raises(IntegrityError, match="ta_claimline_travel_only"), transaction.atomic():
        raw_line(claim, category=category).save()
    line = add_line(claim)
    with pytest.raises(IntegrityError, match="ta_claimline_travel_only"), transaction.atomic():
        ClaimLine.objects.filter(pk=line.pk).update(category=category)
    sql = "UPDATE technical_assistance_claimline SET category = %s WHERE id = %s"
    with pytest.raises(IntegrityError, match="travel_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [category, line.pk])


AMOUNTS = [
    ("1250", "USD", "1250"),
    ("1250.00", "USD", "1250.00"),
    ("1,250.50", "USD", "1250.50"),
    ("1.234,56", "USD", "1234.56"),
    ("1 234.56", "USD", "1234.56"),
    ("12.345.678", "CLP", "12345678"),
    ("3.000", "KWD", "3.000"),
    ("0.005", "USD", "2 decimals"),
    ("2.675", "USD", "2 decimals"),
    ("10.5", "CLP", "0 decimals"),
    ("1e400", "USD", "like 1250.00"),
    ("NaN", "USD", "like 1250.00"),
    ("Infinity", "USD", "like 1250.00"),
    ("-0", "USD", "like 1250.00"),
    ("-5", "USD", "like 1250.00"),
    ("١٢٣", "USD", "like 1250.00"),
    ("１２３", "USD", "like 1250.00"),
    ("1.2.3", "USD", "like 1250.00"),
    ("", "USD", "like 1250.00"),
    ("9" * 30, "USD", "out of range"),
    ("=1+1", "USD", "like 1250.00"),
]


@pytest.mark.parametrize(("raw", "currency", "expected"), AMOUNTS)
def test_amounts_have_a_stated_result_or_a_clear_refusal(raw: str, currency: str, expected: str) -> None:
    try:
        result = str(AmountField.read(raw, currency))
    except ValidationError as error:
        result = " ".join(error.messages)
    assert result == expected or (expected in result and not result[0].isdigit())


@pytest.mark.parametrize("amount", ["0", "-1", "2.675", "0.005", "NaN", "Infinity", "1000000000000"])
def test_service_refuses_amounts_that_are_none(amount: str, cast: Cast) -> None:
    with pytest.raises(ValidationError):
        add_line(draft_claim(cast), amount=amount)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"amount": "0", "amount_usd": 0}, "amount_positive"),
        ({"amount": "-5", "amount_usd": -5}, "amount_positive"),
        ({"amount": "60.005", "amount_usd": Decimal("60.01")}, "USD has 2 decimals"),
        ({"amount": "60", "amount_usd": Decimal("61")}, "ta_claimline_usd"),
        ({"units_per_usd": Decimal(2), "amount_usd": Decimal(30)}, "ta_claimline_rate"),
        ({"currency_id": "CLP", "amount": "10.5"}, "CLP has 0 decimals"),
        ({"currency_id": "EUR", "units_per_usd": Decimal("0.9"), "amount_usd": Decimal("66.67")}, "no such rate"),
        ({"category": "lodging", "nights": 0}, "ta_claimline_nights"),
        ({"category": "per_diem", "nights": 2}, "ta_claimline_nights"),
        ({"category": "air", "nights": 1}, "ta_claimline_nights"),
        ({"description": "Consultancy fee"}, "must be held"),
        ({"description": "HONORÁRIOS"}, "must be held"),
        ({"accepted_amount": Decimal(60), "accepted_usd": Decimal(60)}, "belongs to the verifier"),
    ],
)
def test_database_refuses_untrue_lines(fields: dict, rule: str, cast: Cast) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        raw_line(draft_claim(cast), **fields).save()


def test_rate_is_frozen_at_the_day_of_the_expense(cast: Cast) -> None:
    claim, day = draft_claim(cast), first_day()
    rate("CLP", day - 3 * DAY, "950")
    rate("CLP", day + DAY, "900")
    line = add_line(claim, currency_id="CLP", amount="47500")
    rate("CLP", day, "10")  # comes later and changes nothing
    line.refresh_from_db()
    assert (line.units_per_usd, line.rate_date, line.amount_usd) == (Decimal("950"), day - 3 * DAY, Decimal("50.00"))


@pytest.mark.parametrize(("age", "is_taken"), [(0, True), (35, True), (36, False)])
def test_old_rate_is_refused(age: int, is_taken: bool, cast: Cast) -> None:
    rate("CLP", first_day() - age * DAY, "950")
    claim = draft_claim(cast)
    if is_taken:
        assert add_line(claim, currency_id="CLP", amount="950").amount_usd == Decimal("1.00")
    else:
        with pytest.raises(ValidationError, match="There is no rate of CLP"):
            add_line(claim, currency_id="CLP", amount="950")


def test_total_is_the_sum_of_rounded_lines(cast: Cast) -> None:
    """Three lines of 1 CLP-third of a cent each round first: 3 × 0.33 is 0.99, not 1.00."""
    from technical_assistance.selectors.claims import claimed_total

    rate("PEN", first_day(), "3")
    claim = draft_claim(cast)
    for number in range(3):
        add_line(claim, currency_id="PEN", amount="1.00", spent_on=first_day() + number * DAY)
    assert claimed_total(claim) == Decimal("0.99")


@pytest.mark.parametrize(
    ("category", "offset", "nights", "is_taken"),
    [
        ("per_diem", -2, 1, True),
        ("per_diem", -3, 1, False),
        ("per_diem", 6, 1, False),  # the day after tomorrow's margin: not yet spent, and outside
        ("local_transport", -2, 0, True),
        ("local_transport", -3, 0, False),
        ("lodging", 0, 5, True),
        ("lodging", 4, 4, False),
        ("air", -90, 0, True),
        ("visa", -30, 0, True),
        ("air", 7, 0, False),
    ],
)
def test_dates_lie_within_the_itinerary(category: str, offset: int, nights: int, is_taken: bool, cast: Cast) -> None:
    row = activity(cast, starts_on=timezone.localdate() - 10 * DAY if offset < 6 else timezone.localdate() - 12 * DAY)
    claim, day = draft_claim(cast, row), row.starts_on + offset * DAY
    if offset == 6:
        day = row.ends_on + 3 * DAY
    if is_taken:
        assert add_line(claim, category=category, spent_on=day, nights=nights).pk
        return
    with pytest.raises(ValidationError) as refusal:
        add_line(claim, category=category, spent_on=day, nights=nights)
    assert list(refusal.value.error_dict) == ["spent_on"]
    if category == "lodging":
        day, nights = row.ends_on, 4
    with pytest.raises(IntegrityError, match="itinerary"), transaction.atomic():
        raw_line(claim, category=category, spent_on=day, nights=nights).save()


def test_future_expense_is_refused(cast: Cast) -> None:
    claim = draft_claim(cast, activity(cast, starts_on=timezone.localdate()))
    with pytest.raises(ValidationError, match="in the future"):
        add_line(claim, spent_on=timezone.localdate() + DAY)


@pytest.mark.parametrize(
    ("first", "second", "collide"),
    [
        (("per_diem", 0, 1), ("per_diem", 0, 1), True),
        (("per_diem", 0, 1), ("per_diem", 1, 1), False),
        (("lodging", 0, 3), ("per_diem", 2, 1), True),
        (("lodging", 0, 3), ("per_diem", 3, 1), False),
        (("lodging", 0, 3), ("lodging", 2, 1), True),
        (("per_diem", 1, 1), ("lodging", 0, 2), True),
    ],
)
def test_night_is_claimed_once(first: tuple, second: tuple, collide: bool, cast: Cast) -> None:
    claim, day = draft_claim(cast), first_day()
    fields = [
        {"category": category, "spent_on": day + offset * DAY, "nights": nights, "amount": amount}
        for (category, offset, nights), amount in ((first, "100"), (second, "101"))
    ]
    add_line(claim, **fields[0])
    if not collide:
        assert add_line(claim, **fields[1]).pk
        return
    with pytest.raises(ValidationError, match="A night is claimed once"):
        add_line(claim, **fields[1])
    with pytest.raises(IntegrityError, match="ta_claimline_one_night_once"), transaction.atomic():
        raw_line(claim, **fields[1]).save()


def test_night_of_another_claim_counts_until_it_is_dead(cast: Cast) -> None:
    row = activity(cast)
    first = draft_claim(cast, row)
    add_line(first, category="per_diem", amount="100.00")
    second = draft_claim(cast, row)
    with pytest.raises(ValidationError, match=first.reference):
        add_line(second, category="lodging", nights=2, amount="80.00")
    services.withdraw_claim(first, actor=cast.practitioner, reason="Mistake.")
    assert add_line(second, category="lodging", nights=2, amount="80.00").pk


def test_other_travellers_have_their_own_nights(cast: Cast) -> None:
    row = activity(cast)
    join(row, cast, other := person(Role.PRACTITIONER, cast.denmark))
    add_line(draft_claim(cast, row), category="per_diem", amount="100.00")
    assert add_line(draft_claim(cast, row, claimant=other), category="per_diem", amount="100.00").pk


def test_per_diem_for_all_nights_or_none(cast: Cast) -> None:
    claim, day = draft_claim(cast), first_day()
    nights = [day + number * DAY for number in range(4)]
    lines = add_per_diem(claim, actor=cast.practitioner, nights=nights, currency="USD", amount=Decimal("180.00"))
    assert [(line.spent_on, line.nights, line.amount_usd) for line in lines] == [
        (night, 1, Decimal("180.00")) for night in nights
    ]
    with pytest.raises(ValidationError):
        add_per_diem(
            claim, actor=cast.practitioner, nights=[day + 4 * DAY, day], currency="USD", amount=Decimal("180.00")
        )
    assert claim.lines.count() == 4


def test_receipt_is_used_once_and_the_warning_does_not_leak(cast: Cast) -> None:
    row = activity(cast)
    first = draft_claim(cast, row)
    add_line(first, proof="same")
    join(row, cast, other := person(Role.PRACTITIONER, cast.paraguay))
    foreign = draft_claim(cast, row, claimant=other, actor=cast.officer)
    with pytest.raises(ValidationError) as refusal:
        add_line(foreign, proof="same", actor=cast.officer)
    assert first.reference in str(refusal.value)  # the Secretariat sees both
    own = draft_claim(cast, row, claimant=other, actor=other)
    with pytest.raises(ValidationError) as refusal:
        add_line(own, proof="same", actor=other)
    assert "another claim" in str(refusal.value)
    assert first.reference not in str(refusal.value)


def test_receipt_used_twice_in_writing_is_held_until_the_verifier_writes(cast: Cast) -> None:
    row = activity(cast)
    add_line(draft_claim(cast, row), proof="same")
    claim = draft_claim(cast, row)
    line = add_line(claim, proof="same", amount="61.00", duplicate_reason="One bill for two journeys.")
    assert line.is_held
    services.submit_claim(claim, actor=cast.practitioner)
    decide_lines(claim, actor=cast.verifier, decisions={line.pk: Decision(Decimal("61.00"))})
    with pytest.raises(GuardFailed, match="A line is held"):
        services.verify_claim(claim, actor=cast.verifier)
    decide_lines(claim, actor=cast.verifier, decisions={line.pk: Decision(Decimal("61.00"), hold_resolution="Seen.")})
    assert services.verify_claim(claim, actor=cast.verifier).status == "verified"


def test_receipt_in_two_claims_is_refused_by_the_database(cast: Cast) -> None:
    row = activity(cast)
    line = add_line(draft_claim(cast, row), proof="same")
    second = raw_line(draft_claim(cast, row), amount="61", receipt=line.receipt, receipt_sha256=line.receipt_sha256)
    with pytest.raises(IntegrityError, match="already used"), transaction.atomic():
        second.save()


def test_one_receipt_may_prove_two_lines_of_one_claim(cast: Cast) -> None:
    claim = draft_claim(cast)
    add_line(claim, proof="hotel", category="lodging", nights=2, amount="200.00")
    assert add_line(claim, proof="hotel", category="local_transport", amount="10.00").pk


def test_twin_needs_words_in_service_and_database(cast: Cast) -> None:
    claim = draft_claim(cast)
    add_line(claim, category="local_transport", amount="9.00")
    with pytest.raises(ValidationError, match="say why this is another cost"):
        add_line(claim, category="local_transport", amount="9.00")
    with pytest.raises(IntegrityError, match="ta_claimline_not_twice"), transaction.atomic():
        raw_line(claim, category="local_transport", amount="9.00").save()
    twin = add_line(claim, category="local_transport", amount="9.00", duplicate_reason="To the office and back.")
    assert twin.is_held


WORDS = [
    ("Honorario por la asesoría", "honorar"),
    ("Consultoría en Lima", "consultoría"),
    ("visa fee", "fee"),
    ("Monthly stipend", "stipend"),
    ("Honorários de perito", "honorár"),
    ("HONORÁRIOS", "honorár"),
    ("Salario de marzo", "salario"),
    ("Rémunération", "rémunéra"),
    ("Coffee break near the airport", ""),
    ("Taxi from Jorge Chávez to Miraflores", ""),
    ("Hotel Salado", ""),
]


@pytest.mark.parametrize(("text", "word"), WORDS)
def test_words_of_pay_hold_the_line(text: str, word: str, cast: Cast) -> None:
    assert pay_words_in(text) == word
    assert add_line(draft_claim(cast), description=text).is_held is bool(word)
    line = raw_line(draft_claim(cast), description=text, amount="61")
    if word:
        with pytest.raises(IntegrityError, match="must be held"), transaction.atomic():
            line.save()
    else:
        line.save()


def test_hold_falls_when_the_description_is_corrected(cast: Cast) -> None:
    line = add_line(draft_claim(cast), description="Consultancy fee")
    with pytest.raises(IntegrityError, match=r"must be held|in writing"), transaction.atomic():
        ClaimLine.objects.filter(pk=line.pk).update(is_held=False)
    line.description = "Copenhagen – Lima"
    assert not save_line(line.claim, line, actor=cast.practitioner).is_held


FROZEN = {
    "amount": Decimal("1.00"), "category": "rail", "description": "Other", "is_void": True,
    "units_per_usd": Decimal(2), "receipt_sha256": "0" * 64,
}  # fmt: skip


@pytest.mark.parametrize("state", ["submitted", "verified", "approved", "paid", "reversed", "rejected", "withdrawn"])
def test_lines_are_frozen_with_the_claim(state: str, cast: Cast) -> None:
    claim = claim_in(state, cast)
    line = claim.lines.get()
    for name, value in FROZEN.items():
        if getattr(line, name) == value:
            continue
        with pytest.raises(IntegrityError), transaction.atomic():
            ClaimLine.objects.filter(pk=line.pk).update(**{name: value})
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        line.delete()
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        raw_line(claim, amount="2").save()
    with pytest.raises(Stale):
        save_line(claim, unsaved_line(claim), actor=cast.practitioner)
    with pytest.raises(Stale):
        remove_line(line, actor=cast.practitioner)


@pytest.mark.parametrize("state", ["verified", "approved", "paid"])
def test_accepted_amounts_are_frozen_after_verification(state: str, cast: Cast) -> None:
    claim = claim_in(state, cast)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        claim.lines.update(accepted_amount=Decimal("1.00"), accepted_usd=Decimal("1.00"), accepted_reason="Less.")
    with pytest.raises(Stale):
        accept_all(claim, cast)


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        (Decision(Decimal("60.01")), "between zero and the claimed"),
        (Decision(Decimal("-1")), "between zero and the claimed"),
        (Decision(Decimal("59.99")), "why less is accepted"),
        (Decision(Decimal("1.005"), "Half."), "decimals"),
        (Decision(Decimal("NaN"), "What?"), "out of range"),
    ],
)
def test_verifier_accepts_at_most_what_is_claimed(decision: Decision, message: str, cast: Cast) -> None:
    claim = claim_in("submitted", cast)
    line = claim.lines.get()
    with pytest.raises(ValidationError, match=message):
        decide_lines(claim, actor=cast.verifier, decisions={line.pk: decision})
    for sql in (
        "accepted_amount = 60.01, accepted_usd = 60.01",
        "accepted_amount = 59, accepted_usd = 59",
        "accepted_amount = -1, accepted_usd = -1, accepted_reason = 'x'",
        "accepted_amount = 50, accepted_usd = 60, accepted_reason = 'x'",
        "accepted_amount = 50, accepted_usd = NULL, accepted_reason = 'x'",
    ):
        with pytest.raises(IntegrityError, match="ta_claimline_"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE technical_assistance_claimline SET {sql} WHERE id = %s", [line.pk])


def test_only_a_verifier_decides_lines_and_never_the_own(cast: Cast) -> None:
    claim = claim_in("submitted", cast)
    decisions = {claim.lines.get().pk: Decision(Decimal("60.00"))}
    for name in ("practitioner", "officer", "lead", "holder", "payer", "admin", "auditor"):
        with pytest.raises(PermissionDenied):
            decide_lines(claim, actor=getattr(cast, name), decisions=decisions)
    own = draft_claim(cast, actor=cast.officer)
    line = add_line(own, amount="61.00")
    bring(own, "submitted", cast)
    give_role(cast.officer, Role.VERIFIER)
    with pytest.raises(GuardFailed):
        decide_lines(own, actor=cast.officer, decisions={line.pk: Decision(Decimal("61.00"))})


def test_returned_claim_keeps_lines_and_accepted_amounts(cast: Cast) -> None:
    claim = claim_in("submitted", cast)
    line = claim.lines.get()
    decide_lines(claim, actor=cast.verifier, decisions={line.pk: Decision(Decimal("50.00"), "Economy class only.")})
    services.return_claim(claim, actor=cast.verifier, reason="Receipt is not readable.")
    line.refresh_from_db()
    assert (line.accepted_amount, line.accepted_reason) == (Decimal("50"), "Economy class only.")
    claim.refresh_from_db()
    save_line(claim, line, actor=cast.practitioner, upload=receipt("better"))
    line.refresh_from_db()
    assert (line.accepted_amount, line.accepted_reason) == (None, "")


def test_only_claimant_and_preparer_change_lines(cast: Cast) -> None:
    claim = draft_claim(cast)
    line = add_line(claim)
    for name in ("officer", "lead", "verifier", "counterpart", "admin"):
        with pytest.raises(PermissionDenied):
            save_line(claim, unsaved_line(claim), actor=getattr(cast, name))
        with pytest.raises(PermissionDenied):
            remove_line(line, actor=getattr(cast, name))


def test_traveller_is_written_by_the_database(cast: Cast) -> None:
    line = raw_line(draft_claim(cast), traveller=cast.officer)
    line.save()
    line.refresh_from_db()
    assert line.traveller == cast.practitioner
