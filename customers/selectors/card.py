"""What a customer's page shows from the register itself: one statement, whatever the record has been through."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from customers.enums import Relation
from customers.models import (
    AttributeDefinition,
    Customer,
    Interaction,
    LifecycleStage,
    RelationPeriod,
    SourceKey,
    Tag,
    Touchpoint,
    UnderAge,
)
from customers.selectors.bundled import FIELD_FIELDS, TAG_FIELDS, bundled, unbundled
from customers.selectors.facts import YEAR, Attribute, Touch, named_attributes
from customers.selectors.groups import Group, group_columns, read_group
from foundation.accounts.models import User

RELATIONS = 5
NAMED = ("id", "name_th", "name_en")


@dataclass(frozen=True)
class Period:
    """A relation to the market, and from when to when."""

    relation: str
    starts_on: date
    ends_on: date | None

    @property
    def label(self) -> str:
        """The relation in the reader's language."""
        return str(Relation(self.relation).label)


@dataclass(frozen=True)
class Source:
    """What the customer is called in a system or file that feeds us."""

    source: str
    key: str
    seen_at: datetime
    is_imported: bool


@dataclass(frozen=True)
class Card:
    """The last relations, oldest first; the keys in other systems; how often we spoke; tags; further facts; the group;
    and what the form of a contact offers: touchpoints in use and stages, with their names alone. `minority`: "" for
    most; for a person under age "waits" for a parent's word, or "agreed"."""

    relations: list[Period]
    sources: list[Source]
    touch: Touch
    tags: list[Tag]
    attributes: list[Attribute]
    group: Group | None
    touchpoints: list[Touchpoint]
    stages: list[LifecycleStage]
    minority: str


def card_of(customer: Customer, *, user: User, now: datetime) -> Card:
    """See `Card`."""
    own = OuterRef("pk")
    relations = RelationPeriod.objects.filter(customer=own).order_by("-starts_on", "-pk")[:RELATIONS]
    sources = SourceKey.objects.filter(customer=own).exclude(key__startswith="id:").order_by("pk")
    touchpoints = Touchpoint.objects.in_use_on(timezone.localdate(now))
    recent = Q(at__gte=now - YEAR)
    touch = Interaction.objects.standing().filter(customer=own).order_by().values("customer").annotate(
        told=JSONObject(
            total=Count("pk", filter=recent), inward=Count("pk", filter=recent & Q(direction="in")), last_at=Max("at")
        )
    )  # fmt: skip
    row: Mapping[str, Any] = Customer.with_merged.filter(pk=customer.pk).values(
        found_relations=ArraySubquery(
            relations.values(told=JSONObject(relation="relation", starts_on="starts_on", ends_on="ends_on"))
        ),
        found_sources=ArraySubquery(
            sources.values(told=JSONObject(source="source", key="key", seen_at="seen_at", run="run_id"))
        ),
        touch=Subquery(touch.values("told")),
        found_tags=bundled(Tag.objects.filter(code__in=customer.tags), TAG_FIELDS),
        definitions=bundled(AttributeDefinition.objects.filter(key__in=list(customer.attributes)), FIELD_FIELDS),
        touchpoints=bundled(touchpoints.order_by("name_th", "pk"), NAMED),
        stages=bundled(LifecycleStage.objects.in_use_on(timezone.localdate(now)).order_by("order"), NAMED),
        is_young=Exists(UnderAge.objects.filter(customer=own, ended_at=None)),
        is_agreed=Exists(UnderAge.objects.filter(customer=own, ended_at=None, agreed_at__isnull=False)),
        **group_columns(user),
    ).get()  # fmt: skip
    return Card(
        [_period(told) for told in reversed(row["found_relations"])],
        [_source(told) for told in row["found_sources"]],
        _touch(row["touch"] or {}),
        unbundled(Tag, row["found_tags"]),
        named_attributes(customer, unbundled(AttributeDefinition, row["definitions"])),
        read_group(row),
        unbundled(Touchpoint, row["touchpoints"]),
        unbundled(LifecycleStage, row["stages"]),
        "" if not row["is_young"] else "agreed" if row["is_agreed"] else "waits",
    )


def _period(told: dict[str, Any]) -> Period:
    return Period(told["relation"], date.fromisoformat(told["starts_on"]), _day(told["ends_on"]))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _source(told: dict[str, Any]) -> Source:
    return Source(told["source"], told["key"], datetime.fromisoformat(told["seen_at"]), told["run"] is not None)


def _touch(told: dict[str, Any]) -> Touch:
    last_at = told.get("last_at")
    return Touch(told.get("total", 0), told.get("inward", 0), datetime.fromisoformat(last_at) if last_at else None)
