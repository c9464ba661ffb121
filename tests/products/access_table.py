"""Who may use which address of products and innovation."""

from tests.access import Row

ROWS: list[Row] = []
