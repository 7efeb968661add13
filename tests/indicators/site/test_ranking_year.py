"""The year of rankings and maps: the newest one that is well covered."""

import pytest

from indicators.figures import CountryYears, last_covered

YEARS = (2021, 2022, 2023)


def _row(*values: float | None) -> CountryYears:
    return CountryYears("PER", "Peru", values, ("A",) * len(values), (None,) * len(values))


@pytest.mark.parametrize(
    ("rows", "year"),
    [
        ([_row(1.0, 1.0, 1.0)], 2023),
        ([_row(1.0, 1.0, None), _row(1.0, 1.0, 1.0)], 2023),  # one of two is half
        ([_row(1.0, 1.0, None), _row(1.0, 1.0, None), _row(1.0, 1.0, 1.0)], 2022),  # one of three is less
        ([_row(1.0, None, None), _row(1.0, None, None), _row(None, 1.0, None)], 2022),
        ([_row(0.0, None, None)], 2021),  # zero is a value
        ([_row(None, None, None)], 2023),
        ([], 2023),
    ],
)
def test_newest_year_with_half_of_the_best_coverage(rows: list[CountryYears], year: int) -> None:
    assert YEARS[last_covered(rows, YEARS)] == year
