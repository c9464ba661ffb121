"""What the complainant sees: found by number and secret code, without anything internal."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.enums import ROLLING, Direction
from complaints.models import Complaint, Message, Pause, Transition
from complaints.selectors.case import FILE_OWNER
from complaints.selectors.closing import notice_policy
from foundation.core.files import attachments_of
from foundation.core.ids import is_valid_number
from foundation.core.models import Attachment, Visibility
from service_charter.models import ServiceRequest

# Steps the complainant is shown, in words for the complainant; the others are ours alone.
PUBLIC_STEPS = {
    "receive": _("We received your complaint and gave it a number"),
    "acknowledge": _("An officer took charge"),
    "assess": _("We looked at how serious it is"),
    "investigate": _("We began to investigate"),
    "communicate": _("We told you our decision"),
    "accept": _("You accepted the decision"),
    "reject": _("You did not accept the decision; the case stays open"),
    "review": _("We look at it once more"),
    "carry_out": _("We carried out what was decided"),
    "carry_out_unanswered": _("We carried out what was decided"),
    "close": _("The case was closed"),
    "withdraw": _("The complaint was withdrawn"),
    "reopen": _("The case was opened again"),
    "dispute": _("You told us that it is not done; we look into it again"),
    "reinstate": _("The complaint was taken up again"),
    "merge": _("You had filed this twice; it goes on in your other complaint"),
    "separate": _("It goes on by itself again"),
    "turn": _("It goes on as something else"),
    "turn_back": _("It goes on as a complaint again"),
}
SHOWS_REASON = frozenset({"close", "review", "reopen", "withdraw", "reinstate"})


@dataclass(frozen=True)
class Entry:
    """One line of the complainant's timeline."""

    at: datetime
    order: int
    kind: str  # step, message, pause
    title: str
    body: str = ""
    is_ours: bool = False
    author: str = ""
    item: Any = None
    files: list[Attachment] = field(default_factory=list)


def by_number_and_hash(number: str, *code_hashes: str) -> Complaint | None:
    """The complaint of a number, when a hash of the code fits. One query, whichever of the two is wrong.

    What was split off a complaint opens with that one's code: the person has no other.
    """
    shaped = number.strip().upper()
    if not is_valid_number(shaped):
        shaped = "-"
    own_code = Q(code_hash__in=code_hashes) | Q(split_from__code_hash__in=code_hashes)
    return Complaint.objects.filter(own_code, number=shaped).first()


def readable_number(text: str) -> str:
    """A number as typed: upper case, blanks and long dashes forgiven."""
    return "-".join(
        part for part in text.upper().replace("–", "-").replace("—", "-").replace(" ", "").split("-") if part
    )


def tracked(public_id: str) -> Complaint | None:
    """The complaint of a grant, with what its page shows."""
    return (
        Complaint.objects.select_related(
            "category",
            "unit",
            "handler",
            "acknowledge_standard__charter",
            "reply_standard__charter",
            "resolve_standard__charter",
            "complainant__data_key",
            "merged_into",
            "split_from",
            "turned__request",
            "rating",
        )
        .filter(public_id=public_id)
        .first()
    )


def of_request(request: ServiceRequest) -> Complaint | None:
    """The complaint as which a service request goes on."""
    return Complaint.objects.filter(turned__request=request, turned__is_complaint=True).first()


def public_timeline(complaint: Complaint) -> list[Entry]:
    """Steps, messages and pauses in the complainant's words, newest first. Notes are not even read."""
    entries = [
        Entry(
            step.at,
            1,
            "step",
            str(PUBLIC_STEPS[step.move]),
            body=step.reason if step.move in SHOWS_REASON else "",
        )
        for step in Transition.objects.filter(complaint=complaint)
        if step.move in PUBLIC_STEPS
    ]
    for message in Message.objects.filter(complaint=complaint, is_verified=True).select_related("author"):
        is_ours = message.direction == Direction.OUT
        title = _("We wrote to you") if is_ours else _("You wrote to us")
        author = message.author.get_full_name() if message.author else ""
        entries.append(Entry(message.at, 2, "message", str(title), message.body, is_ours, author, message))
    for pause in Pause.objects.filter(complaint=complaint):
        entries.append(Entry(pause.started_at, 3, "pause", str(_("The clock stands still")), pause.reason))
        if pause.ended_at:
            entries.append(Entry(pause.ended_at, 3, "pause", str(_("The clock runs again"))))
    return sorted(entries, key=lambda entry: (entry.at, entry.order), reverse=True)


def next_word(complaint: Complaint, timeline: list[Entry]) -> datetime | None:
    """When the complainant hears from us at the latest, though nothing is new; None where we wait for an answer."""
    if complaint.status not in ROLLING or complaint.is_paused:
        return None
    said = [entry.at for entry in timeline if entry.kind == "message" and entry.is_ours]
    return max([complaint.received_at, *said]) + timedelta(days=notice_policy().every_days)


def public_files(complaint: Complaint) -> list[Attachment]:
    """Files that the complainant handed in or may see."""
    return list(attachments_of(FILE_OWNER, complaint.public_id).filter(visibility=Visibility.COMPLAINANT))
