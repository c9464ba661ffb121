"""Taking a bulk action back: every customer whom nobody has changed since becomes what it was; the rest is named."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from customers import tasks
from customers.enums import BulkKind, BulkOutcome, BulkState
from customers.lifecycle import BULK_MOVES
from customers.models import BulkAction, BulkRow, Customer
from customers.rules import may_stop_bulk
from customers.selectors.bulk import Wanted
from customers.services.bulk import moved, result_of, why_out_of_reach, work_off
from foundation.accounts.models import User
from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.core.jobs import JobContext, enqueue
from foundation.core.models import Job, locked, signed


@transaction.atomic
def start_undo(*, action_id: int, reason: str, by: User, now: datetime) -> Job:
    """Have a worker take the action back. Raises NotAllowed, Incomplete without a reason, IllegalMove."""
    action = locked(BulkAction.objects.select_related("by", "job"), pk=action_id)
    if not BulkAction.objects.filter(may_stop_bulk(by), pk=action.pk).exists():
        raise NotAllowed(_("Only who changed the customers, or a colleague of that unit, can undo it."))
    if not reason.strip():
        raise Incomplete(_("Please say why."), missing={"reason": _("Please say why.")})
    if action.standing == BulkState.STOPPED and action.state != BulkState.STOPPED:
        halted = "stop" if action.state == BulkState.RUNNING else "undo_stopped"
        action.state = BULK_MOVES[halted].from_(action.state)
    action.state = BULK_MOVES["undo"].from_(action.state)
    action.undone_at, action.undone_by, action.undone_reason = now, by, reason.strip()
    action.job = enqueue(tasks.UNDO_BULK, params={"action": action.pk}, by=by, key=f"undo {action.public_id}")
    action.save()
    return action.job


def undo_many(context: JobContext) -> dict[str, Any] | None:
    """Take back the action `params["action"]`. Raises Cancelled: what is taken back by then stays so."""
    action = BulkAction.objects.select_related("by", "undone_by").get(pk=context.params["action"])
    if action.undone_by is None:
        raise Refused(_("Nobody has asked for this change to be undone."))
    give_back, note = _Return(action).one, _("Taking back")
    work_off(action, context, BulkOutcome.CHANGED, give_back, by=action.undone_by, stop="undo_stopped", note=note)
    with context.effect() as effect:
        moved(action, "undone")
        effect.result = result_of(action, _("%(back)s as before again, %(changed)s left as they are"))
    return None


class _Return:
    """The way back of one customer after another."""

    def __init__(self, action: BulkAction) -> None:
        self.action = action
        self.wanted = Wanted(BulkKind(action.kind), action.value, action.since)

    def one(self, row: BulkRow, customer: Customer | None) -> None:
        """Give the customer back what it had, if the action's change is its last one; else the row says why not."""
        row.code = why_out_of_reach(customer)
        if customer is None or row.code:
            return
        if customer.version != row.version:
            row.code = "changed_since"
            return
        if self.wanted.kind == BulkKind.RELATION:
            _relation_back(customer, row)
        else:
            self.wanted.put(customer, row.before)
        reason = _("Bulk change undone: %(reason)s") % {"reason": self.action.undone_reason}
        signed(customer.touch(), by=self.action.undone_by, now=timezone.now(), reason=reason).save()
        row.outcome, row.version = BulkOutcome.BACK, customer.version


def _relation_back(customer: Customer, row: BulkRow) -> None:
    """The relation that the action began never was; the one before goes on."""
    begun = customer.relations.select_for_update().get(ends_on__isnull=True)
    earlier = customer.relations.filter(ends_on=begun.starts_on, relation=row.before).exclude(pk=begun.pk)
    begun.delete()
    before = earlier.order_by("-pk").first()
    if before:
        before.ends_on = None
        before.save(update_fields=["ends_on"])
    customer.relation, customer.relation_since = row.before, row.before_since or customer.relation_since
