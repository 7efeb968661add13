"""Imports and releases for tests, made by the services as people would."""

from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile

from indicators.models import DefinitionVersion, ImportBatch, Indicator, Release, Source, SourceMapping
from indicators.services import imports, releases
from indicators.services.catalogue import agree_definition, load_catalogue
from indicators.services.publishing import publish_release
from partnership.core.models import PSMArea, User
from partnership.core.transitions import perform
from tests.cast import Cast

WGI_HEAD = "codeindyr,code,countryname,year,indicator,estimate,stddev,nsource,pctrank,pctranklower,pctrankupper"
Value = tuple[str, int, str, float | None]  # alpha-3 code, year, measure (va pv ge rq rl cc), estimate


def upload(content: bytes | str, name: str = "file.csv") -> InMemoryUploadedFile:
    """Return content as a file that somebody chose in a form."""
    data = content.encode() if isinstance(content, str) else content
    return InMemoryUploadedFile(BytesIO(data), "file", name, "text/csv", len(data), None)


def wgi_csv(values: Iterable[Value]) -> str:
    """Return a file in the layout of the Worldwide Governance Indicators."""
    lines = [WGI_HEAD]
    for code, year, measure, value in values:
        cells = "..,..,..,..,..,.." if value is None else f"{value},0.2,5,50.0,40.0,60.0"
        lines.append(f"{code}{measure}{year},{code},Name of {code},{year},{measure},{cells}")
    return "\n".join(lines) + "\n"


def wgi() -> Source:
    """Return the source of the Worldwide Governance Indicators, with the catalogue loaded."""
    load_catalogue()
    return Source.objects.get(code="wgi")


def indicator_of(code: str, *, area: str = "GOV", **particulars: Any) -> Indicator:
    """Return an indicator that no catalogue has, with an agreed definition: a percentage from 0 to 100."""
    known = {"name": f"Indicator {code}", "definition": "For a test.", "unit": "%", "value_type": "percent"}
    slug = code.lower().replace(".", "-").replace("_", "-")
    indicator = Indicator.objects.create(code=code, slug=slug, area=PSMArea.objects.get(code=area))
    limits = {"minimum": 0, "maximum": 100}
    version = DefinitionVersion.objects.create(indicator=indicator, **{**known, **limits, **particulars})
    agree_definition(version, agreed_on=date(2026, 1, 15))
    return indicator


def source_of(profile: str, series: Mapping[str, float], **particulars: Any) -> Source:
    """Return a source of a layout with its series, each an indicator of its own, by the factor of its values."""
    load_catalogue()
    known = {"producer": "A producer", "title": "A publication", "licence": "CC0", "country_scheme": "world-bank"}
    source = Source.objects.create(
        code=f"test-{profile}", profile=profile, **{**known, "keeps_missing": False, **particulars}
    )
    SourceMapping.objects.bulk_create(
        SourceMapping(source=source, source_code=code, indicator=indicator_of(f"TEST.{code}"), factor=factor)
        for code, factor in series.items()
    )
    return source


def imported(content: bytes | str, *, actor: User, source: Source | None = None, name: str = "file.csv") -> ImportBatch:
    """Return the batch of a file that was checked and, if it changes something, staged."""
    batch, _ = imports.receive_file(upload(content, name), source=source or wgi(), actor=actor)
    return imports.process_batch(batch, actor=actor, stage=True)


def signed_off(content: bytes | str, *, cast: Cast, source: Source | None = None) -> ImportBatch:
    """Return a batch that the officer imported and the Advisory Group signed off."""
    return imports.sign_off_batch(imported(content, actor=cast.officer, source=source), actor=cast.advisory)


def drafted(content: bytes | str, *, cast: Cast, source: Source | None = None) -> Release:
    """Return a draft release of a file, every revision explained."""
    batch = signed_off(content, cast=cast, source=source)
    release = releases.draft_release(title=f"Release of import {batch.pk}", batches=[batch], actor=cast.officer)
    for indicator in Indicator.objects.filter(pk__in=release.revisions.values("indicator")):
        releases.explain_revisions(release, indicator=indicator, reason="New edition.", actor=cast.officer)
    return release


def approved(content: bytes | str, *, cast: Cast, source: Source | None = None) -> Release:
    """Return a release that waits for its publication."""
    return perform(drafted(content, cast=cast, source=source), "approve", actor=cast.advisory)


def published(content: bytes | str, *, cast: Cast, source: Source | None = None) -> Release:
    """Return a published release of a file: ``published(wgi_csv([("PER", 2020, "va", 0.5)]), cast=cast).number``."""
    return publish_release(approved(content, cast=cast, source=source), actor=cast.advisory)
