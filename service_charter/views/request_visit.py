"""What a browser keeps of someone who made a request, and who may fetch the files of one."""

from typing import Any

from django.http import HttpRequest

from foundation.core.models import Attachment, Visibility
from foundation.core.visits import Visit
from service_charter.models import ServiceRequest

VISIT = Visit(path="/portal/requests/", name="service_request", salt="service_charter.tracking")


def may_fetch(person: Any, attachment: Attachment, request: HttpRequest) -> bool:
    """Staff who may see the request; the customer with a grant, where a file is meant for the customer."""
    if person is not None:
        return ServiceRequest.objects.visible_to(person).filter(public_id=attachment.owner_public_id).exists()
    public_id, mark = VISIT.granted(request)
    if not mark or public_id != attachment.owner_public_id or attachment.visibility != Visibility.COMPLAINANT:
        return False
    return ServiceRequest.objects.filter(public_id=public_id, code_hash__startswith=mark).exists()
