"""The layouts of published files: what each takes from a small file, and what it says about the rest."""

import json
from collections.abc import Callable

import pytest
from django.db import connection

from indicators.layouts import FileFault
from indicators.models import Source
from indicators.services import imports
from indicators.services.staging import Outcome
from tests.factories.indicators import source_of

Value = tuple[str, str, int, float | None]  # series, country, year, value


@pytest.fixture
def read(tmp_path, db) -> Callable[[str, Source], tuple[Outcome, list[Value]]]:
    """Return a function that reads a file of a source: what it says, and the values it would stage."""

    def _read(content: str, source: Source) -> tuple[Outcome, list[Value]]:
        path = tmp_path / "file.csv"
        path.write_text(content, encoding="utf-8")
        outcome = imports.dry_run(path, source=source)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT substr(i.code, 6), c.iso3, v.period, v.value FROM import_values v"
                " JOIN indicators_indicator i ON i.id = v.indicator_id JOIN core_country c ON c.id = v.country_id"
                " ORDER BY 1, 2, 3"
            )
            return outcome, cursor.fetchall()

    return _read


def found(outcome: Outcome) -> list[tuple]:
    return [(finding.code, finding.line, finding.column, finding.value) for finding in outcome.findings]


def attributes() -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT attributes::text FROM import_values WHERE attributes IS NOT NULL ORDER BY line")
        return [json.loads(text) for (text,) in cursor.fetchall()]


def refused(read, content: str, source: Source) -> list[tuple[str, str]]:
    with pytest.raises(FileFault) as fault:
        read(content, source)
    return [(finding.code, finding.column) for finding in fault.value.findings]


WWBI_HEAD = '\ufeff"Country Name","Country Code","Indicator Name","Indicator Code","a2015","a2016",'
BULK_HEAD = "Country Name,Country Code,Indicator Name,Indicator Code,1960,1961"


def test_bureaucracy_file_is_read_with_its_mark_years_and_empty_column(read) -> None:
    content = "\n".join([
        WWBI_HEAD,
        '"Peru","PER","Share","BI.EMP","0.07","",',
        '"Chile","CHL","Share","BI.EMP","","0.2905",',
        '"Kosovo","KSV","Share","BI.EMP","0.5","",',
        '"Nowhere","QQQ","Share","BI.EMP","0.5","0.6",',
        '"Peru","PER","Other","BI.OTHER","3","",',
        '"Peru","PER","Empty","BI.OTHER","","",',
    ])  # fmt: skip
    outcome, values = read(content, source_of("wwbi", {"BI.EMP": 100}))
    assert values == [("BI.EMP", "CHL", 2016, 29.05), ("BI.EMP", "PER", 2015, 7.0), ("BI.EMP", "XKX", 2015, 50.0)]
    assert found(outcome) == [("unknown_country", 5, "", "QQQ"), ("unmapped_series", 6, "", "BI.OTHER")]
    assert (outcome.read, outcome.added, outcome.unknown, outcome.unmapped) == (6, 3, 2, 1)


def test_factor_is_applied_in_decimals(read) -> None:
    """0.07 × 100 is 7.000000000000001 in binary fractions."""
    content = f"{WWBI_HEAD}\nPeru,PER,Share,BI.EMP,0.07,0.57,"
    assert [value for *_key, value in read(content, source_of("wwbi", {"BI.EMP": 100}))[1]] == [7.0, 57.0]


@pytest.mark.parametrize(
    "head", [BULK_HEAD, BULK_HEAD + ",", BULK_HEAD.replace("1960,1961", "1960 [YR1960],1961 [YR1961]")]
)
def test_world_bank_bulk_file_is_read_with_and_without_its_empty_column(read, head: str) -> None:
    lines = ["Peru,PER,Debt,GC.DOD,10.5,..", "World,WLD,Debt,GC.DOD,40,41", "Peru,PER,Debt,GC.DOD.X,1,2"]
    tail = "," if head.endswith(",") else ""
    outcome, values = read(
        "\n".join([head, *(line + tail for line in lines)]), source_of("worldbank-bulk", {"GC.DOD": 1})
    )
    assert values == [("GC.DOD", "PER", 1960, 10.5)]
    assert found(outcome) == [("aggregate", 3, "", "WLD"), ("unmapped_series", 4, "", "GC.DOD.X")]
    assert (outcome.read, outcome.aggregate, outcome.unmapped) == (5, 2, 2)


def test_wide_line_without_a_country_is_named(read) -> None:
    outcome, values = read(f"{BULK_HEAD}\nPeru,,Debt,GC.DOD,1,2\n", source_of("worldbank-bulk", {"GC.DOD": 1}))
    assert (values, found(outcome)[1:]) == ([], [("no_country", 2, "Country Code", "")])


def test_govtech_file_keeps_the_letter_beside_the_number(read) -> None:
    content = "\n".join([
        "year,country_code,country_name,grp,gtmi,cgsi",
        "2022,PER,Peru,A,0.8,0.75",
        "2022,CHL,Chile,,0.9,",
        "2025,0.25,C,47,0.24,",
        "2025,0.65,,,648.5,",
    ])  # fmt: skip
    outcome, values = read(content, source_of("gtmi", {"gtmi": 1, "cgsi": 1}))
    assert values == [("cgsi", "PER", 2022, 0.75), ("gtmi", "CHL", 2022, 0.9), ("gtmi", "PER", 2022, 0.8)]
    assert attributes() == [{"group": "A"}]
    assert found(outcome) == [("unknown_country", 4, "", "0.25"), ("unknown_country", 5, "", "0.65")]


def test_series_as_columns_are_found_under_their_republished_names(read) -> None:
    content = "\n".join([
        "country_code,year,wdi_gcdodtotlgdzs,wb_wdi_gc_xpn_comp_zs,imf_debt",
        "PER,2020,35.1,,9",
        "PER,2021,..,22.5,",
        "CHL,1,30,20,",
        "CHL,2020,abc,101,",
    ])  # fmt: skip
    outcome, values = read(content, source_of("wide", {"GC.DOD.TOTL.GD.ZS": 1, "GC.XPN.COMP.ZS": 1}))
    assert values == [("GC.DOD.TOTL.GD.ZS", "PER", 2020, 35.1), ("GC.XPN.COMP.ZS", "PER", 2021, 22.5)]
    assert found(outcome) == [
        ("unmapped_series", 2, "", "imf_debt"),
        ("not_a_year", 4, "year", "1"),
        ("not_a_number", 5, "wdi_gcdodtotlgdzs", "abc"),
        ("out_of_range", 5, "wb_wdi_gc_xpn_comp_zs", "101"),
    ]
    assert (outcome.read, outcome.added, outcome.rejected, outcome.unmapped) == (7, 2, 3, 1)


def test_blank_cell_of_a_wide_file_is_kept_where_the_source_says_so(read) -> None:
    outcome, values = read("country,year,debt\nPER,2020,\n", source_of("wide", {"debt": 1}, keeps_missing=True))
    assert (values, outcome.read, outcome.missing) == ([("debt", "PER", 2020, None)], 1, 1)


@pytest.mark.parametrize(
    "head",
    [
        "country_code,indicator,year,value",
        "country,code,year,value",
        "country,code,indicator,year,value",
        "iso3,series,period,value",
        "REF_AREA,INDICATOR,TIME_PERIOD,VALUE",
    ],
)
def test_one_value_per_line_is_read_under_the_usual_headings(read, head: str) -> None:
    names = head.lower().split(",")
    cells = {"country": "PER", "country_code": "PER", "iso3": "PER", "ref_area": "PER", "value": "12.5"}
    cells |= dict.fromkeys(("indicator", "series"), "debt") | dict.fromkeys(("year", "period", "time_period"), "2020")
    cells["code"] = "PER" if "indicator" in names else "debt"
    if names[:2] == ["country", "code"] and "indicator" in names:
        cells["country"] = "Peru"
    line = ",".join(cells[name] for name in names)
    assert read(f"{head}\n{line}\n", source_of("long", {"debt": 1}))[1] == [("debt", "PER", 2020, 12.5)]


def test_long_file_brings_its_precision_and_its_faults(read) -> None:
    content = "\n".join([
        "country,code,year,value,standard_error,sources",
        "PER,debt,2020,12.5,0.5,3",
        "PER,debt,2021,n.a.,,",
        "CHL,debt,2020,12.5,-1,3",
        "CHL,other,2020,1,,",
        "QQQ,debt,2020,1,,",
    ])  # fmt: skip
    outcome, values = read(content, source_of("long", {"debt": 1}))
    assert values == [("debt", "PER", 2020, 12.5)]
    assert found(outcome) == [
        ("unknown_country", 6, "", "QQQ"),
        ("unmapped_series", 5, "", "other"),
        ("negative_error", 4, "standard_error", "-1"),
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT standard_error, sources_count FROM import_values")
        assert cursor.fetchall() == [(0.5, 3)]


@pytest.mark.parametrize(
    ("profile", "content", "faults"),
    [
        ("long", "a,b,c\n1,2,3\n", [("wrong_profile", "")]),
        ("long", "country,code,year\nPER,debt,2020\n", [("missing_column", "value")]),
        ("long", "country,code,year,value\n", [("no_rows", "")]),
        ("wide", "a,b,c\n1,2,3\n", [("wrong_profile", "")]),
        ("wide", "country,year,other\nPER,2020,1\n", [("wrong_profile", "")]),
        ("wide", "country,debt\nPER,1\n", [("missing_column", "year")]),
        ("wide", "country,year,debt\n", [("no_rows", "")]),
        ("gtmi", "year,gtmi\n2020,1\n", [("wrong_profile", "")]),
        ("wwbi", "Country Name,Country Code,Indicator Code\nPeru,PER,debt\n", [("no_periods", "")]),
    ],
)
def test_file_of_another_layout_is_refused(read, profile: str, content: str, faults: list) -> None:
    assert refused(read, content, source_of(profile, {"debt": 1})) == faults


@pytest.mark.parametrize(("profile", "line"), [("wide", "PER,2020"), ("long", "PER,debt")])
def test_short_line_costs_only_itself(read, profile: str, line: str) -> None:
    head, good = {
        "wide": ("country,year,debt", "PER,2021,1"), "long": ("country,code,year,value", "PER,debt,2021,1")
    }[profile]  # fmt: skip
    outcome, values = read(f"{head}\n{line}\n{good}\n", source_of(profile, {"debt": 1}))
    assert (values, found(outcome)) == ([("debt", "PER", 2021, 1.0)], [("short_line", 2, "", "")])
