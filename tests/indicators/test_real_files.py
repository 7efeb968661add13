"""The published files themselves, with exact counts. They are not part of the project: see README, “Real input”."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import File

from indicators import selectors
from indicators.layouts.plan import load_plan
from indicators.models import ImportBatch, Observation, Source
from indicators.services import imports, releases
from indicators.services.publishing import publish_release
from partnership.core.transitions import perform
from tests.cast import Cast
from tests.factories.core import country
from tests.factories.indicators import source_of

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
WGI = DATA / "wgi" / "wgi_2024_long.csv"
RESEARCH = DATA / "worldbank" / "api_download_science_technology_2021.csv"
pytestmark = pytest.mark.skipif(not WGI.exists(), reason=f"the published files are not in {DATA}")


COUNTS = ("read", "added", "missing", "rejected", "unknown", "aggregate", "unmapped")
RND_SERIES = (
    "GB.XPD.RSDV.GD.ZS", "SP.POP.SCIE.RD.P6", "TX.VAL.TECH.MF.ZS", "IP.PAT.RESD", "IP.JRN.ARTC.SC",
)  # fmt: skip


def _import(path: Path, code: str, cast: Cast) -> ImportBatch:
    with path.open("rb") as opened:
        batch, _ = imports.receive_file(
            File(opened, name=path.name),
            source=Source.objects.get(code=code),
            actor=cast.officer,
            max_bytes=imports.COMMAND_MAX_BYTES,
        )
    return imports.process_batch(batch, actor=cast.officer, stage=True)


def _publish(batch: ImportBatch, cast: Cast) -> int:
    batch = imports.sign_off_batch(batch, actor=cast.advisory)
    release = releases.draft_release(title="Real", batches=[batch], actor=cast.officer)
    return publish_release(perform(release, "approve", actor=cast.advisory), actor=cast.advisory).number


def test_the_governance_indicators_are_imported_and_released(cast: Cast, catalogue) -> None:
    batch = _import(WGI, "wgi", cast)
    counts = {name: getattr(batch, f"rows_{name}") for name in ("read", "added", "missing", "rejected", "unknown")}
    assert counts == {"read": 32_100, "added": 31_950, "missing": 1_036, "rejected": 0, "unknown": 150}
    assert [(m.code, m.value, m.params["count"]) for m in batch.messages.all()] == [("former_country", "ANT", 150)]

    number = _publish(batch, cast)
    effectiveness = selectors.get_indicator("government-effectiveness")
    rows = {row.iso3: row for row in selectors.series_of_indicator(effectiveness.pk, number)}
    assert len(rows) == 213
    assert {"AND", "XKX", "ROU", "TLS", "PSE", "COD"} <= rows.keys()
    assert (rows["COD"].periods[0], rows["COD"].periods[-1], len(rows["COD"].periods)) == (1996, 2023, 25)
    corruption = selectors.series_of_indicator(selectors.get_indicator("control-of-corruption").pk, number)
    afghanistan = next(row for row in corruption if row.iso3 == "AFG")
    assert (afghanistan.values[0], afghanistan.errors[0], afghanistan.sources_counts[0]) == (-1.29, 0.34, 2)
    samoa = next(row for row in corruption if row.iso3 == "ASM")
    assert (samoa.values[0], samoa.statuses[0]) == (None, "O")
    assert len(selectors.country_profile(country("PER"), number)) == 6


def test_the_same_edition_again_changes_nothing(cast: Cast, catalogue) -> None:
    _publish(_import(WGI, "wgi", cast), cast)
    outcome = imports.dry_run(WGI, source=Source.objects.get(code="wgi"))
    assert (outcome.added, outcome.changed, outcome.unchanged) == (0, 0, 31_950)
    assert _import(WGI, "wgi", cast) == ImportBatch.objects.get()


def test_the_world_bank_download_is_imported_with_its_groups_listed(cast: Cast) -> None:
    source = source_of("worldbank-api", dict.fromkeys(RND_SERIES, 1), maximum=None)
    batch = _import(RESEARCH, source.code, cast)
    assert _counts(batch) == {
        "read": 56_850, "added": 12_588, "missing": 0, "rejected": 0, "unknown": 0, "aggregate": 2_944,
        "unmapped": 41_318,
    }  # fmt: skip
    assert batch.messages.filter(code="aggregate").count() == 48
    assert batch.messages.filter(code="unmapped_series").count() == 8
    exports = Observation.objects.filter(indicator__code="TEST.TX.VAL.TECH.MF.ZS", country__iso3="ABW")
    assert exports.count() == 11


def test_the_bureaucracy_file_is_imported_whole(cast: Cast, catalogue) -> None:
    batch = _import(DATA / "wwbi" / "WWBIData.csv", "wwbi", cast)
    assert _counts(batch) == _expected(read=21_971, added=6_176, unmapped=15_795)
    assert {message.code for message in batch.messages.all()} == {"unmapped_series"}


def test_the_govtech_file_is_imported_without_its_shares_of_groups(cast: Cast, catalogue) -> None:
    batch = _import(DATA / "gtmi" / "gtmi2025.csv", "gtmi", cast)
    assert _counts(batch) == _expected(read=2_974, added=593 * 5, unknown=9)
    unknown = batch.messages.filter(code="unknown_country").order_by("line")
    assert [message.line for message in unknown] == [595, 596, 597, 598, 599]
    peru = Observation.objects.get(indicator__code="EGOV.GTMI.GTMI", country__iso3="PER", period=2025)
    assert peru.attributes == {"group": "A"}


@pytest.mark.parametrize(
    ("file", "source", "counts"),
    [
        ("wdi_indicators.csv", "wdi", {"read": 435_982, "added": 48_879, "rejected": 1, "unmapped": 387_102}),
        ("wdi_indicators.csv", "cpia", {"read": 435_982, "added": 14_980, "unmapped": 421_002}),
        ("d360_efi_data.csv", "wdi", {"read": 362_641, "added": 22_844, "aggregate": 5_409, "unmapped": 334_388}),
        ("d360_efi_data.csv", "wwbi-2020", {"read": 362_641, "added": 15_680, "unmapped": 346_961}),
    ],
)
def test_the_collections_are_imported_under_their_coded_columns(
    file: str, source: str, counts: dict[str, int], cast: Cast, catalogue
) -> None:
    batch = _import(DATA / "worldbank" / file, source, cast)
    assert _counts(batch) == _expected(**counts)
    faults = [(m.code, m.column, m.value) for m in batch.messages.filter(level="error")]
    namibia_2012 = ("out_of_range", "wdi_gcdodtotlgdzs", "-1.17072566818484")
    assert faults == [namibia_2012] * counts.get("rejected", 0)


def test_every_code_of_the_published_files_is_known(catalogue) -> None:
    plan = load_plan(Source.objects.get(code="wgi"))
    codes = {line.split(",")[1] for line in WGI.read_text(encoding="utf-8-sig").splitlines()[1:]}
    assert {code for code in codes if code not in plan.countries} == {"ANT"}


def _counts(batch: ImportBatch) -> dict[str, int]:
    return {name: getattr(batch, f"rows_{name}") for name in COUNTS}


def _expected(**counts: int) -> dict[str, int]:
    return {**dict.fromkeys(COUNTS, 0), **counts}
