"""What the Steering Committee adopted in a half-year."""

from typing import Any

from governance.models import Decision, ReportPeriod
from governance.selectors.facts.finance import english_url


def decisions_of(period: ReportPeriod) -> list[dict[str, Any]]:
    """Return the decisions adopted in a half-year, in the order of their numbers."""
    rows = Decision.objects.filter(adopted_on__range=(period.starts_on, period.ends_on)).order_by("adopted_on", "id")
    return [
        {
            "number": row.number,
            "title": row.title,
            "adopted_on": row.adopted_on,
            "url": english_url("decision", pk=row.pk),
        }
        for row in rows
    ]
