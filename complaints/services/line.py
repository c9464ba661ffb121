"""LINE: a complainant ties it to a case by a code, and what is written in the chat goes where a letter would.

Nobody is believed to be a complainant for what is said in a chat: only who sent a code from the tracking page of the
case adds to it. Everything else waits for an officer.
"""

import re
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.enums import Reply
from complaints.enums_incoming import Placing, Wait
from complaints.models import Complainant, Complaint, LineCode
from complaints.services import incoming as letters
from complaints.services import mail
from complaints.services.receive import line_hash
from foundation.core import rates
from foundation.core.crypto import secret_pepper
from foundation.core.errors import Refused
from foundation.core.ids import ALPHABET, group_code, hash_code, normalise_code
from foundation.core.incoming import Reading
from foundation.core.incoming.line import FOLLOW, UNFOLLOW
from foundation.core.line import line_comes_in, line_is_open
from foundation.core.models import IncomingLetter, locked, signed
from foundation.core.thai.text import THAI_DIGITS

CODE_LIFETIME = timedelta(minutes=15)
CODE_LENGTH = 8
CODES_OF_ONE = rates.Limit(10, timedelta(hours=1))
ANSWERS_TO_ONE = rates.Limit(1, timedelta(hours=12))
_CODE = re.compile(r"[A-Z0-9]{4}(?:(?P<dash>[–—-])|\s?)[A-Z0-9]{4}")


def may_tie_line(complaint: Complaint) -> bool:
    """Whether LINE can be tied: never to an anonymous file, which must lead to nobody."""
    return line_is_open() and line_comes_in() and complaint.is_open and _person_of(complaint) is not None


@transaction.atomic
def ask_line_code(*, complaint_id: int, now: datetime) -> str:
    """A fresh code, to be sent in the chat within a quarter of an hour; earlier ones of the case end.

    Raises Refused where LINE cannot be tied.
    """
    complaint = Complaint.objects.select_related("complainant").get(pk=complaint_id)
    if not may_tie_line(complaint):
        raise Refused(_("LINE cannot be used for this case."))
    LineCode.objects.filter(complaint=complaint, used_at=None, expires_at__gt=now).update(expires_at=now)
    code = "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))
    expires_at = now + CODE_LIFETIME
    LineCode.objects.create(complaint=complaint, code_hash=_code_hash(code), made_at=now, expires_at=expires_at)
    return group_code(code)


@transaction.atomic
def untie_line(*, complaint_id: int, now: datetime) -> None:
    """Forget who the complainant is at LINE; answers go by another way. Twice changes nothing."""
    rows = Complainant.objects.select_related("data_key")
    person = rows.filter(complaint_id=complaint_id).exclude(line_hash="").first()
    if person is None:
        return
    person = locked(rows, pk=person.pk)
    person.line_user, person.line_hash, person.line_tied_at = None, "", None
    person.line_told_at, person.line_away = None, False
    if person.reply_by == Reply.LINE:
        person.reply_by = Reply.EMAIL if person.email else Reply.PAGE
    signed(person, by=None, now=now, reason="line untied").save()


def forget_line_codes(*, now: datetime) -> int:
    """Delete those whose time is over. Returns how many."""
    return LineCode.objects.filter(expires_at__lt=now).delete()[0]


def take_line(letter: IncomingLetter, reading: Reading, now: datetime) -> None:
    """Place what came by LINE (core.incoming); called once, in one transaction."""
    if reading.automatic in {FOLLOW, UNFOLLOW}:
        _heard(reading, now=now)
        letters.keep(letter, Placing.MACHINE, now=now)
    elif not reading.is_readable:
        letters.keep(letter, Placing.WAITING, wait=Wait.UNREADABLE, now=now)
    elif code := _code_in(reading.text):
        _take_code(letter, reading, code, now=now)
    else:
        _take_words(letter, reading, now=now)


def _take_code(letter: IncomingLetter, reading: Reading, code: str, *, now: datetime) -> None:
    allowed = rates.allow("complaints.line_code", reading.sender, limit=CODES_OF_ONE, now=now)
    complaint = _tie(reading.sender, code, now=now) if allowed else None
    if complaint is not None:
        mail.send_line_tied(complaint, key=letter.public_id)
    elif allowed:
        mail.answer_line(to=reading.sender, template="line_code_wrong", key=letter.public_id)
    letters.keep(letter, Placing.CODE, complaint=complaint, now=now)


def _tie(user: str, code: str, *, now: datetime) -> Complaint | None:
    """Bind somebody at LINE to the case of a code; None where the code ties nothing (any more)."""
    rows = LineCode.objects.select_for_update(of=("self",)).select_related("complaint")
    row = rows.filter(code_hash=_code_hash(code)).first()
    if row is None or not row.is_open(now) or not may_tie_line(row.complaint):
        return None
    row.used_at = now
    row.save(update_fields=["used_at"])
    person = locked(Complainant.objects.select_related("data_key"), pk=row.complaint.complainant.pk)
    person.line_user, person.line_hash, person.line_tied_at = user, line_hash(user), now
    person.line_told_at, person.line_away, person.reply_by = None, False, Reply.LINE
    signed(person, by=None, now=now, reason="line tied").save()
    return Complaint.objects.get(pk=row.complaint_id)


def _take_words(letter: IncomingLetter, reading: Reading, *, now: datetime) -> None:
    """Add to the one case that is meant; else wait for an officer, and say once in a while how it goes faster."""
    cases, wait = _cases_of(reading.sender), ""
    open_cases = [case for case in cases if case.is_open]
    named = [case for case in open_cases if case.number in letters.numbers_in(reading.text)]
    case = next(iter(named or open_cases), None)
    if not rates.allow("complaints.letters", reading.sender, limit=letters.LETTERS_OF_ONE, now=now):
        wait = Wait.TOO_MANY
    elif not reading.text.strip() and not reading.files:
        wait = Wait.EMPTY
    elif not cases:
        wait = Wait.UNTIED
    elif case is None:
        case, wait = cases[0], Wait.CLOSED
    elif len(open_cases) > 1 and len(named) != 1:
        wait = Wait.MANY
    if wait or case is None:
        letters.keep(letter, Placing.WAITING, wait=wait, complaint=case, now=now)
        if wait != Wait.TOO_MANY and rates.allow("complaints.line", reading.sender, limit=ANSWERS_TO_ONE, now=now):
            mail.answer_line(to=reading.sender, template="line_landed", key=letter.public_id)
        return
    is_verified = letters.is_from_contact(letter, reading, case)  # another's, where the own case was merged into it
    letters.add_letter(case, letter, reading, body=reading.text, is_verified=is_verified, now=now)
    letters.keep(letter, Placing.CASE, complaint=case, now=now)


def _cases_of(user: str) -> list[Complaint]:
    """The cases that somebody at LINE has proved to be theirs, newest first; of a merged one where it goes on."""
    people = Complainant.objects.filter(line_hash=line_hash(user)).select_related("complaint")
    found: dict[int, Complaint] = {}
    for person in people.order_by("-complaint__received_at")[:50]:
        case = person.complaint
        while case.merged_into is not None:
            case = case.merged_into
        found[case.pk] = case
    return list(found.values())


def _heard(reading: Reading, *, now: datetime) -> None:
    """Somebody began or ceased to follow us. Events may come late or twice: the newest one counts."""
    at = reading.said_at or now
    for known in Complainant.objects.filter(line_hash=line_hash(reading.sender)).values_list("pk", flat=True):
        person = locked(Complainant.objects.select_related("data_key"), pk=known)
        if person.line_told_at is None or person.line_told_at <= at:
            person.line_told_at, person.line_away = at, reading.automatic == UNFOLLOW
            signed(person, by=None, now=now, reason=f"line {reading.automatic}").save()


def _person_of(complaint: Complaint) -> Complainant | None:
    return None if complaint.is_anonymous else getattr(complaint, "complainant", None)


def _code_in(text: str) -> str:
    """The code that a message consists of: one with a dash, or one that we know."""
    match = _CODE.fullmatch(text.strip().upper().translate(THAI_DIGITS))
    if match is None:
        return ""
    code = normalise_code(match[0])
    return code if match["dash"] or LineCode.objects.filter(code_hash=_code_hash(code)).exists() else ""


def _code_hash(code: str) -> str:
    return hash_code(code, pepper=secret_pepper("complaints.line_code"))
