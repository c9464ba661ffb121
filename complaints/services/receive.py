"""Receipt (7.2): one function for every door. The same record, number, code and dates, whoever brings it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import rules, rules_words
from complaints.enums import HOTLINES, Actor, Channel, Identity, Reply, Status
from complaints.models import Category, Complainant, Complaint, Transition
from complaints.services import authorities, clocks, mail, measuring, references, routes
from foundation.accounts.models import Unit
from foundation.accounts.permissions import Permission
from foundation.core.crypto import keyed_hash, new_data_key, secret_pepper
from foundation.core.errors import Incomplete, NotAllowed
from foundation.core.ids import hash_code
from foundation.core.models import signed
from foundation.core.numbers import next_number
from foundation.core.thai.dates import be_year
from foundation.core.thai.text import normalise, normalise_line
from service_charter.services.requests import code_hash as request_code_hash

if TYPE_CHECKING:
    from customers.models import Touchpoint
    from foundation.accounts.models import User
    from foundation.privacy.models import NoticeVersion
    from service_charter.models import Partner

NUMBER_PREFIX = "C"
# The unit that takes every complaint, until it is handed over; the category names the unit it is about.
INTAKE_UNIT = "complaint-centre"


@dataclass(frozen=True)
class Story:
    """What is told: annex C without the person."""

    category: Category
    description: str
    subject: str = ""
    place: str = ""
    touchpoint: "Touchpoint | None" = None
    product: str = ""
    occurred_on: date | None = None
    remedies: list[str] = field(default_factory=list)
    remedy_wish: str = ""


@dataclass(frozen=True)
class Contact:
    """Who complains and how to reach them."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    representative: str = ""
    relation: str = ""  # to the person represented, and what shows the right to
    proof: str = ""
    reply_by: str = Reply.PAGE
    line_user: str = ""


@dataclass(frozen=True)
class Door:
    """Through which door and whose system it came, in which language, and under which notice; `came_at` where it lay a
    while before somebody took it down, so that promises count from its arrival."""

    channel: str = Channel.PORTAL
    language: str = "th"
    external_reference: str = ""
    partner: "Partner | None" = None
    notice: "NoticeVersion | None" = None
    came_at: datetime | None = None


@transaction.atomic
def register_complaint(
    *,
    identity: str,
    story: Story,
    contact: Contact | None,
    door: Door,
    tracking_code: str,
    by: "User | None",
    now: datetime,
    unit: Unit | None = None,
    customer_id: int | None = None,
    complained_about: "User | None" = None,
    public_id: str = "",
) -> Complaint:
    """Record a complaint, give it a number, bind it to the charter in force, and acknowledge receipt by e-mail.

    Only a keyed hash of the tracking code is kept. `public_id` is given when files were handed in before. `by` is the
    officer who takes it down; None for the complainant.
    Raises NotAllowed for an officer without the duty, Incomplete for missing facts, KnownReference when the outside
    number has a case already.
    """
    if by is not None and not by.can(Permission.COMPLAINT_HANDLE):
        raise NotAllowed(_("Your role does not include taking complaints down."))
    _demand(identity, story, contact, door)
    complaint = _row(identity, story, door, tracking_code=tracking_code, by=by, now=now)
    complaint.public_id = public_id or complaint.public_id
    complaint.unit = unit or Unit.objects.get(code=INTAKE_UNIT)
    complaint.unit_concerned = story.category.unit
    complaint.customer_id, complaint.complained_about = customer_id, complained_about
    if story.category.is_misconduct:
        routes.start_confidential(complaint)
    clocks.bind_promises(complaint, now=complaint.received_at)
    signed(complaint, by=by, now=now)
    references.save_new(complaint)
    if identity != Identity.ANONYMOUS and contact is not None:
        complaint.complainant = keep_contact(complaint, contact, now=now)
        if contact.representative and (contact.relation or contact.proof):
            authorities.stated(complaint, relation=contact.relation, proof=contact.proof, by=by, now=now)
    Transition.objects.create(
        complaint=complaint,
        move="receive",
        to_status=Status.RECEIVED,
        actor=Actor.STAFF if by else Actor.COMPLAINANT,
        by=by,
        at=complaint.received_at,
    )
    measuring.tell(complaint, now=now)
    mail.send_receipt(complaint, tracking_code=tracking_code)
    if complaint.is_misconduct:
        routes.tell_route(complaint)
    return complaint


def code_hash(tracking_code: str) -> str:
    """The keyed hash under which a tracking code is kept."""
    return hash_code(tracking_code, pepper=secret_pepper("complaints.tracking"))


def code_hashes(tracking_code: str) -> tuple[str, str]:
    """The hashes that open a complaint: its own, and that of the service request that it has been."""
    return code_hash(tracking_code), request_code_hash(tracking_code)


def phone_hash(phone: str) -> str:
    """The keyed hash by which a telephone number is found."""
    return keyed_hash(phone, purpose="complaints.phone") if phone else ""


def email_hash(email: str) -> str:
    """The keyed hash by which an e-mail address is found."""
    return keyed_hash(email.casefold(), purpose="complaints.email") if email else ""


def line_hash(user: str) -> str:
    """The keyed hash by which somebody at LINE is found."""
    return keyed_hash(user, purpose="complaints.line") if user else ""


def _row(identity: str, story: Story, door: Door, *, tracking_code: str, by: "User | None", now: datetime) -> Complaint:
    description, came_at = normalise(story.description), door.came_at or now
    complaint = Complaint(
        number=next_number(NUMBER_PREFIX, year=be_year(now)),
        code_hash=code_hash(tracking_code),
        identity=identity,
        channel=door.channel,
        language=door.language,
        external_reference=normalise_line(door.external_reference),
        partner=door.partner,
        notice=door.notice,
        category=story.category,
        subject=normalise_line(story.subject) or rules_words.headline(description),
        description=description,
        place=normalise_line(story.place),
        touchpoint=story.touchpoint,
        product=normalise_line(story.product),
        occurred_on=story.occurred_on,
        remedies_requested=list(story.remedies),
        remedy_wish=normalise(story.remedy_wish),
        received_at=came_at,
        received_by=by,
        clock_started_at=came_at,
        created_at=now,
    )
    complaint.search_text = rules_words.search_text(complaint)
    return complaint


def keep_contact(complaint: Complaint, contact: Contact, *, now: datetime) -> Complainant:
    """Who complains, sealed under a key of the person's own."""
    return Complainant.objects.create(
        complaint=complaint,
        data_key=new_data_key(),
        name=normalise_line(contact.name),
        phone=contact.phone,
        email=contact.email,
        address=normalise(contact.address),
        representative=normalise_line(contact.representative),
        phone_hash=phone_hash(contact.phone),
        email_hash=email_hash(contact.email),
        line_user=contact.line_user,
        line_hash=line_hash(contact.line_user),
        line_tied_at=now if contact.line_user else None,
        reply_by=contact.reply_by,
    )


def _demand(identity: str, story: Story, contact: Contact | None, door: Door) -> None:
    missing = {}
    if door.channel in HOTLINES and not normalise_line(door.external_reference):
        missing["external_reference"] = str(_("Please give the number under which the hotline sent it."))
    if not normalise(story.description):
        missing["description"] = str(_("Please tell us what happened."))
    if len(story.description) > rules.DESCRIPTION_LIMIT:
        missing["description"] = str(
            _("Please shorten the text to %(limit)s characters.") % {"limit": f"{rules.DESCRIPTION_LIMIT:,}"}
        )
    if identity not in Identity.values:
        missing["identity"] = str(_("Please choose."))
    if identity != Identity.ANONYMOUS and (contact is None or not contact.name):
        missing["name"] = str(_("Please give a name, or choose to complain without one."))
    if missing:
        raise Incomplete(str(_("Some facts are missing.")), missing=missing)
