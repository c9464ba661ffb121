"""Who may use which address of knowledge."""

from tests.access import Row

ROWS: list[Row] = []
