"""The synthetic data set: 618 indicators × 60 countries × 27 years, 1,001,160 values, loaded by COPY, kept.

The array-shaped tables alone are filled: they are what public pages read. Values come from a seeded generator.
"""

import io
import random
from datetime import date

import pgtrigger
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction

from indicators.enums import ReleaseStatus, VersionStatus
from indicators.models import DefinitionVersion, Indicator, Release, Series, Source
from indicators.services.catalogue import load_catalogue
from partnership.core.models import Country, PSMArea, User

INDICATORS, COUNTRIES, YEARS = 618, 60, range(1997, 2024)
ROWS = INDICATORS * COUNTRIES * len(YEARS)
FLAGS = "AAAAAAAAAAAAAAAAAAEP"


def load() -> None:
    """Migrate and fill the database, unless an earlier run did."""
    call_command("migrate", interactive=False, verbosity=0)
    cache.clear()
    if Series.objects.count() == INDICATORS * COUNTRIES:
        return
    call_command("load_reference")
    load_catalogue()
    with transaction.atomic():
        _release()
        indicators = _indicators()
        _copy(indicators)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def countries() -> list[tuple[int, str]]:
    """Return the key and code of the countries of the data set: every member of LAC and OECD first."""
    members = Country.objects.filter(memberships__group__in=["LAC", "OECD"]).distinct().order_by("iso3")
    return list(members.values_list("pk", "iso3"))[:COUNTRIES]


def slugs(count: int) -> list[str]:
    """Return addresses of indicators of the data set, spread over all of it."""
    step = INDICATORS // count
    return [f"bench-{number}" for number in range(1, INDICATORS + 1, step)][:count]


def _release() -> None:
    user = User.objects.create(email="bench@test.example", full_name="Bench")
    with pgtrigger.ignore("indicators.Release:status_by_engine"):
        Release.objects.create(
            status=ReleaseStatus.PUBLISHED, number=1, title="Benchmark", date=date(2026, 5, 12), prepared_by=user
        )


def _indicators() -> list[int]:
    area = PSMArea.objects.get(code="PFM")
    made = Indicator.objects.bulk_create(
        Indicator(code=f"BENCH.{n}", slug=f"bench-{n}", area=area, position=n) for n in range(1, INDICATORS + 1)
    )
    versions = DefinitionVersion.objects.bulk_create(
        DefinitionVersion(
            indicator=indicator, status=VersionStatus.AGREED, name=f"Benchmark indicator {n}", value_type="index",
            definition="How quickly a synthetic value is served. It measures nothing.", unit="score", decimals=2,
            direction=1, agreed_on=date(2026, 1, 15), text_hash="0" * 64,
        )
        for n, indicator in enumerate(made, start=1)
    )  # fmt: skip
    for indicator, version in zip(made, versions, strict=True):
        indicator.current_version = version
    Indicator.objects.bulk_update(made, ["current_version"])
    return [indicator.pk for indicator in made]


def _copy(indicators: list[int]) -> None:
    chance = random.Random(2026)  # reproducible
    source = Source.objects.get(code="wgi").pk
    years = "{" + ",".join(map(str, YEARS)) + "}"
    none = "{" + ",".join(["NULL"] * len(YEARS)) + "}"
    series, latest = io.StringIO(), io.StringIO()
    for indicator in indicators:
        for country, _code in countries_once():
            values = [round(chance.gauss(0, 1), 3) for _year in YEARS]
            flags = chance.choices(FLAGS, k=len(YEARS))
            errors = [round(chance.uniform(0.05, 0.3), 2) for _year in YEARS]
            arrays = "\t".join("{" + ",".join(map(str, part)) + "}" for part in (values, flags, errors))
            series.write(f"{indicator}\t{country}\t_T\t{source}\t1\t{years}\t{arrays}\t{none}\n")
            latest.write(f"{indicator}\t{country}\t1\t{YEARS[-1]}\t{values[-1]}\t{flags[-1]}\t1\t60\n")
    into = {
        "indicators_series (indicator_id, country_id, breakdown, source_id, from_release, periods, values, statuses,"
        " errors, sources_counts)": series,
        "indicators_latest (indicator_id, country_id, from_release, period, value, obs_status, rank, of)": latest,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('partnership.release', '1', true)")
        for target, lines in into.items():
            lines.seek(0)
            cursor.copy_expert(f"COPY {target} FROM STDIN", lines)


_countries: list[tuple[int, str]] = []


def countries_once() -> list[tuple[int, str]]:
    """Return the countries, asked for once."""
    if not _countries:
        _countries.extend(countries())
    return _countries
