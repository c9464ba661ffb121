"""Letters are issued with the decision: what they say besides the message is frozen then."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation

from complaints.enums import MessageKind
from complaints.models import Complaint, Letter, Message, Transition
from complaints.services import mail
from foundation.core.organisation import organisation

AT_ONCE = 200  # older decisions that one tidying issues


def issue(complaint: Complaint, message: Message, *, now: datetime) -> Letter:
    """Freeze the letter of a decision that was just sent, in the caller's transaction."""
    number = Message.objects.filter(
        complaint=complaint, kind=MessageKind.DECISION, at__lte=message.at, id__lte=message.pk
    ).count()
    with translation.override(complaint.language):
        content = facts_of(complaint, message, number=number)
    return Letter.objects.create(message=message, number=number, content=content, issued_at=now)


def facts_of(complaint: Complaint, message: Message, *, number: int) -> dict[str, Any]:
    """Unit, signer, sender and ways onward as they stand now, in the language that is active."""
    us, decided = organisation(), _decided(complaint, message)
    return {
        "reference": f"{complaint.number}/{number}",
        "organisation": us.get("name", ""),
        "place": us.get("place", ""),
        "phone": us.get("phone", ""),
        "signer": decided.by.get_full_name() if decided and decided.by else "",
        "unit": complaint.unit.name,
        "ways": mail.usual_ways(complaint),
    }


@transaction.atomic
def issue_missing(*, now: datetime) -> int:
    """Freeze the letters of decisions from before letters were kept, oldest first. How many."""
    waiting = Message.objects.filter(kind=MessageKind.DECISION, letter__isnull=True).order_by("at", "id")
    rows = list(waiting.select_related("complaint__unit").select_for_update(of=("self",), skip_locked=True)[:AT_ONCE])
    for message in rows:
        issue(message.complaint, message, now=now)
    return len(rows)


def _decided(complaint: Complaint, message: Message) -> Transition | None:
    steps = Transition.objects.filter(complaint=complaint, move="decide", at__lte=message.at)
    return steps.select_related("by").order_by("at", "id").last()
