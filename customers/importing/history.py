"""History rows by set: what an import changes is remembered like a change by hand."""
# ruff: noqa: S608  names of tables and columns are our own constants; values are parameters

from typing import Any

from django.db.models import Model

from foundation.core.copying import copy_columns

NOW = "clock_timestamp()"


def history_table(model: type[Model]) -> str:
    """The quoted name of the table that remembers the rows of a model."""
    return f'"{model.history.model._meta.db_table}"'  # type: ignore[attr-defined]  # simple-history adds it


def keep_history(
    cursor: Any, model: type[Model], rows: str, *, kind: str, by_id: int | None, reason: str, at: str = NOW
) -> None:
    """Remember rows as they stand; `rows` is the FROM clause that gives them the alias `x`, `at` when they became so.

    `kind` is `+` for a row that came, `~` for one that changed.
    """
    there = set(copy_columns(model))
    fields = model.history.model._meta.concrete_fields  # type: ignore[attr-defined]
    columns = [f'"{field.column}"' for field in fields if field.column in there]
    cursor.execute(
        f"INSERT INTO {history_table(model)} ({', '.join(columns)},"
        " history_date, history_type, history_change_reason, history_user_id)"
        f" SELECT {', '.join(f'x.{column}' for column in columns)}, {at}, %s, %s, %s FROM {rows}",
        [kind, reason or None, by_id],
    )
