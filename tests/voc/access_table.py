"""Who may use which address of voice of the customer."""

from tests.access import Row

ROWS: list[Row] = []
