"""The seed catalogue: every text in every language, bounds, directions and units that hold together."""

from collections import Counter

import pytest

from indicators.enums import EDITION_PLACE, Direction, Frequency, Measures, ValueType
from indicators.services.catalogue import LANGUAGES, TEXTS, read_definitions, read_entries, read_rows

ENTRIES = read_definitions()
MAPPED = {row["indicator"] for row in read_rows("mappings.csv")}
AREAS = {"GOV", "PFM", "HRM", "EGOV", "PROC", "DEC", "AUD", "REG", "JUS"}
LONGEST_LEAD = 230


def by_code(entry: dict) -> str:
    return entry["code"]


def test_every_area_has_definitions_and_seventy_three_indicators_have_a_series() -> None:
    assert {entry["area"] for entry in ENTRIES} == AREAS
    assert len(ENTRIES) == 116
    assert len(MAPPED) == 73
    assert {entry["code"] for entry in ENTRIES if ".DEF." not in entry["code"]} == MAPPED


def test_every_source_of_a_series_is_described() -> None:
    sources = {entry["code"]: entry for entry in read_entries("sources.json")}
    assert {row["source"] for row in read_rows("mappings.csv")} == set(sources)
    for source in sources.values():
        assert (source["licence"], source["licence_url"]) == (
            "CC BY 4.0",
            "https://creativecommons.org/licenses/by/4.0/",
        )
        assert source["title"] in source["attribution"]
        assert source["edition"]
        assert EDITION_PLACE in source["attribution"]


@pytest.mark.parametrize("entry", ENTRIES, ids=by_code)
def test_texts_are_there_in_four_languages_and_end_as_they_should(entry: dict) -> None:
    for field in TEXTS:
        assert tuple(entry[field]) == LANGUAGES
        for language, text in entry[field].items():
            assert text.strip() == text != "", (field, language)
            assert "  " not in text
            is_sentence = field in ("definition", "rationale", "comparability_note")
            assert text.endswith(".") == is_sentence, (field, language, text)
    assert len(set(entry["definition"].values())) == len(LANGUAGES)
    assert all(len(text.split(". ")[0]) <= LONGEST_LEAD for text in entry["definition"].values())
    for mark in ";:":  # French sets a space before them, and it does not break
        assert f" {mark}" not in "".join(entry[field]["fr"] for field in TEXTS)


@pytest.mark.parametrize("entry", ENTRIES, ids=by_code)
def test_particulars_hold_together(entry: dict) -> None:
    low, high = entry["minimum"], entry["maximum"]
    assert entry["direction"] in Direction.values
    assert entry["value_type"] in ValueType.values
    assert entry["frequency"] in Frequency.values
    assert entry["measures"] in Measures.values
    assert isinstance(entry["average_means_something"], bool)
    assert 0 <= entry["decimals"] <= 3
    assert low is None or high is None or low < high
    assert (low is not None and high is not None) or entry["value_type"] != "index"
    assert entry["value_type"] != "percent" or entry["unit"]["en"].startswith("%")
    if entry["value_type"] == "days":
        assert (entry["unit"]["en"], low, entry["direction"]) == ("days", 0, Direction.LOWER_IS_BETTER)
    if entry["measures"] == "structure" and entry["value_type"] != "index":
        assert entry["direction"] == Direction.NEUTRAL  # a structure is neither better nor worse


def test_a_scale_named_in_the_unit_is_the_scale_of_the_bounds() -> None:
    scales = {"index, 0 to 1": (0, 1), "score, 0 to 100": (0, 100), "score, 0 to 4": (0, 4), "score, 1 to 4": (1, 4),
              "rating, 1 (low) to 6 (high)": (1, 6)}  # fmt: skip
    for entry in ENTRIES:
        unit = entry["unit"]["en"]
        if unit in scales:
            assert (entry["minimum"], entry["maximum"]) == scales[unit], entry["code"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_indicators_share_a_name(language: str) -> None:
    names = Counter(entry["name"][language].casefold() for entry in ENTRIES)
    assert [name for name, count in names.items() if count > 1] == []
    assert max(len(name) for name in names) <= 90


def test_codes_addresses_and_places_are_taken_once() -> None:
    for field in ("code", "slug"):
        assert [taken for taken, count in Counter(entry[field] for entry in ENTRIES).items() if count > 1] == []
    places = Counter((entry["area"], entry["position"]) for entry in ENTRIES)
    assert max(places.values()) == 1
    assert all(entry["code"].startswith(entry["area"] + ".") for entry in ENTRIES)


def test_ratings_of_few_countries_have_no_average() -> None:
    few = {entry["code"] for entry in ENTRIES if ".CPIA." in entry["code"]}
    assert {entry["code"] for entry in ENTRIES if not entry["average_means_something"]} == few
    assert all("eleven" in entry["comparability_note"]["en"] for entry in ENTRIES if entry["code"] in few)
