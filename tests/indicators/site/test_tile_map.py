"""The classes of a map: few values one class each, else round numbers, else classes of equal size."""

import pytest

from indicators.figures import CountryYears
from indicators.models import DefinitionVersion
from indicators.site.tile_map import Classes, TileMap, classes_of
from partnership.core.drawing.tiles import LAC, OECD

N = None


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], Classes((0.0,), exact=True)),
        ([3.0, 3.0], Classes((3.0,), exact=True)),
        ([0.0, 1.0, 1.0, 0.5], Classes((0.0, 0.5, 1.0), exact=True)),
        ([0.0, 10.0, 20.0, 33.0, 41.0, 55.0, 60.0], Classes((0.0, 10.0, 20.0, 30.0, 40.0, 50.0))),
        ([-1.9, -1.2, -0.4, 0.0, 0.6, 1.1, 1.9], Classes((-2.0, -1.0, 0.0, 1.0))),
        (
            [*range(-20, 20), -90, 90],
            Classes((-20.0, -10.0, 0.0, 10.0)),
        ),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 1000], Classes((1, 3, 5, 7, 9, 11))),
    ],
    ids=["none", "one", "few", "round", "below-zero", "outliers", "crowded"],
)
def test_classes_fit_the_values(values: list[float], expected: Classes) -> None:
    assert classes_of(values) == expected


@pytest.mark.parametrize(
    ("value", "number"), [(-3.0, 0), (-2.0, 0), (-1.0, 1), (-0.01, 1), (0.0, 2), (1.99, 3), (2.0, 3), (5.0, 3)]
)
def test_value_on_a_boundary_is_in_the_class_above(value: float, number: int) -> None:
    assert Classes((-2.0, -1.0, 0.0, 1.0)).number_of(value) == number


@pytest.mark.parametrize(("count", "tones"), [(1, [6]), (2, [1, 6]), (3, [1, 3, 6]), (6, [1, 2, 3, 4, 5, 6])])
def test_classes_take_the_whole_sequence(count: int, tones: list[int]) -> None:
    classes = Classes(tuple(range(count)))
    assert [classes.tone_of(number) for number in range(count)] == tones


def row(iso3: str, name: str, *values: float | None, statuses: str = "") -> CountryYears:
    return CountryYears(iso3, name, values, tuple(statuses or "A" * len(values)), (None,) * len(values))


@pytest.fixture
def tile_map(db) -> TileMap:
    rows = [
        row("PER", "Peru", -0.4, -0.49, statuses="AE"),
        row("TTO", "Trinidad & Tobago", 0.1, None, statuses="AO"),
        row("DNK", "Denmark", 2.0, 2.05),
        row("IND", "India", 0.3, 0.39),
    ]
    names = {"PER": "Peru", "KNA": "St. Kitts & Nevis"}
    return TileMap(rows, (2022, 2023), 1, DefinitionVersion(name="Effect", decimals=2), names, ["PER"])


def test_every_place_of_the_map_has_a_tile_and_others_have_none(tile_map: TileMap) -> None:
    tiles = {tile.iso3: tile for tile in tile_map.tiles}
    assert len(tiles) == len(tile_map.tiles) == 67
    assert "IND" not in tiles
    assert tiles["PER"].title == "Peru: −0.49 (Estimated)"
    assert (tiles["PER"].text, tiles["PER"].url) == ("−0.49", "/en/countries/PER/")
    assert tiles["PER"].look.split() == ["seq-1", "chosen"]
    assert (tiles["TTO"].look, tiles["TTO"].title) == ("no-data", "Trinidad & Tobago: no value")
    assert (tiles["KNA"].look, tiles["KNA"].title, tiles["KNA"].url) == ("no-data", "St. Kitts & Nevis: no value", "")


def test_colours_mean_the_same_in_every_year(tile_map: TileMap) -> None:
    earlier = TileMap(tile_map.rows, (2022, 2023), 0, tile_map.version, {})
    assert earlier.classes == tile_map.classes
    assert (earlier.year, tile_map.year) == ("2022", "2023")


def test_key_says_each_class_in_numbers_and_what_hatching_means(tile_map: TileMap) -> None:
    assert [entry.label for entry in tile_map.key] == ["−0.49", "−0.40", "0.10", "2.00", "2.05", "no value"]
    many = TileMap([row("PER", "Peru", *range(0, 70, 10))], range(7), 0, DefinitionVersion(name="E", decimals=0), {})
    assert [entry.label for entry in many.key] == [
        "below 10",
        "10 to 20",
        "20 to 30",
        "30 to 40",
        "40 to 50",
        "50 and more",
        "no value",
    ]


def test_map_is_said_in_words(tile_map: TileMap) -> None:
    assert tile_map.in_words(OECD) == ("1 of 34 countries have a value. Highest: Denmark: 2.05; lowest: Denmark: 2.05.")
    assert tile_map.in_words(LAC).startswith("1 of 33 countries have a value.")
    nothing = TileMap([row("PER", "Peru", None, statuses="O")], (2023,), 0, tile_map.version, {})
    assert nothing.in_words(LAC) == "0 of 33 countries have a value."


def test_number_too_long_for_a_tile_loses_its_decimals(db) -> None:
    found = TileMap([row("PER", "Peru", 1234.56)], (2023,), 0, DefinitionVersion(name="E", decimals=2), {})
    assert [tile.text for tile in found.tiles if tile.iso3 == "PER"] == ["1,235"]
