"""Old values put back: a change like any other, made from the history of the record."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from customers.models import Customer
from customers.rules import FACT, GROUPS, TAGS
from customers.services.register import update_customer
from customers.services.writable import forgotten
from customers.words import say
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.core.thai.dates import format_datetime

SHORTEST_REASON = 5


@transaction.atomic
def restore_values(
    *,
    customer_id: int,
    history_id: int,
    shown_version: int,
    groups: Collection[str],
    reason: str,
    by: User,
    now: datetime,
) -> Customer:
    """Put facts back to what they were in one version of the record: groups of `rules.GROUPS`, TAGS, and designed
    fields by FACT and their key.

    The present facts go into the history by it, with the reason. Every rule of the record is asked again: a number that
    another customer bears by now, a person in whom an organisation's number would stand. Raises NotAllowed,
    StaleVersion, Incomplete, Refused for an erased person or a version of another record.
    """
    if not by.can(Permission.CUSTOMER_EDIT):
        raise NotAllowed(_("Your role does not include changing customers."))
    customer = Customer.with_merged.select_related("data_key").get(pk=customer_id)
    if customer.is_erased:
        raise forgotten()
    words = grounds(groups, reason, all(group in {*GROUPS, TAGS} or group.startswith(FACT) for group in groups))
    then = customer.history.filter(history_id=history_id).first()
    if then is None:
        raise Refused(_("This version of the record is no longer there."))
    values = {field: _value(then, field) for group in groups for field in GROUPS.get(group, ())}
    if TAGS in groups:
        values[TAGS] = then.tags
    keys = [group.removeprefix(FACT) for group in groups if group.startswith(FACT)]
    if keys:
        values["facts"] = {key: then.attributes.get(key) for key in keys}
    try:
        return update_customer(
            customer_id=customer_id,
            shown_version=shown_version,
            values=values,
            by=by,
            now=now,
            reason=told_of(then, words),
        )
    except Incomplete as refusal:
        raise Incomplete(
            _("The old value does not fit any more: %(why)s") % {"why": " ".join(refusal.missing.values())},
            missing={"groups": " ".join(refusal.missing.values()) or refusal.message},
        ) from refusal


def grounds(groups: Collection[str], reason: str, is_known: bool) -> str:
    """The reason, cleaned. Raises Incomplete where it says nothing, or nothing that can be put back is chosen."""
    words = " ".join(reason.split())
    missing = {}
    if len(words) < SHORTEST_REASON:
        missing["reason"] = _("Please say in a few words why the old values are put back.")
    if not groups or not is_known:
        missing["groups"] = say("required")
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
    return words


def told_of(then: Any, words: str) -> str:
    """What the history says of putting a version back."""
    return _("Put back as of %(when)s: %(reason)s") % {"when": format_datetime(then.history_date), "reason": words}


def _value(then: Any, field: str) -> Any:
    """A value as it was. A unit or colleague who is no longer there can't be put back."""
    if field not in {"unit", "owner"}:
        value = getattr(then, field)
        return "" if value is None else value
    key = getattr(then, f"{field}_id")
    row = Customer._meta.get_field(field).related_model._default_manager.filter(pk=key).first() if key else None  # type: ignore[union-attr]
    gone = key and (row is None or (isinstance(row, User) and not row.is_active))
    if gone:
        message = _("Whoever stood there then is no longer with us.")
        raise Incomplete(message, missing={"groups": message})
    return row
