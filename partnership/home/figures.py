"""What the Partnership does, as figures; each leads to the facts it is counted from."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.charter.selectors import FundInFigures
from indicators.overviews import HomePage as Statistics
from partnership.core.templatetags.formats import number_text
from technical_assistance.activities.public import AssistanceFigures

PERSON_DAYS, NETWORKS_AT_WORK = "3.ii", "2.ii"  # performance indicators whose targets the figures are read against
ZERO = Decimal(0)
MILLION = 1_000_000


@dataclass(frozen=True)
class Figure:
    """A number, what it counts, what more is to be said, and where its facts stand."""

    value: str
    label: str
    note: str
    url: str


@dataclass(frozen=True)
class PersonDaysBar:
    """Verified person-days on the way to the programme's target; ``target`` is None where none was set."""

    done: Decimal
    target: Decimal | None
    url: str

    @property
    def done_text(self) -> str:
        return number_text(self.done)

    @property
    def target_text(self) -> str:
        return "" if self.target is None else number_text(self.target, 0)

    @property
    def done_plain(self) -> str:
        """The value as markup writes numbers, capped at the bar's end."""
        return _plain(self.done if self.target is None else min(self.done, self.target))

    @property
    def target_plain(self) -> str:
        return "" if self.target is None else _plain(self.target)


@dataclass(frozen=True)
class Sources:
    """What the figures are written from, each read once."""

    assistance: AssistanceFigures
    statistics: Statistics
    fund: FundInFigures
    pledged: Decimal
    targets: Mapping[str, Decimal]


def person_days_bar(sources: Sources) -> PersonDaysBar:
    """Return the person-days and how far they go towards the target."""
    target = sources.targets.get(PERSON_DAYS)
    return PersonDaysBar(sources.assistance.person_days.normalize(), target, facts_address("missions"))


def figures(sources: Sources) -> list[Figure]:
    """Return the other figures in the order of the page."""
    return [
        _missions(sources.assistance),
        _countries(sources.assistance),
        _indicators(sources.statistics),
        _fund(sources.fund, sources.pledged),
        _networks(sources.targets),
    ]


def facts_address(part: str) -> str:
    """Return the address of the facts behind a figure."""
    return f"{reverse('facts')}#{part}"


def _missions(assistance: AssistanceFigures) -> Figure:
    count = assistance.missions
    return Figure(
        number_text(count),
        ngettext("mission took place", "missions took place", count),
        _("Practitioners work with their peers, on the spot or at a distance.")
        if count
        else _("The first one is counted here when it has taken place."),
        facts_address("missions"),
    )


def _countries(assistance: AssistanceFigures) -> Figure:
    helped, helping = assistance.countries_helped, assistance.countries_helping
    return Figure(
        number_text(helped),
        ngettext("country was helped", "countries were helped", helped),
        ngettext("by practitioners of %(count)s country", "by practitioners of %(count)s countries", helping)
        % {"count": number_text(helping)}
        if helping
        else _("Countries of Latin America and the Caribbean ask, their peers answer."),
        facts_address("countries"),
    )


def _indicators(statistics: Statistics) -> Figure:
    count = len(statistics.with_values)
    note = _("%(countries)s countries and territories, %(years)s") % {
        "countries": number_text(statistics.countries),
        "years": statistics.years,
    }
    return Figure(
        number_text(count),
        ngettext("indicator with figures", "indicators with figures", count),
        note if count else _("Definitions can be read; figures come with the first release."),
        reverse("indicators:list"),
    )


def _fund(fund: FundInFigures, pledged: Decimal) -> Figure:
    note = _("of %(pledged)s pledged; %(spent)s spent") % {"pledged": dollars(pledged), "spent": dollars(fund.spent)}
    in_millions = abs(fund.received) >= MILLION
    return Figure(
        number_text(fund.received / MILLION, 2) if in_millions else number_text(fund.received, 0),
        _("million US dollars received by the trust fund")
        if in_millions
        else _("US dollars received by the trust fund"),
        note if pledged or fund.received else _("No contribution was pledged yet."),
        reverse("governance:fund"),
    )


def _networks(targets: Mapping[str, Decimal]) -> Figure:
    """None can be founded here yet, so the figure is a true nought."""
    target = targets.get(NETWORKS_AT_WORK)
    note = _("None was founded yet.")
    if target is not None:
        note = _("None was founded yet; the programme aims at %(count)s.") % {"count": number_text(target, 0)}
    return Figure("0", _("networks of practitioners"), note, facts_address("networks"))


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def dollars(amount: Decimal) -> str:
    """Return an amount short: in millions of US dollars with two decimals, in whole dollars below one million."""
    if abs(amount) >= MILLION:
        return _("USD %(amount)s million") % {"amount": number_text(amount / MILLION, 2)}
    return f"USD\N{NO-BREAK SPACE}{number_text(amount, 0)}"
