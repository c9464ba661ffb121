"""Enquiries from the portal: they make a possible customer, or find the one who is there, without a word about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers import cells, derived
from customers.enums import Channel, Direction, EnquiryState, EnquiryTopic, Party, Relation
from customers.models import ContactPerson, Customer, Enquiry, Interaction, UnderAge
from customers.names import split_person
from customers.selectors.looks import CONTACT_KIND, KIND
from customers.selectors.under_age import under_age
from customers.services.contacts import add_contact, end_contact
from customers.services.enquiry_moves import moved
from customers.services.interactions import log_interaction
from customers.services.register import create_customer
from customers.services.under_age import note_guardian, note_under_age
from customers.words import BadValue, say
from foundation.accounts.models import Unit, User
from foundation.core import outbox
from foundation.core.calendars import schedule_for
from foundation.core.clock import due_at
from foundation.core.errors import Incomplete
from foundation.core.models import signed
from foundation.core.numbers import claim_key, claimed_result, next_number
from foundation.core.thai.dates import be_year
from foundation.core.thai.text import normalise, normalise_line
from foundation.privacy.enums import Channel as ConsentChannel
from foundation.privacy.models import NoticeVersion
from foundation.privacy.services import record_consents

NUMBER_PREFIX = "E"
CLAIM = "customers.enquiry"
RECEIVED = "customers.enquiry_received"
NOTICE = "enquiry"
NEWS = "marketing"
UNIT = "customer-market"
ANSWER_WITHIN = timedelta(hours=21)  # three working days of seven hours
MESSAGE_LENGTH = 4000
PARENT_NEEDED = gettext_lazy(
    "Under 20, the law asks for the consent of a parent or guardian: please tell us whom we may call."
)
_READERS = {
    "name": cells.text(300),
    "organisation": cells.text(300),
    "phone": cells.phone,
    "email": cells.email,
    "parent_name": cells.text(300),
    "parent_phone": cells.phone,
}


@dataclass(frozen=True)
class Enquirer:
    """Who asks: how the person is called and reached, for whom, and who speaks for a person under 20."""

    name: str
    phone: str = ""
    email: str = ""
    organisation: str = ""
    is_minor: bool = False
    parent_name: str = ""
    parent_phone: str = ""


@transaction.atomic
def submit_enquiry(
    *,
    enquirer: Enquirer,
    topic: str,
    message: str,
    agrees: bool,
    wants_news: bool,
    notice: NoticeVersion | None,
    language: str,
    key: str,
    now: datetime,
) -> Enquiry:
    """An enquiry of the public. `key` comes with the form: sent twice, it gives the first enquiry again.

    A record that is there already is never changed by what a stranger types; only its timeline tells what was asked,
    and the enquiry who asked.
    Raises Incomplete with a message per field.
    """
    asked = checked(enquirer, topic, message)
    if not agrees or notice is None:
        told = _("Please agree that we use this to answer you; without it we can't.")
        raise Incomplete(told, missing={"agrees": told})
    claim = claim_key(CLAIM, key)
    if claim is None:
        return Enquiry.objects.get(number=claimed_result(CLAIM, key))
    customer, contact = _customer_of(asked, language, now=now)
    young = _young(customer, asked, now)
    waits = (asked.is_minor or young is not None) and not (young and young.is_agreed)
    interaction = log_interaction(
        customer_id=customer.pk, channel=Channel.WEB, direction=Direction.INWARD, contact=contact, by=None, now=now,
        summary=f"[{EnquiryTopic(topic).label}] {normalise(message)}",
    )  # fmt: skip
    seal = contact.data_key if contact else interaction.data_key
    enquiry = Enquiry(
        number=next_number(NUMBER_PREFIX, year=be_year(timezone.localdate(now))), customer=customer,
        interaction=interaction, data_key=seal, asker=_told(asked),
        topic=topic, unit=customer.unit or Unit.objects.filter(code=UNIT).first(),
        notice=notice, language=language, is_minor=asked.is_minor or young is not None,
        state=EnquiryState.PARENT if waits else EnquiryState.OPEN,
        parent_agreed_at=young.agreed_at if young else None, parent_noted_by=young.noted_by if young else None,
        received_at=now, due_at=due_at(now, ANSWER_WITHIN, schedule_for()), created_at=now,
    )  # fmt: skip
    signed(enquiry, by=None, now=now).save()
    if wants_news and not enquiry.is_minor:
        kind, subject = (CONTACT_KIND, contact) if contact else (KIND, customer)
        record_consents(
            purposes={NEWS: True}, notice=notice, subject_kind=kind, subject_public_id=subject.public_id,
            channel=ConsentChannel.PORTAL, now=now, subject_key=seal,
        )  # fmt: skip
    claim.result = enquiry.number
    claim.save(update_fields=["result"])
    _acknowledge(enquiry, asked)
    return enquiry


@transaction.atomic
def note_parent(*, enquiry_id: int, words: str, by: User, now: datetime) -> Enquiry:
    """Write down that the parent or guardian agreed, and how we know. Raises NotAllowed, IllegalMove, Incomplete."""
    enquiry = _moved(enquiry_id, "parent_agreed", by, words)
    enquiry.parent_agreed_at, enquiry.parent_noted_by = now, by
    signed(enquiry, by=by, now=now).save()
    if under_age(enquiry.customer):
        note_guardian(customer_id=enquiry.customer_id, guardian="", words=words, by=by, now=now)
    _log(enquiry, _("Parent or guardian agreed: %(words)s") % {"words": words}, by=by, now=now)
    return enquiry


@transaction.atomic
def answer_enquiry(*, enquiry_id: int, words: str, channel: str, by: User, now: datetime) -> Enquiry:
    """Write down what was answered, in the timeline. Raises NotAllowed, IllegalMove, Incomplete."""
    enquiry = _moved(enquiry_id, "answer", by, words)
    enquiry.answered_at, enquiry.answered_by = now, by
    signed(enquiry, by=by, now=now).save()
    _log(enquiry, words, by=by, now=now, channel=channel)
    return enquiry


def _young(customer: Customer, asked: Enquirer, now: datetime) -> UnderAge | None:
    """The note that a person is under age. Who says so oneself while the record is new is noted; a record that was
    there before is not changed by a stranger's word, and an organisation has no age."""
    if asked.is_minor and not customer.is_organisation and customer.created_at == now:
        return note_under_age(customer_id=customer.pk, birth_date=None, by=None, now=now)
    return under_age(customer)


def checked(enquirer: Enquirer, topic: str, message: str) -> Enquirer:
    """The enquirer as it is kept. Raises Incomplete with a message for everything that is missing or wrong."""
    read, missing = _read(enquirer)
    if topic not in EnquiryTopic.values:
        missing["topic"] = say("required")
    if not normalise(message):
        missing["message"] = say("required")
    elif len(message) > MESSAGE_LENGTH:
        missing["message"] = say("too_long", {"max": MESSAGE_LENGTH})
    missing |= {name: words for name, words in _lacking(read, enquirer).items() if name not in missing}
    if missing:
        raise Incomplete(_("Some values can't be taken as they are."), missing=missing)
    return Enquirer(**read, is_minor=enquirer.is_minor)


def _read(enquirer: Enquirer) -> tuple[dict[str, str], dict[str, str]]:
    """The facts as they are kept, and the sentences for those that break their rule."""
    read, wrong = dict[str, str](), dict[str, str]()
    for field, reader in _READERS.items():
        try:
            read[field] = reader(getattr(enquirer, field))
        except BadValue as error:
            read[field], wrong[field] = "", say(error.code, error.params)
    return read, wrong


def _lacking(read: Mapping[str, str], enquirer: Enquirer) -> dict[str, str]:
    """What has to be given: a name, a way to answer, and for a person under 20 whom to ask."""
    lacking = {} if read["name"] else {"name": say("required")}
    if not enquirer.phone.strip() and not enquirer.email.strip():
        lacking["phone"] = _("Please give a telephone number or an e-mail, so that we can answer.")
    if enquirer.is_minor:
        lacking |= {name: str(PARENT_NEEDED) for name in ("parent_name", "parent_phone") if not read[name]}
    return lacking


def _customer_of(asked: Enquirer, language: str, *, now: datetime) -> tuple[Customer, ContactPerson | None]:
    """The one customer with this telephone or e-mail, else a new possible one; two are told apart by people."""
    known, contact = _known(asked)
    if known:
        return known, _stranger(known, asked, now=now) if known.is_organisation and not contact else contact
    unit = Unit.objects.filter(code=UNIT).first()
    values = {"relation": Relation.PROSPECT, "language": language, "unit": unit}
    if asked.organisation:
        named = {_named(asked.organisation): asked.organisation}
        customer = create_customer(values={**values, **named, "party": Party.ORGANISATION}, by=None, now=now)
        return customer, add_contact(customer_id=customer.pk, values=_reached(asked), by=None, now=now)
    title, name, family = split_person(normalise_line(asked.name))
    ending = _named(asked.name).removeprefix("name")
    named = {f"title{ending}": title, f"name{ending}": name, f"family{ending}": family}
    reached = {"phone": asked.phone, "email": asked.email}
    return create_customer(values={**values, **named, **reached, "party": Party.PERSON}, by=None, now=now), None


def _stranger(organisation: Customer, asked: Enquirer, *, now: datetime) -> ContactPerson:
    """Who asks for an organisation that knows nobody of that telephone or e-mail: kept, so that the person can be found
    and forgotten, but not as one who speaks for it."""
    contact = add_contact(customer_id=organisation.pk, values=_reached(asked), by=None, now=now)
    return end_contact(contact_id=contact.pk, by=None, now=now)


def _reached(asked: Enquirer) -> dict[str, str]:
    return {"name": asked.name, "phone": asked.phone, "email": asked.email}


def _known(asked: Enquirer) -> tuple[Customer | None, ContactPerson | None]:
    hashes = {"phone_hash": derived.phone_hash(asked.phone), "email_hash": derived.email_hash(asked.email)}
    customers, contacts = dict[int, Customer](), dict[int, ContactPerson]()
    for column, value in hashes.items():
        if not value:
            continue
        customers |= {row.pk: row for row in Customer.objects.filter(**{column: value}, erased_at=None)[:3]}
        rows = ContactPerson.objects.filter(**{column: value}, ended_on=None, customer__merged_into=None)
        contacts |= {row.pk: row for row in rows.select_related("customer")[:3]}
    owners = customers | {row.customer.pk: row.customer for row in contacts.values()}
    if len(owners) != 1:
        return None, None
    return next(iter(owners.values())), next(iter(contacts.values())) if len(contacts) == 1 else None


def _named(name: str) -> str:
    return "name_en" if name.isascii() else "name_th"


def _told(asked: Enquirer) -> str:
    """Who asked, in the words of the form, not verified."""
    told = " · ".join(part for part in (asked.name, asked.organisation, asked.phone, asked.email) if part)
    if not asked.is_minor:
        return told
    parent = f"{asked.parent_name} {asked.parent_phone}"
    return told + "\n" + _("Under 20; parent or guardian: %(parent)s") % {"parent": parent}


def _moved(enquiry_id: int, move: str, by: User, words: str) -> Enquiry:
    enquiry = moved(enquiry_id, move, by)
    if not words.strip():
        raise Incomplete(say("required"), missing={"words": say("required")})
    return enquiry


def _log(enquiry: Enquiry, words: str, *, by: User, now: datetime, channel: str = Channel.PHONE) -> Interaction:
    return log_interaction(
        customer_id=enquiry.customer_id, channel=channel, direction=Direction.OUTWARD, by=by, now=now,
        summary=f"{enquiry.number}: {words}",
    )  # fmt: skip


def _acknowledge(enquiry: Enquiry, asked: Enquirer) -> None:
    """The receipt tells what the form said, never what the register knows."""
    if not asked.email:
        return
    outbox.send(
        kind=RECEIVED, to=asked.email, language=enquiry.language, template="enquiry_received",
        context={"number": enquiry.number, "due_at": enquiry.due_at, "waits": asked.is_minor},
        key=f"{RECEIVED}:{enquiry.public_id}", subject_key=enquiry.data_key,
    )  # fmt: skip
