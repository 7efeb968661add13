"""Facts frozen: read at one moment, written down canonically, compared with what was published before."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from governance.models import ReportPeriod, Restatement, Snapshot
from governance.reports.canonical import canonical, checksum
from governance.reports.compose import TEMPLATE_VERSION
from governance.reports.texts import Texts, in_all_languages
from governance.selectors.facts import (
    assistance_facts,
    decisions_of,
    finance_facts,
    moment_of,
    programme_facts,
    release_facts,
    result_facts,
)
from governance.selectors.fund import ledger_head
from governance.selectors.reports import narrative_facts
from governance.services.restatements import restate
from partnership.core.transitions import perform


@dataclass(frozen=True)
class Collected:
    """The facts of a report with the moment they were read."""

    facts: Mapping[str, Any]
    cutoff: datetime


@contextmanager
def one_moment() -> Iterator[datetime]:
    """Give a read-only transaction in which every query sees the same moment; yield that moment, to the second.

    The moment is the portal's own clock, like every other moment that it writes down, read once the database has
    taken its picture.
    """
    if connection.in_atomic_block:
        raise RuntimeError("facts are collected in a transaction of their own")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT 1")  # the first query is when the picture is taken
        yield timezone.now().astimezone(UTC).replace(microsecond=0)


def freeze(snapshot: Snapshot) -> Snapshot:
    """Collect the facts of a draft at one moment and freeze them; return the frozen report.

    Raises a :class:`~partnership.core.transitions.Refused` when it is no draft any more.
    """
    with one_moment() as cutoff:
        collected = Collected(collect(snapshot, cutoff), cutoff)
    return store(snapshot, collected)


def collect(snapshot: Snapshot, cutoff: datetime) -> dict[str, Any]:
    """Return everything that the report says, as plain data for :func:`governance.reports.canonical.canonical`."""
    period = snapshot.period
    moment = moment_of(period)
    sequence, head = ledger_head()
    results = result_facts(moment)
    facts: dict[str, Any] = {
        "format": 1,
        "programme": in_all_languages(settings.PROGRAMME_NAME),
        "programme_data": programme_facts(),
        "is_invented": settings.DEMO_MODE,
        "period": _period(period),
        "number": snapshot.number,
        "cutoff": cutoff,
        "prepared_by": snapshot.generated_by.full_name,
        "site_url": settings.SITE_URL,
        "software": {"code": settings.VERSION, "template": TEMPLATE_VERSION},
        "ledger": {"sequence": sequence, "head": head},
        "results": results,
        "assistance": assistance_facts(moment, _target_of(results, "3.ii")),
        "indicators": release_facts(period),
        "governance": {"decisions": decisions_of(period)},
        "finance": finance_facts(period),
        "narrative": narrative_facts(period),
    }
    plain = json.loads(canonical(facts))
    return {**plain, "restatements": restate(moment, plain)}


@transaction.atomic
def store(snapshot: Snapshot, collected: Collected) -> Snapshot:
    """Write the facts down, with the rows of what they restate, and freeze the report."""
    inputs = canonical(collected.facts)
    periods = {period.code: period for period in ReportPeriod.objects.all()}
    frozen = perform(
        snapshot,
        "freeze",
        actor=snapshot.generated_by,
        changes={
            "cutoff": collected.cutoff,
            "inputs": inputs,
            "sha256": checksum(inputs),
            "ledger_head": collected.facts["ledger"]["head"],
            "code_version": settings.VERSION,
            "template_version": TEMPLATE_VERSION,
        },
    )
    Restatement.objects.bulk_create(
        Restatement(
            snapshot=frozen,
            metric=row["metric"],
            period=periods[row["period"]],
            previously=row["previously"],
            now=row["now"],
            reason=_english(row["reason"]),
        )
        for row in collected.facts["restatements"]
    )
    return frozen


def _period(period: ReportPeriod) -> dict[str, Any]:
    return {
        "code": period.code,
        "year": period.year,
        "half": period.half,
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
    }


def _target_of(results: list[dict[str, Any]], code: str) -> Any:
    return next((row["target"]["value"] for row in results if row["code"] == code), None)


def _english(reason: Texts | str) -> str:
    return reason.get("en", "") if isinstance(reason, Mapping) else reason
