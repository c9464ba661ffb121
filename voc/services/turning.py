"""A voice that is handled as a complaint. The complaint stands in the room below; the voice stays in the list, once."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from complaints.models import Category, Complaint, Turned
from complaints.services import voice_into_complaint
from foundation.core.errors import IllegalMove, NotAllowed
from voc.models import Voice

if TYPE_CHECKING:
    from foundation.accounts.models import User


def hand_to_complaints(
    *, voice_id: int, words: str, category: Category, reason: str, by: "User", now: datetime
) -> Complaint:
    """The complaint made of a voice, counted from the day on which it was said; asked twice it is the same one.

    Raises NotAllowed, IllegalMove for a voice that comes from a complaint, Incomplete.
    """
    voice = Voice.objects.visible_to(by).filter(pk=voice_id).first()
    if voice is None:
        raise NotAllowed(_("Your role does not include this step."))
    if voice.complaint_id:
        raise IllegalMove(_("This was told as a complaint from the first."))
    return voice_into_complaint(
        voice=voice.public_id,
        words=words,
        received_at=voice.occurred_at,
        category=category,
        touchpoint_id=voice.touchpoint_id,
        reason=reason,
        by=by,
        now=now,
    )


def handled_as(public_id: str) -> Turned | None:
    """The complaint that a voice is or was handled as."""
    return Turned.objects.select_related("complaint").filter(voice=public_id).first()
