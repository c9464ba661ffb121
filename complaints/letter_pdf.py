"""The decision as an official letter in PDF/UA: in the complainant's language, from the message that was sent.

Text, day and signer are those of the message; unit, addressee and the ways onward are read when it is printed."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from complaints import rules
from complaints.enums import MessageKind
from complaints.models import Complaint, Message, Transition
from complaints.services import mail
from foundation.core.organisation import organisation
from foundation.core.pdf import build_pdf
from foundation.core.thai.dates import format_date, local_date

TEMPLATE = "complaint_letter.typ"


def letters_of(complaint: Complaint) -> list[Message]:
    """The decisions that were sent, oldest first; each of them is a letter."""
    return list(Message.objects.filter(complaint=complaint, kind=MessageKind.DECISION))


def numbered_letters(messages: list[Message]) -> list[tuple[int, Message]]:
    """The decisions among messages that were read already, oldest first, each with the number of its letter."""
    return list(enumerate((each for each in messages if each.kind == MessageKind.DECISION), start=1))


def letter_pdf(complaint: Complaint, *, number: int, is_masked: bool) -> bytes | None:
    """The letter of the n-th decision; None where there is none. Raises PdfError.

    `is_masked` is for staff: the letter to look at, without the complainant's name.
    """
    sent = letters_of(complaint)
    if not 1 <= number <= len(sent):
        return None
    message = sent[number - 1]
    with translation.override(complaint.language):
        data = letter_data(complaint, message, number=number, is_masked=is_masked)
    return build_pdf(TEMPLATE, data, date=local_date(message.at))


def letter_data(complaint: Complaint, message: Message, *, number: int, is_masked: bool) -> dict[str, Any]:
    """What stands in the letter, in the language that is active."""
    us = organisation()
    decided = (
        Transition.objects.filter(complaint=complaint, move="decide", at__lte=message.at)
        .select_related("by")
        .order_by("at", "id")
        .last()
    )
    signer = decided.by if decided else None
    ways = mail.usual_ways(complaint)
    return {
        "language": complaint.language,
        "organisation": us.get("name", ""),
        "place": us.get("place", ""),
        "phone": us.get("phone", ""),
        "title": _("The outcome of your complaint"),
        "reference_label": _("Our letter no."),
        "reference": f"{complaint.number}/{number}",
        "day": format_date(message.at, "long"),
        "to_label": _("Addressed to"),
        "to": _addressed(complaint, is_masked=is_masked),
        "about_label": _("With reference to"),
        "about": _("Complaint %(number)s, received on %(day)s")
        % {"number": complaint.number, "day": format_date(complaint.received_at, "long")},
        "parts": [part for part in message.body.split("\n\n") if part.strip()],
        "ways_title": _("If you do not agree, these ways are open to you and cost nothing:"),
        "ways": [
            _("Inside our organisation: %(body)s") % {"body": ways["internal"]},
            _("Outside: %(body)s") % {"body": ways["external"]},
        ],
        "closing": _("We write this so that you know where the matter stands. Thank you for telling us."),
        "respectfully": _("Yours sincerely"),
        "signer": signer.get_full_name() if signer else "",
        "signer_role": _("Who decided the complaint"),
        "unit": complaint.unit.name,
        "follow": _("Follow the case with number and tracking code: %(address)s")
        % {"address": f"{settings.SITE_URL}{reverse('complaints:portal-track')}"},
    }


def _addressed(complaint: Complaint, *, is_masked: bool) -> str:
    person = getattr(complaint, "complainant", None)
    name = (person.name if person else "") or ""
    if is_masked:
        name = rules.masked_name(name)
    return name or _("The person who complained in %(number)s") % {"number": complaint.number}
