"""Taking a request about personal data in: number, clock of 30 days, receipt."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.contacts import BadContact, read_email, read_phone
from foundation.core.crypto import keyed_hash, new_data_key, secret_pepper
from foundation.core.errors import Incomplete, NotAllowed
from foundation.core.identifiers import BadIdentifier, read_national_id
from foundation.core.ids import hash_code
from foundation.core.models import signed
from foundation.core.numbers import next_number
from foundation.core.thai.dates import be_year
from foundation.core.thai.text import normalise, normalise_line
from foundation.privacy.enums import Actor, Channel, ProofOfIdentity, RequestStatus, Right, Whom
from foundation.privacy.models import DataRequest, NoticeVersion, RequestStep
from foundation.privacy.services import letters

NUMBER_PREFIX = "D"
DAYS = 30  # from receipt, as section 30 says; used for every right
DETAILS_LIMIT = 3000
# Rights that cannot be worked on without words of the person.
NEEDS_WORDS = frozenset({Right.CORRECTION, Right.OBJECTION, Right.RESTRICTION})


@dataclass(frozen=True)
class Asker:
    """Whose data it is about, how to find them, and who speaks for the person."""

    name: str = ""
    phone: str = ""
    email: str = ""
    national_id: str = ""
    whom: str = Whom.SELF
    representative: str = ""
    authority: str = ""


@dataclass(frozen=True)
class Wish:
    """What is asked, in which words, and how the identity will be shown."""

    right: str
    details: str = ""
    purposes: list[str] = field(default_factory=list)
    proof: str = ProofOfIdentity.CALL
    proof_words: str = ""


@transaction.atomic
def submit_request(
    *,
    wish: Wish,
    asker: Asker,
    channel: str,
    language: str,
    notice: NoticeVersion | None,
    tracking_code: str,
    now: datetime,
    by: User | None = None,
) -> DataRequest:
    """Record a request, start its clock, send the receipt. `by` is the officer who writes it down for the person.

    Only a keyed hash of the tracking code is kept.
    Raises NotAllowed for an officer without the duty, Incomplete for missing facts.
    """
    if by is not None and not by.can(Permission.PRIVACY_OFFICER):
        raise NotAllowed(_("Only the data-protection officer takes such requests."))
    _demand(wish, asker)
    due_at = due_of(now)
    request = DataRequest(
        number=next_number(NUMBER_PREFIX, year=be_year(timezone.localdate(now))),
        code_hash=code_hash(tracking_code),
        right=Right(wish.right),
        whom=Whom(asker.whom),
        channel=Channel(channel),
        language=language,
        notice=notice,
        data_key=new_data_key(),
        name=normalise_line(asker.name),
        phone=asker.phone,
        email=asker.email,
        national_id=asker.national_id,
        representative=normalise_line(asker.representative),
        authority=normalise(asker.authority),
        details=normalise(wish.details),
        proof=ProofOfIdentity(wish.proof),
        proof_words=normalise(wish.proof_words),
        purposes=sorted(wish.purposes) if wish.right == Right.WITHDRAWAL else [],
        received_at=now,
        received_by=by,
        due_at=due_at,
        first_due_at=due_at,
        created_at=now,
        **hashes_of(phone=asker.phone, email=asker.email, national_id=asker.national_id),
    )
    signed(request, by=by, now=now).save()
    RequestStep.objects.create(
        request=request,
        move="receive",
        to_status=RequestStatus.RECEIVED,
        actor=Actor.STAFF if by else Actor.PERSON,
        by=by,
        at=now,
    )
    letters.send_receipt(request, tracking_code=tracking_code)
    letters.tell_officers(request)
    return request


def due_of(received_at: datetime, *, days: int = DAYS) -> datetime:
    """The last moment of the day on which the answer is due."""
    day = timezone.localdate(received_at) + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


def code_hash(tracking_code: str) -> str:
    """The keyed hash under which a tracking code is kept."""
    return hash_code(tracking_code, pepper=secret_pepper("privacy.tracking"))


def hashes_of(*, phone: str = "", email: str = "", national_id: str = "") -> dict[str, str]:
    """Columns and keyed hashes by which requests of a person are found; what is no number or address finds nobody."""
    found: dict[str, str] = {}
    for column, given, read in (
        ("phone_hash", phone, read_phone),
        ("email_hash", email, read_email),
        ("identifier_hash", national_id, read_national_id),
    ):
        try:
            if given:
                found[column] = keyed_hash(read(given).casefold(), purpose=f"privacy.{column}")
        except (BadContact, BadIdentifier):
            continue
    return found


def _demand(wish: Wish, asker: Asker) -> None:
    missing = {**_missing_of_asker(asker), **_missing_of_wish(wish)}
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)


def _missing_of_asker(asker: Asker) -> dict[str, str]:
    missing = {}
    if not normalise_line(asker.name):
        missing["name"] = _("Please give the name of the person whose data it is about.")
    if not (asker.phone or asker.email or asker.national_id):
        missing["phone"] = _("Please give at least one of these, or we cannot find the data.")
    if asker.whom == Whom.REPRESENTATIVE:
        if not normalise_line(asker.representative):
            missing["representative"] = _("Please give your own name.")
        if not normalise_line(asker.authority):
            missing["authority"] = _("Please say what allows you to ask for this person.")
    return missing


def _missing_of_wish(wish: Wish) -> dict[str, str]:
    missing = {}
    if wish.right not in Right.values:
        missing["right"] = _("Please choose what you ask for.")
    if wish.right in NEEDS_WORDS and not normalise(wish.details):
        missing["details"] = _("Please tell us in a few words what it is about.")
    if wish.right == Right.WITHDRAWAL and not wish.purposes:
        missing["purposes"] = _("Please choose which consent you take back.")
    if len(wish.details) > DETAILS_LIMIT:
        limit = f"{DETAILS_LIMIT:,}"
        missing["details"] = _("Please shorten the text to %(limit)s characters.") % {"limit": limit}
    return missing
