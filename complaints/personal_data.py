"""What this room holds about a person, for access, correction, export and erasure (privacy.personal_data)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.enums import FINISHED
from complaints.models import Complainant
from complaints.services import erase_complainant, hashes_of
from complaints.services.erasure import split_with
from foundation.core.thai.dates import format_datetime
from foundation.privacy.enums import RetentionAction
from foundation.privacy.personal_data import Keeping, Kind, Person


def find(person: Person) -> list[str]:
    """Public ids of complainants who have the telephone or e-mail."""
    rows = Complainant.objects.filter(data_key__destroyed_at__isnull=True)
    found: set[str] = set()
    if person.public_id:
        found |= set(rows.filter(public_id=person.public_id).values_list("public_id", flat=True))
    for column, value in hashes_of(phone=person.phone, email=person.email).items():
        found |= set(rows.filter(**{column: value}).values_list("public_id", flat=True))
    return sorted(found)


def describe(public_id: str) -> Mapping[str, str]:
    """Everything held about a complainant: contact, complaint and messages."""
    person = Complainant.objects.select_related("data_key", "complaint").get(public_id=public_id)
    complaint = person.complaint
    held = {name: getattr(person, name) or "" for name in ("name", "phone", "email", "address", "representative")}
    held |= {"number": complaint.number, "subject": complaint.subject, "description": complaint.description}
    for message in complaint.messages.order_by("at", "id"):
        held[f"{message.get_direction_display()} {format_datetime(message.at)} {message.public_id}"] = message.body
    return held


def _erase(public_id: str, *, by: Any, now: datetime) -> None:
    erase_complainant(complainant_id=Complainant.objects.get(public_id=public_id).pk, by=by, now=now)


def holds(public_id: str) -> list[str]:
    """An open complaint must be answered before the complainant can be forgotten."""
    complaint = Complainant.objects.select_related("complaint").get(public_id=public_id).complaint
    open_ones = [case for case in (complaint, *split_with(complaint)) if case.is_open]
    return [_("Complaint %(number)s is still open.") % {"number": case.number} for case in open_ones]


COMPLAINANT = Kind(
    kind="complaints.complainant",
    label=gettext_lazy("Complaints"),
    # A case file falls silent with its complainant: erasing destroys its key (services.case_files).
    models=frozenset({"complaints.Complainant", "complaints.Draft", "complaints.CaseFile"}),
    find=find,
    describe=describe,
    erase=_erase,
    holds=holds,
    notice="complaint",
    keeping=Keeping(
        since=gettext_lazy("the day on which the complaint was closed or withdrawn"),
        ended=lambda: Complainant.objects.filter(
            complaint__status__in=FINISHED, data_key__destroyed_at__isnull=True
        ).annotate(kept_from=Coalesce("complaint__closed_at", "complaint__updated_at")),
        action=RetentionAction.ERASE,
    ),
)
