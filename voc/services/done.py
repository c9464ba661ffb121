"""Every change of "you said, we did": writing, approval by a second person, taking off."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.services import Change, tell_change
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.access import people_holding
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked, signed
from foundation.core.notifications import notify_all
from foundation.core.references import resolve
from voc.enums.insight import DoneStatus
from voc.lifecycle import DONE_MOVES as MOVES
from voc.models import DoneEntry
from voc.selectors.insights import complaints_behind

FIELDS = ("said_th", "said_en", "did_th", "did_en", "since", "source_kind", "source_id")
TEXTS = ("said_th", "said_en", "did_th", "did_en")


@transaction.atomic
def write_done(*, facts: Mapping[str, Any], by: User, now: datetime) -> DoneEntry:
    """A new draft. Raises NotAllowed, Incomplete for a source that is not there."""
    demand(by, Permission.ANNOUNCEMENT_DRAFT)
    return _written(DoneEntry(drafted_by=by, created_at=now), facts, by, now)


@transaction.atomic
def change_done(*, entry_id: int, shown_version: int, facts: Mapping[str, Any], by: User, now: datetime) -> DoneEntry:
    """Change a draft. Raises NotAllowed, IllegalMove, StaleVersion, Incomplete."""
    demand(by, Permission.ANNOUNCEMENT_DRAFT)
    row = locked(DoneEntry.objects.all(), pk=entry_id, shown_version=shown_version)
    if row.status != DoneStatus.DRAFT:
        raise IllegalMove(_("This is no longer a draft."))
    return _written(row, facts, by, now)


@transaction.atomic
def submit_done(*, entry_id: int, by: User, now: datetime) -> DoneEntry:
    """Ask a second person to approve. Raises NotAllowed, IllegalMove, Incomplete."""
    row = _moved("submit", entry_id, by)
    missing = {name: _("Please fill this in.") for name in TEXTS if not getattr(row, name)}
    if row.since > timezone.localdate(now):
        missing["since"] = _("We tell what was done, not what will be.")
    if missing:
        raise Incomplete(_("The entry is not complete yet."), missing=missing)
    signed(row, by=by, now=now).save()
    others = people_holding(Permission.ANNOUNCEMENT_APPROVE).exclude(pk=row.drafted_by_id)
    text = format_lazy(gettext_lazy("Please approve for the portal: {said}"), said=row.said_th)
    notify_all(others, text, row.get_absolute_url(), f"voc.done:{row.public_id}:{row.version}")
    return row


@transaction.atomic
def send_back_done(*, entry_id: int, reason: str, by: User, now: datetime) -> DoneEntry:
    """Give it back to the author. Raises NotAllowed, IllegalMove, Incomplete."""
    row = _moved("send_back", entry_id, by)
    signed(row, by=by, now=now, reason=_reason(reason)).save()
    return row


@transaction.atomic
def publish_done(*, entry_id: int, shown_version: int, by: User, now: datetime) -> DoneEntry:
    """Approve the words that were shown and put them on the portal. Whose complaints it came from are told, once.

    Raises NotAllowed for whoever wrote them, IllegalMove, StaleVersion.
    """
    move = MOVES["publish"]
    demand(by, move.permission)
    row = locked(DoneEntry.objects.all(), pk=entry_id, shown_version=shown_version)
    row.status = move.from_(row.status)
    if by.pk == row.drafted_by_id:
        raise NotAllowed(_("Who has written it cannot approve it: a second person must."))
    row.published_at, row.approved_by = now, by
    signed(row, by=by, now=now).save()
    said = {"th": row.said_th, "en": row.said_en}
    change = Change(row.public_id, said=said, did={"th": row.did_th, "en": row.did_en})
    tell_change(public_ids=complaints_behind(row), change=change, now=now)
    return row


@transaction.atomic
def withdraw_done(*, entry_id: int, reason: str, by: User, now: datetime) -> DoneEntry:
    """Take it off the portal. Raises NotAllowed, IllegalMove, Incomplete."""
    row = _moved("withdraw", entry_id, by)
    signed(row, by=by, now=now, reason=_reason(reason)).save()
    return row


def _written(row: DoneEntry, facts: Mapping[str, Any], by: User, now: datetime) -> DoneEntry:
    for name in FIELDS:
        if name in facts:
            setattr(row, name, facts[name])
    if row.source_kind and resolve(by, row.source_kind, row.source_id) is None:
        message = _("There is no such record, or you may not see it.")
        raise Incomplete(message, missing={"source_id": message})
    signed(row, by=by, now=now).save()
    return row


def _reason(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason:
        message = _("Please give the reason.")
        raise Incomplete(message, missing={"reason": message})
    return reason[:500]


def _moved(name: str, entry_id: int, by: User) -> DoneEntry:
    move = MOVES[name]
    demand(by, move.permission)
    row = locked(DoneEntry.objects.all(), pk=entry_id)
    row.status = move.from_(row.status)
    return row
