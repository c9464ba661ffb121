"""Every change of the listening plan."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import Incomplete
from foundation.core.models import locked, signed
from foundation.core.notifications import notify
from voc.enums.insight import Frequency
from voc.models import ListeningPlan

FIELDS = ("channel", "method_th", "method_en", "owner", "frequency", "groups", "stages", "starts_on")


@transaction.atomic
def save_plan(
    *, plan_id: int | None, shown_version: int | None, facts: Mapping[str, Any], by: User, now: datetime
) -> ListeningPlan:
    """Add a line (`plan_id` None) or change one; a channel has one. Raises NotAllowed, StaleVersion, Incomplete."""
    _demand(by)
    rows = ListeningPlan.objects.all()
    row = locked(rows, pk=plan_id, shown_version=shown_version) if plan_id else ListeningPlan(created_at=now)
    for name in FIELDS:
        if name in facts:
            setattr(row, name, facts[name])
    if rows.filter(channel=row.channel).exclude(pk=row.pk).exists():
        message = _("This channel has a line in the plan already.")
        raise Incomplete(message, missing={"channel": message})
    if not row.groups:
        message = _("Please say whom this channel reaches.")
        raise Incomplete(message, missing={"groups": message})
    row.next_due_on = _next_due(row)
    signed(row, by=by, now=now).save()
    return row


@transaction.atomic
def listened(*, plan_id: int, on: date, by: User, now: datetime) -> ListeningPlan:
    """Note that it was done on that day; the next day follows from the frequency.

    Raises NotAllowed, Incomplete for a day to come or before the last one.
    """
    _demand(by)
    row = locked(ListeningPlan.objects.all(), pk=plan_id)
    if on > timezone.localdate(now):
        message = _("This day is still to come.")
        raise Incomplete(message, missing={"on": message})
    if row.last_done_on and on < row.last_done_on:
        message = _("It was done later than this already.")
        raise Incomplete(message, missing={"on": message})
    row.last_done_on = on
    row.next_due_on = _next_due(row)
    signed(row, by=by, now=now).save()
    return row


def remind_of_plan(*, now: datetime) -> int:
    """Tell owners what is overdue, once for each day that was missed. Returns how many lines are."""
    overdue = list(ListeningPlan.objects.filter(next_due_on__lt=timezone.localdate(now)).select_related("owner"))
    for row in overdue:
        text = format_lazy(gettext_lazy("Listening is overdue: {channel}"), channel=row.get_channel_display())
        notify(row.owner, text, "/staff/voc/coverage/", f"voc.plan:{row.public_id}:{row.next_due_on}")
    return len(overdue)


def _next_due(row: ListeningPlan) -> date:
    return (row.last_done_on + Frequency(row.frequency).span) if row.last_done_on else row.starts_on


def _demand(by: User) -> None:
    demand(by, Permission.VOC_EDIT)
