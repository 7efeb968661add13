"""A small Partnership that has done something."""

from datetime import date, timedelta

import pytest
from django.test import Client

from indicators.services.catalogue import load_catalogue
from partnership.core.models import Country
from technical_assistance.models import Activity
from tests.cast import Cast
from tests.factories.governance import Fund
from tests.factories.released import Table, release_of
from tests.factories.reports import published_at_once
from tests.factories.technical_assistance import activity_in

STARTS = (date(2026, 3, 9), date(2026, 4, 13), date(2026, 5, 11))  # Mondays


def verified_mission(cast: Cast, day: date) -> Activity:
    """Return a mission of Denmark in Peru, three days long, verified."""
    last = day + timedelta(days=2)
    return activity_in("verified", cast, title=f"Mission {day:%B}", starts_on=day, ends_on=last)


def effectiveness() -> Table:
    """Return two years of every country of the region and of the OECD."""
    members = Country.objects.filter(memberships__group__in=("LAC", "OECD")).distinct()
    return {iso3: {2022: 0.5, 2023: 1.0} for iso3 in members.values_list("iso3", flat=True)}


@pytest.fixture
def lived(cast: Cast) -> Cast:
    """Return the cast of a Partnership with a release, two missions, money, a decision and a published report."""
    load_catalogue()
    release_of(1, {"government-effectiveness": effectiveness()})
    for day in STARTS[:2]:
        verified_mission(cast, day)
    fund = Fund(cast)
    fund.pledge("2000000.00")
    fund.receive("1500000.00")
    fund.allocate("1000.00")
    published_at_once(cast.officer)
    return cast


@pytest.fixture
def visitor(db) -> Client:
    """Return a browser that is not signed in."""
    return Client()
