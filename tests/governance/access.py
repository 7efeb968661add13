"""Access to the pages of this app."""

from tests.access import Row
from tests.governance import access_fund

ROWS: list[Row] = [*access_fund.ROWS]
