"""What the home page shows, put together from the apps; every part is read once."""

from functools import cached_property

from governance.charter.selectors import fund_in_figures, newest_decision, newest_report_published, seats
from governance.selectors.fund import contributors
from indicators.overviews import HomePage as Statistics
from partnership.home.figures import ZERO, Figure, PersonDaysBar, Sources, figures, person_days_bar
from partnership.home.help_map import HelpMap
from partnership.home.news import MISSIONS, Item, news
from partnership.home.selectors import missions_by_area, models_by_area, programme_targets
from partnership.home.ways import Door, Way, areas, doors, search_examples
from technical_assistance.activities.public import assistance_in_figures, newest_missions, who_helped_whom


class Home:
    """Everything on the home page."""

    @cached_property
    def statistics(self) -> Statistics:
        """The comparative indicators."""
        return Statistics()

    @cached_property
    def sources(self) -> Sources:
        """The numbers that the figures are written from."""
        return Sources(
            assistance=assistance_in_figures(),
            statistics=self.statistics,
            fund=fund_in_figures(),
            pledged=sum((row.pledged.amount for row in contributors()), ZERO),
            targets=programme_targets(),
        )

    @property
    def person_days(self) -> PersonDaysBar:
        """The person-days on their way to the target."""
        return person_days_bar(self.sources)

    @property
    def figures(self) -> list[Figure]:
        """The other figures."""
        return figures(self.sources)

    @cached_property
    def map(self) -> HelpMap:
        """Who helped whom, and who has a seat."""
        return HelpMap(who_helped_whom(), seats())

    @cached_property
    def news(self) -> list[Item]:
        """What happened last."""
        missions = newest_missions(MISSIONS)
        return news(missions, self.statistics.release, newest_report_published(), newest_decision())

    @property
    def examples(self) -> list[Way]:
        """Searches that find something; none while the catalogue is empty."""
        return search_examples() if self.statistics.cards else []

    @property
    def areas(self) -> list[Way]:
        """The areas of public management."""
        return areas(self.statistics.cards, models_by_area(), missions_by_area())

    @property
    def doors(self) -> list[Door]:
        """What people come for."""
        return doors()
