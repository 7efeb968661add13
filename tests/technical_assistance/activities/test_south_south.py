"""Help from one country of the region to another is marked when the activity is confirmed."""

import pytest

from tests.cast import Cast
from tests.factories.core import country
from tests.factories.technical_assistance import activity_in, practitioner_of


@pytest.mark.parametrize(("home", "is_marked"), [("CHL", True), ("URY", True), ("DNK", False), ("ESP", False)])
def test_help_between_countries_of_the_region_is_marked(home: str, is_marked: bool, cast: Cast) -> None:
    expert = practitioner_of(cast)
    expert.country = country(home)
    expert.save(update_fields=["country"])
    assert activity_in("confirmed", cast).is_south_south is is_marked
