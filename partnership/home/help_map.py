"""Who helped whom: a map of two regions and the pairs of countries behind it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from governance.models import Seat
from partnership.core.drawing.tiles import LAC, OECD, Tile, Words, countries_on, draw_grid
from partnership.core.models import Country
from partnership.core.templatetags.formats import number_text
from technical_assistance.activities.public import Pair

SHOWN_PAIRS = 8
RECEIVED, GAVE, MEMBER, REST = "seq-5", "seq-2", "chosen", "quiet"


@dataclass(frozen=True)
class PairLine:
    """One country's help to another, with the part of the longest bar it fills (0 to 100)."""

    helping: str
    helped: str
    days: str
    missions: str
    share: int


@dataclass(frozen=True)
class Key:
    """What a look of the map means."""

    look: str
    words: str


class HelpMap:
    """Where help went and where it came from."""

    def __init__(self, pairs: Sequence[Pair], seats: Iterable[Seat]) -> None:
        self.pairs = pairs
        self.given, self.received = defaultdict(Decimal), defaultdict(Decimal)
        for pair in pairs:
            self.given[pair.helping.iso3] += pair.days
            self.received[pair.helped.iso3] += pair.days
        countries = (seat.organisation.country for seat in seats)
        self.members = {country.iso3 for country in countries if country is not None}
        self.names = dict(Country.objects.values_list("iso3", "name"))

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to draw: no help yet and no country with a seat."""
        return not self.pairs and not self.members

    @property
    def region(self) -> SafeString:
        """The countries of Latin America and the Caribbean."""
        title = _("Latin America and the Caribbean")
        return _drawn("help-lac", LAC, Words(title, self.summary), self._tiles(LAC))

    @property
    def partners(self) -> SafeString:
        """The other countries of the OECD."""
        return _drawn("help-oecd", OECD, Words(_("Other OECD countries"), self.summary), self._tiles(OECD))

    @property
    def summary(self) -> str:
        """What the map says, in one sentence."""
        if not self.pairs:
            return _("No mission has taken place yet.")
        helping, helped = len(self.given), len(self.received)
        words = ngettext(
            "Practitioners of %(helping)s country helped %(helped)s.",
            "Practitioners of %(helping)s countries helped %(helped)s.",
            helping,
        )
        to = ngettext("%(count)s country", "%(count)s countries", helped) % {"count": number_text(helped)}
        return words % {"helping": number_text(helping), "helped": to}

    @property
    def keys(self) -> list[Key]:
        """The looks that occur, each with its meaning."""
        keys = [
            Key(RECEIVED, _("received help, person-days")) if self.received else None,
            Key(GAVE, _("gave help, person-days")) if self.given else None,
            Key(MEMBER, _("has a seat in the Steering Committee")) if self.members else None,
        ]
        return [key for key in keys if key is not None]

    @property
    def lines(self) -> list[PairLine]:
        """The pairs with the most person-days."""
        longest = max((pair.days for pair in self.pairs), default=Decimal(0))
        return [pair_line(pair, longest) for pair in self.pairs[:SHOWN_PAIRS]]

    @property
    def more(self) -> int:
        """The number of pairs that are not among those shown."""
        return max(0, len(self.pairs) - SHOWN_PAIRS)

    def _tiles(self, grid: str) -> list[Tile]:
        return [self._tile(iso3) for iso3 in countries_on(grid)]

    def _tile(self, iso3: str) -> Tile:
        received, gave = self.received.get(iso3), self.given.get(iso3)
        look = RECEIVED if received is not None else GAVE if gave is not None else REST
        if iso3 in self.members:
            look = f"{look} {MEMBER}"
        days = received if received is not None else gave
        text = "" if days is None else number_text(days.normalize())
        return Tile(iso3, look, " · ".join(self._facts(iso3)), text)

    def _facts(self, iso3: str) -> Iterator[str]:
        yield self.names.get(iso3, iso3)
        if iso3 in self.received:
            yield f"{pgettext('help', 'received')} {person_days(self.received[iso3])}"
        if iso3 in self.given:
            yield f"{pgettext('help', 'gave')} {person_days(self.given[iso3])}"
        if iso3 in self.members:
            yield _("has a seat in the Steering Committee")


def pair_line(pair: Pair, longest: Decimal) -> PairLine:
    """Return a pair in words."""
    missions = ngettext("%(count)s mission", "%(count)s missions", pair.missions)
    return PairLine(
        helping=pair.helping.name,
        helped=pair.helped.name,
        days=person_days(pair.days),
        missions=missions % {"count": number_text(pair.missions)},
        share=round(100 * pair.days / longest) if longest else 0,
    )


def person_days(days: Decimal) -> str:
    """Return "12.5 person-days" in the reader's language."""
    whole = days.normalize()
    return ngettext("%(days)s person-day", "%(days)s person-days", 1 if whole == 1 else 2) % {
        "days": number_text(whole)
    }


def _drawn(name: str, grid: str, words: Words, tiles: Sequence[Tile]) -> SafeString:
    return mark_safe(draw_grid(name, grid, words, tiles))  # noqa: S308  # the kit escapes every text
