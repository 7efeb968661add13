"""The demonstration's Committee and trust fund: two years of invented contributions, decisions and spending.

The World Bank's part follows the proposal (0.30 of 3.95 million US dollars); every other amount is invented.
"""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from governance.enums import Capacity, ChargeKind, Component, Constituency, ContributorKind, DecisionKind, HalfYear
from governance.models import (
    Contributor,
    Decision,
    FinancingPlan,
    Pledge,
    ProgrammeLine,
    Representative,
    Seat,
)
from governance.selectors.spending import payable_commitments
from governance.services.committee import Line, plan_meeting, record_decision, record_programme
from governance.services.contributions import (
    record_charge,
    record_contributor,
    record_currency_sale,
    record_interest,
    record_pledge,
    record_receipt,
)
from governance.services.payments import pay_claim
from governance.services.spending import allocate, commit
from partnership.core.enums import OrganisationKind
from partnership.core.models import Country, ExchangeRate, Organisation, User
from partnership.core.transitions import perform
from technical_assistance.models import Activity
from technical_assistance.selectors.claims import payables

SINCE = date(2025, 1, 15)
RATE_SOURCE = "UN operational rate (demonstration)"
EUROS = ("0.9708", "0.9615", "0.9259", "0.8929", "0.8850", "0.8696", "0.8621", "0.8584", "0.8547", "0.8584", "0.8621",
         "0.8584", "0.8547", "0.8475", "0.8511", "0.8547", "0.8584", "0.8547", "0.8511", "0.8475", "0.8511", "0.8547",
         "0.8584")  # fmt: skip

CONTRIBUTORS = {
    "WB": ("World Bank (demonstration)", "", ContributorKind.WORLD_BANK, Constituency.WORLD_BANK),
    "ESP": ("Cooperation agency of Spain (demonstration)", "ESP", ContributorKind.DONOR, Constituency.DONOR_COUNTRY),
    "DNK": ("Ministry of Finance of Denmark (demonstration)", "DNK", ContributorKind.DONOR, Constituency.DONOR_COUNTRY),
    "CHL": ("Budget Office of Chile (demonstration)", "CHL", ContributorKind.RECIPIENT, Constituency.RECIPIENT_COUNTRY),
    "MEX": ("Ministry of Finance of Mexico (demonstration)", "MEX", ContributorKind.RECIPIENT,
            Constituency.RECIPIENT_COUNTRY),
    "PER": ("Ministry of Economy of Peru (demonstration)", "PER", ContributorKind.RECIPIENT,
            Constituency.RECIPIENT_COUNTRY),
}  # fmt: skip
PLEDGES = {
    "WB": ("300000.00", "USD", date(2025, 1, 15)),
    "ESP": ("850000.00", "EUR", date(2025, 2, 10)),
    "DNK": ("500000.00", "EUR", date(2025, 3, 5)),
    "CHL": ("400000.00", "USD", date(2025, 4, 2)),
    "MEX": ("450000.00", "USD", date(2025, 6, 12)),
    "PER": ("200000.00", "USD", date(2026, 1, 20)),
}
RECEIPTS = (
    ("WB", "150000.00", date(2025, 2, 3)),
    ("ESP", "250000.00", date(2025, 3, 17)),
    ("CHL", "60000.00", date(2025, 5, 6)),
    ("DNK", "120000.00", date(2025, 6, 10)),
    ("MEX", "75000.00", date(2025, 9, 2)),
    ("WB", "100000.00", date(2026, 2, 4)),
    ("ESP", "300000.00", date(2026, 3, 11)),
    ("CHL", "120000.00", date(2026, 4, 8)),
    ("MEX", "150000.00", date(2026, 5, 12)),
    ("PER", "50000.00", date(2026, 6, 3)),
    ("DNK", "180000.00", date(2026, 8, 18)),
    ("CHL", "60000.00", date(2026, 9, 15)),
)
SALES = (
    ("200000.00", "219100.00", date(2025, 4, 15)),
    ("300000.00", "350400.00", date(2026, 4, 14)),
    ("100000.00", "117900.00", date(2026, 9, 22)),
)
ALLOCATIONS = {
    2025: {Component.INDICATORS: "90000.00", Component.NETWORKS: "70000.00",
           Component.TECHNICAL_ASSISTANCE: "180000.00", Component.GOVERNANCE: "30000.00"},
    2026: {Component.INDICATORS: "140000.00", Component.NETWORKS: "110000.00",
           Component.TECHNICAL_ASSISTANCE: "320000.00", Component.GOVERNANCE: "60000.00"},
}  # fmt: skip
PROGRAMME = (
    (
        Component.INDICATORS,
        "Round of comparative indicators",
        "A released set for all member countries",
        "H1",
        "80000.00",
    ),
    (Component.NETWORKS, "Meetings of three networks", "Three action plans agreed", "H1", "70000.00"),
    (Component.TECHNICAL_ASSISTANCE, "Peer-to-peer missions", "Verified person-days", "H1", "200000.00"),
    (Component.TECHNICAL_ASSISTANCE, "Study visits", "Verified person-days", "H2", "100000.00"),
    (Component.GOVERNANCE, "Independent evaluation", "An evaluation report", "H2", "30000.00"),
)


def load_fund(people: dict[str, User]) -> None:
    """Fill Committee, work programme and fund through the services, as the people of the demonstration."""
    _load_rates()
    FinancingPlan.objects.get_or_create(
        bank_amount=Decimal(300_000), total_amount=Decimal(3_950_000), years=3, source="Programme proposal"
    )
    contributors = _load_contributors(people)
    _load_income(people, contributors)
    lines = _load_decisions(people)
    _load_commitments(people, lines)
    _pay_claims(people)


def _load_rates() -> None:
    months = [date(2025 + (month // 12), month % 12 + 1, 1) for month in range(len(EUROS))]
    rates = [
        ExchangeRate(currency_id="EUR", date=on, units_per_usd=Decimal(units), source=RATE_SOURCE)
        for on, units in zip(months, EUROS, strict=True)
    ]
    ExchangeRate.objects.bulk_create(rates, ignore_conflicts=True)


def _load_contributors(people: dict[str, User]) -> dict[str, Contributor]:
    countries = Country.objects.in_bulk(field_name="iso3")
    found = {}
    for code, (name, iso3, kind, constituency) in CONTRIBUTORS.items():
        organisation, _new = Organisation.objects.get_or_create(
            name=name,
            country=countries.get(iso3),
            defaults={"kind": OrganisationKind.OTHER if iso3 else OrganisationKind.INTERNATIONAL},
        )
        found[code] = record_contributor(organisation=organisation, code=code, kind=kind, actor=people["officer"])
        seat = Seat.objects.create(organisation=organisation, constituency=constituency, valid_from=SINCE)
        if code == "PER":
            Representative.objects.create(
                seat=seat, user=people["committee"], capacity=Capacity.PRINCIPAL, valid_from=SINCE
            )
    return found


def _load_income(people: dict[str, User], contributors: dict[str, Contributor]) -> None:
    pledges: dict[str, Pledge] = {}
    for code, (amount, currency, signed_on) in PLEDGES.items():
        pledges[code] = record_pledge(
            contributor=contributors[code], amount=Decimal(amount), currency=currency,
            agreement=f"AGR-{code}-{signed_on.year}", signed_on=signed_on, actor=people["officer"],
            key=f"demo:pledge:{code}",
        )  # fmt: skip
    for number, (code, amount, on) in enumerate(RECEIPTS, start=1):
        record_receipt(
            contributor=contributors[code], pledge=pledges[code], amount=Decimal(amount), value_date=on,
            currency=PLEDGES[code][1], bank_reference=f"ADV-{on:%Y%m}-{number:02}", actor=people["payer"],
            key=f"demo:receipt:{number}",
        )  # fmt: skip
        if number in (2, 7, 11):
            _sell_euros(people, (2, 7, 11).index(number))
    for year, amount in ((2025, "1864.20"), (2026, "3127.55")):
        _load_statement(people, date(year, 6, 30), Decimal(amount))


def _sell_euros(people: dict[str, User], number: int) -> None:
    amount, received, on = SALES[number]
    record_currency_sale(
        amount=Decimal(amount), currency="EUR", received=Decimal(received), bank_reference=f"FX-{on:%Y%m}",
        value_date=on, actor=people["payer"], key=f"demo:sale:{on}",
    )  # fmt: skip


def _load_statement(people: dict[str, User], on: date, interest: Decimal) -> None:
    record_interest(
        amount=interest, currency="USD", bank_reference=f"ST-{on:%Y%m}", value_date=on, actor=people["payer"],
        key=f"demo:interest:{on}",
    )  # fmt: skip
    record_charge(
        kind=ChargeKind.BANK_CHARGE, amount=Decimal("184.75"), bank_reference=f"ST-{on:%Y%m}-C", value_date=on,
        actor=people["payer"], key=f"demo:charge:{on}",
    )  # fmt: skip


def _load_decisions(people: dict[str, User]) -> dict[int, list[ProgrammeLine]]:
    lines: dict[int, list[ProgrammeLine]] = {}
    for year, on in ((2025, date(2025, 6, 24)), (2026, date(2026, 4, 21))):
        meeting = plan_meeting(on=on, actor=people["lead"], place="Santiago")
        meeting = perform(meeting, "hold", actor=people["lead"])
        adopted = record_decision(
            meeting, kind=DecisionKind.WORK_PROGRAMME, title=f"Work programme {year}",
            text=f"The Committee adopts the work programme of {year} as presented.", actor=people["lead"],
        )  # fmt: skip
        programme = record_programme(
            year=year, decision=adopted, lines=[_line(*parts) for parts in PROGRAMME], actor=people["lead"]
        )
        lines[year] = list(programme.lines.order_by("number"))
        shares = "; ".join(f"{c.label}: USD {Decimal(a):,.2f}" for c, a in ALLOCATIONS[year].items())
        decided = record_decision(
            meeting, kind=DecisionKind.ALLOCATION, title=f"Allocation {year}",
            text=f"The Committee allocates from the trust fund. {shares}.", actor=people["lead"],
        )  # fmt: skip
        _allocate(people, decided, year)
    plan_meeting(on=date(2026, 12, 9), actor=people["lead"], place="Santiago")
    return lines


def _line(component: Component, activity: str, output: str, half: str, budget: str) -> Line:
    return Line(component, activity, output, HalfYear(half), Decimal(budget))


def _allocate(people: dict[str, User], decision: Decision, year: int) -> None:
    for component, amount in ALLOCATIONS[year].items():
        allocate(
            decision=decision, component=component, amount=Decimal(amount), value_date=decision.adopted_on,
            actor=people["lead"], key=f"demo:allocation:{year}:{component}",
        )  # fmt: skip


def _load_commitments(people: dict[str, User], lines: dict[int, list[ProgrammeLine]]) -> None:
    for year, on in ((2025, date(2025, 7, 7)), (2026, date(2026, 5, 4))):
        for line in lines[year]:
            if line.component != Component.TECHNICAL_ASSISTANCE:
                commit(
                    line=line, amount=line.budget / 4, purpose=line.activity, value_date=on, actor=people["holder"],
                    key=f"demo:commitment:{year}:{line.number}",
                )  # fmt: skip
    waiting = Activity.objects.filter(travel_ceiling__gt=0, commitments__isnull=True).exclude(status="cancelled")
    for activity in waiting.select_related("ta_request").order_by("id"):
        on = _day_of_commitment(activity)
        missions = next(line for line in lines[on.year] if line.component == Component.TECHNICAL_ASSISTANCE)
        commit(
            line=missions, activity=activity, amount=activity.travel_ceiling, purpose=activity.title[:200],
            value_date=on, actor=people["holder"], key=f"demo:activity:{activity.pk}",
        )  # fmt: skip


def _day_of_commitment(activity: Activity) -> date:
    """A month before the activity, but not before there was a work programme, and not in the future."""
    begins = activity.starts_on or timezone.localdate()
    return min(max(begins - timedelta(days=30), date(2025, 7, 7)), timezone.localdate(), date(2026, 12, 31))


def _pay_claims(people: dict[str, User]) -> None:
    """Pay all approved claims but the last, which stays for who tries the demonstration."""
    claims = list(payables().select_related("activity"))
    for claim in claims[:-1] if len(claims) > 1 else claims:
        commitment = payable_commitments(claim.activity_id).first()
        if commitment is not None:
            after = max(claim.activity.ends_on + timedelta(days=21), commitment.value_date)
            pay_claim(
                claim, commitment=commitment, payment_reference=f"PAY-{claim.pk:05}",
                paid_on=min(after, timezone.localdate()), actor=people["payer"], key=f"demo:payment:{claim.pk}",
            )  # fmt: skip
