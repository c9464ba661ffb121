"""Who may use which address of strategy."""

from tests.access import Row

ROWS: list[Row] = []
