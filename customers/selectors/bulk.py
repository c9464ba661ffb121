"""Whom a bulk action is about, and what would become of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from customers.enums import BulkKind, BulkOutcome, Kind, Relation
from customers.models import BulkAction, BulkRow, Customer, CustomerQuerySet
from customers.models.tag import MOST_TAGS
from customers.selectors.register import ListQuery, customers_matching
from customers.selectors.tags import tags_by_code
from customers.words import BULK_LEFT
from foundation.accounts.models import Unit, User

SHOWN = 200
CHOICES: dict[str, type[Kind] | type[Relation]] = {BulkKind.KIND: Kind, BulkKind.RELATION: Relation}
NAMED = 8
_OF_A_TAG = (BulkKind.TAG, BulkKind.UNTAG)


@dataclass(frozen=True)
class Preview:
    """How many would change, are so already, and would be left, by the reason's code."""

    total: int
    same: int
    left: dict[str, int]
    first: list[Customer]

    @property
    def changing(self) -> int:
        """How many would change."""
        return self.total - self.same - sum(self.left.values())

    @property
    def left_words(self) -> list[tuple[str, int]]:
        """Why some would be left, in words."""
        return [(str(BULK_LEFT[code]), n) for code, n in self.left.items() if n]


@dataclass(frozen=True)
class Wanted:
    """What a bulk action is to make of its customers."""

    kind: BulkKind
    value: str = ""
    since: date | None = None

    @property
    def column(self) -> str:
        """The column that changes."""
        if self.is_tag:
            return "tags"
        return f"{self.kind}_id" if self.kind in {BulkKind.OWNER, BulkKind.UNIT} else str(self.kind)

    @property
    def is_tag(self) -> bool:
        """Whether a tag is given or taken."""
        return self.kind in _OF_A_TAG

    @property
    def target(self) -> str:
        """What `held` gives of a customer who is as wanted."""
        return "" if self.kind == BulkKind.UNTAG else self.value

    def held(self, customer: Customer) -> str:
        """What the customer has now, as text; of tags the one that it is about, or nothing."""
        if self.is_tag:
            return self.value if self.value in customer.tags else ""
        value = getattr(customer, self.column)
        return "" if value is None else str(value)

    def put(self, customer: Customer, text: str) -> None:
        """Give the customer what `held` once gave, or is to give."""
        if self.is_tag:
            others = set(customer.tags) - {self.value}
            customer.tags = sorted(others | ({text} if text else set()))
        elif self.column.endswith("_id"):
            setattr(customer, self.column, int(text) if text else None)
        else:
            setattr(customer, self.column, text)

    def is_so(self) -> Q:
        """Customers who are so already."""
        if self.is_tag:
            bearing = Q(tags__contains=[self.value])
            so = bearing if self.kind == BulkKind.TAG else ~bearing
        else:
            so = Q(**{self.column: self.value}) if self.value else Q(**{f"{self.column}__isnull": True})
        return so & Q(erased_at__isnull=True)

    def left(self) -> dict[str, Q]:
        """Customers who are left as they are, by the reason's code; nobody for two reasons."""
        found = {"erased": Q(erased_at__isnull=False)}
        others = Q(erased_at__isnull=True) & ~self.is_so()
        if self.kind == BulkKind.UNIT:
            found["limited"] = Q(is_limited=True) & others
        if self.kind == BulkKind.TAG:
            found["many_tags"] = Q(tags__len__gte=MOST_TAGS) & others
        if self.kind == BulkKind.RELATION:
            found["too_early"] = Q(relation_since__gt=self.since) & others
        return found


def chosen(user: User, query: ListQuery, picked: Sequence[str]) -> CustomerQuerySet:
    """The customers picked in the list, or, without any, all that its filters ask for; only those the user sees."""
    if picked:
        return Customer.objects.visible_to(user).filter(public_id__in=picked)
    return customers_matching(user, query)


def preview(customers: CustomerQuerySet, wanted: Wanted) -> Preview:
    """Counted, not guessed; two statements."""
    counts = {f"left_{code}": Count("pk", filter=condition) for code, condition in wanted.left().items()}
    counts["same"] = Count("pk", filter=wanted.is_so())
    found = customers.order_by().aggregate(total=Count("pk"), **counts)
    left = {code: found[f"left_{code}"] for code in wanted.left()}
    return Preview(found["total"], found["same"], left, first_of(customers))


def first_of(customers: CustomerQuerySet) -> list[Customer]:
    """The first of them by name, to recognise the set by."""
    return list(customers.order_by("sort_key", "pk")[:NAMED])


def bulk_actions() -> "QuerySet[BulkAction]":
    """What was done in bulk, newest first."""
    return BulkAction.objects.select_related("by__unit", "job", "undone_by")


def bulk_action(public_id: str) -> BulkAction:
    """One of them. Raises Http404."""
    return get_object_or_404(bulk_actions(), public_id=public_id)


def outcomes_of(action: BulkAction) -> dict[str, int]:
    """How many customers had which outcome; every outcome is named."""
    counted = dict(action.rows.order_by().values_list("outcome").annotate(n=Count("pk")))
    return {outcome.value: counted.get(outcome.value, 0) for outcome in BulkOutcome}


def left_of(action: BulkAction, user: User) -> "QuerySet[BulkRow]":
    """Customers whom the action, or undoing it, left as they are; those that the user sees."""
    rows = action.rows.exclude(code="").filter(customer__in=Customer.with_merged.visible_to(user))
    return rows.select_related("customer").order_by("pk")[:SHOWN]


def values_of(actions: Sequence[BulkAction]) -> list[str]:
    """What the customers of each were made, as people read it; empty where something was taken away, or where the
    colleague or unit is no more. At most three statements, however many actions."""
    named: dict[tuple[str, str], str] = {}
    for kind, model in ((BulkKind.OWNER, User), (BulkKind.UNIT, Unit)):
        keys = {int(action.value) for action in actions if action.kind == kind and action.value}
        if keys:
            named |= {(kind.value, str(pk)): str(row) for pk, row in model._default_manager.in_bulk(keys).items()}
    if any(action.kind in _OF_A_TAG for action in actions):
        named |= {(kind.value, code): tag.name for kind in _OF_A_TAG for code, tag in tags_by_code().items()}
    return [named.get((action.kind, action.value)) or _plain(action) for action in actions]


def _plain(action: BulkAction) -> str:
    """What stands in the row itself: the label of a choice, or the code of a tag."""
    if action.kind in CHOICES:
        return str(CHOICES[action.kind](action.value).label)
    return action.value if action.kind in _OF_A_TAG else ""
