"""The columns that a list of customers can show."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from customers.enums import Health, Kind, Language, MarketState, Party, Relation
from customers.field_values import shown_value
from customers.models import AttributeDefinition, Customer, Tag
from customers.selectors.market_tests import TESTED
from customers.selectors.tags import named_tags
from foundation.core.thai.dates import format_date
from foundation.core.thai.places import province_name

FURTHER = "fact:"  # columns of administrator-defined facts begin so
MOST = 8
Text = str | Promise


@dataclass(frozen=True)
class Column:
    """A column: what it is called, which stored columns it needs, how a cell reads."""

    key: str
    label: Text
    needs: tuple[str, ...]
    read: Callable[[Customer], Any]


def _labels(enum: Any, field: str) -> Callable[[Customer], str]:
    labels = dict(enum.choices)
    return lambda row: str(labels.get(getattr(row, field), ""))


def _health(row: Customer) -> str:
    judged = getattr(row, "health", None)
    return str(Health(judged.state).label) if judged else ""


def _market(row: Customer) -> str:
    """Of those of whom the tests are asked."""
    if row.relation not in TESTED:
        return ""
    standing = getattr(row, "market", None)
    if standing and standing.state == MarketState.OPEN:
        return gettext("A test is missing, %(n)s of 4 answered") % {"n": standing.answered}
    return str(MarketState(standing.state if standing else MarketState.OPEN).label)


_FIXED = (
    Column("relation", _("Relation to the market"), ("relation",), _labels(Relation, "relation")),
    Column("since", _("Since"), ("relation_since",), lambda row: format_date(row.relation_since)),
    Column("kind", _("Kind of customer"), ("kind",), _labels(Kind, "kind")),
    Column("party", _("Person or organisation"), ("party",), _labels(Party, "party")),
    Column("unit", _("Unit"), (), lambda row: str(row.unit or "")),
    Column("owner", _("Cared for by"), (), lambda row: str(row.owner or "")),
    Column("name_en", _("Name in English"), (), lambda row: f"{row.name_en} {row.family_en}".strip()),
    Column("tax_id", _("Tax number"), ("tax_id",), lambda row: row.tax_id),
    Column("province", _("Province"), ("province",), lambda row: province_name(row.province, get_language() or "th")),
    Column("postcode", _("Postcode"), ("postcode",), lambda row: row.postcode),
    Column("language", _("Preferred language"), ("language",), _labels(Language, "language")),
    Column("health", _("Relationship"), ("health__state",), _health),
    Column("market", _("Market"), ("relation", "market__state", "market__answered"), _market),
    Column("created", _("Recorded on"), ("created_at",), lambda row: format_date(row.created_at)),
)


DEFAULT = ("relation", "kind", "unit", "owner")


def columns_on_offer(definitions: Iterable[AttributeDefinition], tags: Mapping[str, Tag]) -> Mapping[str, Column]:
    """Every column by its key, the further facts last; `tags` by their codes."""
    tagged = Column("tags", _("Tags"), ("tags",), lambda row: ", ".join(tag.name for tag in named_tags(row.tags, tags)))
    facts = (Column(f"{FURTHER}{each.key}", each.label, ("attributes",), _fact(each)) for each in definitions)
    return {column.key: column for column in (*_FIXED, tagged, *facts)}


def known_columns(keys: Iterable[str], offered: Mapping[str, Column]) -> tuple[Column, ...]:
    """The columns of these keys, in the order of the offer; the usual ones where none is named or known."""
    asked = set(keys)
    chosen = [column for key, column in offered.items() if key in asked][:MOST]
    return tuple(chosen) or tuple(offered[key] for key in DEFAULT)


def needs_of(chosen: Iterable[Column]) -> list[str]:
    """The stored columns that these columns read, beyond those that every list shows."""
    return sorted({need for column in chosen for need in column.needs})


def cells(row: Customer, chosen: Sequence[Column]) -> list[tuple[Text, Any]]:
    """What the row says in the chosen columns."""
    return [(column.label, column.read(row)) for column in chosen]


def _fact(field: AttributeDefinition) -> Callable[[Customer], str]:
    return lambda row: shown_value(field, row.attributes.get(field.key))
