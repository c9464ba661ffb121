"""Words about a request: what the person writes, what we write to the person, and our own notes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked
from foundation.core.thai.text import normalise
from foundation.privacy.models import DataRequest, RequestNote
from foundation.privacy.services import letters


@transaction.atomic
def receive_message(*, request_id: int, body: str, now: datetime) -> RequestNote:
    """Words of the person, from the tracking page. Raises IllegalMove once the request has ended."""
    request = _open_to_words(request_id)
    if not request.is_open:
        raise IllegalMove(_("This request has been answered. Please make a new one, and name its number."))
    note = _write(request, body, is_internal=False, by=None, now=now)
    letters.tell_handler(request, note)
    return note


@transaction.atomic
def send_message(*, request_id: int, body: str, by: User, now: datetime) -> RequestNote:
    """Words to the person, by e-mail where an address is known. Raises NotAllowed, Incomplete."""
    request = _open_to_words(request_id)
    _demand_officer(by)
    note = _write(request, body, is_internal=False, by=by, now=now)
    letters.send_words(request, note)
    return note


@transaction.atomic
def add_note(*, request_id: int, body: str, by: User, now: datetime) -> RequestNote:
    """A note that only officers read. Raises NotAllowed, Incomplete."""
    request = _open_to_words(request_id)
    _demand_officer(by)
    return _write(request, body, is_internal=True, by=by, now=now)


def _open_to_words(request_id: int) -> DataRequest:
    request = locked(DataRequest.objects.select_related("data_key", "handler"), pk=request_id)
    if request.is_silent:
        raise IllegalMove(_("Who asked has been erased, so nothing can be written any more."))
    return request


def _demand_officer(by: User) -> None:
    if not by.can(Permission.PRIVACY_OFFICER):
        raise NotAllowed(_("Only the data-protection officer works on such requests."))


def _write(request: DataRequest, body: str, *, is_internal: bool, by: User | None, now: datetime) -> RequestNote:
    text = normalise(body)
    if not text:
        message = _("Please write something.")
        raise Incomplete(message, missing={"body": message})
    return RequestNote.objects.create(
        request=request, data_key=request.data_key, body=text, is_internal=is_internal, by=by, at=now
    )
