"""One value of a further fact: read from text by the kind of its field, and shown. One owner for all doors."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from customers import cells
from customers.enums import AttributeKind, YesNo
from customers.models import AttributeDefinition
from customers.words import BadValue
from foundation.core.thai.dates import format_date
from foundation.core.thai.text import search_form

LONGEST_TEXT, LONGEST_CATEGORY = 300, 120
_YES = frozenset({"yes", "y", "true", "1", "t", "ใช่", "มี", "จริง"})
_NO = frozenset({"no", "n", "false", "0", "f", "ไม่ใช่", "ไม่", "ไม่มี", "เท็จ"})


def read_value(field: AttributeDefinition, value: Any, *, also: Any = None) -> Any:
    """The value as the record keeps it (JSON), None for an empty one; a stored value reads as itself.

    `also` is a retired choice that stands in the record. Raises BadValue.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if field.kind == AttributeKind.NUMBER:
        return _number(value)
    if field.kind == AttributeKind.DATE:
        found = value if isinstance(value, dt.date) else cells.date(str(value))
        return found.isoformat() if found else None
    if field.kind == AttributeKind.YES_NO:
        return _yes_no(value)
    if field.kind == AttributeKind.CHOICE:
        return _choice(field, str(value), also)
    return cells.text(LONGEST_CATEGORY if field.kind == AttributeKind.CATEGORY else LONGEST_TEXT)(str(value)) or None


def shown_value(field: AttributeDefinition, value: Any) -> str:
    """The value in the reader's language, without its unit; as it is where it doesn't fit the kind."""
    if value is None or value == "":
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    if field.kind == AttributeKind.DATE:
        return _date(str(value))
    if field.kind == AttributeKind.YES_NO:
        return str(dict(YesNo.choices).get(value, value))
    if field.kind == AttributeKind.CHOICE:
        return dict(field.options(also=value)).get(str(value), str(value))
    return str(value)


def _date(value: str) -> str:
    try:
        return str(format_date(dt.date.fromisoformat(value)))
    except ValueError:
        return value  # a file put a word there before the field was designed


def _number(value: Any) -> int | float | None:
    found = cells.number(str(value))
    if found is None:
        return None
    return int(found) if found == found.to_integral_value() else float(Decimal(found))


def _yes_no(value: Any) -> str:
    word = search_form(str(value))
    if word in _YES:
        return YesNo.YES
    if word in _NO:
        return YesNo.NO
    raise BadValue("choice", choices=f"{_('yes')}, {_('no')}")


def _choice(field: AttributeDefinition, value: str, also: Any) -> str:
    asked = search_form(value)
    rows = [row for row in field.choices if not row["retired"] or row["key"] == also]
    for row in rows:
        if asked in {search_form(row[name]) for name in ("key", "th", "en")}:
            return str(row["key"])
    raise BadValue("choice", choices=", ".join(label for _key, label in field.options()))
