"""Forgetting a complainant: name and contact fall silent, the story stays without what tells who it was."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.enums import Actor
from complaints.enums_investigation import Source
from complaints.models import (
    Complainant,
    Complaint,
    Confirmation,
    Evidence,
    FairnessReview,
    Message,
    PlacedLetter,
    Transition,
)
from complaints.services.case_files import silence_case_files
from complaints.services.receive import email_hash, phone_hash
from foundation.core.append_only import writable_history
from foundation.core.contacts import BadContact, read_email, read_phone
from foundation.core.crypto import destroy_data_key
from foundation.core.errors import Refused
from foundation.core.incoming import forget_letter
from foundation.core.models import locked, signed

if TYPE_CHECKING:
    from foundation.accounts.models import User

GONE = "[erased at the person's wish / ลบตามคำขอของเจ้าของข้อมูล]"


def hashes_of(*, phone: str, email: str) -> dict[str, str]:
    """Columns and hashes by which a person is found; what is no number or address finds nobody."""
    found: dict[str, str] = {}
    for column, given, read, hashed in (
        ("phone_hash", phone, read_phone, phone_hash),
        ("email_hash", email, read_email, email_hash),
    ):
        try:
            if given:
                found[column] = hashed(read(given))
        except BadContact:
            continue
    return found


@transaction.atomic
def erase_complainant(*, complainant_id: int, by: "User", now: datetime) -> None:
    """Destroy the person's key and clear the words that may name the person, in rows, history and messages.

    Kind, dates, category and outcome stay, so that the figures stay true. Raises Refused while the case is open.
    """
    person = Complainant.objects.select_for_update(of=("self",)).select_related("data_key").get(pk=complainant_id)
    complaint = locked(Complaint.objects.all(), pk=person.complaint_id)
    if complaint.is_open:
        raise Refused(_("The complaint is still open. It can be erased once it is closed."))
    for other in split_with(complaint):
        if other.is_open:
            raise Refused(_("A part of the complaint, %(number)s, is still open.") % {"number": other.number})
    for case in (complaint, *split_with(complaint)):
        _silence(locked(Complaint.objects.all(), pk=case.pk), by=by, now=now)


def split_with(complaint: Complaint) -> list[Complaint]:
    """The other parts of what one person told once: a part bears no contact of its own where none was given, so no hash
    leads to it, and it is forgotten with the first."""
    root = complaint
    while root.split_from is not None:
        root = root.split_from
    found, level = [root], [root]
    while level:
        level = list(Complaint.objects.filter(split_from__in=level).order_by("pk"))
        found += level
    return [case for case in found if case.pk != complaint.pk]


def _silence(complaint: Complaint, *, by: "User", now: datetime) -> None:
    person = (
        Complainant.objects.select_for_update(of=("self",))
        .select_related("data_key")
        .filter(complaint=complaint)
        .first()
    )
    if person is not None:
        if person.data_key and not person.data_key.is_destroyed:
            destroy_data_key(person.data_key, now=now)
        person.phone_hash = person.email_hash = person.line_hash = ""
        person.line_tied_at = person.line_told_at = None
        signed(person.touch(), by=by, now=now, reason="erasure").save()
        person.history.update(phone_hash="", email_hash="", line_hash="")
    silence_case_files(complaint, now=now)
    for placed in PlacedLetter.objects.filter(complaint=complaint).select_related("letter__data_key"):
        forget_letter(placed.letter, now=now)
    complaint.description, complaint.subject, complaint.search_text = GONE, complaint.category.name, complaint.number
    complaint.remedy_wish = complaint.external_reference = ""  # a number at LINE or a hotline leads to the person
    signed(complaint, by=by, now=now, reason="erasure").save()
    complaint.history.update(description=GONE, subject=complaint.subject, remedy_wish="", external_reference="")
    with writable_history():
        Message.objects.filter(complaint=complaint, author__isnull=True).update(body=GONE)
        said = Transition.objects.filter(complaint=complaint, actor=Actor.COMPLAINANT)
        said.exclude(reason="").update(reason=GONE)
        told = Evidence.objects.filter(complaint=complaint, source=Source.COMPLAINANT)
        told.update(what=GONE, from_whom=GONE[:160])
    Confirmation.objects.filter(complaint=complaint).exclude(words="").update(words=GONE)
    for asked in FairnessReview.objects.filter(complaint=complaint).exclude(words=""):
        asked.words = GONE
        signed(asked, by=by, now=now, reason="erasure").save()
        asked.history.exclude(words="").update(words=GONE)
    own_words = complaint.history.filter(history_user=None).exclude(history_change_reason=None)
    own_words.exclude(history_change_reason="").update(history_change_reason=GONE)
