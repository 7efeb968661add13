"""The live figures: the same values as the page, said in the same words; plotly is imported for them alone."""

import html
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from tests.factories.released import release_of
from tests.indicators.conftest import FIGURES, GE

FIGURE = f"/en/indicators/{GE}.figure.json"
MAP = f"/en/indicators/{GE}.map.json"


def figure(address: str = FIGURE) -> dict[str, Any]:
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    return answer.json()


def traces(found: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    return {trace["meta"]["code"]: trace for trace in found["data"] if trace["meta"]["kind"] == kind}


def points(trace: dict[str, Any]) -> dict[int, float | None]:
    return dict(zip(trace["x"], trace["y"], strict=True))


def test_figure_holds_exactly_the_values_of_the_page(released) -> None:
    found = figure(f"{FIGURE}?countries=PER,MEX&ranking=all")
    lines = {code: points(trace) for kind in ("country", "other") for code, trace in traces(found, kind).items()}
    expected = {
        code: {year: value[0] if isinstance(value, tuple) else value for year, value in years.items()}
        for code, years in FIGURES.items()
    }
    for code, years in lines.items():
        assert {year: value for year, value in years.items() if value is not None} == {
            year: value for year, value in expected[code].items() if value is not None
        }, code
    assert sorted(lines) == sorted(FIGURES)
    assert list(traces(found, "country")) == ["PER", "MEX"]


def test_point_says_year_value_interval_flag_and_source(released) -> None:
    chile = traces(figure(f"{FIGURE}?countries=CHL"), "country")["CHL"]
    assert chile["text"][-1].split("<br>") == [
        "2023: 0.72", "90 % interval: 0.56 to 0.88", "Flag: Provisional",
        "Source: World Bank, Worldwide Governance", "Indicators, 2024 edition",
    ]  # fmt: skip
    assert chile["name"] == "Chile"


def test_line_ends_before_a_break_of_the_series(released) -> None:
    peru = traces(figure(f"{FIGURE}?countries=PER"), "country")["PER"]
    assert list(zip(peru["x"], peru["y"], strict=True)) == [
        (2020, -0.4), (2021, None), (2022, None), (2022, -0.5), (2023, -0.49),
    ]  # fmt: skip


def test_band_is_the_interval_of_the_first_country_run_by_run(released) -> None:
    band = traces(figure(f"{FIGURE}?countries=PER,CHL"), "band")["PER"]
    assert band["x"] == [2020, 2020, None, 2022, 2023, 2023, 2022, None]
    assert [round(y, 4) for y in band["y"] if y is not None] == [
        -0.5645, -0.2355, -0.6645, -0.6545, -0.3255, -0.3355,
    ]  # fmt: skip


def test_own_average_is_drawn_and_says_of_how_many(released) -> None:
    found = figure(f"{FIGURE}?countries=CHL,URY&with=OWN")
    own = traces(found, "average")["OWN"]
    assert [round(y, 4) for y in own["y"]] == [0.852, 0.85, 0.825, 0.72]
    assert own["text"][0] == "2020: 0.85<br>mean of 2 countries"
    assert list(traces(found, "average")) == ["OWN"]


def test_numbers_and_words_are_in_the_language_of_the_address(released) -> None:
    chile = traces(figure(f"/es/indicators/{GE}.figure.json?countries=CHL"), "country")["CHL"]
    assert chile["text"][-1].startswith("2023: 0,72<br>")


@pytest.mark.parametrize(
    ("query", "status"), [("countries=XXX", 400), ("with=XX", 400), ("release=9", 404), ("from=1950&to=1960", 404)]
)
def test_bad_address_of_a_figure_is_refused(released, query: str, status: int) -> None:
    assert Client().get(f"{FIGURE}?{query}").status_code == status


def test_map_figure_holds_every_country_with_its_words_and_small_states_as_dots(released) -> None:
    found = figure(MAP)
    said = {
        code: text
        for trace in found["data"]
        if trace["meta"]["kind"] == "shapes"
        for code, text in zip(trace["locations"], trace["text"], strict=True)
    }
    assert len(said) == 67
    assert said["CHL"] == "Chile: 0.72 (Provisional)"
    assert said["KNA"].endswith(": no value")
    dots = {code for trace in found["data"] if trace["meta"]["kind"] == "dots" for code in trace["locations"]}
    assert dots == {"ATG", "BRB", "DMA", "GRD", "KNA", "LCA", "VCT", "TTO", "LUX"}
    assert {trace.get("showscale", False) for trace in found["data"]} == {False}


def test_map_figure_is_of_the_year_asked_for(released) -> None:
    found = figure(f"{MAP}?year=2020")
    text = [t for trace in found["data"] for t in trace["text"] if t.startswith("Chile")]
    assert text == ["Chile: 1.00"]
    assert Client().get(f"{MAP}?year=1999").status_code == 404


def test_figure_is_kept_like_a_page_and_changes_with_a_release(released) -> None:
    client = Client()
    first = client.get(FIGURE)
    assert client.get(FIGURE, headers={"If-None-Match": first["ETag"]}).status_code == 304
    release_of(2, {GE: {**FIGURES, "MEX": {2023: 1.11}}})
    again = client.get(FIGURE, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert client.get(f"{FIGURE}?release=1").json() == first.json()


def test_names_are_safe_in_the_markup_of_plotly(released) -> None:
    release_of(2, {GE: {**FIGURES, "TTO": {2023: 0.2}}})
    name = traces(figure(), "other")["TTO"]["name"]
    assert (name, html.unescape(name)) == ("Trinidad &amp; Tobago", "Trinidad & Tobago")


def test_pages_do_not_import_plotly() -> None:
    code = "import django, sys; django.setup(); import partnership.urls; print('plotly' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(("address", "years"), [(FIGURE, "2020–2023"), (MAP, "2023")])
def test_picture_that_leaves_the_page_names_title_source_licence_and_release(
    released, address: str, years: str
) -> None:
    meta = figure(address)["layout"]["meta"]
    assert meta["title"] == f"Government effectiveness, {years}"
    assert meta["source"].split("<br>") == [
        "Score, about −2.5 to 2.5.",
        "World Bank, Worldwide Governance Indicators, 2024 edition. CC BY 4.0.",
        "Release 1, 12 May 2026. LAC MIC Governance and Public Management Partnership",
    ]
