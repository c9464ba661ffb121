"""Statements written once and run many times: for what every page asks by one key.

The ORM takes longer to write such a statement than the database takes to answer it.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import QuerySet

# No row has this key: where it stands among the parameters, the asked one goes.
_ANY_KEY = -(2**31)


class Prepared:
    """The rows of `rows_of(key)`, a query of plain columns (`values_list`) that names its key once."""

    def __init__(self, rows_of: Callable[[int], "QuerySet[Any, Any]"]) -> None:
        self._rows_of = rows_of

    def __call__(self, key: int) -> list[tuple[Any, ...]]:
        """The rows for this key, as the database gives them."""
        statement, parameters = self._statement
        with connection.cursor() as cursor:
            cursor.execute(statement, [key if each == _ANY_KEY else each for each in parameters])
            return list(cursor.fetchall())

    @cached_property
    def _statement(self) -> tuple[str, tuple[Any, ...]]:
        statement, parameters = self._rows_of(_ANY_KEY).query.sql_with_params()
        return statement, tuple(parameters)
