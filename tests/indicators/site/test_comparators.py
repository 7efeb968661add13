"""Comparators: worked examples with their edges."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.figures import CountryYears
from indicators.site.comparators import Average, exclusive_groups, same_countries_mean
from indicators.site.selectors import membership_on
from partnership.core.enums import CountryGroup
from partnership.core.models import CountryMembership

N = None


def row(iso3: str, *values: float | None) -> CountryYears:
    return CountryYears(iso3, iso3, values, ("A",) * len(values), (None,) * len(values))


@pytest.mark.parametrize(
    ("rows", "members", "expected"),
    [
        pytest.param({"A": (1, 2), "B": (3, 6)}, "AB", Average((2, 4), ("A", "B"), ()), id="everybody-every-year"),
        pytest.param({"A": (1, 2), "B": (3, 6), "X": (9, 9)}, "AB", Average((2, 4), ("A", "B"), ()), id="only-members"),
        pytest.param(
            {"A": (1, 2, 3), "B": (1, 2, 3), "C": (N, 5, 5)}, "ABC", Average((1, 2, 3), ("A", "B"), ("C",)),
            id="who-lacks-a-year-is-in-none",
        ),
        pytest.param(
            {"A": (1, 1, 1), "B": (1, 1, 1), "C": (1, 1, 1), "D": (9, 1, N)}, "ABCD",
            Average((1, 1, 1), ("A", "B", "C"), ("D",)), id="the-mean-does-not-jump-when-a-high-value-ends",
        ),
        pytest.param({"A": (1, 2), "B": (3, 4)}, "ABCD", Average((2, 3), ("A", "B"), ("C", "D")), id="exactly-half"),
        pytest.param({"A": (1, 2), "B": (3, 4)}, "ABCDE", Average((N, N), (), tuple("ABCDE")), id="fewer-than-half"),
        pytest.param({"A": (1, 2)}, "A", Average((N, N), (), ("A",)), id="one-country-is-no-average"),
        pytest.param({}, "", Average((N, N), (), ()), id="nobody"),
        pytest.param(
            {"A": (N, 2, 4), "B": (N, 4, 6)}, "AB", Average((N, 3, 5), ("A", "B"), ()), id="a-year-without-values",
        ),
        pytest.param(
            {"A": (1, N, 1), "B": (2, 2, N), "C": (N, 3, 3), "D": (4, 4, 4)}, "ABCD",
            Average((N, 3.5, 3.5), ("C", "D"), ("A", "B")), id="of-two-poor-years-the-older-goes",
        ),
        pytest.param(
            {"A": (1, N, N), "B": (1, 5, N), "C": (N, 5, 9), "D": (N, N, 9)}, "ABCD",
            Average((N, N, 9), ("C", "D"), ("A", "B")), id="years-go-until-half-have-all-of-the-rest",
        ),
        pytest.param({"A": (0.1,) * 1, "B": (0.2,)}, "AB", Average(((0.1 + 0.2) / 2,), ("A", "B"), ()), id="one-year"),
    ],
)  # fmt: skip
def test_mean_is_of_the_same_countries_in_every_year(rows, members: str, expected: Average) -> None:
    length = len(next(iter(rows.values()), (0, 0)))
    assert same_countries_mean([row(code, *values) for code, values in rows.items()], members, length) == expected


VALUES = st.lists(st.one_of(st.none(), st.integers(-9, 9)), min_size=4, max_size=4)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(VALUES, min_size=0, max_size=7))
def test_every_country_counted_has_a_value_in_every_year_drawn(values) -> None:
    rows = [row(code, *years) for code, years in zip("ABCDEFG", values, strict=False)]
    found = same_countries_mean(rows, "ABCDEFG", 4)
    by_code = {r.iso3: r for r in rows}
    for position in found.drawn:
        known = [by_code[code].values[position] for code in found.counted]
        assert found.values[position] == pytest.approx(sum(known) / len(known))
    assert found.members == 7
    assert not found.drawn or len(found.counted) >= 4


def test_country_in_both_groups_counts_once_in_lac() -> None:
    groups = exclusive_groups({"LAC": "MP", "OECD": "MD", "HIC": "DS", "UMC": "MP", "LMC": "X"})
    found = {group: "".join(sorted(codes)) for group, codes in groups.items()}
    assert found == {"LAC": "MP", "OECD": "D", "HIC": "D", "UMC": "MP", "LMC": "", "LIC": ""}


def test_membership_is_of_the_day(db) -> None:
    today = membership_on(date(2026, 5, 12))
    sizes = {group: len(codes) for group, codes in today.groups.items()}
    assert (sizes["LAC"], sizes["OECD"]) == (33, 34)
    assert [today.home_of(code) for code in ("MEX", "DNK", "IND")] == ["LAC", "OECD", ""]
    assert [today.income_of(code) for code in ("MEX", "CHL", "BOL", "CUB", "IND")] == ["UMC", "HIC", "LMC", "", ""]
    assert today.names["PER"] == "Peru"
    before_colombia = membership_on(date(2015, 6, 1))
    assert before_colombia.home_of("COL") == "LAC"
    assert before_colombia.income_of("MEX") == ""


def test_who_has_left_a_group_is_not_a_member_any_more(db) -> None:
    canada = CountryMembership.objects.get(country__iso3="CAN", group=CountryGroup.OECD)
    canada.valid_until = date(2026, 1, 1)
    canada.save()
    assert membership_on(date(2025, 12, 31)).home_of("CAN") == "OECD"
    assert membership_on(date(2026, 1, 1)).home_of("CAN") == ""


def test_names_are_in_the_language_of_the_page(db, django_assert_num_queries) -> None:
    with translation.override("es"), django_assert_num_queries(1):
        assert membership_on(date(2026, 5, 12)).names["BRA"] == "Brasil"
