"""Migrations of many tables that do not take minutes.

Before an operation Django draws all models of the site as they stood then, and after it anew those that are related to
the changed one. Here nearly every model is, by way of the user, so that n operations draw n × n models. `Together`
draws only the models that its operations name, with those that they refer to, and leaves the rest to whoever asks.
`each_apart` gives every other operation of a plan the same, so that nobody has to think of it when writing one.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    AlterModelOptions,
    CreateModel,
    RemoveConstraint,
    RemoveField,
    RemoveIndex,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState, StateApps
from django.db.migrations.utils import resolve_relation

Key = tuple[str, str]  # label of the app and name of the model, in small letters

# These need nothing beyond their own model and what it refers to; so does a changed field that no other refers to.
# The rest, such as a changed primary key, may concern the models that refer to it, and see all.
OF_A_MODEL = (CreateModel, AlterModelOptions)
OF_A_PART = (AddField, RemoveField, AddIndex, RemoveIndex, AddConstraint, RemoveConstraint)


class Together(Operation):
    """Several operations between two states. None of them may build on a state that only another of them makes:
    tables in one `Together`, then the fields, indexes and constraints that are added to them in the next."""

    def __init__(self, *operations: Operation) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Bring the state behind all operations; its models are drawn when somebody asks for them."""
        was_drawn = state.__dict__.pop("apps", None) is not None
        for operation in self.operations:
            operation.state_forwards(app_label, state)
        if was_drawn:
            state.apps = Undrawn(list(state.real_apps), state.models)  # type: ignore[assignment]  # stands for it

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Change the tables, in order."""
        named = list(named_by(self.operations, app_label))
        if None not in named:
            from_state, to_state = part_of(from_state, named), part_of(to_state, named)
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take the changes back, latest first."""
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What it does, for `migrate --plan`."""
        return "; ".join(operation.describe() for operation in self.operations)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How it is written in a migration."""
        return type(self).__qualname__, list(self.operations), {}


class Undrawn:
    """Stands for the drawn models of a state, and draws them at the first question."""

    def __init__(self, real_apps: list[str], models: dict[Key, ModelState]) -> None:
        self._real_apps, self._models = real_apps, models
        self._drawn: StateApps | None = None

    def clone(self) -> Any:
        """The same for a copy of the state, which later operations leave as it is."""
        if self._drawn is not None:
            return self._drawn.clone()
        return Undrawn(self._real_apps, {key: model.clone() for key, model in self._models.items()})

    def __getattr__(self, name: str) -> Any:
        if self._drawn is None:
            self._drawn = StateApps(self._real_apps, self._models)
        return getattr(self._drawn, name)


def each_apart(plan: Iterable[tuple[Migration, bool]], **signal: object) -> None:
    """Before a plan is carried out: wrap what draws too much. Receives Django's `pre_migrate`."""
    for migration, is_backwards in plan:
        if not is_backwards:
            migration.operations = [  # type: ignore[misc]  # the migration has a list of its own, copied from its class
                operation if None in named_by([operation], migration.app_label) else Together(operation)
                for operation in migration.operations
            ]


def named_by(operations: Iterable[Operation], app_label: str) -> Iterator[Key | None]:
    """The model of each operation; None for one that may concern others too."""
    for operation in operations:
        if isinstance(operation, OF_A_MODEL):
            yield app_label, operation.name_lower
        elif isinstance(operation, OF_A_PART) or (isinstance(operation, AlterField) and not operation.field.unique):
            yield app_label, operation.model_name_lower
        else:
            yield None


def part_of(state: ProjectState, keys: Iterable[Key | None]) -> ProjectState:
    """A state of these models alone and of all that they refer to, near and far; those it does not know fall away."""
    part: dict[Key, ModelState] = {}
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key is not None and key in state.models and key not in part:
            part[key] = state.models[key]
            waiting += _referred_to_by(state.models[key])
    return ProjectState(part, real_apps=state.real_apps)


def _referred_to_by(model: ModelState) -> Iterator[Key]:
    for base in model.bases:
        if isinstance(base, str):
            yield resolve_relation(base)
    for field in model.fields.values():
        for other in (getattr(field.remote_field, "model", None), getattr(field.remote_field, "through", None)):
            if other is not None:
                yield resolve_relation(other, model.app_label, model.name_lower)
