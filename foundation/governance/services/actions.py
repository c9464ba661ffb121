"""Corrective and preventive actions: recorded, done by the owner, verified by somebody else."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core import references
from foundation.core.errors import NotAllowed
from foundation.core.models import locked, signed
from foundation.core.notifications import notify
from foundation.governance import rules
from foundation.governance.enums import ActionKind
from foundation.governance.lifecycle import ACTION_MOVES
from foundation.governance.models import CorrectiveAction
from foundation.governance.selectors.audits import finding_named
from foundation.governance.services.common import demand_facts


@transaction.atomic
def record_action(
    *,
    cause: str,
    action: str,
    owner: User,
    due_on: dt.date,
    by: User,
    now: dt.datetime,
    kind: str = ActionKind.CORRECTIVE,
    source: tuple[str, str] | None = None,
) -> CorrectiveAction:
    """Enter an action; `source` is (kind, public id) of the record it came from. The owner is told.

    Raises NotAllowed, Incomplete, also for an owner who could never report it as done.
    """
    if not rules.may_record_action(by, finding_named(*source) if source else None):
        raise NotAllowed(_("Your role does not allow this step."))
    demand_facts(
        cause=None if cause else _("Please say what caused it."),
        action=None if action else _("Please say what will be done."),
        owner=None if owner.can(Permission.RISK_VIEW) else _("This person's role does not see actions."),
        due_on=None if due_on >= timezone.localdate(now) else _("Please choose today or a later day."),
    )
    source_kind, source_public_id = source or ("", "")
    is_confidential = references.is_secret(source_kind, source_public_id)
    row = CorrectiveAction(
        kind=kind,
        source_kind=source_kind,
        source_public_id=source_public_id,
        is_confidential=is_confidential,
        cause=cause,
        action=action,
        owner=owner,
        due_on=due_on,
        recorded_by=by,
        created_at=now,
    )
    signed(row, by=by, now=now).save()
    if owner != by:
        notify(owner, gettext_lazy("An action was given to you."), row.get_absolute_url(), f"action:{row.public_id}")
    return row


@transaction.atomic
def complete_action(*, action_id: int, note: str, by: User, now: dt.datetime) -> CorrectiveAction:
    """The owner reports it as done. Raises NotAllowed for anybody else, IllegalMove, Incomplete without a note."""
    row = _moved("complete", action_id, by)
    if by.pk != row.owner_id:
        raise NotAllowed(_("Only the owner of an action reports it as done."))
    demand_facts(note=None if note else _("Please say what was done."))
    row.done_at, row.done_by, row.done_note = now, by, note
    signed(row, by=by, now=now, reason=note).save()
    return row


@transaction.atomic
def verify_action(*, action_id: int, effective: bool, note: str, by: User, now: dt.datetime) -> CorrectiveAction:
    """Somebody other than the owner says whether it helped.

    Raises NotAllowed for the owner, IllegalMove, Incomplete without a note. The database refuses the owner too.
    """
    row = _moved("verify" if effective else "reject", action_id, by)
    _demand_judge(row, by)
    if by.pk in {row.owner_id, row.done_by_id}:
        raise NotAllowed(_("The owner of an action cannot verify it. Please ask someone else."))
    demand_facts(note=None if note else _("Please say what shows it."))
    row.verified_at, row.verified_by, row.verified_note = now, by, note
    signed(row, by=by, now=now, reason=note).save()
    return row


@transaction.atomic
def reopen_action(*, action_id: int, due_on: dt.date, by: User, now: dt.datetime) -> CorrectiveAction:
    """An action that did not help is taken up again. Raises NotAllowed, IllegalMove, Incomplete for a past day."""
    row = _moved("reopen", action_id, by)
    _demand_judge(row, by)
    demand_facts(due_on=None if due_on >= timezone.localdate(now) else _("Please choose today or a later day."))
    row.due_on = due_on
    # What was done and found before stays in the history.
    row.done_at = row.done_by = row.verified_at = row.verified_by = None
    row.done_note = row.verified_note = ""
    signed(row, by=by, now=now).save()
    return row


def _demand_judge(row: CorrectiveAction, by: User) -> None:
    finding = finding_named(row.source_kind, row.source_public_id)
    if not rules.may_judge(by, finding):
        raise NotAllowed(
            _("On a finding of an audit, its auditor says whether the action helped.")
            if finding
            else _("Your role does not allow this step.")
        )


def _moved(name: str, action_id: int, by: User) -> CorrectiveAction:
    move = ACTION_MOVES[name]
    demand(by, move.permission)
    row = locked(CorrectiveAction.objects.all(), pk=action_id)
    if not rules.may_see_action(by, row):
        raise NotAllowed(_("Your role does not allow this step."))
    row.state = move.from_(row.state)
    return row
