"""Forgetting who made a request: name, contact and answers fall silent, the figures stay."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.core.append_only import writable_history
from foundation.core.contacts import BadContact, read_email, read_phone
from foundation.core.crypto import destroy_data_key
from foundation.core.errors import Refused
from foundation.core.files import attachments_of, remove
from foundation.core.models import locked, signed
from service_charter.enums import Sender
from service_charter.models import RequestMessage, RequestNote, RequestStep, ServiceRequest
from service_charter.selectors.requests import FILE_OWNER
from service_charter.services.requests import email_hash, phone_hash

if TYPE_CHECKING:
    from foundation.accounts.models import User

GONE = "[erased at the person's wish / ลบตามคำขอของเจ้าของข้อมูล]"


def hashes_of(*, phone: str, email: str) -> dict[str, str]:
    """Columns and hashes by which a person is found; what is no number or address finds nobody."""
    found: dict[str, str] = {}
    for column, given, read, hashed in (
        ("phone_hash", phone, read_phone, phone_hash),
        ("email_hash", email, read_email, email_hash),
    ):
        try:
            if given:
                found[column] = hashed(read(given))
        except BadContact:
            continue
    return found


@transaction.atomic
def erase_customer(*, request_id: int, by: "User", now: dt.datetime) -> None:
    """Destroy the person's key; clear the customer's words, in rows, history and messages, and the files.

    Kind, dates and outcome stay, so that the figures stay true. Raises Refused while the request is open.
    """
    request = locked(ServiceRequest.objects.select_related("data_key"), pk=request_id)
    if request.is_open:
        raise Refused(_("The request is still open. It can be erased once it is answered."))
    if request.data_key and not request.data_key.is_destroyed:
        destroy_data_key(request.data_key, now=now)
    request.phone_hash = request.email_hash = ""
    request.customer = None
    request.score_comment = GONE if request.score_comment else ""
    signed(request, by=by, now=now, reason="erasure").save()
    request.history.update(phone_hash="", email_hash="", score_comment="", customer=None)
    for attachment in attachments_of(FILE_OWNER, request.public_id):
        remove(attachment)
    with writable_history():
        RequestMessage.objects.filter(request=request, sender=Sender.CUSTOMER).update(body=GONE)
        # Notes tell of the customer in our words, so they fall silent too.
        RequestNote.objects.filter(request=request).update(body=GONE)
        RequestStep.objects.filter(request=request, actor=Sender.CUSTOMER).exclude(reason="").update(reason=GONE)
