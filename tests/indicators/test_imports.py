"""Files that come in: what is taken, what is refused and with which words, and that nothing happens twice."""

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from indicators.enums import ImportStatus
from indicators.layouts import FileFault
from indicators.models import ImportBatch, ImportMessage, Observation, Source
from indicators.services import imports
from indicators.services.staging import Outcome
from partnership.core.models import StoredFile
from partnership.core.services.exports import Sheet, workbook
from partnership.core.services.files import FileRefused
from tests.cast import Cast
from tests.factories.indicators import WGI_HEAD, imported, published, source_of, upload, wgi, wgi_csv

RND = "GB.XPD.RSDV.GD.ZS"
GOOD = "PERva2020,PER,Peru,2020,va,0.25,0.12,9,55.0,50.0,60.0"


def _file(*lines: str, head: str = WGI_HEAD) -> str:
    return "\n".join([head, *lines]) + "\n"


def _world_bank(*lines: str, head: str = "Country Name,Country Code,Indicator Name,Indicator Code,2019,2020,") -> str:
    return "\r\n".join(["\ufeffData Source,World Development Indicators,", "", head, *lines]) + "\r\n"


def _dry(content: bytes | str, tmp_path, source: str = "wgi") -> Outcome:
    path = tmp_path / "file.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return imports.dry_run(path, source=Source.objects.get(code=source))


def _found(outcome: Outcome) -> list[tuple]:
    return [(finding.code, finding.line, finding.column, finding.value) for finding in outcome.findings]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("x,PER,Peru,2020,va,abc,0.1,9,1,1,1", ("not_a_number", 3, "estimate", "abc")),
        ('x,PER,Peru,2020,va,"1.234,56",0.1,9,1,1,1', ("not_a_number", 3, "estimate", "1.234,56")),
        ("x,PER,Peru,2020,va,1_0,0.1,9,1,1,1", ("not_a_number", 3, "estimate", "1_0")),
        ("x,PER,Peru,2020,va,١,0.1,9,1,1,1", ("not_a_number", 3, "estimate", "١")),
        ("x,PER,Peru,2020,va,NaN,0.1,9,1,1,1", ("not_finite", 3, "estimate", "NaN")),
        ("x,PER,Peru,2020,va,-inf,0.1,9,1,1,1", ("not_finite", 3, "estimate", "-inf")),
        ("x,PER,Peru,2020,va,1e400,0.1,9,1,1,1", ("not_finite", 3, "estimate", "1e400")),
        ("x,PER,Peru,2020,va,7,0.1,9,1,1,1", ("out_of_range", 3, "estimate", "7")),
        ("x,PER,Peru,2020,va,0.1,-0.1,9,1,1,1", ("negative_error", 3, "stddev", "-0.1")),
        ("x,PER,Peru,2020,va,0.1,0.1,many,1,1,1", ("not_a_number", 3, "nsource", "many")),
        ("x,PER,Peru,20,va,0.1,0.1,9,1,1,1", ("not_a_year", 3, "year", "20")),
        ("x,,Peru,2020,va,0.1,0.1,9,1,1,1", ("no_country", 3, "code", "")),
        ("x,PER,Peru,2020", ("short_line", 3, "", "")),
    ],
)
def test_a_faulty_line_is_named_and_costs_only_itself(line: str, found: tuple, tmp_path, catalogue) -> None:
    outcome = _dry(_file(GOOD, line), tmp_path)
    assert _found(outcome) == [found]
    assert (outcome.read, outcome.added, outcome.rejected) == (2, 1, 1)
    assert not str(outcome.findings[0]).startswith(outcome.findings[0].code)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (WGI_HEAD.encode() + b"\n", "no_rows"),
        (_file(GOOD, head=WGI_HEAD.replace("estimate", "value")).encode(), "missing_column"),
        (b"a,b,c\n1,2,3\n", "wrong_profile"),
        (_file(GOOD, "x,CIV,C\xf4te d'Ivoire,2020,va,0,0,1,1,1,1").encode("latin-1"), "wrong_encoding"),
        (_file(GOOD).encode("utf-16"), "wrong_encoding"),
        (_file(GOOD, '"x,PER,Peru').encode(), "unreadable"),
        (_file("," * 2000).encode().replace(WGI_HEAD.encode(), b"," * 2000 + b"x"), "too_many_columns"),
        (b"PK\x03\x04 not a workbook", "damaged_workbook"),
        (_world_bank("Peru,PER,R&D,GB.XPD.RSDV.GD.ZS,1,2,").encode(), "wrong_profile"),
    ],
)
def test_a_faulty_file_is_refused_with_a_sentence(content: bytes, code: str, tmp_path, catalogue) -> None:
    with pytest.raises(FileFault) as refused:
        _dry(content, tmp_path)
    assert [finding.code for finding in refused.value.findings] == [code]
    assert "?" not in str(refused.value)


def test_every_missing_column_is_named(tmp_path, catalogue) -> None:
    head = WGI_HEAD.replace("estimate", "value").replace("indicator", "measure")
    with pytest.raises(FileFault) as refused:
        _dry(_file(GOOD, head=head), tmp_path)
    assert [finding.column for finding in refused.value.findings] == ["indicator", "estimate"]


def test_a_refused_file_leaves_its_messages_and_no_values(cast: Cast) -> None:
    batch = imported(b"a,b,c\n1,2,3\n", actor=cast.officer, source=wgi())
    assert batch.status == ImportStatus.REJECTED
    assert [message.code for message in batch.messages.all()] == ["wrong_profile"]
    assert Observation.objects.count() == 0


def test_values_that_contradict_each_other_are_both_refused(tmp_path, catalogue) -> None:
    outcome = _dry(_file(GOOD, GOOD.replace("0.25", "0.35"), GOOD.replace("PER,", "CHL,")), tmp_path)
    assert _found(outcome) == [("duplicate", 2, "2020", ""), ("duplicate", 3, "2020", "")]
    assert [finding.params["other"] for finding in outcome.findings] == [3, 2]
    assert (outcome.added, outcome.rejected) == (1, 2)


def test_a_repeated_value_is_taken_once(tmp_path, catalogue) -> None:
    outcome = _dry(_file(GOOD, GOOD), tmp_path)
    assert _found(outcome) == [("repeated", 3, "2020", "")]
    assert (outcome.added, outcome.rejected) == (1, 1)


def test_a_legacy_code_and_its_successor_are_one_country(tmp_path, catalogue) -> None:
    outcome = _dry(wgi_csv([("ADO", 2020, "va", 1.0), ("AND", 2020, "va", 1.1)]), tmp_path)
    assert [finding.code for finding in outcome.findings] == ["nothing_taken", "duplicate", "duplicate"]


def test_unknown_and_former_countries_are_listed_once_with_a_count(tmp_path, catalogue) -> None:
    values = [("ANT", 2019, "va", 1.0), ("QQQ", 2019, "va", 1.0), ("QQQ", 2020, "va", 1.0), ("PER", 2020, "va", 0.1)]
    outcome = _dry(wgi_csv(values), tmp_path)
    assert _found(outcome) == [("former_country", 2, "", "ANT"), ("unknown_country", 3, "", "QQQ")]
    assert [finding.params["count"] for finding in outcome.findings] == [1, 2]
    assert (outcome.unknown, outcome.added) == (3, 1)


def test_an_unmapped_series_is_listed(tmp_path, catalogue) -> None:
    outcome = _dry(wgi_csv([("PER", 2020, "zz", 0.5), ("PER", 2020, "va", 0.5)]), tmp_path)
    assert _found(outcome) == [("unmapped_series", 2, "", "zz")]
    assert (outcome.unmapped, outcome.added) == (1, 1)


def test_nul_characters_are_shown_and_stored(cast: Cast) -> None:
    content = _file(GOOD, "x,P\x00R,Peru,2020,va,1,1,1,1,1,1").encode()
    batch, _ = imports.receive_bytes(content, name="file.csv", source=wgi(), actor=cast.officer)
    imports.process_batch(batch, actor=cast.officer, stage=True)
    assert batch.messages.get().value == "P␀R"


def test_missing_values_are_kept_without_a_value_and_never_zero(cast: Cast) -> None:
    batch = imported(wgi_csv([("PER", 2020, "va", None)]), actor=cast.officer)
    row = Observation.objects.get()
    assert (row.value, row.obs_status, batch.rows_missing, batch.rows_added) == (None, "O", 1, 1)


def test_precision_is_kept_beside_the_value(cast: Cast) -> None:
    imported(_file(GOOD), actor=cast.officer, source=wgi())
    row = Observation.objects.get()
    assert (row.value, row.standard_error, row.sources_count) == (0.25, 0.12, 9)
    ranks = {"percentile_rank": 55.0, "percentile_rank_lower": 50.0, "percentile_rank_upper": 60.0}
    assert row.attributes == ranks


def test_a_dry_run_changes_nothing(tmp_path, catalogue) -> None:
    outcome = _dry(_file(GOOD), tmp_path)
    assert outcome.added == 1
    assert (ImportBatch.objects.count(), Observation.objects.count(), ImportMessage.objects.count()) == (0, 0, 0)


def test_checking_alone_stages_nothing_and_staging_follows(cast: Cast) -> None:
    batch, _ = imports.receive_file(upload(_file(GOOD)), source=wgi(), actor=cast.officer)
    batch = imports.process_batch(batch, actor=cast.officer, stage=False)
    assert (batch.status, batch.rows_added, Observation.objects.count()) == (ImportStatus.CHECKED, 1, 0)
    batch = imports.process_batch(batch, actor=cast.officer, stage=True)
    assert (batch.status, Observation.objects.count()) == (ImportStatus.STAGED, 1)


def test_doing_an_import_again_does_nothing_twice(cast: Cast) -> None:
    batch = imported(_file(GOOD), actor=cast.officer, source=wgi())
    again = imports.process_batch(batch, actor=cast.officer, stage=True)
    assert (again.version, Observation.objects.count()) == (batch.version, 1)


def test_the_same_file_gives_the_same_import(cast: Cast) -> None:
    first = imported(_file(GOOD), actor=cast.officer, source=wgi())
    second, is_new = imports.receive_file(upload(_file(GOOD), "other.csv"), source=wgi(), actor=cast.lead)
    assert (second, is_new) == (first, False)


def test_known_values_in_another_file_change_nothing_and_it_says_so(cast: Cast) -> None:
    published(_file(GOOD), cast=cast, source=wgi())
    batch = imported(_file(GOOD) + "\n", actor=cast.officer, source=wgi())
    assert (batch.status, batch.rows_unchanged, batch.rows_added, batch.rows_changed) == ("checked", 1, 0, 0)
    assert [message.code for message in batch.messages.all()] == ["nothing_changed"]


def test_a_world_bank_download_is_read_past_its_preamble(tmp_path, catalogue) -> None:
    lines = [
        '"Peru","PER","R&D","GB.XPD.RSDV.GD.ZS","0.12","",',
        '"World","WLD","R&D","GB.XPD.RSDV.GD.ZS","2.1","2.2",',
        '"Peru","PER","Trademarks","IP.TMK.TOTL","9","",',
        '"Chile","CHL","R&D","GB.XPD.RSDV.GD.ZS","0.3","150",',
    ]
    outcome = _dry(_world_bank(*lines), tmp_path, source_of("worldbank-api", {RND: 1}).code)
    assert _found(outcome) == [
        ("aggregate", 5, "", "WLD"),
        ("unmapped_series", 6, "", "IP.TMK.TOTL"),
        ("out_of_range", 7, "2020", "150"),
    ]
    assert (outcome.read, outcome.added, outcome.aggregate, outcome.unmapped, outcome.rejected) == (6, 2, 2, 1, 1)


def test_a_blank_cell_of_a_wide_table_withdraws_what_was_published(cast: Cast) -> None:
    source = source_of("worldbank-api", {RND: 1})
    published(_world_bank("Peru,PER,R,GB.XPD.RSDV.GD.ZS,0.1,0.2,"), cast=cast, source=source)
    batch = imported(_world_bank("Peru,PER,R,GB.XPD.RSDV.GD.ZS,0.1,,"), actor=cast.officer, source=source)
    assert (batch.rows_read, batch.rows_unchanged, batch.rows_changed, batch.rows_missing) == (2, 1, 1, 1)


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("Country Name,Country Code,Indicator Name,2019,2020", "missing_column"),
        ("Country Name,Country Code,Indicator Name,Indicator Code,first,second", "no_periods"),
    ],
)
def test_a_world_bank_download_with_a_wrong_heading_is_refused(head: str, code: str, tmp_path, catalogue) -> None:
    source = source_of("worldbank-api", {RND: 1})
    with pytest.raises(FileFault) as refused:
        _dry(_world_bank("Peru,PER,R&D,GB.XPD.RSDV.GD.ZS,1,2", head=head), tmp_path, source.code)
    assert [finding.code for finding in refused.value.findings] == [code]


def test_a_workbook_is_read_like_the_same_table_in_csv(cast: Cast, tmp_path) -> None:
    row = ["x", "PER", "Peru", 2020, "va", 0.25, 0.12, 9, 55, 50, 60]
    content = workbook([Sheet("wgi", WGI_HEAD.split(","), [row])])
    imported(content, actor=cast.officer, source=wgi(), name="wgi.xlsx")
    assert Observation.objects.get().value == 0.25


def test_a_file_beyond_the_limit_is_refused(cast: Cast) -> None:
    with pytest.raises(FileRefused, match="the limit is 20"):
        imports.receive_file(upload(b"a" * 25 * 1024 * 1024), source=wgi(), actor=cast.officer)
    assert StoredFile.objects.count() == 0


def test_a_zip_bomb_named_as_a_workbook_is_refused(cast: Cast) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"0" * 60_000_000)
    with pytest.raises(FileRefused, match="unpacks to far more"):
        imports.receive_file(SimpleUploadedFile("a.xlsx", content.getvalue()), source=wgi(), actor=cast.officer)


def test_an_outsider_imports_nothing(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        imports.receive_file(upload(_file(GOOD)), source=wgi(), actor=cast.ministry)


def test_too_many_faults_of_a_kind_are_counted(tmp_path, catalogue, monkeypatch) -> None:
    monkeypatch.setattr("indicators.layouts.findings.MESSAGES_PER_CODE", 2)
    outcome = _dry(_file(*["x,PER,Peru,2020,va,abc,1,1,1,1,1"] * 5), tmp_path)
    assert [finding.code for finding in outcome.findings][1:] == ["not_a_number"] * 2 + ["too_many_messages"]
    assert (outcome.rejected, outcome.findings[-1].params["count"]) == (5, 3)


class TestCommand:
    """``manage.py import_source``."""

    @pytest.fixture
    def path(self, tmp_path):
        path = tmp_path / "wgi.csv"
        path.write_text(_file(GOOD, "x,QQQ,Nowhere,2020,va,1,1,1,1,1,1"), encoding="utf-8")
        return path

    def test_stages_as_the_person_named(self, path, cast: Cast, catalogue, capsys) -> None:
        call_command("import_source", "wgi", str(path), "--actor", cast.lead.email)
        batch = ImportBatch.objects.get()
        assert (batch.imported_by, batch.status) == (cast.lead, ImportStatus.STAGED)
        assert "line 3" in capsys.readouterr().out

    def test_second_run_says_that_nothing_changed(self, path, cast: Cast, catalogue, capsys) -> None:
        call_command("import_source", "wgi", str(path))
        capsys.readouterr()
        call_command("import_source", "wgi", str(path))
        assert "Nothing changed" in capsys.readouterr().out
        assert (ImportBatch.objects.count(), Observation.objects.count()) == (1, 1)

    def test_dry_run_changes_nothing(self, path, cast: Cast, catalogue, capsys) -> None:
        call_command("import_source", "wgi", str(path), "--dry-run")
        assert "added 1" in capsys.readouterr().out
        assert ImportBatch.objects.count() == 0

    @pytest.mark.parametrize("arguments", [("nothing", "{path}"), ("wgi", "/nowhere.csv"), ("wgi", "{empty}")])
    def test_says_what_is_wrong(self, arguments, path, tmp_path, cast: Cast, catalogue) -> None:
        empty = tmp_path / "empty.csv"
        empty.touch()
        with pytest.raises(CommandError):
            call_command("import_source", *(a.format(path=path, empty=empty) for a in arguments))
        assert ImportBatch.objects.count() == 0
