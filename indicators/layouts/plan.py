"""What a source's codes stand for: read once per import, then only dictionaries are asked."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.enums import AliasKind
from indicators.models import CountryAlias, DefinitionVersion, Source, SourceMapping
from partnership.core.models import Country

from .findings import Findings


@dataclass(frozen=True, slots=True)
class Target:
    """Where a series of the source goes, and within which limits its values lie."""

    prefix: str  # "indicator, version, breakdown", ready for COPY
    measure: str
    factor: float
    offset: float
    minimum: float
    maximum: float


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that reading a file of a source needs to know."""

    title: str
    targets: dict[str, Target]
    countries: dict[str, int]  # code of the source → id
    left_out: dict[str, tuple[str, str]]  # code of the source → (code of the message, note)
    missing: frozenset[str]  # in lower case
    keeps_missing: bool

    def note_no_country(
        self, findings: Findings, line: int, code: str, name: str, column: str, values: int = 1
    ) -> None:
        """Note what a code is that stands where a country's should: nothing, a group, a former state, unknown."""
        if code:
            message, note = self.left_out.get(code, ("unknown_country", name))
            findings.left_out(message, code, line, note, values)
        else:
            findings.fault("no_country", line, column)


def load_plan(source: Source) -> Plan:
    """Return the plan of a source from its mappings and country codes."""
    countries = dict(Country.objects.values_list("iso3", "pk"))
    left_out = {}
    for alias in CountryAlias.objects.filter(scheme=source.country_scheme):
        if alias.country_id:
            countries[alias.code] = alias.country_id
        else:
            countries.pop(alias.code, None)
            message = "aggregate" if alias.kind == AliasKind.AGGREGATE else "former_country"
            left_out[alias.code] = (message, alias.note)
    return Plan(
        title=source.title,
        targets=_targets(source),
        countries=countries,
        left_out=left_out,
        missing=frozenset(token.lower() for token in source.missing_tokens),
        keeps_missing=source.keeps_missing,
    )


def _targets(source: Source) -> dict[str, Target]:
    mapped = source.mappings.select_related("indicator__current_version")
    return {
        mapping.source_code: _target(mapping, mapping.indicator.current_version)
        for mapping in mapped
        if mapping.indicator.current_version
    }


def _target(mapping: SourceMapping, version: DefinitionVersion) -> Target:
    return Target(
        prefix=f"{mapping.indicator_id}\t{version.pk}\t{mapping.breakdown}",
        measure=mapping.measure,
        factor=mapping.factor,
        offset=mapping.offset,
        minimum=float("-inf") if version.minimum is None else version.minimum,
        maximum=float("inf") if version.maximum is None else version.maximum,
    )
