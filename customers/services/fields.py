"""Fields that administrators design, and what customers answer to them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from customers.enums import AttributeKind, Party
from customers.field_values import read_value
from customers.models import AttributeDefinition, Customer
from customers.rules import FACT
from customers.words import BadValue, say
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, NotAllowed
from foundation.core.models import locked, signed
from foundation.core.thai.text import normalise_line, search_form

FIELD_FIELDS = ("label_th", "label_en", "unit_th", "unit_en", "party", "is_required", "is_retired", "rank")
MOST_CHOICES = 60


@transaction.atomic
def add_field(*, values: Mapping[str, Any], by: User, now: datetime) -> AttributeDefinition:
    """Design a field: FIELD_FIELDS, `kind`, and `choices` as lines. Its key is made from the English name.

    Raises NotAllowed, Incomplete.
    """
    _demand(by)
    field = AttributeDefinition(created_at=now, kind=values.get("kind", ""))
    if field.kind not in AttributeKind.values:
        raise Incomplete(say("required"), missing={"kind": say("required")})
    _fill(field, values)
    field.key = _free_key(field.label_en)
    return _store(field, by, now)


@transaction.atomic
def change_field(
    *, field_id: int, shown_version: int, values: Mapping[str, Any], by: User, now: datetime
) -> AttributeDefinition:
    """Change names, order, choices, whether it is asked; key and kind stay. Raises NotAllowed, StaleVersion,
    Incomplete."""
    _demand(by)
    field = locked(AttributeDefinition.objects.all(), pk=field_id, shown_version=shown_version)
    _fill(field, values)
    return _store(field, by, now)


def read_facts(customer: Customer, given: Mapping[str, Any], *, whole: bool) -> tuple[dict[str, Any], dict[str, str]]:
    """The record's attributes with these answers, an empty one taking the value away; and what is wrong, by the name
    of the answer. `whole`: every required field must be answered, not only those named. One statement."""
    fields = {field.key: field for field in AttributeDefinition.objects.filter(is_retired=False)}
    found, wrong = dict(customer.attributes), dict[str, str]()
    for key, value in given.items():
        field = fields.get(key)
        if field is None or not field.fits(customer.party):
            if value not in (None, ""):
                wrong[f"{FACT}{key}"] = say("field_party" if field else "field_gone")
            continue
        try:
            read = read_value(field, value, also=customer.attributes.get(key))
        except BadValue as error:
            wrong[f"{FACT}{key}"] = say(error.code, error.params)
            continue
        if read is None:
            found.pop(key, None)
        else:
            found[key] = read
    asked = fields if whole else given
    for key, field in fields.items():
        unanswered = key in asked and field.is_required and field.fits(customer.party) and key not in found
        if unanswered and f"{FACT}{key}" not in wrong:
            wrong[f"{FACT}{key}"] = say("required")
    return found, wrong


def choice_lines(field: AttributeDefinition) -> str:
    """The choices on offer as they are edited: a line each, Thai and English parted by a bar."""
    return "\n".join(f"{row['th']} | {row['en']}" for row in field.choices if not row["retired"])


def _fill(field: AttributeDefinition, values: Mapping[str, Any]) -> None:
    wrong: dict[str, str] = {}
    for name in values.keys() & set(FIELD_FIELDS):
        value = values[name]
        setattr(field, name, normalise_line(value) if isinstance(value, str) else value)
    wrong |= {name: say("required") for name in ("label_th", "label_en") if not getattr(field, name)}
    if field.party not in {"", *Party.values}:
        wrong["party"] = say("choice", {"choices": ", ".join(str(label) for label in Party.labels)})
    if field.kind == AttributeKind.CHOICE:
        try:
            field.choices = _choices(field.choices, str(values.get("choices", choice_lines(field))))
        except BadValue as error:
            wrong["choices"] = say(error.code, error.params)
    for name in ("label_th", "label_en"):
        others = AttributeDefinition.objects.filter(**{name: getattr(field, name)}, is_retired=False)
        if not field.is_retired and others.exclude(pk=field.pk).exists():
            wrong.setdefault(name, _("Another field has this name."))
    if wrong:
        raise Incomplete(_("Some facts are missing."), missing=wrong)


def _choices(before: list[dict[str, Any]], lines: str) -> list[dict[str, Any]]:
    """The list as typed, in its order; a choice is known again by either name. What is left out is retired."""
    rows: list[dict[str, Any]] = []
    for line in filter(None, map(normalise_line, lines.splitlines())):
        thai, _bar, english = (part.strip() for part in line.partition("|"))
        names = {"th": thai or english, "en": english or thai}
        if any(search_form(row[name]) == search_form(names[name]) for row in rows for name in names):
            raise BadValue("choice_twice", name=names["th"])
        old = next((row for row in before if row["th"] == names["th"] or row["en"] == names["en"]), None)
        taken = {row["key"] for row in (*before, *rows)}
        key = old["key"] if old else _unused(slugify(names["en"]).replace("-", "_")[:40] or "choice", taken)
        rows.append({"key": key, **names, "retired": False})
    if not rows:
        raise BadValue("required")
    if len(rows) > MOST_CHOICES:
        raise BadValue("many_choices", max=MOST_CHOICES)
    kept = {row["key"] for row in rows}
    return [*rows, *({**row, "retired": True} for row in before if row["key"] not in kept)]


def _unused(stem: str, taken: set[str]) -> str:
    return next(key for n in range(1, 9999) if (key := stem if n == 1 else f"{stem}_{n}") not in taken)


def _free_key(label_en: str) -> str:
    stem = slugify(label_en).replace("-", "_")[:50].strip("_") or "field"
    taken = AttributeDefinition.objects.filter(key__startswith=stem).values_list("key", flat=True)
    return _unused(stem, {*taken, "new"})


def _store(field: AttributeDefinition, by: User, now: datetime) -> AttributeDefinition:
    try:
        with transaction.atomic():
            signed(field, by=by, now=now).save()
    except IntegrityError as error:
        message = _("Another field has this name.")
        raise Incomplete(message, missing={"label_en": message}) from error
    return field


def _demand(by: User) -> None:
    if not by.can(Permission.ADMINISTER):
        raise NotAllowed(_("Only administrators design fields."))
