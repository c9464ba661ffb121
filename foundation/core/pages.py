"""Keyset pages: lists that cost the same on the first page and on the last, and never count.

A page is asked for with an opaque cursor, read from the request's `after` parameter and written by
`components/pager.html`. See docs/design-system.md for the template side.
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Count, Model, Q, QuerySet, Window

COUNT_LIMIT = 100
Row = TypeVar("Row")
Stored = TypeVar("Stored", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows, and the cursors of the neighbouring pages (empty where there is none)."""

    rows: list[Row]
    next: str
    previous: str


def keyset_page(queryset: QuerySet[Stored], *, order: Sequence[str], cursor: str = "", size: int = 25) -> Page[Stored]:
    """One page of the queryset in that order.

    `order` names fields or annotations that are never null, a minus for falling order; the last one is unique.
    A cursor that can't be read gives the first page: links age, and a list is better than an error.
    """
    backwards, values = _decode(cursor, len(order))
    asked = [_flip(name) for name in order] if backwards else list(order)
    rows = queryset.order_by(*asked)
    if values:
        try:
            rows = rows.filter(_beyond(asked, values))
        except (ValueError, ValidationError):
            return keyset_page(queryset, order=order, size=size)
    found = list(rows[: size + 1])
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    has_next = bool(found) and (backwards or more)
    has_previous = bool(found) and (more if backwards else bool(values))
    return Page(
        found,
        next=_encode(found[-1], order, backwards=False) if has_next else "",
        previous=_encode(found[0], order, backwards=True) if has_previous else "",
    )


def with_total(queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    """The rows, each with `of`: how many there are before any slice. For lists that say "5 of 12" in one statement."""
    counted: QuerySet[Any] = queryset.annotate(of=Window(Count("pk")))
    return counted


def bounded_counts(counted: Mapping[str, QuerySet[Any]], *, limit: int = COUNT_LIMIT) -> dict[str, int]:
    """How many rows each query has, up to `limit`: one statement, whose price does not grow with the table."""
    selects: list[str] = []
    params: list[Any] = []
    for queryset in counted.values():
        query = queryset.order_by().values("pk")[:limit].query
        # One that cannot match anything stays a query, and counts nothing.
        sql, values = query.get_compiler(connection=connection, elide_empty=False).as_sql()
        selects.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608  the ORM's own SQL, values apart
        params.extend(values)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(selects), params)
        return dict(zip(counted, cursor.fetchone(), strict=True))


def estimated_count(rows: "QuerySet[Any]") -> int:
    """How many rows PostgreSQL expects, from its statistics: right to a few parts of a hundred where they are many."""
    plan = rows.order_by().values("pk").explain(format="json")  # empty where the query cannot match anything
    return int(json.loads(plan)[0]["Plan"]["Plan Rows"]) if plan else 0


def _flip(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows after the given values. The first comparison stands alone too, so that an index can serve it."""
    names = [name.lstrip("-") for name in order]
    signs = ["lt" if name.startswith("-") else "gt" for name in order]
    steps = [
        Q(**dict(zip(names[:i], values, strict=False)), **{f"{names[i]}__{signs[i]}": values[i]})
        for i in range(len(names))
    ]
    return Q(**{f"{names[0]}__{signs[0]}e": values[0]}) & reduce(Q.__or__, steps)


def _encode(row: Model, order: Sequence[str], *, backwards: bool) -> str:
    values = [_read(row, name.lstrip("-")) for name in order]
    packed = json.dumps([int(backwards), *values], default=str, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _read(row: Any, path: str) -> Any:
    return reduce(getattr, path.split("__"), row)


def _decode(cursor: str, length: int) -> tuple[bool, list[Any]]:
    if not cursor or len(cursor) > 2000:
        return False, []
    try:
        packed = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        return False, []
    if not isinstance(packed, list) or len(packed) != length + 1:
        return False, []
    if any(isinstance(value, dict | list) or "\x00" in str(value) for value in packed):
        return False, []
    return bool(packed[0]), packed[1:]
