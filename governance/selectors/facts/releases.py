"""What was released on the comparative indicators in a half-year."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from governance.models import ReportPeriod
from governance.reports.texts import in_all_languages
from indicators.selectors import published_releases


def release_facts(period: ReportPeriod) -> dict[str, Any]:
    """Return section 6: each release of the half-year and how many values it added."""
    dated = [(release.date, release) for release in published_releases() if release.date]
    releases = [release for day, release in dated if period.starts_on <= day <= period.ends_on]
    return {
        "releases": [
            {
                "label": in_all_languages("{number} · {title}", number=release.number, title=release.title),
                "url": _list_url(),
                "released_on": release.date,
                "added": release.added,
            }
            for release in reversed(releases)
        ]
    }


def _list_url() -> str:
    with translation.override("en"):
        return reverse("indicators:list")
