"""What this room holds about a person, for access, correction, export and erasure (privacy.personal_data)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.enums import FINISHED
from complaints.enums_help import HelpState
from complaints.models import Complainant, Complaint, Help, PlacedLetter
from complaints.services import erase_complainant, erase_help, hashes_of
from complaints.services.erasure import split_with
from customers.names import split_person
from customers.personal_data import records_of
from foundation.core.errors import Refused
from foundation.core.incoming import forget_letter, sender_hash
from foundation.core.models import IncomingLetter
from foundation.core.thai.dates import format_datetime
from foundation.core.thai.text import search_form
from foundation.privacy.enums import RetentionAction
from foundation.privacy.personal_data import Keeping, Kind, Person


def find(person: Person) -> list[str]:
    """Public ids of complainants who have the telephone or e-mail, and of customers who filed themselves."""
    rows = Complainant.objects.filter(data_key__destroyed_at__isnull=True)
    found: set[str] = set()
    if person.public_id:
        found |= set(rows.filter(public_id=person.public_id).values_list("public_id", flat=True))
    for column, value in hashes_of(phone=person.phone, email=person.email).items():
        found |= set(rows.filter(**{column: value}).values_list("public_id", flat=True))
    return sorted(found | _filed_as_customer(person))


def _filed_as_customer(person: Person) -> set[str]:
    """Complainants in cases of the person's record who bear the name of the record, whatever telephone they gave. Who
    filed for the customer under another name is another person: that contact is not shown or forgotten with this one.
    """
    customers = list(records_of(person))
    if not customers:
        return set()
    names = {_compared(row.name_th, row.family_th) for row in customers}
    names |= {_compared(row.name_en, row.family_en) for row in customers}
    filed = Complainant.objects.filter(complaint__customer__in=customers, data_key__destroyed_at__isnull=True)
    told = ((row.public_id, split_person(row.name or "")) for row in filed.select_related("data_key"))
    return {public_id for public_id, (_title, *name) in told if _compared(*name) in names - {""}}


def _compared(given: str, family: str) -> str:
    return search_form(f"{given} {family}".strip())


def describe(public_id: str) -> Mapping[str, str]:
    """Everything held about a complainant: contact, complaint and messages."""
    person = Complainant.objects.select_related("data_key", "complaint").get(public_id=public_id)
    complaint = person.complaint
    held = {name: getattr(person, name) or "" for name in ("name", "phone", "email", "address", "representative")}
    if person.line_tied_at:
        held["line"] = person.line_user or ""
    held |= {"number": complaint.number, "subject": complaint.subject, "description": complaint.description}
    for message in complaint.messages.filter(is_verified=True).order_by("at", "id"):
        held[f"{message.get_direction_display()} {format_datetime(message.at)} {message.public_id}"] = message.body
    return held


def _erase(public_id: str, *, by: Any, now: datetime) -> None:
    erase_complainant(complainant_id=Complainant.objects.get(public_id=public_id).pk, by=by, now=now)


def holds(public_id: str) -> list[str]:
    """An open complaint must be answered before the complainant can be forgotten."""
    complaint = Complainant.objects.select_related("complaint").get(public_id=public_id).complaint
    open_ones = [case for case in (complaint, *split_with(complaint)) if case.is_open]
    return [_("Complaint %(number)s is still open.") % {"number": case.number} for case in open_ones]


def stands(person: Person) -> list[str]:
    """An open complaint of a customer must be answered before the customer can be forgotten, whoever filed it."""
    customers = records_of(Person(public_id=person.public_id))
    cases = Complaint.objects.open().filter(customer__in=customers).order_by("pk")
    return [_("Complaint %(number)s is still open.") % {"number": case.number} for case in cases]


def find_letters(person: Person) -> list[str]:
    """Public ids of letters by e-mail from the address that are still readable."""
    if not person.email:
        return []
    rows = IncomingLetter.objects.filter(sender_hash=sender_hash(person.email))
    return sorted(rows.values_list("public_id", flat=True))


def describe_letter(public_id: str) -> Mapping[str, str]:
    """What is kept of a letter until it falls silent."""
    letter = IncomingLetter.objects.select_related("data_key").get(public_id=public_id)
    return {name: getattr(letter, name) or "" for name in ("sender", "sender_name", "subject", "body", "files")}


def _erase_letter(public_id: str, *, by: Any, now: datetime) -> None:
    if words := list(letter_holds(public_id)):
        raise Refused(words[0])
    forget_letter(IncomingLetter.objects.select_related("data_key").get(public_id=public_id), now=now)


def letter_holds(public_id: str) -> list[str]:
    """A letter must be sorted before it can be forgotten; it may be a complaint."""
    if PlacedLetter.objects.waiting().filter(letter__public_id=public_id).exists():
        return [_("A letter of this person waits to be sorted.")]
    return []


LETTER = Kind(
    kind="complaints.letter",
    label=gettext_lazy("Letters by e-mail and LINE"),
    models=frozenset({"core.IncomingLetter"}),
    find=find_letters,
    describe=describe_letter,
    erase=_erase_letter,
    holds=letter_holds,
    notice="complaint",
)
COMPLAINANT = Kind(
    kind="complaints.complainant",
    label=gettext_lazy("Complaints"),
    # A case file falls silent with its complainant: erasing destroys its key (services.case_files).
    # The secret of a partner's address is nobody's; it is only sealed in the same way.
    models=frozenset({"complaints.Complainant", "complaints.Draft", "complaints.CaseFile", "complaints.Webhook"}),
    find=find,
    describe=describe,
    erase=_erase,
    holds=holds,
    stands=stands,
    notice="complaint",
    keeping=Keeping(
        since=gettext_lazy("the day on which the complaint was closed or withdrawn"),
        ended=lambda: Complainant.objects.filter(
            complaint__status__in=FINISHED, data_key__destroyed_at__isnull=True
        ).annotate(kept_from=Coalesce("complaint__closed_at", "complaint__updated_at")),
        action=RetentionAction.ERASE,
    ),
)


def find_help(person: Person) -> list[str]:
    """Public ids of help asked for under the telephone number."""
    value = hashes_of(phone=person.phone, email="").get("phone_hash")
    if value is None:
        return []
    return sorted(Help.objects.filter(phone_hash=value).values_list("public_id", flat=True))


def describe_help(public_id: str) -> Mapping[str, str]:
    """Everything held about somebody who asked for help with filing."""
    row = Help.objects.select_related("data_key").get(public_id=public_id)
    held = {name: getattr(row, name) or "" for name in ("name", "phone", "words")}
    held |= {"kinds": str(row), "spoken": row.spoken, "asked_at": format_datetime(row.asked_at)}
    for attempt in row.tries.all():
        held[f"{attempt.get_outcome_display()} {format_datetime(attempt.at)}"] = attempt.note
    return held


def _erase_help(public_id: str, *, by: Any, now: datetime) -> None:
    erase_help(public_id=public_id, by=by, now=now)


def help_holds(public_id: str) -> list[str]:
    """Who waits for help can't be helped once forgotten."""
    waits = Help.objects.filter(public_id=public_id, state=HelpState.WAITING).exists()
    return [_("Help that was asked for still waits.")] if waits else []


HELP = Kind(
    kind="complaints.help",
    label=gettext_lazy("Help with filing a complaint"),
    models=frozenset({"complaints.Help"}),
    find=find_help,
    describe=describe_help,
    erase=_erase_help,
    holds=help_holds,
    notice="complaint",
    keeping=Keeping(
        since=gettext_lazy("the day on which the help was given or could not be given"),
        ended=lambda: (
            Help.objects.exclude(state=HelpState.WAITING)
            .filter(data_key__destroyed_at__isnull=True)
            .annotate(kept_from=F("ended_at"))
        ),
        action=RetentionAction.ERASE,
    ),
)
