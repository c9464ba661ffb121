"""Who may use which address of voice of the customer."""

from tests.access import Row
from tests.voc.access_announcing import ROWS as ANNOUNCING

ROWS: list[Row] = [*ANNOUNCING]
