"""Joining two records of one customer, and taking them apart again.

The survivor keeps its number and stands for both. Field by field it may take over what the other one says, designed
fields and the relation to the market among them; everything that hangs on the other record moves to it. The joined
record stays where it is, hidden, and remembers into whom it went. Figures count the customer once.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from customers.enums import PairState
from customers.models import Customer, CustomerMerge, DuplicatePair
from customers.rules import FACT, JOINED, RELATION, SEALED
from customers.selectors.groups import above
from customers.selectors.looks import KIND
from customers.services.market_tests import reckon_standing
from customers.services.merged_relations import join_relations, part_relations, stands_as_joined
from customers.services.moving import move_back, move_everything
from customers.services.register import refresh_derived
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.crypto import new_data_key
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused, StaleVersion
from foundation.core.models import signed
from foundation.privacy.services import carry_withdrawals


@transaction.atomic
def merge_customers(
    *,
    survivor_id: int,
    merged_id: int,
    shown_versions: Mapping[int, int],
    taken: Collection[str],
    reason: str,
    by: User,
    now: datetime,
) -> CustomerMerge:
    """Join `merged_id` into `survivor_id`; `taken` names what the survivor takes from the other: groups of
    `rules.JOINED`, and designed fields by FACT and their key. Of tags it bears those of both.

    `shown_versions` are the versions that the page showed, by key. Raises NotAllowed, Incomplete without a reason,
    StaleVersion when either record was changed since, Refused for records that can't be of one customer.
    """
    _demand_editor(by)
    if not reason:
        raise Incomplete(_("Please say why."), missing={"reason": _("Please say why.")})
    survivor, merged = _both(survivor_id, merged_id, by, shown_versions)
    _demand_joinable(survivor, merged)
    if not survivor.history.exists():  # an imported record has none until it is changed
        Customer.history.bulk_history_create([survivor], default_date=survivor.created_at)
    before = survivor.history.latest("history_id").history_id
    merge = CustomerMerge(
        survivor=survivor, merged=merged, taken=sorted(taken), before=before, reason=reason, at=now, by=by
    )
    join_relations(merge, survivor, merged)
    _take_over(survivor, merged, merge.taken)
    merged.merged_into, merged.identifier_hash = survivor, None
    signed(merged.touch(), by=by, now=now, reason=_("Joined with %(number)s") % {"number": survivor.number}).save()
    why = _("%(number)s joined: %(reason)s") % {"number": merged.number, "reason": reason}
    signed(survivor.touch(), by=by, now=now, reason=why).save()
    merge.save()
    merge.moved = move_everything(merged, survivor, by=by, now=now, reason=why)
    _reckon(survivor, merged)
    merge.save(update_fields=["moved"])
    _carry_refusals(survivor, merged, by=by, now=now)
    _decide_pairs(survivor, merged, by=by, now=now, reason=reason)
    return merge


@transaction.atomic
def undo_merge(*, merge_id: int, reason: str, by: User, now: datetime) -> list[str]:
    """Take the two apart again. Returns what was changed meanwhile and stays as it is now, named as in `taken`.

    What came to the survivor after the joining stays with it, and so do consents that were taken back by it.
    Raises NotAllowed, Incomplete without a reason, IllegalMove when it was undone or a later joining stands upon it.
    """
    _demand_editor(by)
    if not reason:
        raise Incomplete(_("Please say why."), missing={"reason": _("Please say why.")})
    merge = CustomerMerge.objects.select_for_update().get(pk=merge_id)
    if merge.undone_at:
        raise IllegalMove(_("These records were taken apart already."))
    later = CustomerMerge.objects.filter(survivor=merge.survivor_id, undone_at__isnull=True, pk__gt=merge.pk).first()
    survivor = Customer.with_merged.select_for_update(of=("self",)).select_related("data_key").get(pk=merge.survivor_id)
    if later or survivor.is_merged:
        raise IllegalMove(_("A later joining stands upon this one. Please undo that one first."))
    merged = Customer.with_merged.select_for_update(of=("self",)).select_related("data_key").get(pk=merge.merged_id)
    if merged.is_erased or survivor.is_erased:
        raise Refused(_("A person who was forgotten can't be taken apart again."))
    kept = _give_back(survivor, merged, merge)
    part_relations(merge, survivor, merged, give_back=merge.takes_relation and RELATION not in kept)
    why = _("%(number)s taken apart: %(reason)s") % {"number": merged.number, "reason": reason}
    signed(survivor.touch(), by=by, now=now, reason=why).save()
    merged.merged_into = None
    refresh_derived(merged)
    _refuse_taken(merged)
    signed(merged.touch(), by=by, now=now, reason=reason).save()
    move_back(merge, by=by, now=now, reason=why)
    _reckon(survivor, merged)
    merge.undone_at, merge.undone_by, merge.undone_reason = now, by, reason
    merge.touch().save()
    DuplicatePair.objects.filter(**_pair(survivor, merged)).update(
        state=PairState.DIFFERENT, decided_at=now, decided_by=by, reason=reason
    )
    return kept


def _demand_editor(by: User) -> None:
    if not by.can(Permission.CUSTOMER_EDIT):
        raise NotAllowed(_("Your role does not include changing customers."))


def _both(survivor_id: int, merged_id: int, by: User, shown: Mapping[int, int]) -> tuple[Customer, Customer]:
    """Both rows locked, always in the order of their keys, so that two officers never wait for each other."""
    rows = Customer.objects.visible_to(by).filter(pk__in=(survivor_id, merged_id)).order_by("pk")
    found = {row.pk: row for row in rows.select_for_update(of=("self",)).select_related("data_key", "unit", "owner")}
    if set(found) != {survivor_id, merged_id}:
        raise Refused(_("One of the two records is not there any more, or was joined with another. Please look again."))
    for row in found.values():
        if row.version != shown.get(row.pk):
            raise StaleVersion(
                _("Someone changed one of the two records while you compared them. Please look at both again."),
                shown=shown.get(row.pk) or 0,
                stored=row.version,
            )
    return found[survivor_id], found[merged_id]


def _demand_joinable(survivor: Customer, merged: Customer) -> None:
    if survivor.party != merged.party:
        raise Refused(_("A person and an organisation can't be one customer."))
    if merged.pk in above(survivor) or survivor.pk in above(merged):
        raise Refused(_("One of these organisations belongs to the other. Please part them first."))
    if survivor.is_erased or merged.is_erased:
        raise Refused(_("A person who was forgotten can't be joined with another record."))


def _take_over(survivor: Customer, merged: Customer, taken: Collection[str]) -> None:
    """Raises Refused where more people would see than now, or no name would be left."""
    closed = {row.unit_id for row in (survivor, merged) if row.is_limited}
    for group in taken:
        _say(survivor, group, _said(merged, group))
    survivor.tags = sorted({*survivor.tags, *merged.tags})
    if closed and not (survivor.is_limited and closed == {survivor.unit_id}):
        raise Refused(
            _("One record is kept to its unit. Joined so, others would see it: choose that unit, or lift the limit.")
        )
    if not survivor.name_th and not survivor.name_en:
        raise Refused(_("Joined so, the customer would have no name. Please choose one."))
    if survivor.data_key is None and any(vars(survivor).get(name) for name in SEALED):
        survivor.data_key = new_data_key()
    refresh_derived(survivor)


def _reckon(*records: Customer) -> None:
    """What is reckoned from rows that moved."""
    for record in records:
        reckon_standing(record)


def _give_back(survivor: Customer, merged: Customer, merge: CustomerMerge) -> list[str]:
    """Put back what was taken over, where nobody changed it since. Returns the groups that stay."""
    before = Customer.history.select_related("data_key").get(history_id=merge.before)
    kept = []
    for group in merge.taken:
        untouched = group != RELATION or stands_as_joined(merge, survivor)
        if untouched and _said(survivor, group) == _said(merged, group):
            _say(survivor, group, _said(before, group))
        else:
            kept.append(group)
    came = set(merged.tags) - set(before.tags)
    survivor.tags = [tag for tag in survivor.tags if tag not in came]
    refresh_derived(survivor)
    return kept


def _said(row: Any, group: str) -> tuple[Any, ...]:
    """What a record, or a version of it, says in a group; None for a designed field that it does not answer."""
    if group.startswith(FACT):
        return (row.attributes.get(group.removeprefix(FACT)),)
    return tuple(getattr(row, name) for name in JOINED[group])


def _say(row: Customer, group: str, values: tuple[Any, ...]) -> None:
    if group.startswith(FACT):
        facts = {**row.attributes, group.removeprefix(FACT): values[0]}
        row.attributes = {key: value for key, value in facts.items() if value is not None}
        return
    for name, value in zip(JOINED[group], values, strict=True):
        setattr(row, name, value)


def _refuse_taken(merged: Customer) -> None:
    taken = merged.identifier_hash and Customer.with_merged.filter(identifier_hash=merged.identifier_hash)
    if taken and (holder := taken.exclude(pk=merged.pk).first()):
        raise Refused(
            _("Its identity number stands in %(number)s now. Please correct that record first.")
            % {"number": holder.number}
        )


def _carry_refusals(survivor: Customer, merged: Customer, *, by: User, now: datetime) -> None:
    """Whoever took a consent back under one number is not written to under the other; taken apart, it stays so."""
    told = _("%(number)s was joined with this record") % {"number": merged.number}
    carry_withdrawals(
        kind=KIND, gone=merged.public_id, stands=survivor.public_id, key=survivor.data_key, reason=told, by=by, now=now
    )


def _pair(one: Customer, other: Customer) -> dict[str, int]:
    first, second = sorted((one.pk, other.pk))
    return {"first_id": first, "second_id": second}


def _decide_pairs(survivor: Customer, merged: Customer, *, by: User, now: datetime, reason: str) -> None:
    decided: dict[str, Any] = {
        "state": PairState.MERGED, "decided_at": now, "decided_by": by, "reason": reason, "score": 100,
    }  # fmt: skip
    DuplicatePair.objects.update_or_create(
        **_pair(survivor, merged), defaults=decided, create_defaults={**decided, "reasons": [], "found_at": now}
    )
