"""Charts: valid XML, one path per series, gaps where nothing is, labels that do not meet."""

import itertools
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import charts

SVG = "{http://www.w3.org/2000/svg}"
YEARS = (2018, 2019, 2020, 2021, 2022)


def chart(**changes) -> charts.LineChart:
    lines = [
        charts.Series("Mexico & co", "MEX", (0.1, 0.2, None, 0.4, 0.5), "series-1", low=(0, 0.1, None, 0.3, 0.4),
                      high=(0.2, 0.3, None, 0.5, 0.6)),
        charts.Series("Peru", "PER", (-0.1, None, 0.1, 0.2, None), "series-2", dash=2, shape="square"),
    ]  # fmt: skip
    values = {"name": "c", "title": "A <title>", "description": "What it shows", "years": YEARS, "series": lines}
    return charts.LineChart(**(values | {"others": [("Chile", (0.3, 0.3, 0.2, None, 0.1))]} | changes))


def drawn(layout: charts.Layout = charts.WIDE, **changes) -> ElementTree.Element:
    return ElementTree.fromstring(charts.draw_lines(chart(**changes), layout))


def paths(root: ElementTree.Element, kind: str) -> list[str]:
    return [path.get("d", "") for path in root.iter(f"{SVG}path") if kind in path.get("class", "").split()]


@pytest.mark.parametrize("layout", [charts.WIDE, charts.NARROW], ids=lambda layout: layout.name)
def test_drawing_is_xml_with_title_and_description_that_name_it(layout: charts.Layout) -> None:
    root = drawn(layout)
    names = root.get("aria-labelledby", "").split()
    texts = [(child.get("id"), child.text) for child in root if child.tag in (f"{SVG}title", f"{SVG}desc")]
    assert root.get("role") == "img"
    assert texts == [(names[0], "A <title>"), (names[1], "What it shows")]


def test_line_chart_is_the_wide_and_the_narrow_drawing_with_different_ids() -> None:
    text = charts.line_chart(chart())
    assert text == charts.draw_lines(chart(), charts.WIDE) + charts.draw_lines(chart(), charts.NARROW)
    identities = re.findall(r' id="([^"]+)"', text)
    assert len(identities) == len(set(identities)) == 4


def test_there_is_one_path_per_series_and_per_other_country() -> None:
    root = drawn()
    assert len(paths(root, "line")) == 2
    assert len(paths(root, "line-others")) == 1
    assert len(paths(root, "band")) == 1


def test_missing_values_are_gaps() -> None:
    mexico, peru = paths(drawn(), "line")
    assert (mexico.count("M"), mexico.count("L")) == (2, 2)
    assert (peru.count("M"), peru.count("L")) == (2, 1)
    assert paths(drawn(), "line-others")[0].count("M") == 2
    assert paths(drawn(), "band")[0].count("Z") == 2


def test_a_value_between_two_gaps_is_drawn_as_a_mark() -> None:
    root = drawn()
    squares = [d for d in paths(root, "mark") if d.endswith("Z")]
    assert len(squares) == 2  # 2018, alone, and the newest value


def test_a_break_begins_a_new_line_and_is_marked_with_its_meaning() -> None:
    line = charts.Series("Peru", "PER", (1, 2, 3, 4, 5), "series-1", breaks=frozenset({2}))
    root = drawn(series=[line], others=[], break_label="Break in the series")
    assert paths(root, "line")[0].count("M") == 2
    marked = [path for path in root.iter(f"{SVG}path") if path.get("class") == "break"]
    assert [path.findtext(f"{SVG}title") for path in marked] == ["Break in the series"]


def test_lines_carry_classes_and_no_style() -> None:
    text = charts.line_chart(chart())
    assert "style" not in text
    assert 'class="line dash-2"' in text
    assert not re.search(r"(fill|stroke)=", text)


def test_equal_input_gives_equal_bytes() -> None:
    assert charts.line_chart(chart()) == charts.line_chart(chart())


def test_wide_labels_are_names_and_narrow_ones_are_codes() -> None:
    def labels(layout: charts.Layout) -> list[str]:
        root = drawn(layout)
        return [text.text or "" for text in root.iter(f"{SVG}text") if "label" in text.get("class", "").split()]

    assert labels(charts.WIDE) == ["Mexico & co", "Peru"]
    assert labels(charts.NARROW) == ["MEX", "PER"]


def test_labels_keep_their_distance() -> None:
    ends = [1 + n / 1000 for n in range(8)]
    lines = [charts.Series(f"Line {end}", "L", (1.0, 1.0, 1.0, 1.0, end), "series-1") for end in ends]
    root = drawn(series=lines, others=[])
    heights = sorted(
        float(text.get("y", "0")) for text in root.iter(f"{SVG}text") if "label" in text.get("class", "").split()
    )
    gaps = [after - before for before, after in itertools.pairwise(heights)]
    assert len(gaps) == 7
    assert min(gaps) >= charts.LABEL_GAP - 0.2


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 1, [0, 0.25, 0.5, 0.75, 1]),
        (-2.4, 2.1, [-4, -2, 0, 2, 4]),
        (3, 97, [0, 25, 50, 75, 100]),
        (5, 5, [5, 10]),
        (0, 0, [0, 1]),
    ],
)
def test_ticks_are_round_numbers_around_the_values(low: float, high: float, ticks: list[float]) -> None:
    assert charts.nice_ticks(low, high) == ticks


@given(st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9)), min_size=5, max_size=5))
def test_any_values_give_well_formed_finite_drawings(values: list[float | None]) -> None:
    text = charts.line_chart(chart(series=[charts.Series("X", "X", values, "series-1")], others=[("Y", values)]))
    ElementTree.fromstring(f"<both>{text}</both>")
    assert not re.search(r"\b(nan|inf)\b", text)


@given(st.lists(st.floats(0, 400), min_size=1, max_size=10))
def test_spread_keeps_order_distance_and_lower_bound(wanted: list[float]) -> None:
    placed = charts.spread(wanted, 19, 10, 400)
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    inside = [placed[index] for index in order]
    assert inside == sorted(inside)
    assert all(after - before >= 19 - 1e-6 for before, after in itertools.pairwise(inside))
    assert max(placed) <= 400


def test_dot_row_lies_on_its_interval() -> None:
    text = charts.interval_row(0.5, 0.25, 0.75, (0.0, 1.0))
    root = ElementTree.fromstring(text)
    drawings = {path.get("class"): path.get("d") for path in root}
    assert drawings == {"track": "M0 8H200", "interval": "M50 8H150", "dot": "M100 8h.01"}
    assert root.get("aria-hidden") == "true"


def test_sparkline_has_gaps_and_an_end() -> None:
    text = charts.sparkline((2018, 2019, 2020, 2022), (1.0, 2.0, None, 3.0))
    drawings = {path.get("class"): path.get("d") for path in ElementTree.fromstring(text)}
    assert drawings == {"spark-line": "M3 25L31.5 14M117 3", "dot": "M117 3h.01"}
    assert charts.sparkline((2018, 2019), (None, None)) == ""
