"""Facts of customers that a segmentation study reads: numbers, and the categories that it checks itself against."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import (
    Count,
    DateField,
    Expression,
    F,
    FloatField,
    Func,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.enums import AttributeKind
from customers.models import AttributeDefinition, Customer, Interaction

CHUNK = 20_000
INTERACTION_DAYS = 365


@dataclass(frozen=True)
class Feature:
    """A figure, or a category, that customers have. `key` is what a study stores."""

    key: str
    label: str | Promise
    unit: str | Promise


_TENURE = Feature("tenure_days", _("Days in the present relation"), _("days"))
_CONTACTS = Feature("interactions_365d", _("Contacts in the last 12 months"), _("times"))
_BUILT_IN = {feature.key: feature for feature in (_TENURE, _CONTACTS)}
_OWN_CATEGORIES = {
    "party": Feature("party", _("Person or organisation"), ""),
    "kind": Feature("kind", _("Kind of customer"), ""),
    "relation": Feature("relation", _("Relation to the market"), ""),
}


def available_features() -> list[Feature]:
    """Every number that the records carry, built-in ones first."""
    return [*_BUILT_IN.values(), *_defined(AttributeKind.NUMBER)]


def available_categories() -> list[Feature]:
    """Every category that the records carry: descriptors to describe and to check segments with."""
    return [*_OWN_CATEGORIES.values(), *_defined(AttributeKind.CATEGORY, AttributeKind.CHOICE, AttributeKind.YES_NO)]


def numeric_features(
    keys: Sequence[str], *, customers: "QuerySet[Customer] | None" = None, at: date | None = None
) -> Iterator[tuple[int | float | None, ...]]:
    """Rows (customer id, value, value, …) in the order of `keys`, None where a customer lacks the figure.

    One statement read through a server-side cursor, ordered by customer id: memory stays flat at a million rows.
    `customers` narrows the population (start from `Customer.objects.visible_to(user)`); `at` is today for ages.
    Raises ValueError for a key that `available_features` doesn't offer.
    """
    unknown = set(keys) - {feature.key for feature in available_features()}
    if unknown:
        raise ValueError(f"no such feature: {', '.join(sorted(unknown))}")
    today = at or timezone.localdate()
    columns = {f"feature_{i}": _figure(key, today) for i, key in enumerate(keys)}
    rows = _population(customers).annotate(**columns).order_by("pk").values_list("pk", *columns)
    yield from rows.iterator(chunk_size=CHUNK)


def category_values(
    keys: Sequence[str], *, customers: "QuerySet[Customer] | None" = None
) -> Iterator[tuple[int | str | None, ...]]:
    """Rows (customer id, category, category, …), as `numeric_features` gives numbers. Raises ValueError."""
    _refuse_unknown_categories(keys)
    columns = {f"category_{i}": _category(key) for i, key in enumerate(keys)}
    rows = _population(customers).annotate(**columns).order_by("pk").values_list("pk", *columns)
    yield from rows.iterator(chunk_size=CHUNK)


def category_combinations(keys: Sequence[str], *, customers: "QuerySet[Customer]") -> dict[tuple[str, ...], int]:
    """How many of the customers have each combination of these categories, "" for one they lack; one statement.

    Raises ValueError.
    """
    _refuse_unknown_categories(keys)
    columns = {
        f"category_{i}": Coalesce(_category(key), Value(""), output_field=TextField()) for i, key in enumerate(keys)
    }
    rows = _population(customers).annotate(**columns).order_by().values_list(*columns)
    return {tuple(values): n for *values, n in rows.annotate(n=Count("pk"))}


def _refuse_unknown_categories(keys: Sequence[str]) -> None:
    unknown = set(keys) - {feature.key for feature in available_categories()}
    if unknown:
        raise ValueError(f"no such category: {', '.join(sorted(unknown))}")


def _population(customers: "QuerySet[Customer] | None") -> "QuerySet[Customer]":
    return (Customer.objects.all() if customers is None else customers).filter(erased_at__isnull=True)


def _defined(*kinds: AttributeKind) -> list[Feature]:
    """Designed fields and those that files brought; retired ones too, as studies of before stand on them."""
    return [Feature(row.key, row.label, row.unit) for row in AttributeDefinition.objects.filter(kind__in=kinds)]


def _figure(key: str, today: date) -> Expression:
    if key == _TENURE.key:
        return _days_since_relation(today)
    if key == _CONTACTS.key:
        return _contacts(today)
    return Cast(KeyTextTransform(key, "attributes"), FloatField())


def _days_since_relation(today: date) -> Expression:
    return Func(
        Value(today, output_field=DateField()),
        F("relation_since"),
        template="(%(expressions)s)::double precision",
        arg_joiner=" - ",
        output_field=FloatField(),
    )


def _contacts(today: date) -> Expression:
    since = timezone.make_aware(datetime.combine(today - timedelta(days=INTERACTION_DAYS), datetime.min.time()))
    # What puts an entry right is left out, rather than the entry: as many contacts, and no look at each of millions.
    recent = Interaction.objects.filter(customer=OuterRef("pk"), at__gte=since, corrects__isnull=True)
    counted = recent.order_by().values("customer").annotate(n=Count("pk")).values("n")
    return Cast(Coalesce(Subquery(counted), 0), FloatField())


def _category(key: str) -> Expression | F:
    return F(key) if key in _OWN_CATEGORIES else Cast(KeyTextTransform(key, "attributes"), TextField())
