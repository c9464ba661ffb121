"""Who may use which address of voice of the customer."""

from tests.access import Row
from tests.voc.access_announcing import ROWS as ANNOUNCING
from tests.voc.access_listening import ROWS as LISTENING

ROWS: list[Row] = [*LISTENING, *ANNOUNCING]
