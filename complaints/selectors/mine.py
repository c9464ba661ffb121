"""A person's own matters: complaints and requests that bear an e-mail address or number which was proved to
be the own one."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from complaints.models import Complaint
from complaints.models.complaint import ComplaintQuerySet
from complaints.selectors.clocks import FIELDS
from service_charter.models import ServiceRequest
from service_charter.models.requests import RequestQuerySet

COMPLAINT, REQUEST = "complaint", "request"
SHOWN = 100


@dataclass(frozen=True)
class Matter:
    """One line of “My matters”."""

    kind: str
    public_id: str
    number: str
    title: str
    state: str
    received_at: datetime
    is_open: bool
    due_at: datetime | None


def matters_of(*, complaints: str, requests: str) -> list[Matter]:
    """What belongs to an address, by the keyed hashes that both rooms keep of it; open ones first, then the newest.

    An anonymous complaint has no address and never stands here. Two statements.
    """
    found = [_complaint(row) for row in own_complaints(complaints).order_by("-received_at", "-id")[:SHOWN]]
    found += [_request(row) for row in own_requests(requests).order_by("-received_at", "-id")[:SHOWN]]
    return sorted(found, key=lambda each: (each.is_open, each.received_at), reverse=True)


def own_complaints(hashed: str) -> ComplaintQuerySet:
    """The complaints of an address or number; none for an empty hash. Hashes of the two never meet."""
    own = Q(complainant__email_hash=hashed or "-") | Q(complainant__phone_hash=hashed or "-")
    return Complaint.objects.filter(own)


def own_requests(hashed: str) -> RequestQuerySet:
    """The requests of an address or number; none for an empty hash."""
    own = Q(email_hash=hashed or "-") | Q(phone_hash=hashed or "-")
    return ServiceRequest.objects.filter(own).select_related("form")


def _complaint(row: Complaint) -> Matter:
    waiting = [
        due_at
        for _standard, due, met in FIELDS.values()
        if (due_at := getattr(row, due)) is not None and getattr(row, met) is None
    ]
    due_at = max(waiting, default=None) if row.is_open and not row.is_paused else None
    return Matter(COMPLAINT, row.public_id, row.number, row.subject, row.state, row.received_at, row.is_open, due_at)


def _request(row: ServiceRequest) -> Matter:
    due_at = row.due_at if row.is_open and row.met_at is None and not row.is_paused else None
    return Matter(REQUEST, row.public_id, row.number, row.form.title, row.state, row.received_at, row.is_open, due_at)
