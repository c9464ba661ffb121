"""What this room holds about a person, for access, correction, export and erasure (privacy.personal_data)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.core.thai.dates import format_datetime
from foundation.privacy.enums import RetentionAction
from foundation.privacy.personal_data import Keeping, Kind, Person
from service_charter.enums import RequestStatus
from service_charter.models import Partner, ServiceRequest
from service_charter.selectors.requests import answer_lines, answers_of, files_of
from service_charter.services.partners import forget_mailbox
from service_charter.services.request_erasure import erase_customer, hashes_of


def find(person: Person) -> list[str]:
    """Public ids of requests with the telephone or e-mail, and of those linked with the customer of the id."""
    rows = ServiceRequest.objects.filter(data_key__destroyed_at__isnull=True)
    found: set[str] = set()
    if person.public_id:
        own = Q(public_id=person.public_id) | Q(customer__public_id=person.public_id)
        found |= set(rows.filter(own).values_list("public_id", flat=True))
    for column, value in hashes_of(phone=person.phone, email=person.email).items():
        found |= set(rows.filter(**{column: value}).values_list("public_id", flat=True))
    return sorted(found)


def describe(public_id: str) -> Mapping[str, str]:
    """Everything held in a request: contact, answers and messages."""
    request = ServiceRequest.objects.select_related("data_key", "form").get(public_id=public_id)
    held = {name: getattr(request, name) or "" for name in ("name", "phone", "email")}
    held |= {"number": request.number, "title": request.form.title, "score_comment": request.score_comment}
    for question, word, files in answer_lines(request.form.questions.all(), answers_of(request), files_of(request)):
        held[f"{question.key} {question.label}"] = word or ", ".join(file.name for file in files)
    for message in request.messages.all():
        held[f"{message.get_sender_display()} {format_datetime(message.at)} {message.public_id}"] = message.body
    return held


def _erase(public_id: str, *, by: Any, now: datetime) -> None:
    erase_customer(request_id=ServiceRequest.objects.get(public_id=public_id).pk, by=by, now=now)


def holds(public_id: str) -> list[str]:
    """An open request must be answered before its customer can be forgotten."""
    request = ServiceRequest.objects.get(public_id=public_id)
    return [_("Request %(number)s is still open.") % {"number": request.number}] if request.is_open else []


REQUESTS = Kind(
    kind="service_charter.request",
    label=gettext_lazy("Service requests"),
    models=frozenset({"service_charter.ServiceRequest", "service_charter.RequestDraft"}),
    find=find,
    describe=describe,
    erase=_erase,
    holds=holds,
    notice="enquiry",
    keeping=Keeping(
        since=gettext_lazy("the day on which the request was closed or withdrawn"),
        ended=lambda: ServiceRequest.objects.filter(
            status__in=(RequestStatus.CLOSED, RequestStatus.WITHDRAWN, RequestStatus.TURNED),
            data_key__destroyed_at__isnull=True,
        ).annotate(kept_from=Coalesce("closed_at", "updated_at")),
        action=RetentionAction.ERASE,
    ),
)


def _mailboxes(person: Person) -> list[str]:
    """Partners with this mailbox. It should be an office's, but people are entered too."""
    if not person.email:
        return []
    return sorted(Partner.objects.filter(email__iexact=person.email).values_list("public_id", flat=True))


def _mailbox(public_id: str) -> Mapping[str, str]:
    partner = Partner.objects.get(public_id=public_id)
    return {"name": partner.name, "email": partner.email}


def _forget_mailbox(public_id: str, *, by: Any, now: datetime) -> None:
    forget_mailbox(partner_id=Partner.objects.get(public_id=public_id).pk, by=by, now=now)


PARTNERS = Kind(
    kind="service_charter.partner",
    label=gettext_lazy("Mailboxes of partners"),
    models=frozenset({"service_charter.Partner"}),
    find=_mailboxes,
    describe=_mailbox,
    erase=_forget_mailbox,
    notice="enquiry",
)
