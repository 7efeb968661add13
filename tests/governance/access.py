"""Access to the pages of this app."""

from tests.access import Row
from tests.governance import access_fund, access_reports

ROWS: list[Row] = [*access_fund.ROWS, *access_reports.ROWS]
