"""Access to the pages of this app."""

from tests.access import Row

ROWS: list[Row] = []
