"""Access to the pages of this app."""

from tests.access import Row
from tests.governance import access_fund, access_reports
from tests.governance.charter import access as access_charter

ROWS: list[Row] = [*access_fund.ROWS, *access_reports.ROWS, *access_charter.ROWS]
