"""What a journey costs: by the distance of the agency and the place of the activity. Economy class, no pay."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from .plan import PlannedVisit, dice_for
from .rates import units
from .stories import Story, rows_of

CENT = Decimal("0.01")
STEP = 250  # ceilings are set in steps of so many dollars
RESERVE = 1.12  # of the estimate
INSURANCE_USD = 46
INSURED = 0.2  # the share of travellers whose agency does not insure them
IN_PLACE_OF_HOTELS = 0.05  # the share of claims with a daily allowance in place of a hotel bill
RECEIPT_FROM = 25  # US dollars, as the portal's policy for claims says
MINOR = {"PYG": Decimal(1)}


@dataclass(frozen=True)
class Cost:
    """A line of a claim before it is written."""

    category: str
    spent_on: date
    amount: Decimal
    currency: str
    description: str
    nights: int = 0
    has_receipt: bool = True


@dataclass(frozen=True)
class Place:
    """What a night and a ride cost at a place, in US dollars, and in which currency one pays there."""

    name: str
    hotel: int
    ride: int
    currency: str


def place_of(name: str) -> Place:
    """Return the prices of a place of ``data/places.csv``."""
    row = next(row for row in rows_of("places") if row["place"] == name)
    return Place(name, int(row["hotel_usd"]), int(row["transfer_usd"]), row["currency"])


def fare_of(agency: str) -> int:
    """Return the usual return ticket from an agency's country, in US dollars."""
    return next(int(row["airport_usd"]) for row in rows_of("agencies") if row["code"] == agency)


def ceiling_for(planned: PlannedVisit, story: Story, host: str) -> Decimal:
    """Return the travel ceiling of an activity: the estimate for all experts with a reserve, in steps.

    On a study visit the participants travel instead, from the host's country to the agency's.
    """
    visit = planned.visit
    place, nights = place_of(visit.place), visit.days + 1
    one = fare_of(story.agency) + nights * place.hotel + 2 * place.ride + INSURANCE_USD
    travellers = visit.women + visit.men if visit.mode == "study_visit" else visit.experts
    estimate = one * travellers * RESERVE
    return Decimal(STEP * -(-int(estimate) // STEP)).quantize(CENT)


def costs_of(planned: PlannedVisit, story: Story, traveller: str) -> list[Cost]:
    """Return the lines that a traveller claims: ticket, nights, rides, insurance; nights before the first day too."""
    dice, visit = dice_for(story.key, visit_key(planned), traveller), planned.visit
    place, arrival = place_of(visit.place), planned.first - timedelta(days=1)
    bought = planned.first - timedelta(days=dice.randint(14, 22))
    fare = Decimal(fare_of(story.agency) * dice.uniform(0.9, 1.08)).quantize(CENT)
    costs = [
        Cost("air", bought, fare, "USD", "Return ticket, economy class"),
        *_nights(place, arrival, visit.days + 1, dice),
        _local("airport_transfer", arrival, place.ride, place, "Airport – hotel"),
    ]
    if dice.random() < INSURED:
        costs.append(Cost("travel_insurance", bought, Decimal(INSURANCE_USD).quantize(CENT), "USD", "Travel insurance"))
    return costs


def visit_key(planned: PlannedVisit) -> str:
    """Return what names a visit among the dice."""
    return planned.visit.title


def _nights(place: Place, arrival: date, nights: int, dice: Random) -> list[Cost]:
    if dice.random() < IN_PLACE_OF_HOTELS:
        allowance = Decimal(place.hotel).quantize(CENT)
        days = [arrival + timedelta(days=number) for number in range(nights)]
        return [Cost("per_diem", day, allowance, "USD", f"Per diem, {place.name}", 1, False) for day in days]
    price = round(place.hotel * dice.uniform(0.85, 1.05)) * nights
    return [_local("lodging", arrival, price, place, f"Hotel, {place.name}", nights)]


def _local(category: str, day: date, usd: int, place: Place, text: str, nights: int = 0) -> Cost:
    """Return a cost in the currency of the place."""
    amount = (usd * units(place.currency, day)).quantize(MINOR.get(place.currency, CENT), rounding=ROUND_HALF_UP)
    return Cost(category, day, amount, place.currency, text, nights, usd >= RECEIPT_FROM)
