"""Operations taken together end where they end one by one, in the state and in the database, and can be taken back."""

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations import Migration
from django.db.migrations.operations import AddField, AlterField, CreateModel, RunSQL
from django.db.migrations.state import ProjectState

from foundation.core.together import Together, each_apart, part_of


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


def test_what_was_drawn_before_is_drawn_as_it_stands_after_and_a_copy_stays_behind() -> None:
    state = ProjectState()
    assert not list(state.apps.get_models())
    Together(*tables()).state_forwards("core", state)
    copy = state.clone()
    Together(height()).state_forwards("core", state)
    assert state.apps.get_model("core", "floor")._meta.get_field("height")
    assert "height" not in {field.name for field in copy.apps.get_model("core", "floor")._meta.get_fields()}
    AddField("Tower", "height", models.IntegerField(null=True)).state_forwards("core", state)  # drawn one by one again
    assert state.apps.get_model("core", "tower")._meta.get_field("height")


def test_a_part_holds_what_a_model_refers_to_and_nothing_else() -> None:
    state = ProjectState()
    for operation in (*tables(), CreateModel("Lift", [("floor", models.ForeignKey("Floor", models.CASCADE))])):
        operation.state_forwards("core", state)
    assert set(part_of(state, [("core", "floor")]).models) == {("core", "tower"), ("core", "floor")}
    assert part_of(state, [("core", "lift")]).apps.get_model("core", "tower")


def test_a_part_of_the_real_site_can_be_drawn() -> None:
    state = ProjectState.from_apps(apps)
    part = part_of(state, [("complaints", "complaint")])
    assert part.apps.get_model("complaints", "complaint")
    assert len(part.models) < len(state.models) / 4


def test_a_plan_is_wrapped_where_models_stand_for_themselves() -> None:
    number = AlterField("Floor", "id", models.BigAutoField(primary_key=True))
    migration = Migration("1", "core")
    migration.operations = [height(), number, RunSQL("SELECT 1"), Together(height())]
    each_apart([(migration, False)])
    added, *others = migration.operations
    assert isinstance(added, Together)
    assert [type(each) for each in others] == [AlterField, RunSQL, Together]
    assert [type(each) for each in others[-1].operations] == [AddField]
