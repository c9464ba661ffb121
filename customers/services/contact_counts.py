"""Keeping the counts of contacts short: the rows of a key become one, while others go on writing theirs."""

from django.db import connection

# One statement: whoever reads sees the rows before it or after it, and a row written meanwhile is left for next time.
_FOLD = """
WITH key AS (
    SELECT DISTINCT day FROM (
        SELECT day FROM customers_contactcount GROUP BY day, channel, touchpoint_id, stage_id HAVING count(*) > 1
    ) AS several
), taken AS (
    DELETE FROM customers_contactcount WHERE day IN (SELECT day FROM key)
    RETURNING day, channel, touchpoint_id, stage_id, contacts
)
INSERT INTO customers_contactcount (day, channel, touchpoint_id, stage_id, contacts)
SELECT day, channel, touchpoint_id, stage_id, sum(contacts) FROM taken
 GROUP BY day, channel, touchpoint_id, stage_id HAVING sum(contacts) <> 0
"""


def fold_contact_counts() -> int:
    """Fold the days on which a key has several rows; how many rows they have now. Run twice, it changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD)
        return int(cursor.rowcount)
