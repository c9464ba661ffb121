"""COPY: the fast way of many rows into a table, a batch at a time, so that memory stays flat."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import StringIO
from itertools import islice
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})

T = TypeVar("T")


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows of Python values (None, text, numbers, dates, bytes, dicts, lists) in one COPY."""
    lines = StringIO()
    for row in rows:
        lines.write("\t".join(map(_text, row)))
        lines.write("\n")
    lines.seek(0)
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {quote(table)} ({names}) FROM STDIN", lines)


def copy_columns(model: type[Model]) -> list[str]:
    """The columns of a model, in the order of `copy_values`."""
    return [field.column for field in model._meta.concrete_fields]


def copy_values(instance: Model) -> list[Any]:
    """What the row would be saved as, column by column: sealed fields sealed, defaults filled in."""
    return [_saved(field, instance) for field in instance._meta.concrete_fields]


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of up to `size` items."""
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch


def _saved(field: Any, instance: Model) -> Any:
    value = field.pre_save(instance, True)
    return value if isinstance(value, dict | list) else field.get_prep_value(value)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.translate(_ESCAPES) if "\\" in value or "\n" in value or "\t" in value or "\r" in value else value
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, bytes | bytearray | memoryview):
        return f"\\\\x{bytes(value).hex()}"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False).translate(_ESCAPES)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
