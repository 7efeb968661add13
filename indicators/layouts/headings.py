"""What publishers call the columns that say which country, year and series a value is of."""

import re
from collections.abc import Collection, Iterable

SERIES = ("indicator_code", "indicator", "series_code", "series", "code")
COUNTRY = ("country_code", "countrycode", "iso3", "ref_area", "code", "country")
NAME = ("country_name", "countryname", "country")
YEAR = ("year", "period", "time_period", "time", "date")
# How collections of several data sets head a series: "wdi_gcdodtotlgdzs", "wb_wwbi_bi_pwk_pubs_fe_zs".
_data_set = re.compile(r"(?:wb_)?(?:wdi|wwbi)_")
_signs = re.compile(r"[^a-z0-9]")
# 2020, a2020 (so that it may be a name of a column), 2020 [YR2020]
_year = re.compile(r"[a-z]{0,2}((?:18|19|20)\d\d|2100)(?: \[yr\1\])?", re.IGNORECASE | re.ASCII).fullmatch


def first_of(names: Iterable[str], found: Collection[str], but: str = "") -> str:
    """Return the first of the names that a file has; the very first one, for a message, where it has none."""
    wanted = [name for name in names if name != but]
    return next((name for name in wanted if name in found), wanted[0])


def heading_year(text: str) -> int | None:
    """Return the year that heads a column, or None."""
    found = _year(text)
    return int(found[1]) if found else None


def plain_code(text: str) -> str:
    """Return a series' code without what its re-publishers change: capitals, dots, the data set's name before it."""
    return _signs.sub("", _data_set.sub("", text.strip().lower(), count=1))
