"""Undoing an import: the contact persons it brought go, those it changed become what they were.

Which they are is told by their history: an import signs each row of it. Whoever was changed since stays.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from customers.importing.people import FIELDS
from customers.models import ContactPerson, ImportRun
from customers.services.contacts import refresh_found_by
from customers.services.hanging import hanging_on
from foundation.accounts.models import User
from foundation.core.models import DataKey, signed

KIND = "contact_person"
# Why a customer stays (words.KEPT): as it is, or as it was before, but for the contact person.
CHANGED, STAYS, USED = "contact_changed", "contact_stays", "contact_used"
BUT_THE_PERSON = (STAYS, USED)
Why = tuple[str, dict[str, Any]]


@dataclass
class _Past:
    """Those whom an import wrote: the newest row of each one's history, and the one before the import's own."""

    newest: dict[int, Any] = field(default_factory=dict)
    before: dict[int, Any] = field(default_factory=dict)

    def is_untouched(self, person: ContactPerson, run: ImportRun) -> bool:
        """Whether nobody changed the person since the import did."""
        newest = self.newest[person.pk]
        return bool(newest.history_change_reason == run.reason and newest.version == person.version)


def not_as_brought(run: ImportRun, customers: Collection[int]) -> dict[int, Why]:
    """Of customers whom the import brought, those whose contact persons are not just as it brought them, and why they
    stay. Their people are locked; two statements, and one for each table that refers to such people."""
    people = _people_of(customers)
    past, hanging = _past(run, people), _hanging(people)
    stays: dict[int, Why] = {}
    for person in people:
        if person.pk not in past.newest:
            stays[person.customer_id] = ("hanging", {"model": ContactPerson._meta.label})
        elif not past.is_untouched(person, run):
            stays[person.customer_id] = (CHANGED, {})
        elif person.pk in hanging:
            stays[person.customer_id] = ("hanging", {"model": hanging[person.pk]})
    return stays


def remove_people(people: "QuerySet[ContactPerson]", *, now: datetime) -> None:
    """Delete contact persons with their history and destroy their keys: nothing of them is left to be read."""
    found = list(people.values_list("pk", "data_key"))
    if not found:
        return
    gone = [pk for pk, _key in found]
    past: QuerySet[Any] = ContactPerson.history.filter(id__in=gone)
    for rows in (past, ContactPerson.objects.filter(pk__in=gone)):
        rows._raw_delete(rows.db)
    DataKey.objects.filter(pk__in=[key for _pk, key in found]).update(wrapped=None, destroyed_at=now)


def give_people_back(
    run: ImportRun, customers: Collection[int], *, by: User, now: datetime, reason: str
) -> dict[int, Why]:
    """Take back what the import did to the contact persons of customers who are what they were again: whom it added
    goes, whom it changed has the former values. Gives the customers with one who stays, and why."""
    people = _people_of(customers)
    past, hanging = _past(run, people), _hanging(people)
    stays: dict[int, Why] = {}
    going = []
    for person in people:
        if person.pk not in past.newest:
            continue
        if not past.is_untouched(person, run):
            stays[person.customer_id] = (STAYS, {})
        elif before := past.before.get(person.pk):
            _give_back(person, before, by=by, now=now, reason=reason)
        elif person.pk in hanging:
            stays[person.customer_id] = (USED, {"model": hanging[person.pk]})
        else:
            going.append(person.pk)
    remove_people(ContactPerson.objects.filter(pk__in=going), now=now)
    return stays


def _give_back(person: ContactPerson, before: Any, *, by: User, now: datetime, reason: str) -> None:
    for name in FIELDS.values():
        setattr(person, name, getattr(before, name))
    refresh_found_by(person)
    signed(person.touch(), by=by, now=now, reason=reason).save()


def _people_of(customers: Collection[int]) -> list[ContactPerson]:
    """The contact persons of customers, locked, in the order in which an import locks them."""
    rows = ContactPerson.objects.filter(customer_id__in=customers).select_related("data_key")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _past(run: ImportRun, people: Iterable[ContactPerson]) -> _Past:
    """The history of those of the people whom the import wrote."""
    keys = [person.pk for person in people]
    written = ContactPerson.history.filter(id__in=keys, history_change_reason=run.reason).values("id")
    past, by_import = _Past(), set[int]()
    for row in ContactPerson.history.filter(id__in=written).select_related("data_key").order_by("history_id"):
        past.newest[row.id] = row
        if row.history_change_reason == run.reason:
            by_import.add(row.id)
        elif row.id not in by_import:
            past.before[row.id] = row
    return past


def _hanging(people: Iterable[ContactPerson]) -> dict[int, str]:
    return hanging_on(ContactPerson, {person.pk: person.public_id for person in people}, kind=KIND)
