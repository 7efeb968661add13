"""What the tests of the statistics share."""

import pytest
from django.core.cache import cache

from indicators.models import Release
from indicators.services.catalogue import load_catalogue
from tests.factories.released import Table, release_of

GE = "government-effectiveness"
FIGURES: Table = {
    "MEX": {2020: (0.25, "A", 0.2), 2021: (-0.3, "A", 0.2), 2022: (0.1, "E", 0.2), 2023: (-0.2, "A", 0.2)},
    "PER": {2020: (-0.4, "A", 0.1), 2021: (None, "O"), 2022: (-0.5, "B", 0.1), 2023: (-0.49, "A", 0.1)},
    "CHL": {2020: (1.004, "A", 0.1), 2021: (0.9, "A", 0.1), 2022: (0.8, "A", 0.1), 2023: (0.72, "P", 0.1)},
    "URY": {2020: 0.7, 2021: 0.8, 2022: 0.85, 2023: 0.72},
    "DNK": {2021: (2.0, "A", 0.2), 2022: (2.1, "A", 0.2), 2023: (2.05, "A", 0.2)},
    "IND": {2023: 0.39},
}


@pytest.fixture
def catalogue(db) -> None:
    """Load the seed catalogue: indicators, sources, mappings, country codes."""
    load_catalogue()


@pytest.fixture
def released(catalogue) -> Release:
    """Publish release 1: government effectiveness of six countries with gaps, flags and errors, and rule of law."""
    cache.clear()
    return release_of(1, {GE: FIGURES, "rule-of-law": {"PER": {2022: -0.5, 2023: -0.54}}})
