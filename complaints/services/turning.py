"""A request or a voice becomes a complaint, a complaint becomes a request or a suggestion, and every way back; what a
complaint teaches goes to product development as an idea.

The first receipt counts in whatever it goes on as, with the charter of that moment; both files say so; one code opens
both; what was promised is measured in the one that goes on. The complaint's row is locked before the request's.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from complaints import rules, rules_words
from complaints.enums import Actor, Channel, Identity, MessageKind, Reply, Status
from complaints.models import Category, Complaint, Transition, Turned
from complaints.selectors import FILE_OWNER
from complaints.services import clocks, measuring, routes, talk
from complaints.services.lessons import KIND
from complaints.services.matters import leave, locked_matters
from complaints.services.moves import moving
from complaints.services.receive import INTAKE_UNIT, NUMBER_PREFIX, Contact, code_hash, keep_contact
from foundation.accounts.models import Unit
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.files import hand_over
from foundation.core.ids import new_tracking_code
from foundation.core.models import locked, signed
from foundation.core.numbers import next_number
from foundation.core.thai.dates import be_year
from foundation.core.thai.text import normalise
from products.services import submit_idea
from service_charter import request_rules
from service_charter.enums import Door as RequestDoor
from service_charter.enums import Sender
from service_charter.models import RequestKind, ServiceRequest
from service_charter.selectors.requests import FILE_OWNER as REQUEST_FILES
from service_charter.services import request_turning as requests
from service_charter.services.requests import Customer

if TYPE_CHECKING:
    from foundation.accounts.models import User
    from products.models import Idea

CHANNELS = {RequestDoor.PHONE: Channel.PHONE, RequestDoor.COUNTER: Channel.WALK_IN, RequestDoor.LETTER: Channel.LETTER}
DOORS = {Channel.PHONE: RequestDoor.PHONE, Channel.WALK_IN: RequestDoor.COUNTER}


@transaction.atomic
def request_into_complaint(
    *, request_id: int, category: Category, description: str, reason: str, by: "User", now: datetime
) -> Complaint:
    """Let an open request go on as a complaint: a new one, or that which it has been before.

    Raises NotAllowed for who may not work on the request, IllegalMove once it is answered, Incomplete.
    """
    pair = Turned.objects.filter(request=request_id).first()
    if pair:
        Complaint.objects.select_for_update(of=("self",)).get(pk=pair.complaint_id)
    request = locked(ServiceRequest.objects.select_related("data_key", "kind", "form"), pk=request_id)
    if not request_rules.may_work_on(by, request):
        raise NotAllowed(_("Your role does not include this step."))
    _demand(description=description, reason=reason)
    complaint = pair.complaint if pair else _complaint_of(request, category, description, by=by, now=now)
    requests.leave(request_id=request.pk, number=complaint.number, reason=reason, by=by, now=now)
    if pair:
        return _again(complaint, reason=reason, by=by, now=now, is_checked=True)
    _begin(complaint, f"{request.number}: {reason}", by=request.received_by, now=now)
    _pair(complaint, is_complaint=True, reason=reason, by=by, now=now, request=request)
    _move_files(request, complaint, into_complaint=True)
    with translation.override(complaint.language):
        body = _(
            "We handle your request %(request)s as complaint %(complaint)s. It counts from the day on which you wrote "
            "to us, and the code of your receipt opens it."
        ) % {"request": request.number, "complaint": complaint.number}
    talk.post(complaint, kind=MessageKind.MESSAGE, body=body, by=by, now=now)
    _known(complaint, now=now)
    return complaint


@transaction.atomic
def voice_into_complaint(
    *,
    voice: str,
    words: str,
    received_at: datetime,
    category: Category,
    touchpoint_id: int | None,
    reason: str,
    by: "User",
    now: datetime,
) -> Complaint:
    """Let what somebody said, known by its public id, be handled as a complaint; asked twice, it is the same one.

    Who said it is not carried over: people answered us under another notice. So nobody can be told, and only the
    promise to settle the matter binds. The caller has seen that the person may read the voice.
    """
    if not (by.can(Permission.COMPLAINT_HANDLE) or by.can(Permission.VOC_EDIT)):
        raise NotAllowed(_("Your role does not include this step."))
    _demand(description=words, reason=reason)
    pair = Turned.objects.filter(voice=voice).first()
    if pair:
        Complaint.objects.select_for_update(of=("self",)).get(pk=pair.complaint_id)
        pair.complaint.refresh_from_db()
        if pair.complaint.status != Status.TURNED:
            return pair.complaint
        return _again(pair.complaint, reason=reason, by=by, now=now, is_checked=True)
    complaint = Complaint(identity=Identity.ANONYMOUS, code_hash=code_hash(new_tracking_code()), received_by=by)
    _fill(complaint, category, words, received_at=received_at, now=now)
    complaint.touchpoint_id = touchpoint_id
    clocks.bind_promises(complaint, now=received_at)
    for promise in ("acknowledge", "reply"):
        setattr(complaint, f"{promise}_standard", None)
        setattr(complaint, f"{promise}_due_at", None)
    complaint.acknowledged_at = None
    clocks.settle_queue(complaint)
    signed(complaint, by=by, now=now, reason=reason).save()
    _begin(complaint, reason, by=by, now=now)
    _pair(complaint, is_complaint=True, reason=reason, by=by, now=now, voice=voice)
    _known(complaint, now=now)
    return complaint


@transaction.atomic
def turn(*, complaint_id: int, kind: RequestKind | None, reason: str, by: "User", now: datetime) -> Complaint:
    """Let a complaint go on as what it was before, else as a request of this kind, else as a suggestion.

    Only a complaint in which the complainant is named to everybody becomes a request: its desk keeps no confidence. One
    of misconduct goes on as nothing.
    Raises NotAllowed, IllegalMove once it is decided or for a kind that is not offered, Incomplete.
    """
    with moving("turn", complaint_id=complaint_id, by=by, now=now, reason=reason) as complaint:
        _demand(reason=reason)
        before = Complaint.objects.get(pk=complaint.pk)
        measuring.take_all_back(before, now=now, reason=_("It goes on as something else"))
        if known := locked_matters([complaint]):
            leave(known[0], complaint, reason=reason, by=by, now=now)
        if complaint.is_paused:
            clocks.end_pause(complaint, by=by, now=now)
        pair = getattr(complaint, "turned", None)
        request = pair.request if pair else None
        if request:
            requests.come_back(request_id=request.pk, reason=reason, by=by, now=now)
        elif pair is None and kind:
            request = requests.open_from_complaint(kind=kind, told=_told(complaint), reason=reason, by=by, now=now)
        if pair:
            _turned(pair, is_complaint=False, reason=reason, by=by, now=now)
        else:
            _pair(complaint, is_complaint=False, reason=reason, by=by, now=now, request=request)
        if request:
            _move_files(request, complaint, into_complaint=False)
    _tell_turned(complaint, request, by=by, now=now)
    return complaint


@transaction.atomic
def turn_back(*, complaint_id: int, reason: str, by: "User", now: datetime) -> Complaint:
    """Take up as a complaint again what goes on as a request or a suggestion, from its first receipt on.

    Raises NotAllowed, IllegalMove where the request was answered meanwhile or it is a complaint already, Incomplete.
    """
    rules.check_may_move(by, "turn_back", Complaint.objects.get(pk=complaint_id))
    _demand(reason=reason)
    complaint = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint_id)
    pair = getattr(complaint, "turned", None)
    if pair and pair.request and complaint.status == Status.TURNED:
        requests.leave(request_id=pair.request_id, number=complaint.number, reason=reason, by=by, now=now)
    return _again(complaint, reason=reason, by=by, now=now)


@transaction.atomic
def take_request_back(*, request_id: int, reason: str, by: "User", now: datetime) -> Complaint:
    """Undo at the desk of requests, until an officer has taken the complaint.

    Raises NotAllowed, IllegalMove once the complaint is in hand or when the request goes on as itself, Incomplete.
    """
    request = ServiceRequest.objects.get(pk=request_id)
    pair = Turned.objects.select_related("complaint").filter(request=request, is_complaint=True).first()
    if not request_rules.may_work_on(by, request):
        raise NotAllowed(_("Your role does not include this step."))
    if pair is None:
        raise IllegalMove(_("This request does not go on as a complaint."))
    _demand(reason=reason)
    with moving("turn", complaint_id=pair.complaint_id, by=by, now=now, reason=reason, is_checked=True) as complaint:
        rules.demand_ordinary(complaint)
        if Complaint.objects.get(pk=complaint.pk).status != Status.RECEIVED:
            raise IllegalMove(_("The complaint is in hand. Please ask its officer to let it go on as a request."))
        measuring.take_all_back(Complaint.objects.get(pk=complaint.pk), now=now, reason=_("It goes on as a request"))
        requests.come_back(request_id=request.pk, reason=reason, by=by, now=now)
        _turned(pair, is_complaint=False, reason=reason, by=by, now=now)
        _move_files(request, complaint, into_complaint=False)
    return complaint


@transaction.atomic
def make_idea(*, complaint_id: int, by: "User", now: datetime) -> "Idea":
    """Hand the matter in as an idea that cites the case; asked twice, it is the first one.

    Only the subject goes over: what the complainant told stays in the case. Raises NotAllowed, which includes any case
    of the confidential route.
    """
    complaint = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint_id)
    rules.check_may_make_idea(by, complaint)
    return submit_idea(
        title=complaint.subject,
        description="",
        source=(KIND, complaint.public_id),
        by=by,
        now=now,
        customer_id=complaint.customer_id,
    )


def _complaint_of(
    request: ServiceRequest, category: Category, description: str, *, by: "User", now: datetime
) -> Complaint:
    """The complaint of a request: same person, code, customer and place; what we answered already counts."""
    if request.data_key is None or request.data_key.is_destroyed:
        raise IllegalMove(_("Who made this request was forgotten at the person's wish."))
    complaint = Complaint(identity=Identity.NAMED, code_hash=request.code_hash, received_by=request.received_by)
    complaint.channel = CHANNELS.get(RequestDoor(request.door), Channel.PORTAL)
    complaint.language, complaint.notice = request.language, request.notice
    complaint.customer_id, complaint.touchpoint_id = request.customer_id, request.touchpoint_id
    _fill(complaint, category, description, received_at=request.received_at, now=now)
    clocks.bind_promises(complaint, now=request.received_at)
    spoken = request.messages.filter(sender=Sender.STAFF).order_by("at").first()
    complaint.first_replied_at = spoken.at if spoken else None
    clocks.settle_queue(complaint)
    signed(complaint, by=by, now=now, reason=request.number).save()
    reply = Reply.EMAIL if request.email else Reply.PHONE
    complaint.complainant = keep_contact(
        complaint, Contact(request.name or "", request.phone or "", request.email or "", reply_by=reply), now=now
    )
    return complaint


def _fill(complaint: Complaint, category: Category, description: str, *, received_at: datetime, now: datetime) -> None:
    complaint.number = next_number(NUMBER_PREFIX, year=be_year(now))
    complaint.category, complaint.unit_concerned = category, category.unit
    complaint.description = normalise(description)
    complaint.subject = rules_words.headline(complaint.description)
    complaint.unit = Unit.objects.get(code=INTAKE_UNIT)
    complaint.received_at = complaint.clock_started_at = received_at
    complaint.created_at = now
    complaint.search_text = rules_words.search_text(complaint)
    if category.is_misconduct:
        routes.start_confidential(complaint)


def _known(complaint: Complaint, *, now: datetime) -> None:
    """Its promises are measured; one of misconduct is told to those of the confidential route instead."""
    measuring.tell(complaint, now=now)
    if complaint.is_misconduct:
        routes.tell_route(complaint)


def _begin(complaint: Complaint, reason: str, *, by: "User | None", now: datetime) -> None:
    Transition.objects.create(
        complaint=complaint,
        move="receive",
        to_status=Status.RECEIVED,
        actor=Actor.STAFF if by else Actor.COMPLAINANT,
        by=by,
        reason=reason,
        at=now,
    )


def _again(complaint: Complaint, *, reason: str, by: "User", now: datetime, is_checked: bool = False) -> Complaint:
    """Take up a complaint that went on as something else, from its first receipt on."""
    with moving("turn_back", complaint_id=complaint.pk, by=by, now=now, reason=reason, is_checked=is_checked) as again:
        pair = again.turned
        _turned(pair, is_complaint=True, reason=reason, by=by, now=now)
        if pair.request:
            _move_files(pair.request, again, into_complaint=True)
    with translation.override(again.language):
        body = _(
            "We handle it as complaint %(number)s again. It counts from its first receipt; the same code opens it."
        )
        talk.post(again, kind=MessageKind.MESSAGE, body=body % {"number": again.number}, by=by, now=now)
    return again


def _told(complaint: Complaint) -> requests.Told:
    person = getattr(complaint, "complainant", None)
    if complaint.identity != Identity.NAMED or person is None:
        message = _("Without a name that everybody may know, it can't go on as a service request.")
        raise Incomplete(message, missing={"into": message})
    door = DOORS.get(Channel(complaint.channel), RequestDoor.LETTER) if complaint.received_by else RequestDoor.PORTAL
    return requests.Told(
        number=complaint.number,
        words=complaint.description,
        customer=Customer(name=person.name or "", phone=person.phone or "", email=person.email or ""),
        language=complaint.language,
        received_at=complaint.received_at,
        code_hash=complaint.code_hash,
        received_by=complaint.received_by,
        door=door,
        notice=complaint.notice,
        known=complaint.customer,
        touchpoint=complaint.touchpoint,
    )


def _pair(
    complaint: Complaint,
    *,
    is_complaint: bool,
    reason: str,
    by: "User",
    now: datetime,
    request: ServiceRequest | None = None,
    voice: str = "",
) -> None:
    pair = Turned(complaint=complaint, request=request, voice=voice, created_at=now)
    _turned(pair, is_complaint=is_complaint, reason=reason, by=by, now=now)


def _turned(pair: Turned, *, is_complaint: bool, reason: str, by: "User", now: datetime) -> None:
    pair.is_complaint, pair.reason, pair.turned_at, pair.turned_by = is_complaint, reason, now, by
    signed(pair, by=by, now=now, reason=reason).save()


def _move_files(request: ServiceRequest, complaint: Complaint, *, into_complaint: bool) -> None:
    """What the person handed in goes along, so that it is seen where the matter goes on."""
    ends = ((REQUEST_FILES, request.public_id), (FILE_OWNER, complaint.public_id))
    source, target = ends if into_complaint else reversed(ends)
    hand_over(source, target)


def _tell_turned(complaint: Complaint, request: ServiceRequest | None, *, by: "User", now: datetime) -> None:
    with translation.override(complaint.language):
        if request:
            body = _(
                "%(complaint)s goes on as service request %(number)s. It counts from its first receipt; the same "
                "code opens it. If you want it handled as a complaint, tell us, and we take it up again."
            )
            body %= {"complaint": complaint.number, "number": request.number}
        else:
            body = _(
                "We take what you told us in %(number)s as a suggestion: it goes to those who improve our "
                "services. If you want it handled as a complaint, tell us, and we take it up again."
            )
            body %= {"number": complaint.number}
    talk.post(complaint, kind=MessageKind.MESSAGE, body=body, by=by, now=now)


def _demand(**given: str) -> None:
    missing = {name: _("Please fill this in.") for name, text in given.items() if not text.strip()}
    if "description" in given and len(given["description"]) > rules.DESCRIPTION_LIMIT:
        missing["description"] = _("Please shorten the text to %(limit)s characters.") % {
            "limit": f"{rules.DESCRIPTION_LIMIT:,}"
        }
    if missing:
        raise Incomplete(_("This step still lacks something."), missing=missing)
