"""Lists and records of the register."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.fields.json import KeyTransform
from django.shortcuts import get_object_or_404
from django.utils import timezone

from customers.enums import ListOrder
from customers.models import Customer, CustomerMerge, CustomerQuerySet, GroupTie, Interaction
from customers.selectors.market_tests import standing_in_market
from customers.selectors.needles import as_meant, as_written, is_short
from foundation.accounts.models import Unit, User
from foundation.core.list_filters import NO_CUTS, Cuts, narrow
from foundation.core.pages import Page, bounded_counts, estimated_count, keyset_page
from foundation.privacy.models import AccessLog

PAGE_SIZE = 25
# Up to here a list is counted exactly, and a search is answered from the matches alone. Beyond, the list walks the
# name index: so common a match is never far away. Either way the price has a ceiling.
COUNT_CEILING = 2000
# An estimate so many times the ceiling is not mistaken about being beyond it, so nothing is counted.
FAR_ABOVE = 5
# Instead of the user name of an owner.
ME, NOBODY = "me", "-"
ORDERS: dict[str, tuple[str, ...]] = {
    ListOrder.NAME: ("sort_key", "pk"),
    ListOrder.NAME_BACK: ("-sort_key", "-pk"),
    ListOrder.NEWEST: ("-pk",),
    ListOrder.OLDEST: ("pk",),
}
# What a list shows; everything else stays in the database, sealed columns above all.
LISTED = (
    *("public_id", "number", "party", "kind", "relation", "relation_since", "is_limited", "sort_key", "tags"),
    *("title_th", "name_th", "family_th", "title_en", "name_en", "family_en"),
    *("unit__name_th", "unit__name_en", "owner__first_name", "owner__last_name", "owner__username"),
)


class FactTest(StrEnum):
    """How a further fact is compared."""

    IS = "is"
    AMONG = "in"
    LEAST = "gte"
    MOST = "lte"


@dataclass(frozen=True)
class FactCut:
    """A list cut by a further fact: the key of its field, the test, the value as records keep it."""

    key: str
    test: FactTest
    value: str | int | float | tuple[str, ...]


@dataclass(frozen=True)
class ListQuery:
    """What the list shows: the needle and the filters, as they stand in the address.

    `owner` is a user name, ME (whoever looks) or NOBODY; `tag` the code of a tag; `group` the number of an organisation
    to which they belong.
    """

    needle: str = ""
    party: str = ""
    kind: str = ""
    relation: str = ""
    unit: str = ""
    province: str = ""
    health: str = ""
    market: str = ""
    order: str = ListOrder.NAME
    owner: str = ""
    tag: str = ""
    group: str = ""
    facts: tuple[FactCut, ...] = ()
    cuts: Cuts = NO_CUTS

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the whole register is asked for."""
        return replace(self, order=ListOrder.NAME) != ListQuery()


@dataclass(frozen=True)
class ListAnswer:
    """A page of customers and an honest count: `exact`, or an estimate, or "more than the ceiling".

    `is_guessed`: nothing is written as the needle is; these are spelt or sound nearly so.
    """

    page: Page[Customer]
    count: int
    is_exact: bool
    is_estimate: bool = False
    is_guessed: bool = False


def customers_list(
    user: User, query: ListQuery, *, cursor: str = "", size: int = PAGE_SIZE, showing: Sequence[str] = ()
) -> ListAnswer:
    """One page in the order asked for; `showing` names stored columns beyond those that every list shows.

    Two or three statements, whatever the size of the register.
    """
    estimate = 0 if query.is_narrowed else _estimated_rows()
    if estimate > FAR_ABOVE * COUNT_CEILING:
        page = _page(_narrowed(user, query), query, cursor, size, showing)
        return ListAnswer(page, estimate, is_exact=False, is_estimate=True)
    rows, count, is_guessed = _search(user, query) if query.needle else _walk(_narrowed(user, query))
    page = _page(rows, query, cursor, size, showing)
    is_exact = count <= COUNT_CEILING
    if is_exact or query.is_narrowed:
        return ListAnswer(page, min(count, COUNT_CEILING), is_exact, is_guessed=is_guessed)
    return ListAnswer(page, max(estimate, COUNT_CEILING), is_exact=False, is_estimate=True)


def _page(rows: CustomerQuerySet, query: ListQuery, cursor: str, size: int, showing: Sequence[str]) -> Page[Customer]:
    return keyset_page(listed(rows, showing), order=ORDERS[query.order], cursor=cursor, size=size)


def listed(rows: CustomerQuerySet, showing: Sequence[str]) -> CustomerQuerySet:
    """The rows with what every list shows and these further stored columns, and nothing else."""
    further = {name.partition("__")[0] for name in showing if "__" in name}
    return rows.select_related("unit", "owner", *further).only(*LISTED, *showing)


def _walk(matching: CustomerQuerySet) -> tuple[CustomerQuerySet, int, bool]:
    """Filters alone: an index serves their order; rows are counted up to the ceiling."""
    return matching, bounded_counts({"of": matching}, limit=COUNT_CEILING + 1)["of"], False


def _search(user: User, query: ListQuery) -> tuple[CustomerQuerySet, int, bool]:
    """A needle: its matches come from the trigram index; few are sorted by themselves, many lie close by name."""
    for read, is_guessed in ((as_written, False), (as_meant, True)):
        matching = _narrowed(user, query).filter(read(query.needle))
        if is_short(query.needle) and estimated_count(matching) > FAR_ABOVE * COUNT_CEILING:
            return matching, COUNT_CEILING + 1, is_guessed
        found = list(matching.order_by().values_list("pk", flat=True)[: COUNT_CEILING + 1])
        if len(found) > COUNT_CEILING:
            return matching, len(found), is_guessed
        if found:
            break
    ids = RawSQL("SELECT unnest(%s::bigint[])", [found])  # one parameter, where IN would make thousands
    return Customer.objects.filter(pk__in=ids), len(found), is_guessed and bool(found)


def customers_matching(user: User, query: ListQuery) -> CustomerQuerySet:
    """The customers that the user may see and the query asks for: those that its list shows."""
    customers = _narrowed(user, query)
    if not query.needle:
        return customers
    written = customers.filter(as_written(query.needle))
    return written if written.exists() else customers.filter(as_meant(query.needle))


def _narrowed(user: User, query: ListQuery) -> CustomerQuerySet:
    """What the filters leave, whatever the needle."""
    customers = Customer.objects.visible_to(user)
    plain = {
        "party": query.party,
        "kind": query.kind,
        "relation": query.relation,
        "health__state": query.health,
        "province": query.province,
    }
    customers = customers.filter(**{name: value for name, value in plain.items() if value})
    # By the key, not by a join: then the index gives them in order.
    if query.unit:
        customers = customers.filter(unit_id=Subquery(Unit.objects.filter(code=query.unit).values("pk")[:1]))
    if query.owner:
        customers = customers.filter(_cared_for(user, query.owner))
    if query.market:
        customers = customers.filter(standing_in_market(query.market))
    if query.tag:
        customers = customers.filter(tags__contains=[query.tag])
    if query.group:
        customers = customers.filter(pk__in=_belonging(user, query.group))
    return narrow(cut_by_facts(customers, query.facts), query.cuts, customer="pk")


def _belonging(user: User, number: str) -> "QuerySet[GroupTie, int]":
    """Keys of those who belong to an organisation; of one that the user may not see, nobody."""
    above = Customer.objects.visible_to(user).filter(number=number)
    return GroupTie.objects.filter(parent__in=above).values_list("customer", flat=True)


def cut_by_facts(customers: CustomerQuerySet, cuts: Iterable[FactCut]) -> CustomerQuerySet:
    """The customers whose further facts pass all of the cuts."""
    for place, cut in enumerate(cuts):
        customers = _cut_by(customers, cut, f"fact_{place}")
    return customers


def _cut_by(customers: CustomerQuerySet, cut: FactCut, name: str) -> CustomerQuerySet:
    """By a further fact; JSON compares numbers as numbers and ISO dates as dates, and never fails on another kind."""
    if cut.test == FactTest.IS:
        return customers.filter(attributes__contains={cut.key: cut.value})
    if isinstance(cut.value, tuple):
        held = Q(pk__in=[])
        for value in cut.value:
            held |= Q(attributes__contains={cut.key: value})
        return customers.filter(held)
    answered = customers.filter(attributes__has_key=cut.key).alias(**{name: KeyTransform(cut.key, "attributes")})
    return answered.filter(**{f"{name}__{cut.test}": cut.value})


def _cared_for(user: User, owner: str) -> Q:
    if owner == NOBODY:
        return Q(owner__isnull=True)
    if owner == ME:
        return Q(owner_id=user.pk)
    return Q(owner_id=Subquery(User.objects.filter(username=owner).values("pk")[:1]))


def find_customers(user: User, needle: str, limit: int) -> list[Customer]:
    """The first matches for the one search box."""
    return customers_list(user, ListQuery(needle=needle), size=limit).page.rows


def visible_customer(user: User, public_id: str) -> Customer:
    """The record with what its page needs. Raises Http404 when it is not there or not for this user."""
    rows = Customer.objects.visible_to(user).select_related("unit", "owner", "data_key", "import_run", "health")
    joined = CustomerMerge.objects.filter(survivor=OuterRef("pk"), undone_at__isnull=True)
    # Asked here, so that opening a record again costs no statement of its own (services.reveal.note_opened).
    noted = AccessLog.objects.filter(
        subject_kind="customer", subject_public_id=OuterRef("public_id"), by=user, viewed_on=timezone.localdate()
    )
    return get_object_or_404(
        rows.annotate(has_joined=Exists(joined), is_noted_today=Exists(noted)), public_id=public_id
    )


def interactions_of(customer: Customer, *, cursor: str = "", size: int = 20) -> Page[Interaction]:
    """A page of the timeline, newest first, each entry with those that it puts right or that put it right; its price
    does not grow with the length of the history."""
    rows: QuerySet[Interaction] = Interaction.objects.filter(customer=customer)
    rows = rows.select_related("data_key", "by", "contact__data_key", "touchpoint", "corrects", "put_right_by__by")
    return keyset_page(
        rows.defer("corrects__summary", "put_right_by__summary"),
        order=("-at", "-pk"),
        cursor=cursor,
        size=size,
    )


def _estimated_rows() -> int:
    """PostgreSQL's own estimate of the size of the table, kept fresh by autovacuum."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = %s::regclass", [Customer._meta.db_table]
        )
        row = cursor.fetchone()
    return int(row[0])
