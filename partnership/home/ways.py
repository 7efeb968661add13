"""Where to go from the home page: examples of a search, areas of public management, doors by kind of user."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from indicators.selectors import IndicatorCard
from partnership.core.models import PSMArea
from partnership.core.templatetags.formats import number_text


@dataclass(frozen=True)
class Way:
    """A link with its words; ``note`` says what is found there."""

    words: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Door:
    """What somebody comes for: who, what for, and the first steps."""

    who: str
    words: str
    ways: tuple[Way, ...]


def search_examples() -> list[Way]:
    """Return searches in the reader's words; each of them finds something in the catalogue."""
    words = (
        pgettext("search", "digital government"),
        pgettext("search", "procurement"),
        pgettext("search", "civil service"),
        pgettext("search", "corruption"),
    )
    return [Way(text, f"{reverse('indicators:list')}?{urlencode({'q': text})}") for text in words]


def areas(cards: Sequence[IndicatorCard], models: Mapping[str, int], missions: Mapping[str, int]) -> list[Way]:
    """Return every area of public management with what it holds."""
    defined = Counter(card.area_code for card in cards)
    filled = Counter(card.area_code for card in cards if card.countries)
    return [
        Way(
            area.name,
            f"{reverse('indicators:list')}?{urlencode({'area': area.code})}",
            " · ".join(
                (
                    _figures(defined[area.code], filled[area.code]),
                    *_assistance(models.get(area.code, 0), missions.get(area.code, 0)),
                )
            ),
        )
        for area in PSMArea.objects.all()
    ]


def _figures(defined: int, filled: int) -> str:
    if filled:
        words = ngettext("%(count)s indicator with figures", "%(count)s indicators with figures", filled)
        return _counted(words, filled)
    if defined:
        words = ngettext("%(count)s definition, no figures yet", "%(count)s definitions, no figures yet", defined)
        return _counted(words, defined)
    return _("no indicator yet")


def _assistance(models: int, missions: int) -> Iterable[str]:
    if models:
        yield _counted(ngettext("%(count)s model to learn from", "%(count)s models to learn from", models), models)
    if missions:
        yield _counted(ngettext("%(count)s mission", "%(count)s missions", missions), missions)


def _counted(words: str, count: int) -> str:
    return words % {"count": number_text(count)}


def doors() -> list[Door]:
    """Return the doors in the order of how many people use them."""
    return [
        Door(
            _("I compare, write or study"),
            _("Everything is open: look, download, cite. No sign-in needed."),
            (
                Way(_("Find an indicator"), reverse("indicators:list")),
                Way(_("Look up a country"), reverse("indicators:countries")),
            ),
        ),
        Door(
            _("I work in a ministry of the region"),
            _("See who has solved it before, and ask for help. The Partnership pays the travel, never staff time."),
            (
                Way(_("Models to learn from"), reverse("assistance:models")),
                Way(_("Ask for help"), reverse("technical_assistance:ta_request_new")),
            ),
        ),
        Door(
            _("I have experience to lend"),
            _("Agencies and practitioners of OECD countries and of the region are on the roster by invitation."),
            (
                Way(_("How the assistance works"), reverse("assistance:home")),
                Way(_("My assignments"), reverse("my_work")),
            ),
        ),
        Door(
            _("I answer for a member of the Partnership"),
            _("See where the money went and what came of it, and decide what comes next."),
            (
                Way(_("The Partnership and how it is governed"), reverse("partnership:page")),
                Way(_("Reports for members"), reverse("governance:report_list")),
            ),
        ),
    ]
