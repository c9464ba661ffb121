"""Undoing an import: new customers go, changed ones become what they were, where nobody has touched them since.

What was changed since, or has something hanging on it, stays as it is, and the import says which and why. Batches are
transactions of their own: a worker that dies goes on where it stopped, and undoing again takes what has become free.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Model, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from customers import tasks
from customers.derived import identifier_hash_of_organisation, identifier_hash_of_person
from customers.enums import ImportState
from customers.lifecycle import IMPORT_MOVES
from customers.models import (
    BulkRow,
    ContactPerson,
    Customer,
    DuplicatePair,
    FeedDifference,
    ImportKept,
    ImportRun,
    RelationPeriod,
    RelationshipHealth,
    SourceKey,
)
from customers.services.hanging import hanging_on
from customers.services.imports import demand_reach
from customers.services.register import refresh_derived
from customers.services.undoing_people import BUT_THE_PERSON, give_people_back, not_as_brought, remove_people
from foundation.accounts.models import User
from foundation.core.errors import Incomplete, Refused
from foundation.core.jobs import Cancelled, JobContext, enqueue
from foundation.core.models import DataKey, Job, locked, signed

BATCH = 500
ATTEMPTS = 3
# Rows that came with the customer, or were made of it by the machine, and go with it.
_COMES_ALONG: tuple[tuple[type[Model], str], ...] = (
    (DuplicatePair, "first"),
    (DuplicatePair, "second"),
    (RelationPeriod, "customer"),
    (SourceKey, "customer"),
    (ImportKept, "customer"),
    (BulkRow, "customer"),
    (FeedDifference, "customer"),
    (RelationshipHealth, "customer"),
)
# Contact persons come along too where they are as the import brought them (`undoing_people`).
_OWN = frozenset({ContactPerson._meta.label, *(model._meta.label for model, _name in _COMES_ALONG)})
# What an import never changes, or what can't be put back from history.
_FIXED = frozenset(
    {"id", "public_id", "number", "version", "created_at", "updated_at", "import_run", "merged_into", "erased_at",
     "data_key", "party"}
)  # fmt: skip


@transaction.atomic
def start_undo(*, run_id: int, reason: str, by: User, now: datetime) -> Job:
    """Have a worker take the import back. Raises NotAllowed, Incomplete without a reason, IllegalMove."""
    demand_reach(run_id, by)
    run = locked(ImportRun.objects.all(), pk=run_id)
    if not reason.strip():
        raise Incomplete(_("Please say why."), missing={"reason": _("Please say why.")})
    if run.state == ImportState.UNDOING and (run.job is None or run.job.is_final):
        run.state = IMPORT_MOVES["undo_stopped"].from_(run.state)
    run.state = IMPORT_MOVES["undo"].from_(run.state)
    run.undone_at, run.undone_by, run.undone_reason = now, by, reason.strip()
    run.job = enqueue(tasks.UNDO, params={"run": run.pk}, by=by, key=f"undo {run.public_id}")
    run.save()
    return run.job


def undo_import(context: JobContext) -> dict[str, Any] | None:
    """Take back the import `params["run"]`. Raises Refused, Cancelled: what is taken back by then stays so."""
    run = ImportRun.objects.select_related("undone_by").get(pk=context.params["run"])
    if run.undone_by is None or run.undone_at is None:
        raise Refused(_("Nobody has asked for this import to be undone."))
    work = _Work(run, context, by=run.undone_by, now=run.undone_at)
    try:
        run.kept.exclude(code__in=BUT_THE_PERSON).delete()  # those are not met again: they are as they were
        work.take_back(_new_of(run), work.remove)
        work.take_back(_changed_by(run), work.restore)
    except (Refused, Cancelled):
        _move(run, "undo_stopped")
        raise
    with context.effect() as effect:
        _move(run, "undone")
        effect.result = work.result()
    return None


def _new_of(run: ImportRun) -> "QuerySet[Customer]":
    return Customer.with_merged.filter(import_run=run)


def _changed_by(run: ImportRun) -> "QuerySet[Customer]":
    return Customer.with_merged.filter(source_keys__run=run).exclude(import_run=run)


def _move(run: ImportRun, move: str) -> None:
    with transaction.atomic():
        row = locked(ImportRun.objects.all(), pk=run.pk)
        row.state = IMPORT_MOVES[move].from_(row.state)
        row.save()


@dataclass
class _Work:
    """One undoing in the hands of one worker."""

    run: ImportRun
    context: JobContext
    by: User
    now: datetime
    done: int = 0
    counts: dict[str, int] = field(default_factory=lambda: {"removed": 0, "restored": 0, "kept": 0})

    def take_back(self, rows: "QuerySet[Customer]", act: Callable[[list[int]], Mapping[str, int]]) -> None:
        """Work the customers off by their keys; a batch that meets somebody else's write is tried again."""
        total = self.done + rows.count()
        for keys in _batches(rows):
            self.context.check_cancelled()
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    with transaction.atomic():
                        found = act(keys)
                        self._count(found)
                    break
                except IntegrityError:
                    if attempt == ATTEMPTS:
                        raise
            for name, n in found.items():
                self.counts[name] += n
            self.done += len(keys)
            self.context.progress(self.done, max(total, self.done), _("Taking back"))

    def remove(self, keys: list[int]) -> Mapping[str, int]:
        """Delete new customers whom nobody has touched, and destroy their keys."""
        rows = list(_new_of(self.run).filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk"))
        found = {row.pk: row.public_id for row in rows}
        hanging = hanging_on(Customer, found, kind="customer", but=_OWN)
        stays = {pk: ("hanging", {"model": label}) for pk, label in hanging.items()}
        stays |= not_as_brought(self.run, list(found)) | self._touched(rows)
        going = [row for row in rows if row.pk not in stays]
        ids = [row.pk for row in going]
        remove_people(ContactPerson.objects.filter(customer__in=ids), now=timezone.now())
        for model, name in _COMES_ALONG:
            _gone(model._default_manager.filter(**{f"{name}__in": ids}))
        _gone(Customer.history.filter(id__in=ids))
        _gone(Customer.with_merged.filter(pk__in=ids))
        DataKey.objects.filter(pk__in=[row.data_key_id for row in going if row.data_key_id]).update(
            wrapped=None, destroyed_at=timezone.now()
        )
        self._keep(stays, is_new=True)
        return {"removed": len(going), "kept": len(stays)}

    def restore(self, keys: list[int]) -> Mapping[str, int]:
        """Give changed customers back what stood there before, with a history row that says so."""
        asked = Customer.with_merged.filter(pk__in=keys).select_for_update(of=("self",)).select_related("data_key")
        rows = list(asked.order_by("pk"))
        stays: dict[int, tuple[str, dict[str, Any]]] = {}
        before = _states_before(self.run, keys)
        restored = []
        for row in rows:
            if row.pk not in before:
                stays[row.pk] = ("changed_since", {})
            elif holder := _holder_of_number(before[row.pk], row):
                stays[row.pk] = ("number_taken", {"number": holder})
            else:
                self._give_back(row, before[row.pk])
                restored.append(row.pk)
        stays |= give_people_back(self.run, restored, by=self.by, now=timezone.now(), reason=self._why)
        self._keep(stays, is_new=False)
        return {"restored": len(restored), "kept": len(stays)}

    def result(self) -> dict[str, Any]:
        """What the job says when it is over."""
        said = _("%(removed)s removed, %(restored)s restored, %(kept)s left as they are")
        return {
            "url": reverse("customers:import", args=[self.run.public_id]),
            "summary": said % {name: f"{n:,}" for name, n in self.counts.items()},
        }

    @property
    def _why(self) -> str:
        said = _("Import of %(file)s undone: %(reason)s")
        return said % {"file": self.run.original_name, "reason": self.run.undone_reason}

    def _touched(self, rows: list[Customer]) -> dict[int, tuple[str, dict[str, Any]]]:
        return {
            row.pk: ("joined", {}) if row.is_merged else ("erased", {}) if row.is_erased else ("changed_since", {})
            for row in rows
            if row.version != 1 or row.is_merged or row.is_erased
        }

    def _give_back(self, row: Customer, before: Any) -> None:
        _relation_back(row, self.run, before)
        for each in Customer.history.model.tracked_fields:
            if each.name not in _FIXED:
                setattr(row, each.attname, getattr(before, each.attname))
        refresh_derived(row)
        signed(row.touch(), by=self.by, now=timezone.now(), reason=self._why).save()
        for key in row.source_keys.filter(run=self.run):
            if not key.stamp_before:
                key.delete()
                continue
            key.stamp, key.run_id, key.stamp_before, key.run_before = key.stamp_before, key.run_before_id, "", None
            key.save()

    def _keep(self, stays: Mapping[int, tuple[str, dict[str, Any]]], *, is_new: bool) -> None:
        kept = (
            ImportKept(run=self.run, customer_id=pk, is_new=is_new, code=code, params=params)
            for pk, (code, params) in stays.items()
        )
        ImportKept.objects.bulk_create(kept, ignore_conflicts=True)  # one named before stays named

    def _count(self, found: Mapping[str, int]) -> None:
        """Write what a batch took back, with the batch: a repeated job counts on from there."""
        row = locked(ImportRun.objects.all(), pk=self.run.pk)
        for name in ("removed", "restored"):
            row.counts[name] = row.counts.get(name, 0) + found.get(name, 0)
        row.save()


def _batches(rows: "QuerySet[Customer]") -> Iterator[list[int]]:
    after = 0
    while keys := list(rows.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True).distinct()[:BATCH]):
        yield keys
        after = keys[-1]


def _gone(rows: "QuerySet[Any]") -> None:
    """Delete without history rows: what never should have been here leaves no names behind."""
    rows._raw_delete(rows.db)


def _states_before(run: ImportRun, keys: list[int]) -> dict[int, Any]:
    """What the customers were before the import, of those whose last change it was; one statement."""
    nth = Window(RowNumber(), partition_by=F("id"), order_by=F("history_id").desc())
    rows = Customer.history.filter(id__in=keys).select_related("data_key").annotate(nth=nth).filter(nth__lte=2)
    last = {row.id for row in rows if row.nth == 1 and row.history_change_reason == run.reason}
    return {row.id: row for row in rows if row.nth == 2 and row.id in last}


def _holder_of_number(before: Any, row: Customer) -> str:
    """The customer who has the former identity number now, if another one does."""
    if row.is_organisation:
        hashed = identifier_hash_of_organisation(before.tax_id, before.tax_branch)
    else:
        hashed = identifier_hash_of_person(before.national_id or "")
    holder = hashed and Customer.with_merged.filter(identifier_hash=hashed).exclude(pk=row.pk).first()
    return holder.number if holder else ""


def _relation_back(row: Customer, run: ImportRun, before: Any) -> None:
    """The relation that the import began never was; the one before goes on."""
    if before.relation == row.relation:
        return
    begun = row.relations.select_for_update().filter(ends_on__isnull=True, reason=run.reason).first()
    if begun is None:
        return
    earlier = row.relations.filter(ends_on=begun.starts_on).exclude(pk=begun.pk).order_by("-starts_on", "-pk").first()
    begun.delete()
    if earlier:
        earlier.ends_on = None
        earlier.save(update_fields=["ends_on"])
