"""Tile maps: one tile of equal size per country, placed about where it lies, so that an island is as visible as Brazil.

Two grids: Latin America and the Caribbean ("LAC") and the members of the OECD outside it ("OECD"); the places are data
(``reference/tiles.csv``). Like every drawing the map carries geometry only; classes (static/css/maps.css) carry colour:
``seq-1`` … ``seq-6`` for a sequence, ``no-data`` for a hatched tile, ``tone-…`` for kinds, ``quiet`` for the rest.

    draw_grid("map-lac", "LAC", Words("Map", "What it shows"), tiles)     one grid
    draw_both("help", Words("Who helped whom", "…"), tiles, links)         both side by side, and stacked for phones
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import NamedTuple

LAYOUT = Path(__file__).resolve().parent.parent / "reference" / "tiles.csv"
LAC, OECD = "LAC", "OECD"
SIDE, GAP = 44, 4
COLUMNS = 9
TILE = SIDE - GAP
LONGEST_TEXT = 6  # characters that fit a tile; a longer text is left to the title


class Place(NamedTuple):
    """Where a country stands: the grid, and row and column counted from 0 at its upper left corner."""

    grid: str
    row: int
    column: int


class Words(NamedTuple):
    """The name of a map and what it says, for those who do not see it."""

    title: str
    description: str


@dataclass(frozen=True)
class Tile:
    """A country on the map: ``look`` is a CSS class, ``title`` the whole fact in words, ``text`` a short number."""

    iso3: str
    look: str
    title: str
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class Link:
    """A curve from one country to another; ``width`` in units of the drawing (a tile has a side of 40)."""

    start: str
    end: str
    title: str
    look: str = ""
    width: float = 2.0


@lru_cache(maxsize=1)
def places() -> Mapping[str, Place]:
    """Return the place of every country that has one, by its alpha-3 code, in reading order."""
    with LAYOUT.open(encoding="utf-8", newline="") as file:
        return {r["iso3"]: Place(r["grid"], int(r["row"]), int(r["column"])) for r in csv.DictReader(file)}


def countries_on(grid: str) -> list[str]:
    """Return the alpha-3 codes of a grid in reading order."""
    return [iso3 for iso3, place in places().items() if place.grid == grid]


Corner = Callable[[Place], tuple[int, int] | None]


def draw_grid(name: str, grid: str, words: Words, tiles: Sequence[Tile]) -> str:
    """Return one grid as a drawing; tiles of countries that stand on another grid are left out."""

    def corner(place: Place) -> tuple[int, int] | None:
        return (place.column * SIDE, place.row * SIDE) if place.grid == grid else None

    return _drawing(name, "tiles", (COLUMNS * SIDE, _rows(grid) * SIDE), words, _tiles(tiles, corner))


def draw_both(name: str, words: Words, tiles: Sequence[Tile], links: Sequence[Link] = ()) -> str:
    """Return both grids in one drawing with links across them: side by side, then stacked for narrow screens."""
    beside, below = (COLUMNS + 1) * SIDE, (_rows(LAC) + 1) * SIDE
    wide = (beside + COLUMNS * SIDE, max(_rows(LAC), _rows(OECD)) * SIDE)
    narrow = (COLUMNS * SIDE, below + _rows(OECD) * SIDE)
    layouts = (("wide", wide, (beside, 0)), ("narrow", narrow, (0, below)))
    drawings = []
    for layout, size, second in layouts:
        corner = _two_grids(*second)
        inside = _tiles(tiles, corner) + "".join(_links(links, corner))
        drawings.append(_drawing(f"{name}-{layout}", f"tiles tiles-{layout}", size, words, inside))
    return "".join(drawings)


def _two_grids(x: int, y: int) -> Corner:
    """Return where a tile stands when the second grid begins at a point."""

    def corner(place: Place) -> tuple[int, int]:
        dx, dy = (x, y) if place.grid == OECD else (0, 0)
        return dx + place.column * SIDE, dy + place.row * SIDE

    return corner


def _rows(grid: str) -> int:
    return 1 + max(place.row for place in places().values() if place.grid == grid)


def _drawing(name: str, kind: str, size: tuple[int, int], words: Words, inside: str) -> str:
    # A picture of role "img" hides the links inside it from screen readers; a group lets them be reached.
    role = "group" if "<a " in inside else "img"
    return (
        f'<svg class="{kind}" viewBox="0 0 {size[0]} {size[1]}" role="{role}" '
        f'aria-labelledby="{name}-t {name}-d" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{name}-t">{escape(words.title)}</title>'
        f'<desc id="{name}-d">{escape(words.description)}</desc>{inside}</svg>'
    )


def _tiles(tiles: Sequence[Tile], corner: Corner) -> str:
    """Return the tiles in reading order; a country without a place is left out."""
    given, found = {tile.iso3: tile for tile in tiles}, []
    for iso3, place in places().items():
        at = corner(place)
        if iso3 in given and at is not None:
            found.append(_tile(given[iso3], *at))
    return "".join(found)


def _tile(tile: Tile, x: int, y: int) -> str:
    middle, text = x + TILE // 2, tile.text if len(tile.text) <= LONGEST_TEXT else ""
    code_at = y + (18 if text else 25)
    value = f'<text class="tile-value" x="{middle}" y="{y + 33}">{escape(text)}</text>' if text else ""
    hatch = f'<path class="hatch" d="{_hatch(x, y)}"/>' if "no-data" in tile.look else ""
    inside = (
        f'<title>{escape(tile.title)}</title><rect x="{x}" y="{y}" width="{TILE}" height="{TILE}" rx="3"/>{hatch}'
        f'<text class="tile-code" x="{middle}" y="{code_at}">{tile.iso3}</text>{value}'
    )
    if tile.url:
        return f'<a class="tile {tile.look}" href="{escape(tile.url)}">{inside}</a>'
    return f'<g class="tile {tile.look}">{inside}</g>'


def _hatch(x: int, y: int, step: int = 10) -> str:
    """Return strokes from the left and lower edge of a tile up to its upper and right edge."""
    parts = []
    for offset in range(step, 2 * TILE, step):
        x1, y1 = (x, y + offset) if offset <= TILE else (x + offset - TILE, y + TILE)
        run = min(offset, 2 * TILE - offset)
        parts.append(f"M{x1} {y1}l{run} {-run}")
    return "".join(parts)


def _links(links: Sequence[Link], corner: Corner) -> Iterator[str]:
    for link in links:
        ends = [_middle(places().get(iso3), corner) for iso3 in (link.start, link.end)]
        if ends[0] is None or ends[1] is None:
            continue
        (x1, y1), (x2, y2) = ends[0], ends[1]
        # Bent to the left of its direction, so that help given and help received do not lie on each other.
        bend_x, bend_y = (x1 + x2) / 2 + (y2 - y1) * 0.18, (y1 + y2) / 2 - (x2 - x1) * 0.18
        yield (
            f'<path class="tile-link {link.look}" stroke-width="{link.width:g}" '
            f'd="M{x1} {y1}Q{bend_x:.0f} {bend_y:.0f} {x2} {y2}"><title>{escape(link.title)}</title></path>'
        )


def _middle(place: Place | None, corner: Corner) -> tuple[int, int] | None:
    at = corner(place) if place else None
    return (at[0] + TILE // 2, at[1] + TILE // 2) if at else None
