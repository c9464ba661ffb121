"""What this room itself holds about a person: earlier requests, and those being written on the portal."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.core.errors import Refused
from foundation.core.models import locked
from foundation.core.thai.dates import format_datetime
from foundation.privacy.enums import RetentionAction
from foundation.privacy.models import DataRequest
from foundation.privacy.personal_data import Keeping, Kind, Person
from foundation.privacy.services.held import REQUEST_KIND
from foundation.privacy.services.intake import hashes_of
from foundation.privacy.services.requests import forget_asker


def find(person: Person) -> Iterable[str]:
    """Public ids of requests with the number, telephone or e-mail."""
    rows = DataRequest.objects.filter(data_key__destroyed_at__isnull=True)
    found: set[str] = set()
    if person.public_id:
        found |= set(rows.filter(public_id=person.public_id).values_list("public_id", flat=True))
    for column, value in hashes_of(phone=person.phone, email=person.email, national_id=person.national_id).items():
        found |= set(rows.filter(**{column: value}).values_list("public_id", flat=True))
    return sorted(found)


def describe(public_id: str) -> Mapping[str, str]:
    """Who asked, what was asked, and every word exchanged."""
    row = DataRequest.objects.select_related("data_key").get(public_id=public_id)
    names = ("name", "phone", "email", "national_id", "representative", "authority", "details", "answer")
    held = {"number": row.number, "right": row.get_right_display()}
    held |= {name: getattr(row, name) or "" for name in names}
    for note in row.notes.filter(is_internal=False).select_related("data_key"):
        writer = _("We wrote") if note.by_id else _("The person wrote")
        held[f"{writer} {format_datetime(note.at)} {note.public_id[-6:]}"] = note.body or ""
    return held


@transaction.atomic
def erase(public_id: str, *, by: Any, now: datetime) -> None:
    """Destroy the key of a request and its hashes; its dates and outcome stay. Raises Refused while it is open."""
    row = locked(DataRequest.objects.select_related("data_key"), pk=DataRequest.objects.get(public_id=public_id).pk)
    if row.is_open:
        raise Refused(_("The request %(number)s is still open.") % {"number": row.number})
    forget_asker(row, by=by, now=now)


def holds(public_id: str) -> Iterable[str]:
    """An open request of the person must be answered first."""
    row = DataRequest.objects.get(public_id=public_id)
    return [_("The request %(number)s is still open.") % {"number": row.number}] if row.is_open else []


REQUESTS = Kind(
    kind=REQUEST_KIND,
    label=gettext_lazy("Requests about personal data"),
    models=frozenset({"privacy.DataRequest", "privacy.RequestNote", "privacy.RequestDraft", "privacy.DataExport"}),
    find=find,
    describe=describe,
    erase=erase,
    holds=holds,
    notice="data-request",
    keeping=Keeping(
        since=gettext_lazy("the day on which the request ended"),
        ended=lambda: DataRequest.objects.filter(ended_at__isnull=False, data_key__destroyed_at__isnull=True).annotate(
            kept_from=F("ended_at")
        ),
        action=RetentionAction.ERASE,
    ),
)
