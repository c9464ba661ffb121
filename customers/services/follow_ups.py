"""Follow-ups: what we owe a customer next, by whom and when; and reminding whoever owes it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.enums import FollowUpState, ReminderStep
from customers.lifecycle import FOLLOW_UP_MOVES
from customers.models import Customer, FollowUp, Interaction
from customers.rules import reminder_due
from customers.services.interactions import key_of
from customers.services.writable import writable_customer
from customers.words import say
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, NotAllowed
from foundation.core.models import locked, signed
from foundation.core.notifications import notify
from foundation.core.numbers import claim_key, claimed_result
from foundation.core.thai.text import normalise

ONCE = "customers.follow_up"
WORDS_LENGTH = 2000
_TOLD = {
    ReminderStep.DUE: gettext_lazy("A follow-up of yours with a customer is due today."),
    ReminderStep.LATE: gettext_lazy("A follow-up of yours with a customer is past its day."),
}


@transaction.atomic
def add_follow_up(
    *,
    customer_id: int,
    what: str,
    owner: User,
    due_on: date,
    by: User,
    now: datetime,
    interaction: Interaction | None = None,
    once: str = "",
) -> FollowUp:
    """Write down what is to be done next, by whom and by when; a colleague who is to do it is told.

    `once` is the key of the form: sent twice, it is written once. Raises NotAllowed, Incomplete with a message per
    field, Refused for an erased person, StaleVersion for a record that was joined meanwhile.
    """
    _require_edit(by)
    claim = claim_key(ONCE, once) if once else None
    if once and claim is None:
        return FollowUp.objects.get(public_id=claimed_result(ONCE, once))
    customer = writable_customer(customer_id)
    if interaction is not None and interaction.customer_id != customer.pk:
        raise Incomplete(say("required"), missing={"interaction": say("required")})
    words = _checked(customer, what, owner, due_on, today=timezone.localdate(now))
    row = FollowUp(
        customer=customer, interaction=interaction, data_key=key_of(customer), what=words, owner=owner, due_on=due_on,
        created_at=now,
    )  # fmt: skip
    signed(row, by=by, now=now).save()
    _tell_owner(row, by)
    if claim:
        claim.result = row.public_id
        claim.save(update_fields=["result"])
    return row


@transaction.atomic
def change_follow_up(
    *, follow_up_id: int, shown_version: int, what: str, owner: User, due_on: date, by: User, now: datetime,
    reason: str = "",
) -> FollowUp:  # fmt: skip
    """Another day, another colleague, other words; reminders begin anew with a new day or colleague.

    Raises NotAllowed, StaleVersion, IllegalMove, Incomplete.
    """
    row = _moved(follow_up_id, "change", by, shown_version=shown_version)
    was = (row.owner_id, row.due_on)
    today = None if due_on == row.due_on else timezone.localdate(now)
    row.what = _checked(row.customer, what, owner, due_on, today=today)
    row.owner, row.due_on = owner, due_on
    if was != (row.owner_id, row.due_on):
        row.reminded = ""
    signed(row, by=by, now=now, reason=reason).save()
    if was[0] != row.owner_id:
        _tell_owner(row, by)
    return row


@transaction.atomic
def finish_follow_up(*, follow_up_id: int, words: str, by: User, now: datetime) -> FollowUp:
    """It is done; `words` say what came of it, if there is something to say. Raises NotAllowed, IllegalMove."""
    return _end(_moved(follow_up_id, "done", by), words, by=by, now=now)


@transaction.atomic
def cancel_follow_up(*, follow_up_id: int, words: str, by: User, now: datetime) -> FollowUp:
    """It is not needed any more; `words` say why. Raises NotAllowed, IllegalMove, Incomplete without a reason."""
    if not normalise(words):
        raise Incomplete(say("required"), missing={"words": say("required")})
    return _end(_moved(follow_up_id, "cancel", by), words, by=by, now=now)


def drop_follow_ups(customer: Customer, *, by: User | None, now: datetime) -> None:
    """An erased person is owed nothing any more: what was open ends, in the caller's transaction."""
    for pk in customer.follow_ups.filter(state=FollowUpState.OPEN).values_list("pk", flat=True):
        row = locked(FollowUp.objects.all(), pk=pk)
        row.state, row.ended_at, row.ended_by = FollowUpState.CANCELLED, now, by
        signed(row, by=by, now=now, reason="erasure").save()


@transaction.atomic
def remind_follow_ups(*, now: datetime) -> dict[str, int]:
    """Tell the owners of what is due today or past its day, once for each step; how many were told of each.

    The step is kept with the row, under its lock, before the note: a second run finds nothing to do, and two at once
    share the rows between them.
    """
    today = timezone.localdate(now)
    told = dict.fromkeys(ReminderStep.values, 0)
    rows = FollowUp.objects.filter(state=FollowUpState.OPEN, due_on__lte=today).exclude(reminded=ReminderStep.LATE)
    for row in (
        rows.select_for_update(of=("self",), skip_locked=True).select_related("owner").order_by("pk").iterator(500)
    ):
        step = reminder_due(row.due_on, today)
        if step is None or step == row.reminded:
            continue
        FollowUp.objects.filter(pk=row.pk).update(reminded=step)
        notify(row.owner, _TOLD[step], row.get_absolute_url(), f"follow-up:{row.public_id}:{step}:{row.due_on}")
        told[step] += 1
    return told


def _checked(customer: Customer, what: str, owner: User, due_on: date, *, today: date | None) -> str:
    """The words as they are kept. `today` is None where the day is an old one that was not touched."""
    words, missing = normalise(what), {}
    if not words:
        missing["what"] = say("required")
    elif len(words) > WORDS_LENGTH:
        missing["what"] = say("too_long", {"max": WORDS_LENGTH})
    if today and due_on < today:
        missing["due_on"] = say("past")
    if not owner.is_active or not owner.can(Permission.CUSTOMER_EDIT):
        missing["owner"] = _("This colleague does not work with customers.")
    elif not Customer.with_merged.visible_to(owner).filter(pk=customer.pk).exists():
        missing["owner"] = _("This colleague may not see the record.")
    if missing:
        raise Incomplete(_("Some values can't be taken as they are."), missing=missing)
    return words


def _moved(follow_up_id: int, move: str, by: User, *, shown_version: int | None = None) -> FollowUp:
    _require_edit(by)
    rows = FollowUp.objects.select_related("customer", "owner", "data_key")
    row = locked(rows, pk=follow_up_id, shown_version=shown_version)
    row.state = FOLLOW_UP_MOVES[move].from_(row.state)
    return row


def _end(row: FollowUp, words: str, *, by: User, now: datetime) -> FollowUp:
    kept = normalise(words)
    if len(kept) > WORDS_LENGTH:
        too_long = say("too_long", {"max": WORDS_LENGTH})
        raise Incomplete(too_long, missing={"words": too_long})
    row.outcome, row.ended_at, row.ended_by = kept or None, now, by
    signed(row, by=by, now=now).save()
    return row


def _tell_owner(row: FollowUp, by: User) -> None:
    if row.owner_id != by.pk:
        text = gettext_lazy("A colleague asks you to follow up with a customer.")
        notify(row.owner, text, row.get_absolute_url(), f"follow-up:{row.public_id}:given:{row.version}")


def _require_edit(by: User) -> None:
    if not by.can(Permission.CUSTOMER_EDIT):
        raise NotAllowed(_("Your role does not include changing customers."))
