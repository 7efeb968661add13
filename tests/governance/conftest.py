"""The fund of a test."""

import pytest

from tests.cast import Cast
from tests.factories.governance import Fund


@pytest.fixture
def fund(cast: Cast) -> Fund:
    """Return an empty fund with everybody who works on it."""
    return Fund(cast)
