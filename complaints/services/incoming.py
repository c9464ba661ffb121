"""A letter to the mailbox: an answer goes to its case, a new matter becomes a complaint, the rest waits for a person.

What a letter says about its sender can be forged. So a letter opens nothing and shows nothing; to a case it only adds,
as "unverified" unless it comes from the address of the complainant. Machines are never answered.
"""

import re
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils import translation
from django.utils.translation import gettext as _

from complaints import rules
from complaints.enums import Channel, Identity, Reply
from complaints.enums_incoming import Placing, Wait
from complaints.models import Category, Complaint, PlacedLetter
from complaints.services import mail, talk
from complaints.services.drafts import FILE_OWNER
from complaints.services.receive import NUMBER_PREFIX, Contact, Door, Story, email_hash, line_hash, register_complaint
from foundation.core import incoming, outbox, rates
from foundation.core.errors import Refused
from foundation.core.files import attach
from foundation.core.ids import is_valid_number, new_tracking_code
from foundation.core.incoming import Reading
from foundation.core.models import IncomingLetter, IncomingWay, OutboxMessage, Visibility
from foundation.core.thai.text import THAI_DIGITS
from foundation.privacy.selectors import notice_in_force

# The subject of a letter whose sender chose none; an officer puts it right at the first assessment.
CATEGORY = "other"
LETTERS_OF_ONE = rates.Limit(20, timedelta(hours=1))
CASES_OF_ONE = rates.Limit(5, timedelta(hours=1))
_NUMBER = re.compile(r"\b[A-Z]{1,3}-\d{4}-\d{6,9}-\d\b")
_THAI = re.compile("[ก-๙]")
# Where mail programs begin to repeat the letter that is answered.
_QUOTED = re.compile(
    r"^(?:On [^\n]{5,200}(?:\n[^\n]{0,100})?wrote:\s*$|เมื่อ[^\n]{5,200}(?:\n[^\n]{0,100})?เขียน(?:ว่า)?\s*:?\s*$"
    r"|-{2,}\s*(?:Original Message|ข้อความต้นฉบับ|ข้อความเดิม)\s*-{2,}|_{20,}\s*$"
    r"|(?:From|จาก): [^\n]{3,200}\n(?:Sent|Date|To|ส่ง|ส่งเมื่อ|วันที่|ถึง): )",
    re.MULTILINE,
)


def take_letter(letter: IncomingLetter, reading: Reading, now: datetime) -> None:
    """Place a letter by itself where that can be done (core.incoming); called once, in one transaction."""
    if reading.bounce is not None:
        if reading.bounce.is_final:
            for message_id in reading.bounce.message_ids:
                outbox.bounced(message_id)
        keep(letter, Placing.BOUNCE, now=now)
    elif reading.automatic:
        keep(letter, Placing.MACHINE, now=now)
    elif why := _why_not(letter, reading, now):
        keep(letter, Placing.WAITING, wait=why, complaint=case_of(reading), now=now)
    elif (case := case_of(reading)) is not None:
        _answer(letter, reading, case, now=now)
    else:
        _begin(letter, reading, now=now)


def case_of(reading: Reading) -> Complaint | None:
    """The case a letter belongs to: by the signed address it was sent to, by the letter of ours that it answers, or by
    the number in its subject; of one that was merged, the case in which it goes on."""
    public_id = incoming.read_reply_address(reading.recipients, kind=mail.ABOUT)
    if not public_id:
        answered = OutboxMessage.objects.filter(message_id__in=reading.references, about_kind=mail.ABOUT)
        public_id = answered.values_list("about_id", flat=True).first() or ""
    found = Complaint.objects.filter(public_id=public_id).first() if public_id else None
    number = next(iter(numbers_in(reading.subject)), "")
    if found is None and number.startswith(f"{NUMBER_PREFIX}-"):
        found = Complaint.objects.filter(number=number).first()
    while found is not None and found.merged_into is not None:
        found = found.merged_into
    return found


def numbers_in(text: str) -> list[str]:
    """Every number of ours in a text, its check digit right."""
    plain = text.upper().translate(THAI_DIGITS).replace("–", "-").replace("—", "-")
    return [number for number in _NUMBER.findall(plain) if is_valid_number(number)]


def is_from_contact(letter: IncomingLetter, reading: Reading, complaint: Complaint) -> bool:
    """Whether the sender is the address that the complainant gave, as far as our mail server believes it; at LINE who
    the complainant has proved to be."""
    person = getattr(complaint, "complainant", None)
    if letter.way == IncomingWay.LINE:
        known = person.line_hash if person else ""
        return bool(known) and known == line_hash(reading.sender)
    known = person.email_hash if person else ""
    return bool(known) and not reading.is_suspect and known == email_hash(reading.sender)


def said_in(reading: Reading) -> str:
    """What an answer says itself, without the letter that it repeats; everything where nothing else is left."""
    text = reading.text
    quoted = _QUOTED.search(text)
    own = text[: quoted.start()] if quoted else text
    own = "\n".join(line for line in own.splitlines() if not line.startswith(">")).strip()
    return own or text


def place_files(complaint: Complaint, reading: Reading, *, visibility: str, limit: int, text: str) -> str:
    """Keep what is attached with the case, and a text over the limit as a file too; the text with what could not be
    kept, and why, in the language of the case."""
    with translation.override(complaint.language):
        remarks, files = [], [(file.name, file.content) for file in reading.files]
        room = limit - 1500  # for what is said below about files
        if len(text) > room:
            files.insert(0, (f"{_('letter')}.txt", text.encode()))
            text = text[:room].rstrip() + "…"
            remarks.append(_("The letter is long: all of it is in the file %(name)s.") % {"name": files[0][0]})
        for name, content in files:
            upload: UploadedFile[bytes] = UploadedFile(ContentFile(content), name, size=len(content))
            try:
                attach(owner_kind=FILE_OWNER, owner_public_id=complaint.public_id, upload=upload, visibility=visibility)
            except Refused as refusal:
                shown = name if len(name) <= 60 else f"…{name[-59:]}"
                remarks.append(_("Not kept: “%(name)s”. %(why)s") % {"name": shown, "why": refusal.message})
        if not text.strip():
            text = _("(The letter holds files alone.)")
        notes = "\n".join(f"[{remark}]" for remark in remarks)[:1400]
    return f"{text}\n\n{notes}" if notes else text


def language_of(reading: Reading) -> str:
    """The language of a letter: Thai where a Thai letter stands in it, or nothing that tells."""
    words = f"{reading.subject} {reading.text}"
    return "en" if not _THAI.search(words) and re.search("[A-Za-z]{2}", words) else "th"


def story_of(reading: Reading) -> str:
    """What a new matter says: its words, or its subject where it has none."""
    return reading.text.strip() or reading.subject


def _why_not(letter: IncomingLetter, reading: Reading, now: datetime) -> str:
    """Why a person must look first; empty where the letter can be placed by itself."""
    if not reading.is_readable:
        return Wait.UNREADABLE
    if not reading.sender:
        return Wait.NO_SENDER
    if not rates.allow("complaints.letters", reading.sender.casefold(), limit=LETTERS_OF_ONE, now=now):
        return Wait.TOO_MANY
    if not letter.is_whole:
        if not reading.is_suspect:
            mail.refuse_letter(to=reading.sender, language=language_of(reading), key=letter.public_id)
        return Wait.TOO_LARGE
    if not reading.text.strip() and not reading.files and not reading.subject:
        return Wait.EMPTY
    return ""


def _answer(letter: IncomingLetter, reading: Reading, case: Complaint, *, now: datetime) -> None:
    body = said_in(reading)
    if not case.is_open or not (body or reading.files):
        wait = Wait.EMPTY if case.is_open else Wait.CLOSED
        keep(letter, Placing.WAITING, wait=wait, complaint=case, now=now)
        return
    add_letter(case, letter, reading, body=body, is_verified=is_from_contact(letter, reading, case), now=now)
    keep(letter, Placing.CASE, complaint=case, now=now)


def add_letter(
    case: Complaint, letter: IncomingLetter, reading: Reading, *, body: str, is_verified: bool, now: datetime
) -> None:
    """Add an answer with its files to an open case. Raises Refused when the case is over."""
    seen = Visibility.COMPLAINANT if is_verified else Visibility.INTERNAL
    text = place_files(case, reading, visibility=seen, limit=rules.MESSAGE_LIMIT, text=body)
    came = "by_line" if letter.way == IncomingWay.LINE else "by_email"
    talk.receive_letter(complaint_id=case.pk, body=text, is_verified=is_verified, now=now, came=came)


def _begin(letter: IncomingLetter, reading: Reading, *, now: datetime) -> None:
    """A matter of its own; the sender hears its number and code, in the language of the letter."""
    wait = ""
    if numbers_in(reading.subject):
        wait = Wait.OTHER
    elif reading.is_suspect:
        wait = Wait.SUSPECT
    elif not rates.allow("complaints.by_letter", reading.sender.casefold(), limit=CASES_OF_ONE, now=now):
        wait = Wait.TOO_MANY
    if wait:
        keep(letter, Placing.WAITING, wait=wait, now=now)
        return
    complaint = begin_complaint(reading, now=now)
    keep(letter, Placing.COMPLAINT, complaint=complaint, now=now)


def begin_complaint(reading: Reading, *, now: datetime) -> Complaint:
    """A complaint out of a letter, as every door makes one (7.2)."""
    language = language_of(reading)
    complaint = Complaint(language=language)  # files are kept under the id it will bear
    story = place_files(
        complaint, reading, visibility=Visibility.COMPLAINANT, limit=rules.DESCRIPTION_LIMIT, text=story_of(reading)
    )
    return register_complaint(
        identity=Identity.NAMED,
        story=Story(category=Category.objects.get(code=CATEGORY), description=story, subject=reading.subject[:160]),
        contact=Contact(
            name=reading.name or reading.sender.partition("@")[0], email=reading.sender, reply_by=Reply.EMAIL
        ),
        door=Door(channel=Channel.EMAIL, language=language, notice=notice_in_force("complaint", at=now)),
        tracking_code=new_tracking_code(),
        by=None,
        now=now,
        public_id=complaint.public_id,
    )


def keep(
    letter: IncomingLetter, placing: str, *, now: datetime, wait: str = "", complaint: Complaint | None = None
) -> PlacedLetter:
    """Write down where a letter went; one that waits is settled later (services.sorting)."""
    return PlacedLetter.objects.create(
        letter=letter,
        placing=placing,
        wait=wait,
        complaint=complaint,
        received_at=letter.received_at,
        settled_at=None if placing == Placing.WAITING else now,
    )
