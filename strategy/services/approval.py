"""The way of a plan or a definition to the board, and into force."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.rules import demand
from foundation.core.errors import Incomplete, Refused
from foundation.core.models import locked, signed
from foundation.governance import services as governance
from foundation.governance.models import Resolution
from foundation.governance.selectors import approving_resolution
from strategy.completeness import missing_of
from strategy.content import content_hash
from strategy.enums import Status, Term
from strategy.lifecycle import MOVES
from strategy.models import BoardText, Definition, Plan
from strategy.services.checks import TextT, draft_saved

KINDS: dict[str, type[BoardText]] = {model.CONTENT_KIND: model for model in (Plan, Definition)}


@transaction.atomic
def propose(*, text: TextT, by: User, now: dt.datetime) -> TextT:
    """Lay the exact content before the board. A plan binds itself to the definitions in force on this day.

    Raises NotAllowed, IllegalMove, Incomplete.
    """
    row = _moved("propose", text, by)
    missing = missing_of(row)
    if missing:
        raise Incomplete(_("This edition is not complete yet."), missing=missing)
    if isinstance(row, Plan):
        in_force = {item.term: item for item in Definition.objects.filter(status=Status.IN_FORCE)}
        row.customer_definition, row.market_definition = in_force.get(Term.CUSTOMER), in_force.get(Term.MARKET)
    draft_saved(row, by=by, now=now)
    governance.propose(
        content_kind=row.CONTENT_KIND,
        content_public_id=row.public_id,
        content_hash=row.content_hash,
        title_th=row.name_th(),
        title_en=row.name_en(),
        url=row.get_absolute_url(),
        drafter_ids=row.drafter_ids,
        by=by,
        now=now,
    )
    return row


@transaction.atomic
def take_back(*, text: TextT, reason: str, by: User, now: dt.datetime) -> TextT:
    """Back to draft. What the board has said stays on record, but binds only the content it saw.

    Raises NotAllowed, IllegalMove, Incomplete without a reason.
    """
    row = _moved("take_back", text, by)
    if not reason:
        raise Incomplete(_("Please say why."), missing={"reason": _("Please say why.")})
    row.resolution = None
    signed(row, by=by, now=now, reason=reason).save()
    governance.withdraw(content_public_id=row.public_id, reason=reason, by=by, now=now)
    return row


@transaction.atomic
def enforce(*, text: TextT, effective_on: dt.date, by: User, now: dt.datetime) -> TextT:
    """Put an approved edition into force from a day; the edition before it ends the day before.

    Raises NotAllowed, IllegalMove, Refused when no resolution approves exactly this content, or the day lies in the
    past or not after the first day of the edition that it follows.
    """
    row = _moved("enforce", text, by)
    resolution = approving_resolution(content_hash(row))
    if resolution is None or resolution.content_public_id != row.public_id:
        raise Refused(_("No resolution of the board approves exactly this content. Please propose it to the board."))
    if effective_on < timezone.localdate(now):
        raise Refused(_("It cannot take effect in the past. Please choose today or a later day."))
    _supersede(row, effective_on, by, now)
    row.resolution, row.effective_on = resolution, effective_on
    signed(row, by=by, now=now).save()
    return row


def apply_resolution(resolution: Resolution) -> None:
    """The board has decided about one of ours: approve it, or send it back to draft.

    Called inside the transaction that records the resolution. What is no longer proposed, or has changed since, stays
    as it is: the decision then binds a content that nobody wants any more.
    """
    model = KINDS.get(resolution.content_kind)
    if model is None:
        return
    found = model._default_manager.only("pk").get(public_id=resolution.content_public_id)
    row = locked(model._default_manager.all(), pk=found.pk)
    if row.status != Status.PROPOSED or row.content_hash != resolution.content_hash:
        return
    name = "approve" if resolution.approves else "send_back"
    row.status = MOVES[name].from_(row.status)
    row.resolution = resolution if resolution.approves else None
    signed(row, by=resolution.recorded_by, now=resolution.created_at, reason=str(resolution)).save()


def _moved(name: str, text: TextT, by: User) -> TextT:
    """The locked row, its status moved but not yet saved."""
    move = MOVES[name]
    demand(by, move.permission)
    row = locked(type(text)._default_manager.all(), pk=text.pk)
    row.status = move.from_(row.status)
    return row


def _supersede(row: BoardText, effective_on: dt.date, by: User, now: dt.datetime) -> None:
    current = row.family().filter(status=Status.IN_FORCE).first()
    if current is None:
        return
    current = locked(type(row)._default_manager.all(), pk=current.pk)
    if current.effective_on is not None and effective_on <= current.effective_on:
        raise Refused(_("The edition before takes effect only then. Please choose a later day."))
    current.status = MOVES["supersede"].from_(current.status)
    current.effective_until = effective_on
    signed(current, by=by, now=now).save()
