"""Who may use which address of customer relationships."""

from tests.access import Row

ROWS: list[Row] = []
