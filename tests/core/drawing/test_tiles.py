"""Tile maps: every country once, no two in one place, words and links reachable, no data hatched."""

import re
from xml.etree import ElementTree

import pytest

from partnership.core.drawing import tiles
from partnership.core.drawing.tiles import LAC, OECD, Link, Tile, Words
from partnership.core.enums import CountryGroup
from partnership.core.selectors import iso3_codes

SVG = "{http://www.w3.org/2000/svg}"
WORDS = Words("A <map>", "What it says")
PERU = Tile("PER", "seq-2", "Peru & co: −0.49", "−0.49", "/en/countries/PER/")
HAITI = Tile("HTI", "no-data", "Haiti: no value")


def drawn(text: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(f'<both xmlns="http://www.w3.org/2000/svg">{text}</both>'))


def test_every_country_of_the_two_groups_has_a_place(db) -> None:
    lac, oecd = iso3_codes(CountryGroup.LAC), iso3_codes(CountryGroup.OECD)
    assert set(tiles.countries_on(LAC)) == lac
    assert set(tiles.countries_on(OECD)) == oecd - lac
    assert len(tiles.countries_on(LAC)) == 33


def test_no_two_countries_share_a_place_and_all_stand_inside() -> None:
    found = list(tiles.places().values())
    assert len(set(found)) == len(found)
    assert {place.column for place in found} <= set(range(tiles.COLUMNS))


@pytest.mark.parametrize(
    ("west", "east"), [("MEX", "BHS"), ("JAM", "DOM"), ("KNA", "ATG"), ("VCT", "BRB"), ("CHL", "URY"), ("PRT", "GRC")]
)
def test_west_stands_left_of_east(west: str, east: str) -> None:
    assert tiles.places()[west].column < tiles.places()[east].column


@pytest.mark.parametrize(
    ("north", "south"), [("MEX", "PAN"), ("ATG", "GRD"), ("GRD", "VEN"), ("COL", "PER"), ("PER", "ARG"), ("NOR", "ITA")]
)
def test_north_stands_above_south(north: str, south: str) -> None:
    assert tiles.places()[north].row < tiles.places()[south].row


def test_grid_holds_its_own_countries_with_title_code_number_and_link() -> None:
    (root,) = drawn(tiles.draw_grid("m", LAC, WORDS, [PERU, HAITI, Tile("DNK", "seq-1", "Denmark")]))
    links = list(root.iter(f"{SVG}a"))
    assert [(a.get("href"), a.get("class"), a.findtext(f"{SVG}title")) for a in links] == [
        ("/en/countries/PER/", "tile seq-2", "Peru & co: −0.49")
    ]
    assert [text.text for text in links[0].iter(f"{SVG}text")] == ["PER", "−0.49"]
    assert [group.get("class") for group in root.iter(f"{SVG}g")] == ["tile no-data"]
    assert (root.get("role"), root.get("aria-labelledby")) == ("group", "m-t m-d")
    assert (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")) == ("A <map>", "What it says")


def test_map_without_links_is_a_picture() -> None:
    (root,) = drawn(tiles.draw_grid("m", LAC, WORDS, [HAITI]))
    assert root.get("role") == "img"


def test_only_a_tile_without_data_is_hatched_and_inside_its_square() -> None:
    (root,) = drawn(tiles.draw_grid("m", LAC, WORDS, [PERU, HAITI]))
    (hatch,) = [path for path in root.iter(f"{SVG}path") if path.get("class") == "hatch"]
    x, y = tiles.places()["HTI"].column * tiles.SIDE, tiles.places()["HTI"].row * tiles.SIDE
    strokes = re.findall(r"M(\d+) (\d+)l(\d+) -(\d+)", hatch.get("d", ""))
    assert len(strokes) == 7
    for x1, y1, dx, dy in (tuple(map(int, stroke)) for stroke in strokes):
        assert x <= x1 <= x1 + dx <= x + tiles.TILE
        assert y <= y1 - dy <= y1 <= y + tiles.TILE


def test_text_too_long_for_a_tile_is_left_to_the_title() -> None:
    (root,) = drawn(tiles.draw_grid("m", LAC, WORDS, [Tile("PER", "seq-1", "Peru: 1,234,567", "1,234,567")]))
    assert [text.text for text in root.iter(f"{SVG}text")] == ["PER"]


def test_both_grids_are_drawn_for_wide_and_for_narrow_screens_with_links_between() -> None:
    links = [Link("DNK", "PER", "Denmark helped Peru: 3 missions", "given", 3), Link("XXX", "PER", "unknown")]
    wide, narrow = drawn(tiles.draw_both("h", WORDS, [PERU, Tile("DNK", "tone-other", "Denmark")], links))
    assert [root.get("class") for root in (wide, narrow)] == ["tiles tiles-wide", "tiles tiles-narrow"]
    assert [root.get("viewBox") for root in (wide, narrow)] == ["0 0 836 396", "0 0 396 748"]
    for root in (wide, narrow):
        curves = [path for path in root.iter(f"{SVG}path") if "tile-link" in path.get("class", "")]
        assert [(c.get("class"), c.get("stroke-width"), c.findtext(f"{SVG}title")) for c in curves] == [
            ("tile-link given", "3", "Denmark helped Peru: 3 missions")
        ]
    ids = re.findall(r' id="([^"]+)"', tiles.draw_both("h", WORDS, [PERU]))
    assert len(set(ids)) == len(ids) == 4


def test_equal_input_gives_equal_bytes() -> None:
    assert tiles.draw_both("h", WORDS, [PERU, HAITI]) == tiles.draw_both("h", WORDS, [PERU, HAITI])
