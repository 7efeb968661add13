"""The averages of a page: as lines, as rows of the ranking, and with their membership in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from indicators import charts
from indicators.figures import CountryYears, Ranked
from indicators.folding import fold
from indicators.site.comparators import COMPARATORS, GROUPS, LAC, OECD, OWN, Average, same_countries_mean
from indicators.site.selectors import Membership

DASHES = {LAC: 1, OECD: 3, "HIC": 4, "UMC": 2, "LMC": 4, "LIC": 3, OWN: 2}


@dataclass(frozen=True)
class Counted:
    """What an average is made of, in words."""

    code: str
    label: str
    sentence: str
    countries: str
    left_out: str


@dataclass(frozen=True)
class Choice:
    """An average that can be asked for."""

    code: str
    label: str
    checked: bool


class Comparison:
    """The averages that a view asks for, on the years it shows."""

    def __init__(
        self,
        rows: Sequence[CountryYears],
        years: Sequence[int],
        membership: Membership,
        codes: Sequence[str],
        chosen: Sequence[str] = (),
    ) -> None:
        self.rows, self.years, self.membership = rows, years, membership
        self.members = {**membership.groups, OWN: frozenset(chosen)}
        self.codes = codes

    @cached_property
    def averages(self) -> Mapping[str, Average]:
        """The averages asked for that have members, in the order of the page."""
        asked = [code for code in self.codes if self.members[code]]
        return {code: same_countries_mean(self.rows, self.members[code], len(self.years)) for code in asked}

    @property
    def lines(self) -> list[charts.Series]:
        """The averages that are drawn, as lines."""
        names = line_names()
        return [
            charts.Series(names[code], short_name(code), average.values, look_of(code), DASHES[code])
            for code, average in self.averages.items()
            if average.drawn
        ]

    def ranked(self, position: int) -> list[Ranked]:
        """Return the averages of a year as rows that stand among the countries without a place."""
        names = group_names()
        return [
            Ranked("", _("Average: {group}").format(group=names[code]), value, None, None, None, look_of(code))
            for code, average in self.averages.items()
            if (value := average.values[position]) is not None
        ]

    @property
    def counted(self) -> list[Counted]:
        """Who is in each average, how many, in which years, and who is not."""
        names = group_names()
        return [self._counted(code, names[code], average) for code, average in self.averages.items()]

    def _counted(self, code: str, label: str, average: Average) -> Counted:
        left_out = self._names(average.left_out)
        if not average.drawn:
            sentence = _("No average: fewer than half of the {members} countries have values in the same year.").format(
                members=average.members
            )
            return Counted(code, label, sentence, "", "")
        return Counted(code, label, self._sentence(average), self._names(average.counted), left_out)

    def _sentence(self, average: Average) -> str:
        drawn = [self.years[position] for position in average.drawn]
        span = f"{drawn[0]}–{drawn[-1]}" if len(drawn) > 1 else str(drawn[0])
        text = _("Mean of {count} of {members} countries, the same in every year drawn ({span}).").format(
            count=len(average.counted), members=average.members, span=span
        )
        without = [year for year in self.years if year not in drawn]
        if not without:
            return text
        years = ", ".join(map(str, without))
        return f"{text} {_('Not drawn, because too few of them have values: {years}.').format(years=years)}"

    def _names(self, codes: Sequence[str]) -> str:
        own = {row.iso3: row.name for row in self.rows}
        names = [own.get(code) or self.membership.names.get(code, code) for code in codes]
        return ", ".join(sorted(names, key=fold))

    @property
    def choices(self) -> list[Choice]:
        """The averages that can be asked for: every group with members, and the chosen countries."""
        names = group_names()
        offered = [code for code in COMPARATORS if code == OWN or self.membership.groups[code]]
        return [Choice(code, names[code], code in self.codes) for code in offered]


def look_of(code: str) -> str:
    """Return the CSS classes of an average."""
    return f"average average-{code.lower()}"


def short_name(code: str) -> str:
    """Return the label of an average on a narrow drawing."""
    return _("Own") if code == OWN else code


def line_names() -> dict[str, str]:
    """Return the names of the averages at the ends of their lines, where there is little room."""
    return {**group_names(), LAC: _("LAC average"), OWN: _("Your average")}


def group_names() -> dict[str, str]:
    """Return the names of the groups that averages and rankings are made of."""
    return {
        LAC: _("Latin America and the Caribbean"),
        OECD: _("OECD outside LAC"),
        "HIC": _("High income"),
        "UMC": _("Upper middle income"),
        "LMC": _("Lower middle income"),
        "LIC": _("Low income"),
        OWN: _("The chosen countries"),
    }


def rankable(membership: Membership) -> list[str]:
    """Return the groups a ranking can be made of."""
    return [code for code in GROUPS if membership.groups[code]]
