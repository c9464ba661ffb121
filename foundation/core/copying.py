"""COPY: the fast way of many rows into a table, a batch at a time, so that memory stays flat."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from io import StringIO
from itertools import islice
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Model

NULL = "\\N"
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})

T = TypeVar("T")


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows of Python values (None, text, numbers, dates, bytes, dicts, lists) in one COPY."""
    copy_lines(table, columns, ("\t".join(map(copy_text, row)) for row in rows))


def copy_lines(table: str, columns: Sequence[str], lines: Iterable[str]) -> None:
    """Write rows that are COPY text already: cells of `copy_text`, joined by tabs."""
    text = StringIO("".join(f"{line}\n" for line in lines))
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {quote(table)} ({names}) FROM STDIN", text)


def copy_columns(model: type[Model]) -> list[str]:
    """The columns of a model, in the order of `copy_cells`."""
    return [str(field.column) for field in model._meta.concrete_fields]


def copy_cells(instance: Model) -> dict[str, str]:
    """The row as COPY text, column by column, as saving would write it: sealed fields sealed, defaults filled in.

    For many alike rows take the cells of one as a pattern and replace what varies; the order of columns stays.
    """
    return {str(field.column): copy_text(_saved(field, instance)) for field in instance._meta.concrete_fields}


def copy_text(value: Any) -> str:
    """One cell as COPY text."""
    return _WRITERS.get(type(value), _other)(value)


def copy_line(pattern: Mapping[str, str], changes: Mapping[str, Any]) -> str:
    """The pattern as a line, with other values in the named columns."""
    return "\t".join({**pattern, **{column: copy_text(value) for column, value in changes.items()}}.values())


def copy_array(items: Iterable[str]) -> str:
    """A list of texts as a column of arrays takes it."""
    quoted = (item.replace("\\", "\\\\").replace('"', '\\"') for item in items)
    return "{" + ",".join(f'"{item}"' for item in quoted) + "}"


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of up to `size` items."""
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch


def _saved(field: Any, instance: Model) -> Any:
    value = field.pre_save(instance, True)
    if isinstance(field, ArrayField) and value is not None:
        return copy_array(value)
    return value if isinstance(value, dict | list) else field.get_prep_value(value)


def _string(value: str) -> str:
    return value.translate(_ESCAPES) if _SPECIAL.search(value) else value


def _json(value: dict[str, Any] | list[Any]) -> str:
    return _string(json.dumps(value, ensure_ascii=False))


def _other(value: Any) -> str:
    """What has no writer of its own: subclasses of text (choices, sealed bytes), decimals, identities."""
    if isinstance(value, bytes | bytearray | memoryview):
        return f"\\\\x{bytes(value).hex()}"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return _string(str(value))


_WRITERS: dict[type, Callable[[Any], str]] = {
    str: _string,
    int: str,
    float: repr,
    type(None): lambda _value: NULL,
    bool: lambda value: "t" if value else "f",
    dict: _json,
    list: _json,
}
