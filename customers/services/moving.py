"""What hangs on a joined record follows it, whichever room it belongs to, and can find its way back.

Rooms above are not named here: the rows are those that refer to a customer. A table may say that its rows state what
was true of that record on a day and must stay (`follows_merge = False`); where a customer has but one row of a kind
(a seat in a programme, an answer to an invitation) and the survivor has it already, the other one stays too.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet, UniqueConstraint
from simple_history.utils import bulk_update_with_history

from customers.models import ContactPerson, Customer, CustomerMerge, Interaction
from customers.services.hanging import fields_to
from foundation.accounts.models import User
from foundation.core.models import Record

BATCH = 500
_OWN = frozenset(
    {"customers.RelationPeriod", "customers.CustomerMerge", "customers.DuplicatePair", "customers.Customer"}
)
MAIN = "main"


def following() -> Iterator[tuple[type[Model], str]]:
    """The tables whose rows follow, with the name of the field that refers to the customer."""
    for model, name in fields_to(Customer):
        if model._meta.label not in _OWN and getattr(model, "follows_merge", True):
            yield model, name


def move_everything(merged: Customer, survivor: Customer, *, by: User, now: datetime, reason: str) -> dict[str, Any]:
    """Move the rows of every table; returns their keys by table, for the way back."""
    moved: dict[str, Any] = {MAIN: _one_main_contact(merged, survivor)}
    for model, name in following():
        rows = _free(model, name, merged, survivor)
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        if keys:
            _move(model, name, keys, survivor, by=by, now=now, reason=reason)
            moved[f"{model._meta.label}.{name}"] = keys
    return moved


def move_back(merge: CustomerMerge, *, by: User, now: datetime, reason: str) -> None:
    """Move back what came with the joining and is still with the survivor."""
    for place, keys in merge.moved.items():
        if place == MAIN:
            continue
        label, _dot, name = place.rpartition(".")
        model = apps.get_model(label)
        if model is Interaction:
            keys = _with_corrections(keys)
        rows = model._default_manager.filter(pk__in=keys, **{name: merge.survivor_id})
        _move(model, name, list(rows.values_list("pk", flat=True)), merge.merged, by=by, now=now, reason=reason)
    ContactPerson.objects.filter(pk__in=merge.moved[MAIN], customer=merge.merged_id).update(is_main=True)


def _with_corrections(keys: list[int]) -> list[int]:
    """Entries of the timeline with what put them right since: the two are never parted."""
    found, step = list(keys), list(keys)
    while step:
        step = list(Interaction.objects.filter(corrects__in=step).exclude(pk__in=found).values_list("pk", flat=True))
        found += step
    return found


def _free(model: type[Model], name: str, merged: Customer, survivor: Customer) -> "QuerySet[Any]":
    """The rows that may move: those that would not stand beside a row of the survivor that excludes them."""
    rows: QuerySet[Any] = model._default_manager.filter(**{name: merged})
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and name in constraint.fields:
            others = [field for field in constraint.fields if field != name]
            same = model._default_manager.filter(**{name: survivor}, **{field: OuterRef(field) for field in others})
            applies = constraint.condition or Q()
            rows = rows.filter(~(applies & Q(Exists(same.filter(applies)))))
    return rows


def _move(
    model: type[Model], name: str, keys: list[int], to: Customer, *, by: User, now: datetime, reason: str
) -> None:
    if not hasattr(model, "history"):
        for start in range(0, len(keys), BATCH):
            model._default_manager.filter(pk__in=keys[start : start + BATCH]).update(**{name: to})
        return
    for start in range(0, len(keys), BATCH):
        rows = list(model._default_manager.select_for_update(of=("self",)).filter(pk__in=keys[start : start + BATCH]))
        fields = [name]
        for row in rows:
            setattr(row, name, to)
            if isinstance(row, Record):
                row.touch()
                fields = [name, "version"]
        bulk_update_with_history(
            rows, model, fields, default_user=by, default_change_reason=reason, default_date=now, batch_size=BATCH
        )


def _one_main_contact(merged: Customer, survivor: Customer) -> list[int]:
    """A customer has one first contact: that of the joined record steps back where the survivor has one."""
    if not survivor.contacts.filter(is_main=True, ended_on__isnull=True).exists():
        return []
    main = merged.contacts.filter(is_main=True, ended_on__isnull=True)
    keys = list(main.values_list("pk", flat=True))
    main.update(is_main=False)
    return keys
