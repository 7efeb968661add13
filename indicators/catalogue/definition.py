"""The page of an indicator that has an agreed definition and no open figures yet."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from indicators import selectors
from indicators.catalogue.facets import Choice
from indicators.catalogue.page import Card, CataloguePage, area_address, first_sentence
from indicators.catalogue.selectors import read_catalogue
from indicators.models import DefinitionVersion, Indicator, Series
from partnership.core.templatetags.formats import day_in_words

RELATED = 6


class DefinitionPage:
    """Everything on the page of a definition without figures."""

    def __init__(self, indicator: Indicator) -> None:
        self.indicator = indicator
        self.version: DefinitionVersion = indicator.current_version  # type: ignore[assignment]

    @property
    def area_url(self) -> str:
        """The list of the indicator's area."""
        return area_address(self.indicator.area.code)

    @property
    def lead(self) -> str:
        """What it measures, in one sentence."""
        return first_sentence(self.version.definition)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The particulars of the definition, each with its label."""
        version = self.version
        return [
            (_("Unit"), version.unit),
            *([(_("Scale"), scale)] if (scale := _scale(version)) else []),
            (_("Direction"), version.get_direction_display()),
            (_("What it measures"), version.get_measures_display()),
            (_("Rhythm"), version.get_frequency_display()),
            (_("Code"), self.indicator.code),
        ]

    @property
    def agreed_day(self) -> str:
        """The day on which the definition was agreed."""
        return day_in_words(self.version.agreed_on)

    @property
    def related(self) -> list[Card]:
        """Indicators of the same area that have figures."""
        page = CataloguePage(Choice(area=self.indicator.area.code, figures="with"), read_catalogue())
        return [page.card(entry) for entry in page.entries[:RELATED]]


def definition_without_figures(slug: str) -> DefinitionPage | None:
    """Return the page of a definition that no release has figures for; None for an indicator with figures."""
    indicator = selectors.get_indicator(slug)
    has_figures = Series.objects.filter(indicator=indicator).exists()
    return None if has_figures else DefinitionPage(indicator)


def _scale(version: DefinitionVersion) -> str:
    low, high = (None if bound is None else number_format(bound, 0) for bound in (version.minimum, version.maximum))
    if low is not None and high is not None:
        return _("from {low} to {high}").format(low=low, high=high)
    return _("from {low}, without an upper limit").format(low=low) if low is not None else ""
