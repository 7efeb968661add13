"""A fund for tests, filled through the services by the people who may."""

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from governance.enums import Component, ContributorKind, DecisionKind, HalfYear
from governance.models import (
    Allocation,
    Commitment,
    Contributor,
    Decision,
    Meeting,
    Pledge,
    ProgrammeLine,
    Receipt,
    WorkProgramme,
)
from governance.services.committee import Line, plan_meeting, record_decision, record_programme
from governance.services.contributions import record_contributor, record_pledge, record_receipt
from governance.services.spending import allocate, commit
from partnership.core.enums import OrganisationKind
from partnership.core.models import ExchangeRate
from partnership.core.transitions import perform
from tests.cast import Cast
from tests.factories.core import OrganisationFactory

DAY = date(2026, 3, 2)
NEVER = 10**9


def key() -> str:
    """Return a fresh idempotency key."""
    return uuid.uuid4().hex


def rate(currency: str = "EUR", units: str = "0.8", on: date = DAY) -> ExchangeRate:
    """Return a rate of exchange: units of the currency for one US dollar."""
    return ExchangeRate.objects.create(currency_id=currency, date=on, units_per_usd=Decimal(units), source="UN rates")


def contributor(cast: Cast, code: str = "WB", kind: ContributorKind = ContributorKind.WORLD_BANK) -> Contributor:
    """Return a contributor, entered by the officer when it is new."""
    found = Contributor.objects.filter(code=code).first()
    if found:
        return found
    organisation = OrganisationFactory(name=f"Contributor {code}", kind=OrganisationKind.INTERNATIONAL, country=None)
    return record_contributor(organisation=organisation, code=code, kind=kind, actor=cast.officer)


def held_meeting(cast: Cast, on: date = DAY) -> Meeting:
    """Return a meeting that was held."""
    return perform(plan_meeting(on=on, actor=cast.lead), "hold", actor=cast.lead)


def decision(cast: Cast, kind: DecisionKind = DecisionKind.ALLOCATION, meeting: Meeting | None = None) -> Decision:
    """Return a decision of a held meeting."""
    return record_decision(
        meeting or held_meeting(cast), kind=kind, title="A decision", text="The Committee decides.", actor=cast.lead
    )


def programme(cast: Cast, *budgets: int, year: int = DAY.year) -> WorkProgramme:
    """Return the work programme of a year with a line per budget, all of technical assistance."""
    lines = [
        Line(Component.TECHNICAL_ASSISTANCE, f"Activity {n}", "An output", HalfYear.FIRST, Decimal(budget))
        for n, budget in enumerate(budgets or [NEVER], start=1)
    ]
    return record_programme(
        year=year, decision=decision(cast, DecisionKind.WORK_PROGRAMME), lines=lines, actor=cast.lead
    )


@dataclass
class Fund:
    """Short words for what the tests do all the time. Amounts are US dollars unless a currency is given."""

    cast: Cast

    @cached_property
    def line(self) -> ProgrammeLine:
        return programme(self.cast).lines.get()

    def pledge(self, amount: object, currency: str = "USD", **more) -> Pledge:
        more = {"contributor": contributor(self.cast), "agreement": key(), "signed_on": DAY, "key": key()} | more
        return record_pledge(amount=Decimal(amount), currency=currency, actor=self.cast.officer, **more)

    def receive(self, amount: object, currency: str = "USD", **more) -> Receipt:
        more = {"contributor": contributor(self.cast), "bank_reference": key(), "value_date": DAY, "key": key()} | more
        return record_receipt(amount=Decimal(amount), currency=currency, actor=self.cast.payer, **more)

    def allocate(self, amount: object, component: Component = Component.TECHNICAL_ASSISTANCE, **more) -> Allocation:
        more = {"decision": decision(self.cast), "value_date": DAY, "key": key()} | more
        return allocate(component=component, amount=Decimal(amount), actor=self.cast.lead, **more)

    def commit(self, amount: object, **more) -> Commitment:
        more = {"purpose": "Missions", "value_date": DAY, "key": key()} | more
        line = more.pop("line", None) or self.line
        return commit(line=line, amount=Decimal(amount), actor=self.cast.holder, **more)
