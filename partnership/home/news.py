"""The newest of each kind, dated: missions, release of figures, report, decision."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.charter.selectors import PublishedReport
from governance.models import Decision
from governance.reports.source import half_year
from indicators.models import Release
from partnership.home.figures import facts_address
from partnership.home.help_map import person_days
from technical_assistance.activities.public import Mission

MISSIONS = 3


@dataclass(frozen=True)
class Item:
    """Something that happened; without ``url`` it has no page of its own."""

    day: date
    kind: str
    title: str
    note: str
    url: str = ""


def news(
    missions: Sequence[Mission], release: Release | None, report: PublishedReport | None, decision: Decision | None
) -> list[Item]:
    """Return what happened last, the newest first."""
    items = [
        *(_mission(mission) for mission in missions),
        *_release(release),
        *_report(report),
        *_decision(decision),
    ]
    return sorted(items, key=lambda item: item.day, reverse=True)


def _mission(mission: Mission) -> Item:
    return Item(
        day=mission.ends_on,
        kind=_("Mission"),
        title=mission.title,
        note=" · ".join(mission_facts(mission)),
        url=facts_address("missions"),
    )


def mission_facts(mission: Mission) -> Iterator[str]:
    """Yield who helped whom, the area and the person-days of a mission."""
    if mission.helping:
        yield f"{', '.join(country.name for country in mission.helping)} → {mission.helped.name}"
    else:
        yield mission.helped.name
    yield mission.area.name
    if mission.days is not None:
        yield person_days(mission.days)


def _release(release: Release | None) -> Iterator[Item]:
    if release is not None and release.date is not None:
        title = _("Release %(number)s of the comparative indicators") % {"number": release.number}
        yield Item(release.date, _("Figures"), title, release.title, reverse("indicators:list"))


def _report(report: PublishedReport | None) -> Iterator[Item]:
    if report is not None:
        yield Item(
            day=timezone.localtime(report.published_at).date(),
            kind=_("Report"),
            title=_("Semi-annual report, %(half_year)s") % {"half_year": half_year(report.period)},
            note=_("Members read and download it after signing in."),
            url=reverse("governance:report_list"),
        )


def _decision(decision: Decision | None) -> Iterator[Item]:
    if decision is not None:
        note = _("Steering Committee, decision %(number)s") % {"number": decision.number}
        yield Item(decision.adopted_on, _("Decision"), decision.title, note)
