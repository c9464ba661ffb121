"""What leaves the house about a request: texts in the customer's language through the outbox; notes to colleagues."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.core import outbox
from foundation.core.notifications import notify
from foundation.core.thai.dates import format_datetime
from service_charter.models import RequestMessage, ServiceRequest

if TYPE_CHECKING:
    from foundation.accounts.models import User


def send_receipt(request: ServiceRequest, *, tracking_code: str) -> None:
    """Number, code and date. The code lies sealed in the outbox until it is sent, then it is wiped."""
    _send(request, "request_received", {"tracking_code": tracking_code}, key="receipt")


def send_update(request: ServiceRequest, body: str, *, key: str) -> None:
    """How the request stands. The tracking page has it in any case."""
    _send(request, "request_message", {"body": body}, key=key)


def send_message(request: ServiceRequest, message: RequestMessage) -> None:
    """A message to the customer."""
    _send(request, "request_message", {"body": message.body}, key=f"message:{message.public_id}")


def taken_text(request: ServiceRequest) -> str:
    """Who looks after the request, and until when."""
    with translation.override(request.language):
        text = _("%(officer)s looks after your request.") % {"officer": request.handler}
        if request.due_at:
            text += " " + _("You hear from us by %(when)s.") % {"when": format_datetime(request.due_at, "weekday")}
        return text


def reopened_text(request: ServiceRequest) -> str:
    """That an answered request is being worked on again."""
    with translation.override(request.language):
        return _("We have taken your request up again and will tell you the result.")


def new_code_text(request: ServiceRequest, now: datetime) -> str:
    """That the old code opens nothing any more."""
    with translation.override(request.language):
        return _(
            "This request has a new tracking code since %(when)s; the old one no longer works. If you did not ask for "
            "it, please call us at once."
        ) % {"when": format_datetime(now, "long")}


def tell_handler(request: ServiceRequest, event: str, *, by: "User | None" = None, key: str = "") -> None:
    """Tell the officer in charge what others did: assigned, message or withdrawn."""
    if request.handler and request.handler != by:
        note = f"request-{event}:{request.public_id}:{key or request.version}"
        notify(request.handler, partial(_note, event, request.number), request.get_absolute_url(), note)


def _note(event: str, number: str) -> str:
    words = {
        "assigned": _("You are now in charge of request %(number)s"),
        "message": _("The customer wrote in request %(number)s"),
        "withdrawn": _("Request %(number)s was withdrawn"),
        "turned": _("Request %(number)s goes on as a complaint"),
    }
    return words[event] % {"number": number}


def _send(request: ServiceRequest, template: str, context: dict[str, str], *, key: str) -> None:
    address = request.email
    if not address:
        return
    with translation.override(request.language):
        facts = {
            "number": request.number,
            "title": request.form.title,
            "track_path": reverse("service_charter:request-track"),
            "due": format_datetime(request.due_at, "weekday") if request.due_at else "",
            "promise": request.standard.promise if request.standard else "",
        }
    outbox.send(
        kind=f"service_charter.{template}",
        to=address,
        language=request.language,
        template=template,
        context={**facts, **context},
        key=f"service_charter.{request.public_id}:{key}",
        subject_key=request.data_key,
    )
