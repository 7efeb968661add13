"""Downloads: the same values as the page, streamed, safe for spreadsheets, never short without an error."""

import csv
import io
import re
import threading

import openpyxl
import psycopg2
import pytest
from django.db import connection
from django.test import Client

from indicators import exports
from indicators.models import Source
from partnership.core.models import Country
from tests.factories.indicators import published, wgi, wgi_csv
from tests.factories.released import release_of
from tests.indicators.conftest import FIGURES, GE
from tests.indicators.test_public_pages import PAGE, page, rows_of

CSV, XLSX = f"/en/indicators/{GE}.csv", f"/en/indicators/{GE}.xlsx"
HEAD = [
    "country_code", "country", "period", "value", "obs_status", "standard_error", "sources", "indicator", "release",
    "percentile_rank", "percentile_rank_lower", "percentile_rank_upper", "definition_version", "source", "edition",
    "licence", "attribution",
]  # fmt: skip
ORIGIN = [
    "", "", "", "1", "World Bank, Worldwide Governance Indicators", "2024 edition", "CC BY 4.0",
    "World Bank, Worldwide Governance Indicators, 2024 edition. CC BY 4.0.",
]  # fmt: skip


def csv_rows(address: str) -> list[list[str]]:
    answer = Client().get(address)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.getvalue().decode())))


def xlsx_rows(address: str, sheet: str = "Data") -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(Client().get(address).content))
    return [list(row) for row in book[sheet].iter_rows(values_only=True)]


def test_csv_begins_with_the_agreed_columns_and_holds_the_view(released) -> None:
    assert csv_rows(f"{CSV}?countries=PER,MEX&from=2021&to=2022") == [
        HEAD,
        ["MEX", "Mexico", "2021", "-0.3", "A", "0.2", "", GE, "1", *ORIGIN],
        ["MEX", "Mexico", "2022", "0.1", "E", "0.2", "", GE, "1", *ORIGIN],
        ["PER", "Peru", "2021", "", "O", "", "", GE, "1", *ORIGIN],
        ["PER", "Peru", "2022", "-0.5", "B", "0.1", "", GE, "1", *ORIGIN],
    ]


@pytest.mark.parametrize("query", ["", "?countries=CHL,PER,URY", "?from=2021&to=2022", "?countries=IND&release=1"])
def test_page_csv_and_xlsx_hold_the_same_values(released, query: str) -> None:
    table = rows_of(page(PAGE + query), "table-years")
    years = table[0][1:-1]
    shown = {
        (row[0], year): cell.split()[0].replace("−", "-")
        for row in table[1:]
        for year, cell in zip(years, row[1:-1], strict=True)
        if cell != "–"
    }
    lines = csv_rows(CSV + query)[1:]
    assert {(line[1], line[2]): f"{float(line[3]):.2f}" if line[3] else "–" for line in lines} == shown
    cells = xlsx_rows(XLSX + query)
    assert cells[0] == HEAD
    as_text = [["" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in row]
               for row in cells[1:]]  # fmt: skip
    assert as_text == lines


def test_csv_of_a_release_holds_every_indicator(released) -> None:
    lines = csv_rows("/en/indicators.csv")
    assert lines[0] == HEAD
    assert {line[7] for line in lines[1:]} == {GE, "rule-of-law"}
    assert len(lines) == 1 + sum(len(years) for years in FIGURES.values()) + 2


def test_older_release_is_still_downloaded_as_it_was(released) -> None:
    release_of(2, {GE: {"MEX": {2023: 1.11}}})
    assert csv_rows(f"{CSV}?countries=MEX&from=2023&release=1")[1][3] == "-0.2"
    assert csv_rows(f"{CSV}?countries=MEX&from=2023")[1][3] == "1.11"


def test_names_are_in_the_language_of_the_address(released) -> None:
    assert csv_rows(CSV.replace("/en/", "/es/") + "?countries=MEX")[1][1] == "México"


@pytest.mark.parametrize("name", ["=1+1", "+x", "-x", "@x", "\tx", "\rx"])
def test_no_name_is_a_formula(released, name: str) -> None:
    Country.objects.filter(iso3="MEX").update(name=name, name_en=name)
    assert csv_rows(f"{CSV}?countries=MEX")[1][1] == f"'{name}"
    book = openpyxl.load_workbook(io.BytesIO(Client().get(f"{XLSX}?countries=MEX").content))
    cell = book["Data"]["B2"]
    assert (cell.data_type, cell.value[0]) == ("s", "'")


def test_workbook_says_what_the_values_are(released) -> None:
    about = dict(xlsx_rows(f"{XLSX}?countries=MEX", "About")[1:])
    assert about["Indicator"] == "Government effectiveness"
    assert about["Source"].startswith("World Bank, Worldwide Governance Indicators https://")
    assert (about["Edition"], about["Licence"]) == (
        "2024 edition",
        "CC BY 4.0 https://creativecommons.org/licenses/by/4.0/",
    )
    assert about["Attribution"] == ORIGIN[-1]
    assert about["Version of the definition"] == "1 (15 January 2026)"
    assert about["Measures"] == "Performance of the bureaucracy"
    assert about["Permanent link"].endswith("?countries=MEX&release=1")
    assert ["B", "Break in the series"] in xlsx_rows(XLSX, "Flags")


def test_workbook_explains_every_column(released) -> None:
    explained = {name for row in xlsx_rows(XLSX, "Read me")[1:] for name in str(row[0]).split(", ")}
    assert explained == set(HEAD)


def test_downloads_carry_the_ranks_of_an_imported_edition(cast) -> None:
    published(wgi_csv([("PER", 2020, "ge", 0.5), ("PER", 2021, "ge", None)]), cast=cast)
    expected = [
        ["PER", "Peru", "2020", "0.5", "A", "0.2", "5", GE, "1", "50", "40", "60", *ORIGIN[3:]],
        ["PER", "Peru", "2021", "", "O", "", "", GE, "1", *ORIGIN],
    ]
    assert csv_rows(CSV)[1:] == expected
    cells = [["" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in row]
             for row in xlsx_rows(XLSX)[1:]]  # fmt: skip
    assert cells == expected


def test_older_release_names_the_edition_it_came_from(cast) -> None:
    published(wgi_csv([("PER", 2020, "ge", 0.5)]), cast=cast)
    Source.objects.filter(code="wgi").update(edition="2025 edition")
    published(wgi_csv([("PER", 2020, "ge", 0.6)]), cast=cast)
    for release, edition in ((1, "2024 edition"), (2, "2025 edition")):
        address = f"?release={release}"
        attribution = f"World Bank, Worldwide Governance Indicators, {edition}. CC BY 4.0."
        assert csv_rows(CSV + address)[1][-3:] == [edition, "CC BY 4.0", attribution]
        assert dict(xlsx_rows(XLSX + address, "About")[1:])["Edition"] == edition
        said = " ".join(re.sub(r"<[^>]+>", "", page(PAGE + address)).split())
        assert attribution in said


@pytest.mark.parametrize("field", ["edition", "attribution", "producer", "licence"])
def test_no_word_of_a_source_is_a_formula(cast, field: str) -> None:
    wgi()
    Source.objects.filter(code="wgi").update(**{field: "=1+1"})
    published(wgi_csv([("PER", 2020, "ge", 0.5)]), cast=cast)
    assert [cell[:5] for cell in csv_rows(CSV)[1] if "=1+1" in cell and cell.startswith("'")] == ["'=1+1"]


def test_download_is_an_attachment_with_its_release_in_the_name(released) -> None:
    answer = Client().get(CSV)
    assert answer["Content-Disposition"] == f'attachment; filename="{GE}-release-1.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    answer.getvalue()


def test_error_of_the_database_breaks_the_download_off(db) -> None:
    statement = b"COPY (SELECT 1 / (5000 - n) FROM generate_series(1, 10000) n) TO STDOUT"
    chunks = exports.copy_chunks(statement)
    with pytest.raises(psycopg2.errors.DivisionByZero):
        list(chunks)


@pytest.mark.django_db(transaction=True)
def test_reader_who_goes_away_ends_the_copy() -> None:
    before = threading.active_count()
    chunks = exports.copy_chunks(b"COPY (SELECT repeat('x', 1000) FROM generate_series(1, 1000000)) TO STDOUT")
    assert len(next(chunks)) >= 1000
    chunks.close()
    assert threading.active_count() == before
    with connection.cursor() as cursor:  # a new connection, the old one was in mid-answer
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_copy_is_streamed_in_pieces(db) -> None:
    pieces = list(exports.copy_chunks(b"COPY (SELECT n FROM generate_series(1, 100000) n) TO STDOUT"))
    assert len(pieces) > 5
    assert b"".join(pieces).count(b"\n") == 100_000
