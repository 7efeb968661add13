"""What the Secretariat writes in a semi-annual report: sentences chosen by the figures, so that none contradicts one.

The words stand in ``data/report_words.json`` by section and language; the figures come from the portal's selectors.
"""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils import translation
from django.utils.formats import date_format

from governance.enums import MeetingState
from governance.models import Meeting
from indicators.models import Release
from partnership.core.models import PSMArea
from technical_assistance.models import Activity, TARequest
from technical_assistance.selectors import person_days
from technical_assistance.selectors.activities import activities_delivered
from technical_assistance.selectors.reporting import ta_request_counts

from .life import Half
from .stories import DATA

SECTIONS = ("summary", "progress", "risks", "lessons", "outlook")


@cache
def words() -> dict[str, Any]:
    """Return all words by section and language."""
    return json.loads((DATA / "report_words.json").read_text(encoding="utf-8"))


def trend(now: int, before: int | None) -> str:
    """Return which of the sentences about the number of requests is true."""
    if before is None:
        return "first"
    if now == before:
        return "equal"
    return "more" if now > before else "fewer"


def texts_for(half: Half, *, is_first: bool) -> Iterator[tuple[str, str, str]]:
    """Yield (section, language, text) of a half-year's report with the figures as they are now."""
    facts = _facts(half, is_first=is_first)
    for section in SECTIONS:
        for language, text in words()[section].items():
            yield section, language, text.format(**_said(facts, language))


def _facts(half: Half, *, is_first: bool) -> dict[str, Any]:
    counts = ta_request_counts(start=half.starts_on, end=half.ends_on)
    before = Half(half.number - 1)
    earlier = None if is_first else ta_request_counts(start=before.starts_on, end=before.ends_on)["received"]
    delivered = [row for row in activities_delivered(end=half.ends_on) if row.ends_on >= half.starts_on]
    area, most, everything = _busiest_area(half.ends_on)
    return {
        **counts,
        "before": earlier,
        "days": person_days(start=half.starts_on, end=half.ends_on).verified,
        "total": person_days(start=date.min, end=half.ends_on).verified,
        "activities": len(delivered),
        "areas": len({row.area_id for row in delivered}),
        "releases": Release.objects.filter(date__range=(half.starts_on, half.ends_on)).count(),
        "area": area,
        "most": most,
        "all": everything,
        "coming": Activity.objects.filter(status__in=("planned", "confirmed"), starts_on__gt=half.ends_on).count(),
        "meeting": Meeting.objects.filter(status=MeetingState.PLANNED).earliest("date").date,
    }


def _busiest_area(end: date) -> tuple[PSMArea, int, int]:
    received = TARequest.objects.filter(submitted_at__date__lte=end)
    counts = Counter(received.values_list("areas", flat=True))
    pk, most = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return PSMArea.objects.get(pk=pk), most, received.count()


def _said(facts: dict[str, Any], language: str) -> dict[str, Any]:
    """Return the figures as a language writes them, with the sentences that they choose."""
    said = {name: _number(value, language) for name, value in facts.items()}
    chosen = words()["trend"][trend(facts["received"], facts["before"])][language]
    releases = words()["releases"][str(min(facts["releases"], 2))]
    return {
        **said,
        "trend": chosen.format(before=facts["before"]),
        "releases": releases.get(language, ""),
        "area": getattr(facts["area"], f"name_{language}"),
    }


def _number(value: Any, language: str) -> str:
    if isinstance(value, date):
        with translation.override(language):
            return date_format(value)
    if isinstance(value, Decimal):
        text = f"{value.normalize():f}"
        return text if language == "en" else text.replace(".", ",")
    return str(value)
