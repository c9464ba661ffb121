"""What is said between the customer and us about a request, and notes among ourselves."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.core.models import locked
from service_charter import request_rules as rules
from service_charter.enums import Sender, WaitKind
from service_charter.models import RequestMessage, RequestNote, ServiceRequest
from service_charter.services import request_mail as mail
from service_charter.services import requests as paths

if TYPE_CHECKING:
    from foundation.accounts.models import User


def post(
    request: ServiceRequest, *, body: str, by: "User", now: dt.datetime, is_question: bool = False
) -> RequestMessage:
    """Write to the customer of a locked request, and send it where an address is known. Raises Incomplete."""
    _demand_text(body)
    message = RequestMessage.objects.create(
        request=request, sender=Sender.STAFF, is_question=is_question, body=body, author=by, at=now
    )
    paths.meet(request, now=now, by_first_word=True)
    mail.send_message(request, message)
    return message


@transaction.atomic
def send_message(
    *, request_id: int, body: str, by: "User", now: dt.datetime, is_question: bool = False
) -> RequestMessage:
    """Write to the customer. A question stops the clock until the answer, where one runs.

    Raises NotAllowed, Incomplete for an empty text, Refused when the request is over.
    """
    request = locked(ServiceRequest.objects.all(), pk=request_id)
    if not rules.may_work_on(by, request):
        raise NotAllowed(_("Your role does not include writing to the customer."))
    if not request.is_open:
        raise Refused(_("This request is over. Take it up again first."))
    message = post(request, body=body, by=by, now=now, is_question=is_question)
    paths.keep(request, by=by, now=now)
    if is_question and request.due_at and request.met_at is None and not request.is_paused:
        reason = _("We asked you something")
        paths.pause(request_id=request_id, kind=WaitKind.CUSTOMER, reason=reason, by=by, now=now)
    return message


@transaction.atomic
def receive_message(*, request_id: int, body: str, now: dt.datetime) -> RequestMessage:
    """The customer writes on the tracking page. If we were waiting for that, the clock runs on.

    Raises Incomplete for an empty text, Refused when the request is over.
    """
    request = locked(ServiceRequest.objects.all(), pk=request_id)
    if not request.is_open:
        raise Refused(_("This request is over. Please make a new one, or call us."))
    _demand_text(body)
    message = RequestMessage.objects.create(request=request, sender=Sender.CUSTOMER, body=body, at=now)
    if request.pauses.filter(ended_at__isnull=True, kind=WaitKind.CUSTOMER).exists():
        paths.end_pause(request, now=now)
    paths.keep(request, by=None, now=now)
    mail.tell_handler(request, "message", key=message.public_id)
    return message


@transaction.atomic
def add_note(*, request_id: int, body: str, by: "User", now: dt.datetime) -> RequestNote:
    """Note something among ourselves, also after the end. Raises NotAllowed, Incomplete for an empty text."""
    request = locked(ServiceRequest.objects.all(), pk=request_id)
    if not rules.may_work_on(by, request):
        raise NotAllowed(_("Your role does not include notes on this request."))
    _demand_text(body)
    return RequestNote.objects.create(request=request, body=body, author=by, at=now)


def _demand_text(body: str) -> None:
    message = ""
    if not body.strip():
        message = _("Please write something first.")
    elif len(body) > rules.MESSAGE_LIMIT:
        message = _("Please shorten the text to %(limit)s characters.") % {"limit": f"{rules.MESSAGE_LIMIT:,}"}
    if message:
        raise Incomplete(message, missing={"body": message})
