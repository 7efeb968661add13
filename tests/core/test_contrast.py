"""Every pair of colours that meets on a page, in light and dark: WCAG 2.2 AA, measured from the tokens themselves."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text()
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part))
    for part in TOKENS.split("@media print")[0].split("@media screen and (prefers-color-scheme: dark)")
)
TEXT = [
    *[
        (ink, paper)
        for ink in ("ink", "muted", "link", "link-pressed", "wrong", "done", "soon", "terracotta")
        for paper in ("page", "surface")
    ],
    *[(f"{tone}-text", f"{tone}-bg") for tone in ("neutral", "info", "done", "soon", "wrong")],
    *[(f"on-{kind}", paper) for kind in ("action", "danger") for paper in (kind, f"{kind}-pressed")],
    *[(f"on-seq-{number}", f"seq-{number}") for number in range(1, 7)],
    ("on-band", "band"),
    ("on-band-muted", "band"),
]
MARKS = [
    *[(f"chart-{number}", "page") for number in range(1, 9)],
    *[(name, paper) for name in ("control", "action", "focus") for paper in ("page", "surface")],
    ("terracotta", "page"),
    ("focus", "focus-gap"),
]
CASES = [
    pytest.param(theme, pair, least, id=f"{name}-{pair[0]}-on-{pair[1]}")
    for name, theme in (("light", LIGHT), ("dark", DARK))
    for pairs, least in ((TEXT, 4.5), (MARKS, 3))
    for pair in pairs
]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_contrast_measures_as_the_guideline_does():
    assert round(contrast("#ffffff", "#000000"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_both_themes_name_the_same_colours():
    assert sorted(LIGHT) == sorted(DARK)


@pytest.mark.parametrize(("theme", "pair", "least"), CASES)
def test_pair_is_readable(theme, pair, least):
    assert contrast(theme[pair[0]], theme[pair[1]]) >= least


def test_colours_are_written_in_the_tokens_only():
    css = Path(settings.BASE_DIR) / "static" / "css"
    allowed = {"forms.css": ["#ffffff"], "print.css": ["#000", "#000", "#333", "#000"]}
    for sheet in css.glob("*.css"):
        if sheet.name != "tokens.css":
            assert re.findall(r"#[0-9a-fA-F]{3,8}\b", sheet.read_text()) == allowed.get(sheet.name, [])
