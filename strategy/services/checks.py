"""Refusals that several services share."""

import datetime as dt
from typing import TypeVar

from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.core.errors import IllegalMove
from foundation.core.models import locked, signed
from strategy.content import content_hash
from strategy.models import BoardText

TextT = TypeVar("TextT", bound=BoardText)


def editable(text: TextT, *, shown_version: int | None = None) -> TextT:
    """The locked text, still a draft. Raises IllegalMove, StaleVersion."""
    row = locked(type(text)._default_manager.all(), pk=text.pk, shown_version=shown_version)
    if not row.is_draft:
        raise IllegalMove(_("This edition is no longer a draft. Take it back to draft to change it."))
    return row


def draft_saved(text: TextT, *, by: User, now: dt.datetime, reason: str = "") -> TextT:
    """Save a draft with the hash of its content; whoever changed it counts as a drafter."""
    text.drafter_ids = sorted({*text.drafter_ids, by.pk})
    text.content_hash = content_hash(text)
    signed(text, by=by, now=now, reason=reason).save()
    return text
