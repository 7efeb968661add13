"""The live map: the classes and words of the tile map on the shapes of the countries; small states as dots too."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from indicators.site.figure import font, hover_label
from indicators.site.tile_map import NO_DATA, TileMap
from partnership.core.drawing.tiles import Tile

# Drawn as a dot as well, because their shape is smaller than one at the scale of the region.
SMALL = frozenset({"ATG", "BRB", "DMA", "GRD", "KNA", "LCA", "VCT", "TTO", "LUX"})
HOVER = "%{text}<extra></extra>"
FRAME = {"lon": [-136, -14], "lat": [-57, 34]}  # Latin America and the Caribbean


def map_figure(tile_map: TileMap) -> dict[str, Any]:
    """Return the map as plain data for plotly.js: one trace of shapes and one of dots for each colour of the key."""
    import plotly.graph_objects as go  # noqa: PLC0415  # only when a live map is asked for

    figure = go.Figure()
    figure.layout.template = None  # type: ignore[assignment]
    looks = dict.fromkeys(tile.look.split()[0] for tile in tile_map.tiles)
    for look in looks:
        tiles = [tile for tile in tile_map.tiles if tile.look.split()[0] == look]
        figure.add_trace(go.Choropleth(**_shapes(tiles, look)))
        if small := [tile for tile in tiles if tile.iso3 in SMALL]:
            figure.add_trace(go.Scattergeo(**_dots(small, look)))
    figure.update_layout(**_layout(tile_map))
    return figure.to_plotly_json()


def colour_of(look: str) -> str:
    """Return the stylesheet's colour of a class."""
    return "var(--surface)" if look == NO_DATA else f"var(--{look})"


def _shapes(tiles: list[Tile], look: str) -> dict[str, Any]:
    # A colour bar would write styles that the policy refuses; the page has a key of its own.
    return {
        "locations": [tile.iso3 for tile in tiles], "z": [0] * len(tiles), "text": [tile.title for tile in tiles],
        "colorscale": [[0, colour_of(look)], [1, colour_of(look)]], "showscale": False,
        "marker": {"line": {"color": "var(--page)", "width": 0.7}}, "hovertemplate": HOVER,
        "meta": {"kind": "shapes", "code": look},
    }  # fmt: skip


def _dots(tiles: list[Tile], look: str) -> dict[str, Any]:
    return {
        "locations": [tile.iso3 for tile in tiles], "text": [tile.title for tile in tiles], "mode": "markers",
        "hovertemplate": HOVER, "meta": {"kind": "dots", "code": look},
        "marker": {"size": 11, "color": colour_of(look), "line": {"color": "var(--ink)", "width": 1}},
    }  # fmt: skip


def _layout(tile_map: TileMap) -> dict[str, Any]:
    return {
        "template": None, "font": font(), "paper_bgcolor": "var(--page)", "hoverlabel": hover_label(),
        "showlegend": False, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "height": 620, "dragmode": "pan",
        "geo": {
            "resolution": 50, "projection": {"type": "mercator"}, "bgcolor": "var(--page)", "showframe": False,
            "showland": True, "landcolor": "var(--neutral-bg)", "showcoastlines": False, "showocean": True,
            "oceancolor": "var(--surface)", "showlakes": False, "showcountries": True,
            "countrycolor": "var(--page)", "lonaxis": {"range": FRAME["lon"]}, "lataxis": {"range": FRAME["lat"]},
        },
        "meta": {"title": _("{name}, {year}").format(name=tile_map.version.name, year=tile_map.year)},
    }  # fmt: skip
