"""Invented statistics: two editions of a file, imported, signed off and released as people would do it.

The values are made up (by a fixed recipe, the same each time) and belong to sources that say so;
nothing here is a publication of the World Bank.
"""

import csv
import random
from collections.abc import Iterable, Iterator
from io import StringIO

from django.db.models import Q
from django.utils import timezone

from indicators.models import Indicator, Release, Source, SourceMapping
from indicators.services import imports, releases
from indicators.services.catalogue import load_catalogue
from indicators.services.publishing import publish_release
from partnership.core.enums import CountryGroup
from partnership.core.models import Country, User
from partnership.core.transitions import perform

YEARS = range(2004, 2024)
FIRST_EDITION_ENDS = 2022
REVISED_COUNTRIES = ("PER", "CHL", "JAM")
MEASURES = ("va", "pv", "ge", "rq", "rl", "cc")
LEVELS = {"HIC": 0.9, "UMC": -0.1, "LMC": -0.5, "LIC": -1.1}
WGI_HEAD = (
    "codeindyr", "code", "countryname", "year", "indicator", "estimate", "stddev", "nsource", "pctrank",
    "pctranklower", "pctrankupper",
)  # fmt: skip
WORLD_BANK_HEAD = ("Country Name", "Country Code", "Indicator Name", "Indicator Code")
SERIES = {  # code in the source: (lowest, highest, decimals) of the invented values
    "GB.XPD.RSDV.GD.ZS": (0.1, 3.5, 2),
    "SP.POP.SCIE.RD.P6": (40, 6500, 0),
    "TX.VAL.TECH.MF.ZS": (1, 30, 1),
    "IP.PAT.RESD": (5, 9000, 0),
    "IP.JRN.ARTC.SC": (20, 60000, 0),
}


def load_indicators(people: dict[str, User]) -> list[Release]:
    """Load the catalogue and two releases of invented values; return the releases. Does nothing twice."""
    load_catalogue()
    if Release.objects.exists():
        return list(Release.objects.order_by("number"))
    governance, world_bank = _source("wgi"), _source("worldbank-api")
    countries = _countries()
    first = _release(
        "First demonstration release",
        [
            (governance, "demonstration-governance-edition-1.csv", _governance_csv(countries, edition=1)),
            (world_bank, "demonstration-research.csv", _research_csv(countries)),
        ],
        people,
    )
    second = _release(
        "Second demonstration release",
        [(governance, "demonstration-governance-edition-2.csv", _governance_csv(countries, edition=2))],
        people,
    )
    return [first, second]


def _source(code: str) -> Source:
    """Return a source of the demonstration that is read like the real one of that code."""
    real = Source.objects.get(code=code)
    source, created = Source.objects.get_or_create(
        code=f"demo-{code}",
        defaults={
            "producer": "Demonstration",
            "title": f"Invented values in the layout of: {real.title}",
            "licence": "CC0",
            "profile": real.profile,
            "country_scheme": real.country_scheme,
            "keeps_missing": real.keeps_missing,
        },
    )
    if created:
        SourceMapping.objects.bulk_create(_copy(mapping, source) for mapping in real.mappings.all())
    return source


def _copy(mapping: SourceMapping, source: Source) -> SourceMapping:
    fields = ("source_code", "indicator_id", "measure", "breakdown", "factor", "offset")
    return SourceMapping(source=source, **{field: getattr(mapping, field) for field in fields})


def _countries() -> list[tuple[str, str, float]]:
    """Return (alpha-3 code, name, level) of the countries of LAC and the OECD."""
    today = timezone.localdate()
    members = Country.objects.in_group(CountryGroup.LAC, today) | Country.objects.in_group(CountryGroup.OECD, today)
    income = dict(Country.objects.filter(Q(memberships__group__in=LEVELS)).values_list("iso3", "memberships__group"))
    rows = members.order_by("iso3").distinct().values_list("iso3", "name_en")
    return [(iso3, name, LEVELS.get(income.get(iso3, ""), -0.3)) for iso3, name in rows]


def _release(title: str, files: Iterable[tuple[Source, str, str]], people: dict[str, User]) -> Release:
    officer, advisory = people["officer"], people["advisory"]
    batches = []
    for source, name, content in files:
        batch, _ = imports.receive_bytes(content.encode(), name=name, source=source, actor=officer)
        batch = imports.process_batch(batch, actor=officer, stage=True)
        batches.append(imports.sign_off_batch(batch, actor=advisory))
    release = releases.draft_release(
        title=title, notes="Invented values for the demonstration.", batches=batches, actor=officer
    )
    for indicator in Indicator.objects.filter(pk__in=release.revisions.values("indicator")):
        reason = "The second edition of the invented file corrects this country's last three years."
        releases.explain_revisions(release, indicator=indicator, reason=reason, actor=officer)
    release = perform(release, "approve", actor=advisory)
    return publish_release(release, actor=advisory)


def _governance_csv(countries: list[tuple[str, str, float]], *, edition: int) -> str:
    last = FIRST_EDITION_ENDS if edition == 1 else YEARS[-1]
    return _csv([WGI_HEAD, *_governance_rows(countries, last, edition)])


def _governance_rows(countries: list[tuple[str, str, float]], last: int, edition: int) -> Iterator[list]:
    for iso3, name, level in countries:
        for measure in MEASURES:
            for year, drawn, error, sources in _walk(iso3, measure, level):
                if year > last:
                    break
                is_revised = edition == 2 and iso3 in REVISED_COUNTRIES and year in range(FIRST_EDITION_ENDS - 2, last)
                value = round(drawn + 0.07, 2) if is_revised else drawn
                rank = round(max(1.0, min(99.0, 50 + 20 * value)), 1)
                key = [f"{iso3}{measure}{year}", iso3, name, year, measure]
                yield [*key, value, error, sources, rank, max(0.0, rank - 9), min(100.0, rank + 9)]


def _walk(iso3: str, measure: str, level: float) -> Iterator[tuple[int, float, float, int]]:
    """Yield year, value, standard error and number of sources: a slow walk around the level of the country."""
    dice = random.Random(f"{iso3}-{measure}")  # noqa: S311  # invented values, the same each time
    value = level + dice.gauss(0, 0.45)
    for year in YEARS:
        value += dice.gauss((level - value) * 0.02, 0.06)
        yield year, round(max(-2.4, min(2.4, value)), 2), round(dice.uniform(0.14, 0.3), 2), dice.randint(4, 13)


def _research_csv(countries: list[tuple[str, str, float]]) -> str:
    head = [*WORLD_BANK_HEAD, *map(str, YEARS), ""]
    rows = [_research_row(iso3, name, level, code) for iso3, name, level in countries for code in SERIES]
    return _csv([["Data Source", "Demonstration", ""], [], ["Last Updated Date", "2026-01-15", ""], [], head, *rows])


def _research_row(iso3: str, name: str, level: float, code: str) -> list[str]:
    """Return a line with the gaps that countries leave in such series."""
    dice = random.Random(f"{iso3}-{code}")  # noqa: S311  # invented values, the same each time
    low, high, decimals = SERIES[code]
    share = max(0.01, min(0.9, 0.35 + level * 0.25 + dice.gauss(0, 0.08)))
    cells = []
    for _ in YEARS:
        share = max(0.005, min(0.98, share * dice.uniform(0.96, 1.06)))
        cells.append("" if dice.random() < 0.15 else f"{low + (high - low) * share**1.5:.{decimals}f}")
    return [name, iso3, code, code, *cells, ""]


def _csv(rows: Iterable[Iterable]) -> str:
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
