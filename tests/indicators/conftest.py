"""What the tests of the statistics share."""

import pytest

from indicators.services.catalogue import load_catalogue


@pytest.fixture
def catalogue(db) -> None:
    """Load the seed catalogue: indicators, sources, mappings, country codes."""
    load_catalogue()
