"""Judging relationships: every night, all of them, so many customers in each statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from customers import health
from customers.enums import Health, Relation
from customers.models import Customer, RelationshipHealth
from foundation.core.jobs import JobContext

RANGE = 20_000  # keys of customers: some seconds of work, however many contacts and complaints hang on them
# The worst level that is true is the verdict; its place in the enumeration is its rank.
_RANK = {level: place for place, level in enumerate(Health)}
_SIGN = """
SELECT s.customer_id, to_jsonb(s.value) AS value, %s::text AS key, %s::int AS rank, %s::int AS place
FROM ({rows}) AS s (customer_id, value) WHERE s.customer_id > %s AND s.customer_id <= %s
"""
_JUDGE = """
WITH told AS ({told}),
judged AS (
    SELECT told.customer_id, min(told.rank) AS rank,
        jsonb_agg(jsonb_build_object('key', told.key, 'value', told.value) ORDER BY told.rank, told.place) AS reasons
    FROM told JOIN {customer} c ON c.id = told.customer_id
    WHERE c.merged_into_id IS NULL AND c.erased_at IS NULL AND c.relation = %s
    GROUP BY told.customer_id
),
written AS (
    INSERT INTO {health} AS h (customer_id, state, reasons, since, judged_at)
    SELECT customer_id, (%s::text[])[rank + 1], reasons, %s, %s FROM judged
    ON CONFLICT (customer_id) DO UPDATE SET
        since = CASE WHEN h.state = excluded.state THEN h.since ELSE excluded.since END,
        state = excluded.state, reasons = excluded.reasons, judged_at = excluded.judged_at
    WHERE h.state <> excluded.state OR h.reasons <> excluded.reasons
    RETURNING 1
),
gone AS (
    DELETE FROM {health} h WHERE h.customer_id > %s AND h.customer_id <= %s
    AND NOT EXISTS (SELECT 1 FROM judged j WHERE j.customer_id = h.customer_id) RETURNING 1
)
SELECT (SELECT count(*) FROM judged), (SELECT count(*) FROM written), (SELECT count(*) FROM gone)
"""


def judge_relationships(*, now: datetime, context: JobContext | None = None) -> dict[str, int]:
    """Judge every current customer of whom a sign is true; forget the verdict where none is any more.

    Range by range of keys, each a transaction of its own, so that no statement grows with the register. What stands
    as it stood is not written again, so a second run changes nothing. Returns how many were judged, written and
    forgotten. Raises Cancelled: what is judged by then stays so.
    """
    counts = {"judged": 0, "written": 0, "gone": 0}
    signs = health.signs()
    if not signs:
        return counts | {"gone": RelationshipHealth.objects.all().delete()[0]}
    last = Customer.with_merged.aggregate(last=Max("pk"))["last"] or 0
    for after in range(0, last, RANGE):
        if context:
            context.check_cancelled()
        for name, n in zip(counts, _judge(signs, after, after + RANGE, now), strict=True):
            counts[name] += n
        if context:
            context.progress(min(after + RANGE, last), last)
    return counts


@transaction.atomic
def _judge(signs: Sequence[health.Sign], after: int, upto: int, now: datetime) -> tuple[int, int, int]:
    told, params = _told(signs, after, upto, now)
    statement = _JUDGE.format(
        told=" UNION ALL ".join(told), customer=Customer._meta.db_table, health=RelationshipHealth._meta.db_table
    )
    levels: list[Any] = [level.value for level in Health]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*params, Relation.CURRENT, levels, now, now, after, upto])
        judged, written, gone = cursor.fetchone()
    return judged, written, gone


def _told(signs: Sequence[health.Sign], after: int, upto: int, now: datetime) -> tuple[list[str], list[Any]]:
    """What each sign says of whom, as SQL of the ORM's own; values stay apart from the text. The bounds stand outside:
    the database carries them into what the sign reads."""
    selects: list[str] = []
    params: list[Any] = []
    for place, sign in enumerate(signs):
        rows = sign.find(now).order_by().values_list("customer_id", "value")
        sql, values = rows.query.sql_with_params()
        selects.append(_SIGN.format(rows=sql))
        params += [sign.key, _RANK[sign.level], place, *values, after, upto]
    return selects, params
