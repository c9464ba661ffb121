"""A request that goes on as a complaint, a complaint that goes on as a request, and the way back of both.

The room of complaints calls these inside its own transaction and has seen that the person may; it is above this room,
so the request remembers the number of the complaint, nothing else. The first receipt and its charter stay in both.
"""

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from foundation.core import clock
from foundation.core.calendars import schedule_for
from foundation.core.crypto import new_data_key
from foundation.core.errors import IllegalMove, Incomplete
from foundation.core.models import locked, signed
from foundation.core.numbers import next_number
from foundation.core.thai.dates import be_year
from service_charter.enums import Door, Sender
from service_charter.models import RequestForm, RequestKind, RequestMessage, ServiceRequest
from service_charter.request_lifecycle import MOVES
from service_charter.selectors.request_kinds import current_form, standard_of
from service_charter.services import request_mail as mail
from service_charter.services import request_measuring as measuring
from service_charter.services.requests import (
    NUMBER_PREFIX,
    Customer,
    email_hash,
    end_pause,
    keep,
    phone_hash,
    set_due,
    settle_queue,
    write_step,
)

if TYPE_CHECKING:
    from customers.models import Customer as KnownCustomer
    from customers.models import Touchpoint
    from foundation.accounts.models import User
    from foundation.privacy.models import NoticeVersion


@dataclass(frozen=True)
class Told:
    """What a complaint brings along when it goes on as a request."""

    number: str
    words: str
    customer: Customer
    language: str
    received_at: dt.datetime
    code_hash: str
    received_by: "User | None" = None
    door: str = Door.PORTAL
    notice: "NoticeVersion | None" = None
    known: "KnownCustomer | None" = None
    touchpoint: "Touchpoint | None" = None


@transaction.atomic
def leave(*, request_id: int, number: str, reason: str, by: "User", now: dt.datetime) -> ServiceRequest:
    """The request goes on as the complaint of this number; its promise is measured there alone.

    Raises IllegalMove when it is answered or over, Incomplete without a reason.
    """
    request = locked(ServiceRequest.objects.all(), pk=request_id)
    before = _moved(request, "turn", reason)
    measuring.take_all_back(request, now=now)
    if request.is_paused:
        end_pause(request, now=now)
    request.goes_on_as = number
    keep(request, by=by, now=now, reason=reason)
    write_step(request, "turn", before=before, by=by, now=now, reason=f"{number}: {reason}")
    mail.tell_handler(request, "turned", by=by)
    return request


@transaction.atomic
def come_back(*, request_id: int, reason: str, by: "User", now: dt.datetime) -> ServiceRequest:
    """The request goes on as itself, from its first receipt on and under its own promise.

    Raises IllegalMove when it does so already, Incomplete without a reason.
    """
    request = locked(ServiceRequest.objects.select_related("data_key"), pk=request_id)
    number = request.goes_on_as
    if request.data_key is None or request.data_key.is_destroyed:
        raise IllegalMove(_("Who made this request was forgotten at the person's wish."))
    before = _moved(request, "turn_back", reason)
    request.goes_on_as = ""
    set_due(request, now=now)
    measuring.tell(request, now=now)
    keep(request, by=by, now=now, reason=reason)
    write_step(request, "turn_back", before=before, by=by, now=now, reason=f"{number}: {reason}")
    with translation.override(request.language):
        body = _("We looked again: %(complaint)s goes on as your service request %(number)s. The same code opens it.")
        said = body % {"complaint": number, "number": request.number}
    RequestMessage.objects.create(request=request, sender=Sender.STAFF, body=said, author=by, at=now)
    mail.send_update(request, said, key=f"turned-back:{request.version}")
    return request


@transaction.atomic
def change_code(*, request_id: int, code_hash: str, by: "User | None", now: dt.datetime) -> None:
    """The complaint that this request is or was has another tracking code: one code opens both, the old one neither."""
    request = locked(ServiceRequest.objects.all(), pk=request_id)
    request.code_hash = code_hash
    keep(request, by=by, now=now, reason=_("New tracking code"))


@transaction.atomic
def open_from_complaint(*, kind: RequestKind, told: Told, reason: str, by: "User", now: dt.datetime) -> ServiceRequest:
    """A request made of what was told as a complaint; the code of the complaint opens it.

    It counts from the first receipt, under the charter of that moment. Raises IllegalMove for a kind that is not
    offered, Incomplete without a reason or a way to answer.
    """
    form: RequestForm | None = current_form(kind) if kind.is_offered else None
    if form is None:
        raise IllegalMove(_("This kind of request is not offered any more."))
    _demand_reason(reason)
    if not (told.customer.phone or told.customer.email):
        message = _("We have no telephone number and no e-mail address, so the request could not be answered.")
        raise Incomplete(message, missing={"into": message})
    standard = standard_of(kind, at=told.received_at)
    request = ServiceRequest(
        number=next_number(NUMBER_PREFIX, year=be_year(timezone.localdate(now))),
        code_hash=told.code_hash,
        kind=kind,
        form=form,
        language=told.language,
        received_at=told.received_at,
        door=told.door,
        received_by=told.received_by,
        created_at=now,
        notice=told.notice,
        data_key=new_data_key(),
        phone_hash=phone_hash(told.customer.phone),
        email_hash=email_hash(told.customer.email),
        unit=kind.unit,
        customer=told.known,
        touchpoint=told.touchpoint,
        standard=standard,
        due_at=clock.due_at(told.received_at, standard.duration, schedule_for()) if standard else None,
    )
    request.name, request.phone, request.email = told.customer.name, told.customer.phone, told.customer.email
    request.answers = json.dumps({})
    settle_queue(request)
    signed(request, by=by, now=now, reason=reason).save()
    write_step(request, "receive", before="", by=told.received_by, now=told.received_at)
    write_step(request, "from_complaint", before=request.status, by=by, now=now, reason=f"{told.number}: {reason}")
    RequestMessage.objects.create(request=request, sender=Sender.CUSTOMER, body=told.words, at=told.received_at)
    return request


def _moved(request: ServiceRequest, move: str, reason: str) -> str:
    """Bring a locked request to the state of the move; returns the state before."""
    before = request.status
    request.status = MOVES[move].from_(before)
    _demand_reason(reason)
    return before


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Incomplete(_("Please say why."), missing={"reason": _("Please say why.")})
