"""The decision as an official letter, in the complainant's language: PDF/UA, and DOCX from the very same content.

What the letter says was frozen when it was issued (`Letter`), so that printing it again gives the same letter. The
words are those of the message that was sent; only the addressee is read when it is printed: names are kept once.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from complaints import rules_words
from complaints.enums import MessageKind
from complaints.letter_docx import letter_docx as _docx
from complaints.models import Complaint, Letter, Message
from complaints.services.letters import facts_of
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
    return _made(
        complaint, number, is_masked, lambda data, message: build_pdf(TEMPLATE, data, date=local_date(message.at))
    )


def letter_docx(complaint: Complaint, *, number: int, is_masked: bool) -> bytes | None:
    """The same letter for a word processor; None where there is none."""
    return _made(complaint, number, is_masked, lambda data, message: _docx(data, at=message.at))


def _made(
    complaint: Complaint, number: int, is_masked: bool, make: Callable[[dict[str, Any], Message], bytes]
) -> bytes | None:
    sent = letters_of(complaint)
    if not 1 <= number <= len(sent):
        return None
    message = sent[number - 1]
    with translation.override(complaint.language):
        return make(letter_data(complaint, message, number=number, is_masked=is_masked), message)


def letter_data(complaint: Complaint, message: Message, *, number: int, is_masked: bool) -> dict[str, Any]:
    """What stands in the letter, in the language that is active."""
    letter = Letter.objects.filter(message=message).first()
    # A decision of before letters were kept has none until the hourly tidying issues it.
    kept = letter.content if letter else facts_of(complaint, message, number=number)
    ways = kept["ways"]
    return {
        "language": complaint.language,
        "organisation": kept["organisation"],
        "place": kept["place"],
        "phone": kept["phone"],
        "title": _("The outcome of your complaint"),
        "reference_label": _("Our letter no."),
        "reference": kept["reference"],
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
        "signer": kept["signer"],
        "signer_role": _("Who decided the complaint"),
        "unit": kept["unit"],
        "follow": _("Follow the case with number and tracking code: %(address)s")
        % {"address": f"{settings.SITE_URL}{reverse('complaints:portal-track')}"},
    }


def _addressed(complaint: Complaint, *, is_masked: bool) -> str:
    person = getattr(complaint, "complainant", None)
    name = (person.name if person else "") or ""
    if is_masked:
        name = rules_words.masked_name(name)
    return name or _("The person who complained in %(number)s") % {"number": complaint.number}
