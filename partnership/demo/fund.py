"""What comes into the demonstration's fund and what the bank and the trustee take. All amounts are invented.

The World Bank's part follows the proposal: 0.30 of 3.95 million US dollars over three years.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from governance.enums import ChargeKind, Constituency, ContributorKind
from governance.models import Contributor, FinancingPlan, Pledge, Seat
from governance.services.contributions import (
    record_charge,
    record_contributor,
    record_currency_sale,
    record_interest,
    record_pledge,
    record_receipt,
)
from partnership.core.enums import OrganisationKind
from partnership.core.models import Organisation

from .life import Half, at, half_of, workdays_after
from .rates import units
from .stage import Stage
from .stories import rows_of
from .timeline import Play

CENT = Decimal("0.01")
FEE_SHARE = Decimal("0.05")  # the trustee's fee on what was received in the half-year
BANK_KEEPS = Decimal("0.994")  # of the middle rate, when euros are sold
DAYS_TO_SALE = 6
INTEREST = {1: "1864.20", 2: "2311.75"}
CHARGES = "184.75"


def fund_plays(stage: Stage) -> Iterator[Play]:
    """Yield the plays of the fund's income: the plan, contributors and pledges, receipts, half-yearly statements."""
    pledges: dict[str, tuple[Contributor, Pledge]] = {}
    FinancingPlan.objects.get_or_create(
        bank_amount=Decimal(300_000), total_amount=Decimal(3_950_000), years=3, source="Programme proposal"
    )
    for row in rows_of("contributors"):
        yield _joins(row, pledges, stage)
    for number, row in enumerate(rows_of("receipts"), start=1):
        yield _receipt(number, row, pledges, stage)
    first, last = half_of(stage.life.starts_on).number - 1, half_of(stage.life.today).number
    for number in range(first, last):
        yield _statement(Half(number), stage)


def _joins(row: dict[str, str], pledges: dict[str, tuple[Contributor, Pledge]], stage: Stage) -> Play:
    """A contributor is entered with its seat in the Committee, and its pledge on the day of the signature."""
    signed = stage.life.working_day(int(row["signed"]))
    yield at(signed, 12)
    officer, code = stage.people["officer"], row["code"]
    organisation, _new = Organisation.objects.get_or_create(
        name=row["name"],
        country=stage.countries.get(row["country"]),
        defaults={"kind": OrganisationKind.OTHER if row["country"] else OrganisationKind.INTERNATIONAL},
    )
    contributor = record_contributor(
        organisation=organisation, code=code, kind=ContributorKind(row["kind"]), actor=officer
    )
    Seat.objects.get_or_create(
        organisation=organisation, defaults={"constituency": Constituency(row["constituency"]), "valid_from": signed}
    )
    pledge = record_pledge(
        contributor=contributor, amount=Decimal(row["pledge"]), currency=row["currency"],
        agreement=f"AGR-{code}-{signed.year}", signed_on=signed, actor=officer, key=f"demo:pledge:{code}",
    )  # fmt: skip
    pledges[code] = (contributor, pledge)


def _receipt(number: int, row: dict[str, str], pledges: dict[str, tuple[Contributor, Pledge]], stage: Stage) -> Play:
    """Money arrives; euros are sold a few days later."""
    yield at(stage.life.working_day(int(row["age"])), 13)
    today, payer = _today(stage), stage.people["payer"]
    contributor, pledge = pledges[row["contributor"]]
    amount, currency = Decimal(row["amount"]), str(pledge.currency_id)
    record_receipt(
        contributor=contributor, pledge=pledge, amount=amount, value_date=today, currency=currency,
        bank_reference=f"ADV-{today:%Y%m}-{number:02}", actor=payer, key=f"demo:receipt:{number}",
    )  # fmt: skip
    stage.received += _dollars(amount, currency, today)
    if currency == "USD":
        return
    yield at(workdays_after(today, DAYS_TO_SALE), 13)
    sold = _today(stage)
    received = (_dollars(amount, currency, sold) * BANK_KEEPS).quantize(CENT)
    record_currency_sale(
        amount=amount, currency=currency, received=received, bank_reference=f"FX-{sold:%Y%m}-{number:02}",
        value_date=sold, actor=payer, key=f"demo:sale:{number}",
    )  # fmt: skip


def _statement(half: Half, stage: Stage) -> Play:
    """The bank's statement of a half-year (interest, charges), and the trustee's fee on its receipts."""
    last = half.ends_on
    while last.weekday() > 4:
        last -= timedelta(days=1)
    yield at(last, 18)
    payer, reference = stage.people["payer"], f"ST-{last:%Y%m}"
    record_interest(
        amount=Decimal(INTEREST[half.half]), currency="USD", bank_reference=reference, value_date=last, actor=payer,
        key=f"demo:interest:{half.code}",
    )  # fmt: skip
    _charge(ChargeKind.BANK_CHARGE, Decimal(CHARGES), f"{reference}-C", last, stage)
    fee = (stage.received * FEE_SHARE).quantize(CENT, rounding=ROUND_HALF_UP)
    if fee:
        _charge(ChargeKind.ADMINISTRATION_FEE, fee, f"{reference}-F", last, stage)
    stage.received = Decimal(0)


def _charge(kind: ChargeKind, amount: Decimal, reference: str, on: date, stage: Stage) -> None:
    record_charge(
        kind=kind, amount=amount, bank_reference=reference, value_date=on, actor=stage.people["payer"],
        key=f"demo:charge:{reference}",
    )  # fmt: skip


def _dollars(amount: Decimal, currency: str, day: date) -> Decimal:
    return amount if currency == "USD" else (amount / units(currency, day)).quantize(CENT)


def _today(stage: Stage) -> date:
    return stage.timeline.clock.moment.date()
