"""What a plan rests on, and which master plans it serves. Neither is part of what the board approves: links may be made
at any time, so that a gap that is seen can be closed."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core import references
from foundation.core.errors import Incomplete, Refused
from foundation.core.models import locked, signed
from strategy.models import Goal, Initiative, Link, MasterItem, MasterPlan, Plan, PlanInput

MASTER_FIELDS = ("kind", "title_th", "title_en", "owner_unit", "first_year", "last_year")


@transaction.atomic
def add_input(
    *,
    plan: Plan,
    kind: str,
    by: User,
    now: dt.datetime,
    reference: references.Reference | None = None,
    note: str = "",
) -> PlanInput:
    """Name a record, or a source outside in words, that the plan rests on.

    Raises NotAllowed, Incomplete without either, Refused when the record is named already.
    """
    demand(by, Permission.STRATEGY_EDIT)
    if reference is None and not note:
        message = _("Please give the address of a record, or name the source in words.")
        raise Incomplete(message, missing={"address": message})
    row = PlanInput(plan=plan, kind=kind, note=note, created_at=now)
    if reference is not None:
        row.reference_kind, row.reference_id = reference.kind, reference.public_id
    try:
        with transaction.atomic():
            signed(row, by=by, now=now).save()
    except IntegrityError as error:
        raise Refused(_("The plan names this record already.")) from error
    return row


@transaction.atomic
def remove_input(*, plan: Plan, public_id: str, by: User, now: dt.datetime) -> None:
    """Take an input off the list. Raises NotAllowed, PlanInput.DoesNotExist."""
    demand(by, Permission.STRATEGY_EDIT)
    signed(plan.inputs.get(public_id=public_id), by=by, now=now).delete()


@transaction.atomic
def save_master_plan(
    *, master: MasterPlan | None, shown_version: int | None, facts: Mapping[str, Any], by: User, now: dt.datetime
) -> MasterPlan:
    """Add a master plan (`master` None) or change one.

    Raises NotAllowed, StaleVersion, Incomplete for years out of order, Refused when it is there already.
    """
    demand(by, Permission.STRATEGY_EDIT)
    if master is None:
        row = MasterPlan(created_at=now)
    else:
        row = locked(MasterPlan.objects.all(), pk=master.pk, shown_version=shown_version)
    for field in MASTER_FIELDS:
        if field in facts:
            setattr(row, field, facts[field])
    if row.first_year > row.last_year:
        message = _("Please check the years: the last comes after the first.")
        raise Incomplete(message, missing={"last_year": message})
    try:
        with transaction.atomic():
            signed(row, by=by, now=now).save()
    except IntegrityError as error:
        raise Refused(_("This master plan is there already.")) from error
    return row


@transaction.atomic
def add_master_item(
    *, master: MasterPlan, code: str, title_th: str, title_en: str, by: User, now: dt.datetime
) -> MasterItem:
    """Add an item that ours should serve. Raises NotAllowed, Incomplete when the code is taken."""
    demand(by, Permission.STRATEGY_EDIT)
    if master.items.filter(code=code).exists():
        message = _("Another item has this code.")
        raise Incomplete(message, missing={"code": message})
    row = MasterItem(master_plan=master, code=code, title_th=title_th, title_en=title_en, created_at=now)
    signed(row, by=by, now=now).save()
    return row


@transaction.atomic
def remove_master_item(*, master: MasterPlan, public_id: str, by: User, now: dt.datetime) -> None:
    """Take an item out, its links with it. Raises NotAllowed, MasterItem.DoesNotExist."""
    demand(by, Permission.STRATEGY_EDIT)
    signed(master.items.get(public_id=public_id), by=by, now=now).delete()


@transaction.atomic
def link(*, ours: Goal | Initiative, item: MasterItem, by: User, now: dt.datetime) -> Link:
    """Say that a goal or an initiative serves an item. Saying it twice changes nothing. Raises NotAllowed."""
    demand(by, Permission.STRATEGY_EDIT)
    side: dict[str, Any] = {"goal": ours} if isinstance(ours, Goal) else {"initiative": ours}
    MasterItem.objects.select_for_update().get(pk=item.pk)
    found = Link.objects.filter(item=item, **side).first()
    if found is None:
        found = signed(Link(item=item, **side), by=by, now=now)
        found.save()
    return found


@transaction.atomic
def unlink(*, ours: Goal | Initiative, item: MasterItem, by: User, now: dt.datetime) -> None:
    """Take a link away; nothing happens when there is none. Raises NotAllowed."""
    demand(by, Permission.STRATEGY_EDIT)
    for row in ours.links.filter(item=item):
        signed(row, by=by, now=now).delete()
