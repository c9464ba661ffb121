"""Reads of requests about personal data: the queue, one request, what the person sees of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.core.contacts import mask_email, mask_phone
from foundation.core.identifiers import mask_national_id
from foundation.core.ids import is_valid_number
from foundation.privacy.enums import RequestStatus
from foundation.privacy.models import DataRequest, Purpose

VIEWS: Mapping[str, tuple[str, ...]] = {
    "open": (RequestStatus.RECEIVED, RequestStatus.VERIFIED, RequestStatus.WORKING),
    "answered": (RequestStatus.ANSWERED,),
    "ended": (RequestStatus.CLOSED, RequestStatus.WITHDRAWN),
    "all": tuple(RequestStatus),
}
# Steps that the person is shown, in words for the person.
PUBLIC_STEPS: Mapping[str, str | Promise] = {
    "receive": gettext_lazy("We received your request and gave it a number"),
    "verify": gettext_lazy("We made sure that it is you"),
    "start": gettext_lazy("Our officer is working on it"),
    "answer": gettext_lazy("We answered your request"),
    "refuse_unverified": gettext_lazy("We answered your request"),
    "close": gettext_lazy("The request was closed"),
    "withdraw": gettext_lazy("You took the request back"),
}


@dataclass(frozen=True)
class Entry:
    """One line of the person's timeline."""

    at: datetime
    order: int
    title: str
    body: str = ""
    is_ours: bool = False
    is_message: bool = False


def request_queue(*, view: str, right: str = "") -> QuerySet[DataRequest]:
    """The requests of a view, with what a row shows."""
    rows = DataRequest.objects.filter(status__in=VIEWS.get(view, VIEWS["open"])).select_related("handler", "data_key")
    return rows.filter(right=right) if right else rows


def requests_due() -> "QuerySet[DataRequest]":
    """The open requests, the one whose day comes first at the top."""
    return DataRequest.objects.open().order_by("due_at", "id")


def by_number_and_hash(number: str, code_hash: str) -> DataRequest | None:
    """The request of a number, when the hash of the code fits. One query, whichever of the two is wrong."""
    shaped = number.strip().upper()
    return DataRequest.objects.filter(number=shaped if is_valid_number(shaped) else "-", code_hash=code_hash).first()


def readable_number(text: str) -> str:
    """A number as typed: upper case, blanks and long dashes forgiven."""
    plain = text.upper().replace("–", "-").replace("—", "-").replace(" ", "")
    return "-".join(part for part in plain.split("-") if part)


def tracked(public_id: str) -> DataRequest | None:
    """The request of a grant, with what its page shows."""
    rows = DataRequest.objects.select_related("data_key", "handler", "notice__notice")
    return rows.filter(public_id=public_id).first()


def public_timeline(request: DataRequest) -> list[Entry]:
    """Steps and messages in the person's words, newest first. Internal notes are not even read."""
    entries = [
        Entry(step.at, 1, str(PUBLIC_STEPS[step.move])) for step in request.steps.all() if step.move in PUBLIC_STEPS
    ]
    for note in request.notes.filter(is_internal=False).select_related("data_key"):
        is_ours = note.by_id is not None
        title = _("We wrote to you") if is_ours else _("You wrote to us")
        entries.append(Entry(note.at, 2, title, note.body or "", is_ours, is_message=True))
    return sorted(entries, key=lambda entry: (entry.at, entry.order), reverse=True)


def others_of_the_same(request: DataRequest) -> QuerySet[DataRequest]:
    """Other requests with the same telephone, e-mail or number, newest first."""
    same = Q()
    for column in ("phone_hash", "email_hash", "identifier_hash"):
        if value := getattr(request, column):
            same |= Q(**{column: value})
    rows = DataRequest.objects.exclude(pk=request.pk)
    return rows.filter(same).order_by("-id") if same else rows.none()


def masked_asker(request: DataRequest) -> dict[str, str]:
    """Enough to recognise who asks, not enough to know; empty once the person is erased."""
    name, phone, email, national_id = request.name, request.phone, request.email, request.national_id
    return {
        "name": " ".join(f"{word[:1]}…" for word in (name or "").split()),
        "phone": mask_phone(phone) if phone else "",
        "email": mask_email(email) if email else "",
        "national_id": mask_national_id(national_id) if national_id else "",
    }


def asked_consents() -> list[Purpose]:
    """The uses of data for which people are asked, so that each can be taken back."""
    return list(Purpose.objects.filter(basis="consent"))
