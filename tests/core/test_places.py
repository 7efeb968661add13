"""Countries: OECD and LAC are independent, dated memberships."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from partnership.core.enums import CountryGroup
from partnership.core.models import Country, CountryMembership
from partnership.core.selectors import iso3_codes
from partnership.core.services.reference import load_reference

BOTH = {"MEX", "CHL", "COL", "CRI"}


def test_four_countries_are_in_both_groups(db) -> None:
    assert iso3_codes(CountryGroup.LAC) & iso3_codes(CountryGroup.OECD) == BOTH
    assert len(iso3_codes(CountryGroup.LAC)) == 33
    assert len(iso3_codes(CountryGroup.OECD)) == 38


def test_membership_is_dated(db) -> None:
    assert "COL" not in iso3_codes(CountryGroup.OECD, on=date(2015, 6, 1))
    assert "COL" in iso3_codes(CountryGroup.LAC, on=date(2015, 6, 1))


def test_loading_the_reference_again_changes_nothing(db) -> None:
    before = (Country.objects.count(), CountryMembership.objects.count())
    load_reference()
    assert (Country.objects.count(), CountryMembership.objects.count()) == before


def test_memberships_of_one_group_do_not_overlap(db) -> None:
    mexico = Country.objects.get(iso3="MEX")
    with pytest.raises(IntegrityError), transaction.atomic():
        CountryMembership.objects.create(country=mexico, group=CountryGroup.LAC, valid_from=date(2000, 1, 1))
    CountryMembership.objects.create(
        country=mexico, group=CountryGroup.OECD, valid_from=date(1900, 1, 1), valid_until=date(1950, 1, 1)
    )
