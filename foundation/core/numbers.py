"""Giving out numbers and claiming idempotency keys; both inside the caller's transaction."""

from django.db import connection

from foundation.core.ids import make_number
from foundation.core.models import IdempotencyKey


def next_number(prefix: str, *, year: int) -> str:
    """The next number of the series, such as `C-2569-000123-7`. `year` is the Buddhist year.

    One upsert, so two transactions never share a serial; a rollback gives the serial back.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_numberseries (prefix, year, last) VALUES (%s, %s, 1)"
            " ON CONFLICT (prefix, year) DO UPDATE SET last = core_numberseries.last + 1 RETURNING last",
            [prefix, year],
        )
        serial = cursor.fetchone()[0]
    return make_number(prefix, year=year, serial=serial)


def reserve_serials(prefix: str, *, year: int, count: int) -> int:
    """The first of `count` serials in a row that are the caller's own, for `ids.make_number`; for imports.

    Reserve in a transaction of its own: the series is locked for others until that ends.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_numberseries (prefix, year, last) VALUES (%s, %s, %s)"
            " ON CONFLICT (prefix, year) DO UPDATE SET last = core_numberseries.last + EXCLUDED.last RETURNING last",
            [prefix, year, count],
        )
        last: int = cursor.fetchone()[0]
    return last - count + 1


def claim_key(scope: str, key: str) -> IdempotencyKey | None:
    """Claim an effect. Returns the row to write `result` on, or None when another request has claimed it.

    Blocks while the other request is still running, so that its result can be read afterwards.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_idempotencykey (scope, key, result, created_at) VALUES (%s, %s, '', now())"
            " ON CONFLICT (scope, key) DO NOTHING RETURNING id",
            [scope, key],
        )
        row = cursor.fetchone()
    return IdempotencyKey.objects.get(pk=row[0]) if row else None


def claimed_result(scope: str, key: str) -> str:
    """What the request that claimed the key first has made; empty when nobody has."""
    row = IdempotencyKey.objects.filter(scope=scope, key=key).only("result").first()
    return row.result if row else ""
