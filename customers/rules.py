"""Which facts of two records of one customer are taken over together; on which imports a person may work; who may take
a bulk action back; when a feed is late; when somebody is reminded of a follow-up."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Protocol

from django.db.models import Q

from customers.enums import ReminderStep
from foundation.accounts.permissions import Permission

# A name is never half of one record and half of the other, nor is a postcode that of another address, nor does one
# unit keep to itself what belongs to another.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "name_th": ("title_th", "name_th", "family_th"),
    "name_en": ("title_en", "name_en", "family_en"),
    "kind": ("kind",),
    "national_id": ("national_id",),
    "tax_id": ("tax_id", "tax_branch"),
    "phone": ("phone",),
    "email": ("email",),
    "address": ("address", "place", "postcode"),
    "language": ("language",),
    "unit": ("unit", "is_limited"),
    "owner": ("owner",),
}
# Of a contact person: who ended is not the first to be contacted.
CONTACT_GROUPS: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "role": ("role",),
    "phone": ("phone",),
    "email": ("email",),
    "address": ("address", "place", "postcode"),
    "ended_on": ("is_main", "ended_on"),
}
RELATION = "relation"
# Of two records that are joined, the relation to the market is chosen too, with its dated history.
JOINED: Mapping[str, tuple[str, ...]] = {**GROUPS, RELATION: ("relation", "relation_since")}
# A designed field is a group of its own: this and its key. The names of its answers in forms begin so too.
FACT = "fact_"
# Joined records bear the tags of both; from the history they are put back together.
TAGS = "tags"


class Person(Protocol):
    """What a rule asks of a person."""

    pk: int
    unit_id: int | None

    def can(self, permission: str) -> bool:
        """Whether a role of the person grants it."""


SEALED = frozenset({"national_id", "phone", "email", "address", "place"})


def may_work_on_import(person: Person, *, came_by_itself: Q) -> Q:
    """Which imports a person may see, check, start, drop and undo, as a condition for lists and single rows alike.

    One's own, those of one's unit, and for who sees the records of every unit all of them. What nobody brought
    (`came_by_itself`: a file from the command line, or a delivery of a feed) and belongs to no unit is in the hands of
    all who import.
    """
    if not person.can(Permission.CUSTOMER_IMPORT):
        return Q(pk__in=())
    if person.can(Permission.CUSTOMER_VIEW_ALL):
        return Q()
    reach = Q(by=person.pk) | Q(unit__isnull=True) & came_by_itself
    return reach if person.unit_id is None else reach | Q(unit=person.unit_id)


def may_stop_bulk(person: Person) -> Q:
    """Which bulk changes a person may stop and undo, as a condition: the own ones, those of colleagues of the own unit,
    and for who sees the records of every unit all of them."""
    if not person.can(Permission.CUSTOMER_EDIT):
        return Q(pk__in=())
    if person.can(Permission.CUSTOMER_VIEW_ALL):
        return Q()
    own = Q(by=person.pk)
    return own if person.unit_id is None else own | Q(by__unit=person.unit_id)


def is_late(since: datetime, every_hours: int | None, now: datetime) -> bool:
    """Whether a system should have delivered again by now; one that promised nothing is never late."""
    return every_hours is not None and since + timedelta(hours=every_hours) < now


def reminder_due(due_on: date, today: date) -> ReminderStep | None:
    """For what the owner of an open follow-up is told: on its day, and once more when the day is past."""
    if due_on > today:
        return None
    return ReminderStep.DUE if due_on == today else ReminderStep.LATE


AGE_OF_MAJORITY = 20  # Civil and Commercial Code, section 19
OLDEST = 130


def of_age_on(born: date) -> date:
    """The birthday on which a person comes of age; who was born on 29 February, on 1 March of a year without one."""
    year = born.year + AGE_OF_MAJORITY
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def is_under_age(born: date, today: date) -> bool:
    """Whether a parent or guardian speaks for the person (PDPA, section 20)."""
    return today < of_age_on(born)
