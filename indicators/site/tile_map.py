"""One year of an indicator as a tile map: the classes of its colours, the key, the same in words.

The classes are made from all years of the page, so that a colour means the same in every year: one class per value
where there are few different ones, else six at most between round numbers, the outer two open, because the outermost
twentieth of the values on either side is not to stretch them; where these would put most countries into one class,
classes of about equal size.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from indicators.charts import nice_ticks
from indicators.figures import CountryYears
from indicators.models import DefinitionVersion
from indicators.tables import NORMAL, country_addresses, flag_words, number_writer
from partnership.core.drawing import tiles
from partnership.core.drawing.tiles import LAC, OECD, Tile, Words, places

MOST_CLASSES = 6
CROWDED = 0.6  # share of the values in one class from which classes of equal size say more
NO_DATA = "no-data"


@dataclass(frozen=True)
class Classes:
    """Ascending lower bounds of the classes (the first is open below); ``exact`` where each class is one value."""

    bounds: tuple[float, ...]
    exact: bool = False

    def number_of(self, value: float) -> int:
        """Return the class of a value, from 0."""
        return max(0, min(len(self.bounds), bisect_right(self.bounds, value)) - 1)

    def tone_of(self, number: int) -> int:
        """Return the colour of a class, 1 to 6, spread over the whole sequence."""
        steps = len(self.bounds) - 1
        return 1 + round(number * (MOST_CLASSES - 1) / steps) if steps else MOST_CLASSES


def classes_of(values: Sequence[float]) -> Classes:
    """Return the classes of the values that a map can show."""
    distinct = sorted(set(values))
    if len(distinct) <= MOST_CLASSES:
        return Classes(tuple(distinct) or (0.0,), exact=True)
    ordered = sorted(values)
    found = _round_classes(ordered[len(ordered) // 20], ordered[-1 - len(ordered) // 20])
    starts = [0, *(bisect_left(ordered, bound) for bound in found.bounds[1:]), len(ordered)]
    largest = max(after - before for before, after in pairwise(starts))
    return found if largest <= CROWDED * len(ordered) else _equal_classes(ordered)


def _round_classes(low: float, high: float) -> Classes:
    """Return the most classes between round numbers, six at most."""
    tried = (nice_ticks(low, high, wanted)[:-1] for wanted in range(2, 2 * MOST_CLASSES))
    return Classes(tuple(max((bounds for bounds in tried if len(bounds) <= MOST_CLASSES), key=len)))


def _equal_classes(ordered: Sequence[float]) -> Classes:
    starts = [ordered[number * len(ordered) // MOST_CLASSES] for number in range(MOST_CLASSES)]
    return Classes(tuple(dict.fromkeys(starts)))


@dataclass(frozen=True)
class KeyEntry:
    """One colour of the key and what it stands for."""

    swatch: SafeString
    label: str


class TileMap:
    """The values of one year as tiles."""

    def __init__(
        self,
        rows: Sequence[CountryYears],
        years: Sequence[int],
        position: int,
        version: DefinitionVersion,
        names: Mapping[str, str],
        chosen: Sequence[str] = (),
    ) -> None:
        self.years, self.position, self.version, self.names = years, position, version, names
        self.chosen = frozenset(chosen)
        self.rows = [row for row in rows if row.iso3 in places()]
        self.write = number_writer()
        self._nothing = _("{country}: no value")

    @property
    def year(self) -> str:
        """The year shown, as text: a year has no thousands separator."""
        return str(self.years[self.position])

    @cached_property
    def classes(self) -> Classes:
        """The classes, the same in every year."""
        return classes_of([value for row in self.rows for value in row.values if value is not None])

    def look_of(self, value: float | None) -> str:
        """Return the CSS class of a value."""
        return NO_DATA if value is None else f"seq-{self.classes.tone_of(self.classes.number_of(value))}"

    def fact_of(self, row: CountryYears) -> str:
        """Return "Peru: −0.49 (Estimated)"; "Peru: no value" where there is none."""
        value, status = row.values[self.position], row.statuses[self.position]
        if value is None:
            return self._nothing.format(country=row.name)
        flag = "" if status in ("", NORMAL) else f" ({flag_words()[status]})"
        return f"{row.name}: {self.write(value, self.version.decimals)}{flag}"

    @cached_property
    def tiles(self) -> list[Tile]:
        """Every country with a series; the others follow as tiles without data."""
        address, found = country_addresses(), []
        for row in self.rows:
            value = row.values[self.position]
            text = "" if value is None else self._short(value)
            look = self.look_of(value) + (" chosen" if row.iso3 in self.chosen else "")
            found.append(Tile(row.iso3, look, self.fact_of(row), text, address(row.iso3)))
        with_series = {row.iso3 for row in self.rows}
        others = (code for code in places() if code not in with_series)
        return found + [
            Tile(code, NO_DATA, self._nothing.format(country=self.names.get(code, code))) for code in others
        ]

    def _short(self, value: float) -> str:
        text = self.write(value, self.version.decimals)
        return text if len(text) <= tiles.LONGEST_TEXT else self.write(value, 0)

    @property
    def lac(self) -> SafeString:
        """Latin America and the Caribbean."""
        return self._drawn(LAC, _("Latin America and the Caribbean"))

    @property
    def oecd(self) -> SafeString:
        """The OECD outside it."""
        return self._drawn(OECD, _("OECD outside LAC"))

    def _drawn(self, grid: str, name: str) -> SafeString:
        title = f"{self.version.name}, {self.year}: {name}"
        drawing = tiles.draw_grid(f"map-{grid.lower()}", grid, Words(title, self.in_words(grid)), self.tiles)
        return mark_safe(drawing)  # noqa: S308  # tiles escapes every text

    def in_words(self, grid: str) -> str:
        """Return how many countries of a grid have a value, and the highest and the lowest."""
        inside = [row for row in self.rows if places()[row.iso3].grid == grid]
        known = [(value, row) for row in inside if (value := row.values[self.position]) is not None]
        of = len(tiles.countries_on(grid))
        text = _("{count} of {of} countries have a value.").format(count=len(known), of=of)
        if not known:
            return text
        known.sort(key=lambda pair: pair[0])
        return _("{text} Highest: {highest}; lowest: {lowest}.").format(
            text=text, highest=self.fact_of(known[-1][1]), lowest=self.fact_of(known[0][1])
        )

    @property
    def names_of_looks(self) -> dict[str, str]:
        """What each class of the stylesheet stands for, in the order of the key."""
        tones = [self.classes.tone_of(number) for number in range(len(self.classes.bounds))]
        return {f"seq-{tone}": label for tone, label in zip(tones, self.labels, strict=True)} | {NO_DATA: _("no value")}

    @property
    def key(self) -> list[KeyEntry]:
        """The colours and what they stand for, lowest first, then the countries without a value."""
        return [KeyEntry(_swatch(look), name) for look, name in self.names_of_looks.items()]

    @property
    def labels(self) -> list[str]:
        """The classes in numbers: "below −0.50", "−0.50 to 0.00", "0.00 and more"."""
        texts = [self.write(value, self.version.decimals) for value in self.classes.bounds]
        if self.classes.exact or len(texts) == 1:
            return texts
        middle = [_("{low} to {high}").format(low=low, high=high) for low, high in pairwise(texts[1:])]
        return [_("below {high}").format(high=texts[1]), *middle, _("{low} and more").format(low=texts[-1])]


def _swatch(look: str) -> SafeString:
    hatch = '<path class="hatch" d="M0 10l10-10M0 20l20-20M10 20l10-10"/>' if look == NO_DATA else ""
    return mark_safe(  # noqa: S308  # geometry and our own classes only
        f'<svg viewBox="0 0 20 20" aria-hidden="true" focusable="false"><g class="tile {look}">'
        f'<rect width="20" height="20" rx="3"/>{hatch}</g></svg>'
    )
