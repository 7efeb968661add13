"""The facts behind the figures of the home page: every mission, every pair of countries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from partnership.core.templatetags.formats import number_text
from partnership.home.figures import NETWORKS_AT_WORK, ZERO
from partnership.home.selectors import programme_targets
from technical_assistance.activities.public import Mission, Pair, newest_missions, who_helped_whom

ALL = 10_000  # more than the programme can ever have


@dataclass(frozen=True)
class MissionRow:
    """A mission as a row of the table."""

    title: str
    ends_on: date
    area: str
    helping: str
    helped: str
    days: Decimal | None


class Facts:
    """Everything on the page of facts."""

    @cached_property
    def missions(self) -> list[Mission]:
        """Every mission that took place, the newest first."""
        return newest_missions(ALL)

    @cached_property
    def pairs(self) -> list[Pair]:
        """Which country helped which."""
        return who_helped_whom()

    @property
    def person_days(self) -> Decimal:
        """The verified person-days of all missions."""
        return sum((mission.days for mission in self.missions if mission.days is not None), ZERO)

    @property
    def unverified(self) -> int:
        """The number of missions whose days are not verified yet."""
        return sum(mission.days is None for mission in self.missions)

    @property
    def countries_helped(self) -> int:
        """The number of countries that were helped."""
        return len({pair.helped.pk for pair in self.pairs})

    @property
    def networks_wanted(self) -> str:
        """How many networks the programme aims at; empty where no target was set."""
        target = programme_targets().get(NETWORKS_AT_WORK)
        return "" if target is None else number_text(target, 0)

    @property
    def mission_table(self) -> Mapping[str, Any]:
        """The missions as a table."""
        return {
            "columns": [
                {"key": "title", "label": _("Mission")},
                {"key": "ends_on", "label": _("Until"), "kind": "day"},
                {"key": "area", "label": _("Area")},
                {"key": "helping", "label": pgettext("country", "From")},
                {"key": "helped", "label": _("Country helped")},
                {"key": "days", "label": _("Person-days"), "kind": "number", "decimals": 1},
            ],
            "rows": [_row(mission) for mission in self.missions],
        }

    @property
    def pair_table(self) -> Mapping[str, Any]:
        """The pairs of countries as a table."""
        return {
            "columns": [
                {"key": "helped", "label": _("Country helped")},
                {"key": "helping", "label": pgettext("country", "From")},
                {"key": "missions", "label": _("Missions"), "kind": "number", "decimals": 0},
                {"key": "days", "label": _("Person-days"), "kind": "number", "decimals": 1},
            ],
            "rows": sorted(self.pairs, key=lambda pair: (pair.helped.name, -pair.days, pair.helping.name)),
        }


def _row(mission: Mission) -> MissionRow:
    return MissionRow(
        title=mission.title,
        ends_on=mission.ends_on,
        area=mission.area.name,
        helping=", ".join(country.name for country in mission.helping),
        helped=mission.helped.name,
        days=mission.days,
    )
