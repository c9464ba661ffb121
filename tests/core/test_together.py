"""Operations taken together end where they end one by one, in the state and in the database, and can be taken back."""

import pytest
from django.db import connection, models
from django.db.migrations.operations import AddField, CreateModel
from django.db.migrations.state import ProjectState

from foundation.core.together import Together


def tables() -> tuple[CreateModel, CreateModel]:
    number = ("id", models.BigAutoField(primary_key=True))
    return (
        CreateModel("Tower", [number]),
        CreateModel("Floor", [number, ("tower", models.ForeignKey("core.Tower", models.CASCADE))]),
    )


def height() -> AddField:
    return AddField("Floor", "height", models.IntegerField(null=True))


def columns() -> set[str]:
    with connection.cursor() as cursor:
        if "core_floor" not in connection.introspection.table_names(cursor):
            return set()
        return {column.name for column in connection.introspection.get_table_description(cursor, "core_floor")}


def test_the_state_is_that_of_one_by_one() -> None:
    together, single = ProjectState(), ProjectState()
    Together(*tables()).state_forwards("core", together)
    Together(height()).state_forwards("core", together)
    for operation in (*tables(), height()):
        operation.state_forwards("core", single)
    assert together == single


@pytest.mark.django_db(transaction=True)
def test_tables_come_and_go() -> None:
    steps = [Together(*tables()), Together(height())]
    states = [ProjectState()]
    for step in steps:
        state = states[-1].clone()
        step.state_forwards("core", state)
        states.append(state)
    for step, before, after in zip(steps, states, states[1:], strict=False):
        with connection.schema_editor() as editor:
            step.database_forwards("core", editor, before, after)
    assert columns() == {"id", "tower_id", "height"}
    for step, before, after in reversed(list(zip(steps, states, states[1:], strict=False))):
        with connection.schema_editor() as editor:
            step.database_backwards("core", editor, after, before)
    assert columns() == set()
