"""The two pictures: every word stands in a box, the Bank's piece is its share, equal input gives equal drawings."""

import re
from decimal import Decimal

import pytest

from governance.charter.drawing import Bar, Body, Chart, budget_svg, governance_svg

LONG = "Institut latino-américain et des Caraïbes de planification économique et sociale (ILPES)"


def chart(components: int) -> Chart:
    return Chart(
        Body("Committee", "5 seats"), Body("Secretariat", LONG), Body("Advisers"),
        [Body(f"{n} Component <{n}>") for n in range(components)], "decides", "leads", "Who governs",
    )  # fmt: skip


@pytest.mark.parametrize("components", [0, 1, 3, 4])
def test_every_body_stands_in_the_wide_and_in_the_narrow_picture(components: int) -> None:
    drawing = governance_svg(chart(components))
    assert drawing.count('<rect class="charter-box') == 2 * (3 + components)
    assert drawing.count("Component &lt;0&gt;") == (2 if components else 0)
    assert drawing == governance_svg(chart(components))


def test_nothing_reaches_beyond_the_picture() -> None:
    for svg in re.findall(r"<svg.*?</svg>", governance_svg(chart(3))):
        width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
        boxes = re.findall(r'<rect[^>]* x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', svg)
        ends = [(float(x) + float(w) <= width, float(y) + float(h) <= height) for x, y, w, h in boxes]
        assert set(ends) == {(True, True)}
        assert all(len(line) <= 50 for line in re.findall(r"<text[^>]*>([^<]*)<", svg))


def test_long_words_are_broken_into_lines() -> None:
    lines = re.findall(r'<text class="middle"[^>]*>([^<]*)<', governance_svg(chart(3)))
    assert " ".join(lines).count(LONG) == 2


def test_banks_piece_is_its_share_of_the_scale() -> None:
    plan = Bar("Planned", Decimal(300_000), Decimal(3_950_000))
    drawing = budget_svg([plan, Bar("Received", Decimal(0), Decimal(0))], "Budget")
    assert re.findall(r'<rect class="series-1 mark"[^>]* width="([\d.]+)"', drawing) == ["66.8", "0.0", "25.8", "0.0"]
