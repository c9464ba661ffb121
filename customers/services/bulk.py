"""Changing many customers at once: settled whom, then a worker changes row by row, each with its history.

Batches are transactions of their own: a worker that dies goes on where it stopped, and nobody is changed twice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from customers import tasks
from customers.enums import BulkKind, BulkOutcome
from customers.lifecycle import BULK_MOVES
from customers.models import BulkAction, BulkRow, Customer, CustomerQuerySet, Tag
from customers.models.tag import MOST_TAGS
from customers.selectors import possible_owners
from customers.selectors.bulk import CHOICES, Wanted, outcomes_of
from customers.services.register import change_relation
from customers.words import say
from foundation.accounts.models import Unit, User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.core.jobs import Cancelled, JobContext, enqueue
from foundation.core.models import locked, signed
from foundation.core.numbers import claim_key, claimed_result

ONCE = "customers.bulk"
BATCH = 200
MOST = 20_000


@transaction.atomic
def start_bulk(
    *, customers: CustomerQuerySet, wanted: Wanted, reason: str, shown: int, by: User, now: datetime, once: str = ""
) -> BulkAction:
    """Settle whom the action is about and have a worker do it. `shown` is the count that the preview showed; `once` the
    key of the request: sent twice, it is done once.

    Raises NotAllowed, Incomplete with a message per field, Refused when there are none, too many, or others by now.
    """
    if not by.can(Permission.CUSTOMER_EDIT):
        raise NotAllowed(_("Your role does not include changing customers."))
    claim = claim_key(ONCE, once) if once else None
    if once and claim is None:
        return BulkAction.objects.get(public_id=claimed_result(ONCE, once))
    _demand_complete(wanted, reason, now)
    keys = list(customers.visible_to(by).order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if not keys:
        raise Refused(_("No customer is chosen."))
    if len(keys) > MOST:
        raise Refused(
            _("At most %(most)s customers are changed at once. Please narrow the list.") % {"most": f"{MOST:,}"}
        )
    if len(keys) != shown:
        raise Refused(
            _("The list has changed: %(now)s customers now, %(shown)s when you looked. Please look at it again.")
            % {"now": f"{len(keys):,}", "shown": f"{shown:,}"}
        )
    action = BulkAction.objects.create(
        kind=wanted.kind, value=wanted.value, since=wanted.since, reason=reason.strip(), total=len(keys), by=by,
        created_at=now,
    )  # fmt: skip
    BulkRow.objects.bulk_create((BulkRow(action=action, customer_id=pk) for pk in keys), batch_size=2000)
    action.job = enqueue(tasks.BULK, params={"action": action.pk}, by=by, key=f"bulk {action.public_id}")
    action.save(update_fields=["job"])
    if claim:
        claim.result = action.public_id
        claim.save(update_fields=["result"])
    return action


def _demand_complete(wanted: Wanted, reason: str, now: datetime) -> None:
    missing: dict[str, str] = {}
    if not reason.strip():
        missing["reason"] = _("Please say why.")
    if wanted.kind == BulkKind.RELATION and wanted.since is None:
        missing["since"] = say("required")
    if wanted.since and wanted.since > timezone.localdate(now):
        missing["since"] = say("future")
    if not _exists(wanted):
        missing["value"] = say("required")
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)


def _exists(wanted: Wanted) -> bool:
    """Whether the value is one; owner and unit may be taken away."""
    if wanted.kind in {BulkKind.OWNER, BulkKind.UNIT}:
        offered = possible_owners() if wanted.kind == BulkKind.OWNER else Unit.objects.all()
        return not wanted.value or offered.filter(pk=wanted.value).exists()
    if wanted.is_tag:
        tags = Tag.objects.filter(code=wanted.value)
        return tags.filter(is_retired=False).exists() if wanted.kind == BulkKind.TAG else tags.exists()
    return wanted.value in CHOICES[wanted.kind].values


def change_many(context: JobContext) -> dict[str, Any] | None:
    """Do the action `params["action"]`. Raises Cancelled: what is changed by then stays so and can be undone."""
    action = BulkAction.objects.select_related("by").get(pk=context.params["action"])
    change = _Change(action)
    work_off(action, context, BulkOutcome.WAITING, change.one, by=action.by, stop="stop", note=_("Changing"))
    with context.effect() as effect:
        moved(action, "done")
        effect.result = result_of(
            action, _("%(changed)s changed, %(same)s were so already, %(skipped)s left as they are")
        )
    return None


def work_off(
    action: BulkAction,
    context: JobContext,
    outcome: BulkOutcome,
    one: Callable[[BulkRow, Customer | None], None],
    *,
    by: User,
    stop: str,
    note: str,
) -> None:
    """Take the rows of an outcome in batches, each with its customer locked; `one` changes both.

    Customers are locked in the order of their keys, so that two workers never wait for each other. Raises Cancelled.
    """
    rows = action.rows.filter(outcome=outcome)
    total, after = rows.count(), 0
    done = action.total - total if outcome == BulkOutcome.WAITING else 0
    total += done
    try:
        while True:
            context.check_cancelled()
            with transaction.atomic():
                batch = list(rows.filter(customer_id__gt=after).order_by("customer_id")[:BATCH])
                keys = [row.customer_id for row in batch]
                held = Customer.with_merged.visible_to(by).filter(pk__in=keys).order_by("pk")
                found = {each.pk: each for each in held.select_for_update(of=("self",)).select_related("data_key")}
                for row in batch:
                    one(row, found.get(row.customer_id))
                    row.save()
            if not batch:
                return
            after, done = batch[-1].customer_id, done + len(batch)
            context.progress(done, max(total, done), note)
    except (Refused, Cancelled):
        moved(action, stop)
        raise


def why_out_of_reach(customer: Customer | None) -> str:
    """Why a record can't be changed at all; empty where it can."""
    if customer is None:
        return "gone"
    return "joined" if customer.is_merged else "erased" if customer.is_erased else ""


def moved(action: BulkAction, move: str) -> None:
    """Let the action go on to its next state."""
    with transaction.atomic():
        row = locked(BulkAction.objects.all(), pk=action.pk)
        row.state = BULK_MOVES[move].from_(row.state)
        row.save()


def result_of(action: BulkAction, said: str) -> dict[str, Any]:
    """What the job says when it is over."""
    counts: Mapping[str, int] = outcomes_of(action)
    return {
        "url": reverse("customers:bulk-action", args=[action.public_id]),
        "summary": said % {name: f"{n:,}" for name, n in counts.items()},
    }


@dataclass
class _Change:
    """The change of one customer after another."""

    action: BulkAction

    def __post_init__(self) -> None:
        self.wanted = Wanted(BulkKind(self.action.kind), self.action.value, self.action.since)

    def one(self, row: BulkRow, customer: Customer | None) -> None:
        """Change the customer, unless it is so already or may not be changed; the row says which."""
        if customer is None or customer.is_merged or customer.is_erased:
            row.outcome, row.code = BulkOutcome.SKIPPED, why_out_of_reach(customer)
            return
        before = self.wanted.held(customer)
        if before == self.wanted.target:
            row.outcome = BulkOutcome.SAME
            return
        if code := self._why_not(customer):
            row.outcome, row.code = BulkOutcome.SKIPPED, code
            return
        row.before, row.before_since = before, customer.relation_since if self._is_relation else None
        row.version, row.outcome = self._write(customer), BulkOutcome.CHANGED

    @property
    def _is_relation(self) -> bool:
        return self.wanted.kind == BulkKind.RELATION

    def _why_not(self, customer: Customer) -> str:
        if self.wanted.kind == BulkKind.UNIT and customer.is_limited:
            return "limited"
        if self.wanted.kind == BulkKind.TAG and len(customer.tags) >= MOST_TAGS:
            return "many_tags"
        too_early = self.wanted.since is not None and customer.relation_since > self.wanted.since
        return "too_early" if self._is_relation and too_early else ""

    def _write(self, customer: Customer) -> int:
        reason = _("Changed with others: %(reason)s") % {"reason": self.action.reason}
        if self._is_relation:
            assert self.wanted.since is not None  # noqa: S101  held by a constraint
            return change_relation(
                customer_id=customer.pk, relation=self.wanted.value, since=self.wanted.since, by=self.action.by,
                now=timezone.now(), reason=reason,
            ).version  # fmt: skip
        self.wanted.put(customer, self.wanted.target)
        signed(customer.touch(), by=self.action.by, now=timezone.now(), reason=reason).save()
        return customer.version
