"""Keeping the calendar of duties: changing a deadline, noting one as kept, reminding its owners."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.core.models import locked, signed
from foundation.core.notifications import notify_all
from foundation.core.thai.dates import format_date
from reporting.deadlines import Turn, TurnKey, turns
from reporting.enums import TurnState
from reporting.models import Deadline, DeadlineNote

EDITABLE = ("title_th", "title_en", "days", "day_count", "lead_days", "owner_role", "starts_on", "is_active")


@transaction.atomic
def save_deadline(
    *, deadline_id: int, shown_version: int, facts: Mapping[str, Any], by: User, now: datetime
) -> Deadline:
    """Change a deadline; `facts` holds names of EDITABLE. Raises NotAllowed, StaleVersion."""
    _demand_editor(by)
    deadline = locked(Deadline.objects.all(), pk=deadline_id, shown_version=shown_version)
    for field in EDITABLE:
        if field in facts:
            setattr(deadline, field, facts[field])
    signed(deadline, by=by, now=now).save()
    return deadline


@transaction.atomic
def note_kept(
    *, deadline_id: int, key: TurnKey, done_on: date, text: str, by: User, now: datetime, url: str = ""
) -> DeadlineNote:
    """Note that a turn was done, where no record proves it.

    Raises NotAllowed for people who neither keep the policy nor bear the owner's role, Refused for a duty that
    records prove or a turn noted already, Incomplete for a day in the future or without words.
    """
    deadline = Deadline.objects.select_for_update(of=("self",)).get(pk=deadline_id)
    if not may_note(deadline, by):
        raise NotAllowed(_("Only the owner of this duty or the policy administrator notes it as done."))
    if deadline.check_key:
        raise Refused(_("This duty is done when its record exists; a note cannot stand in for it."))
    missing = {}
    if done_on > timezone.localdate(now):
        missing["done_on"] = _("Please choose today or an earlier day.")
    if not text:
        missing["text"] = _("Please say what was done.")
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
    year, quarter = key
    note = DeadlineNote(
        deadline=deadline, year_be=year, quarter=quarter, done_on=done_on, text=text, url=url, noted_by=by, noted_at=now
    )
    try:
        with transaction.atomic():
            note.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("This turn is noted as done already.")) from error
    return note


def may_note(deadline: Deadline, user: User) -> bool:
    """Whether the person keeps the policy or bears the role that owns the duty."""
    role = deadline.owner_role
    return user.can(Permission.POLICY_EDIT) or (role is not None and user.roles.filter(pk=role.pk).exists())


def remind(*, now: datetime) -> list[Turn]:
    """Tell the owners of what is due soon or overdue, once a turn and state; the turns that were told of."""
    told = [turn for turn in turns(now) if turn.state in {TurnState.SOON, TurnState.OVERDUE}]
    for turn in told:
        owners = User.objects.filter(is_active=True, roles=turn.deadline.owner_role_id)
        year, quarter = turn.key
        key = f"deadline:{turn.deadline.key}:{year}:{quarter}:{turn.state}"
        notify_all(owners, lambda turn=turn: _words(turn), reverse("reporting:staff-duties"), key)  # type: ignore[misc]
    return told


def _words(turn: Turn) -> str:
    facts = {"title": turn.deadline.title, "turn": turn.label, "day": format_date(turn.due_on, "long")}
    if turn.state == TurnState.OVERDUE:
        return _("Overdue since %(day)s: %(title)s, %(turn)s") % facts
    return _("Due on %(day)s: %(title)s, %(turn)s") % facts


def _demand_editor(by: User) -> None:
    if not by.can(Permission.POLICY_EDIT):
        raise NotAllowed(_("Only the policy administrator changes the calendar of duties."))
