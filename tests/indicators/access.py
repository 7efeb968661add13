"""Access to the pages of this app."""

from indicators.services.catalogue import load_catalogue
from tests.access import NO_METHOD, Row, public
from tests.cast import Cast
from tests.factories.released import release_of

SLUG = "government-effectiveness"


def _released(cast: Cast) -> dict:
    load_catalogue()
    release_of(1, {SLUG: {"PER": {2022: 0.1, 2023: 0.2}}})
    return {}


def _indicator(cast: Cast) -> dict:
    return {**_released(cast), "slug": SLUG}


def _country(cast: Cast) -> dict:
    return {**_released(cast), "iso3": "PER"}


PAGES = {
    "list": _released,
    "countries": _released,
    "release_csv": _released,
    "indicator": _indicator,
    "indicator_csv": _indicator,
    "indicator_xlsx": _indicator,
    "country": _country,
}
ROWS: list[Row] = [
    row
    for name, make in PAGES.items()
    for row in (
        Row(f"indicators:{name}", public(), make=make),
        Row(f"indicators:{name}", public(NO_METHOD), method="post", make=make),
    )
]
