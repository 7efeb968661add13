"""The section "Assistance" of the public pages: what it is, the demand, the roster. It knows the framework's target."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from governance.selectors.targets import programme_target
from indicators.page_cache import LIFE, public_page
from partnership.core.models import PSMArea
from partnership.core.rules import may
from partnership.core.templatetags.formats import number_text
from technical_assistance.activities.public import (
    MonthTable,
    assistance_in_figures,
    missions_by_month,
    newest_missions,
    who_helped_whom,
)
from technical_assistance.requests.public import STAGE_LABELS, Demand, Stage, demand, time_limits
from technical_assistance.roster import urls as roster_urls
from technical_assistance.roster.selectors import counts_by_area

PERSON_DAYS = "3.ii"  # the framework's code
NEWEST, MONTHS, MOST_PAIRS = 8, 12, 12
LONGEST_BAR = 100  # per cent of the width


@dataclass(frozen=True)
class AreaEntry:
    """An area of the roster with the number of its public models and practitioners."""

    area: PSMArea
    models: int
    people: int

    @property
    def models_url(self) -> str:
        return f"{reverse('assistance:models')}?area={self.area.code}"

    @property
    def people_url(self) -> str:
        return f"{reverse('assistance:practitioners')}?area={self.area.code}"


@dataclass(frozen=True)
class Segment:
    """A piece of a bar: where it begins and how long it is, in per cent; ``number`` is its colour."""

    number: int
    start: float
    length: float
    count: int


class AssistancePage:
    """Everything on the page; parts are read when they are shown."""

    @cached_property
    def figures(self) -> list[dict[str, str]]:
        """The assistance in large figures."""
        found, target = assistance_in_figures(), programme_target(PERSON_DAYS)
        days = number_text(found.person_days, None if found.person_days % 1 else 0)
        goal = _("of {target}").format(target=number_text(target, 0)) if target else ""
        return [
            {"value": days, "unit": goal, "label": _("person-days of peers, verified")},
            {"value": number_text(found.missions), "label": _("missions, visits and remote series delivered")},
            {"value": number_text(found.countries_helped), "label": _("countries helped")},
            {"value": number_text(found.countries_helping), "label": _("countries that sent peers")},
        ]

    @cached_property
    def share_of_target(self) -> int | None:
        """Verified person-days in per cent of the target, at most 100."""
        target = programme_target(PERSON_DAYS)
        return min(100, int(assistance_in_figures().person_days * 100 / target)) if target else None

    @cached_property
    def areas(self) -> list[AreaEntry]:
        """The areas that the roster has something for, in their order."""
        models, people = counts_by_area()
        return [
            AreaEntry(area, models.get(area.pk, 0), people.get(area.pk, 0))
            for area in PSMArea.objects.filter(pk__in={*models, *people})
        ]

    @cached_property
    def demand(self) -> Demand:
        return demand()

    @property
    def stages(self) -> list[tuple[int, str]]:
        """The stages of a request in their order, numbered as their colours are."""
        return [(number, str(STAGE_LABELS[stage])) for number, stage in enumerate(Stage, start=1)]

    @property
    def demand_rows(self) -> list[dict[str, object]]:
        """The areas asked for with their counts and the bar made of them; the longest one fills the width."""
        longest = max((row.total for row in self.demand.rows), default=1)
        return [
            {"name": row.area.name, "total": row.total, "counts": [row.counts[stage] for stage in Stage],
             "bar": _bar([row.counts[stage] for stage in Stage], longest)}
            for row in self.demand.rows
        ]  # fmt: skip

    @property
    def demand_sentence(self) -> str:
        """Return "66 requests of 5 countries so far"."""
        requests = ngettext("{count} request", "{count} requests", self.demand.requests)
        countries = ngettext("{count} country", "{count} countries", self.demand.countries)
        return _("{requests} from {countries} so far.").format(
            requests=requests.format(count=number_text(self.demand.requests)),
            countries=countries.format(count=number_text(self.demand.countries)),
        )

    @cached_property
    def months(self) -> MonthTable:
        return missions_by_month(MONTHS, today=timezone.localdate())

    @cached_property
    def newest(self) -> list[object]:
        return list(newest_missions(NEWEST))

    @cached_property
    def pairs(self) -> list[object]:
        return list(who_helped_whom()[:MOST_PAIRS])

    @cached_property
    def limits(self) -> dict[str, int]:
        return time_limits()


def _bar(counts: list[int], longest: int) -> list[Segment]:
    segments, start = [], Decimal(0)
    for number, count in enumerate(counts, start=1):
        length = Decimal(LONGEST_BAR * count) / longest
        if count:
            segments.append(Segment(number, round(float(start), 3), round(float(length), 3), count))
        start += length
    return segments


@login_not_required
@require_safe
@public_page(depends_on=LIFE)
def home(request: HttpRequest) -> HttpResponse:
    """Show what peer-to-peer assistance is, what was asked for and done, and where the roster begins."""
    may_ask = request.user.is_authenticated and may(request.user, "technical_assistance.add_ta_request")
    return render(request, "assistance.html", {"page": AssistancePage(), "may_ask": may_ask})


app_name = "assistance"
urlpatterns = [path("", home, name="home"), *roster_urls.urlpatterns]
