"""Finding what is held about the person of a request, and giving a copy of it, once."""

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.crypto import destroy_data_key, new_data_key
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.jobs import enqueue
from foundation.core.models import locked
from foundation.privacy.copies import zipped
from foundation.privacy.enums import Outcome, RequestStatus, Right
from foundation.privacy.models import Consent, DataExport, DataRequest, LegalHold
from foundation.privacy.personal_data import Found, Person, find_everything, kinds
from foundation.privacy.services.ledgers import log_access
from foundation.privacy.words import field_word

KEPT_READY = timedelta(days=30)
COPY_RIGHTS = frozenset({Right.ACCESS, Right.COPY})
REQUEST_KIND = "privacy.request"
GIVES = frozenset({Outcome.GRANTED, Outcome.PARTLY})


@dataclass(frozen=True)
class Held:
    """A record found about a person: what it says, and why it must be kept for now."""

    found: Found
    lines: list[tuple[str, str]]
    holds: list[str]

    @property
    def key(self) -> str:
        """The record as a form names it."""
        return record_key(self.found)


def record_key(found: Found) -> str:
    """Kind and public id in one word."""
    return f"{found.kind.kind}:{found.public_id}"


def person_of(request: DataRequest) -> Person:
    """By what the person of a request is found."""
    return Person(national_id=request.national_id or "", phone=request.phone or "", email=request.email or "")


def found_for(request: DataRequest) -> list[Found]:
    """Every record about the person, the request itself left out."""
    return [each for each in find_everything(person_of(request)) if each.public_id != request.public_id]


def holds_of(found: Found) -> list[str]:
    """Why a record must be kept for now: what its room says, and legal holds. Empty when nothing stands against it."""
    standing = LegalHold.objects.filter(
        kind=found.kind.kind, record_public_id=found.public_id, lifted_at__isnull=True, is_automatic=False
    ).values_list("reason", flat=True)
    return [*matters_of(found), *standing]


def matters_of(found: Found) -> list[str]:
    """What the rooms say that is still open: of the record, and where everything goes along with it, of its person.

    Requests about data are left out of the latter: the one that asks for the erasure is always open.
    """
    reasons = [str(reason) for reason in found.kind.holds(found.public_id)]
    if found.kind.keeping and found.kind.keeping.takes_all:
        who = found.kind.keeping.who(found.public_id)
        for other in find_everything(who):
            if other.kind.kind not in {found.kind.kind, REQUEST_KIND}:
                reasons += [f"{other.kind.label}: {reason}" for reason in other.kind.holds(other.public_id)]
        for kind in kinds():
            reasons += [f"{kind.label}: {reason}" for reason in kind.stands(who)]
    return list(dict.fromkeys(reasons))


@transaction.atomic
def look_up(*, request_id: int, reason: str, by: User, now: datetime) -> list[Held]:
    """Everything that any room holds about the person, for a stated purpose; each look is logged before it is shown.

    Raises NotAllowed for others than the officers, Incomplete without a purpose, IllegalMove while nobody has made
    sure who is asking.
    """
    request = _verified(request_id, by)
    reason = f"{request.number}: {reason.strip()}" if reason.strip() else ""
    rows = found_for(request)
    if not rows:
        log_access(by=by, kind="privacy.request", public_id=request.public_id, fields=[], reason=reason, now=now)
    held = []
    for found in rows:
        told = found.describe()
        names = [name for name, value in told.items() if value]
        log_access(by=by, kind=found.kind.kind, public_id=found.public_id, fields=names[:40], reason=reason, now=now)
        held.append(Held(found, [(field_word(name), value) for name, value in told.items() if value], holds_of(found)))
    return held


@transaction.atomic
def build_export(*, request_id: int, records: Iterable[str], by: User, now: datetime) -> DataExport:
    """Seal what the chosen records say for the person; a worker makes the files, which are fetched once.

    Raises NotAllowed, IllegalMove (not verified, answered already, another right), Incomplete when nothing is chosen
    or something is not about this person.
    """
    request = _verified(request_id, by)
    if request.right not in COPY_RIGHTS:
        raise Refused(_("A copy is made only where one was asked for."))
    if request.status != RequestStatus.WORKING:
        raise IllegalMove(_("A copy is made while the request is being worked on."))
    chosen = chosen_of(request, records)
    with translation.override(request.language):
        content = json.dumps(_told(request, chosen, now), ensure_ascii=False, indent=1)
    for found in chosen:
        reason = _("%(number)s: copy for the person") % {"number": request.number}
        log_access(by=by, kind=found.kind.kind, public_id=found.public_id, fields=["copy"], reason=reason, now=now)
    for earlier in DataExport.objects.filter(request=request, fetched_at__isnull=True).select_related("data_key"):
        _silence(earlier, now=now)
    export = DataExport(
        request=request,
        data_key=new_data_key(),
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        record_count=len(chosen),
        built_by=by,
        built_at=now,
        expires_at=now + KEPT_READY,
    )
    export.save()
    _ask_for_files(export, by=by)
    return export


@transaction.atomic
def pack_export(*, public_id: str, now: datetime) -> bool:
    """Make the files of a copy and seal them in place of the text. False when there is nothing to do any more.

    Safe to run twice: a copy that has its files, was replaced or has expired is left alone. Raises PdfError.
    """
    export = locked(DataExport.objects.select_related("data_key", "request"), pk=_pk_of(public_id))
    content = export.content
    if export.packed_at is not None or content is None or export.expires_at <= now:
        return False
    packed = zipped(content, name=export.request.number, language=export.request.language)
    export.packed, export.packed_at, export.content = base64.b64encode(packed).decode(), now, None
    export.save()
    return True


def ask_for_missing_files(*, now: datetime) -> int:
    """Ask again for the files of copies that have none: their job failed, or they are older than it. How many."""
    rows = DataExport.objects.filter(packed_at__isnull=True, expires_at__gt=now, data_key__destroyed_at__isnull=True)
    waiting = list(rows)
    for export in waiting:
        _ask_for_files(export, by=None)
    return len(waiting)


@transaction.atomic
def fetch_export(*, request_id: int, by: User | None, now: datetime) -> bytes:
    """The copy as a ZIP of PDF, XLSX and JSON, this once; then its key is destroyed. `by` is None for the person.

    Raises NotAllowed for staff who are no officers, IllegalMove when none is ready, it was fetched, or not granted.
    """
    if by is not None and not by.can(Permission.PRIVACY_OFFICER):
        raise NotAllowed(_("Only the data-protection officer gives copies out."))
    request = locked(DataRequest.objects.all(), pk=request_id)
    ready = ready_export(request, now=now)
    if ready is None:
        raise IllegalMove(_("There is no copy to fetch: it has been fetched, has expired, or was not granted."))
    export = locked(DataExport.objects.select_related("data_key"), pk=ready.pk)
    packed = base64.b64decode(export.packed or "")
    export.fetched_at, export.fetched_by = now, by
    export.save()
    _silence(export, now=now)
    if by is not None:
        reason = _("%(number)s: copy handed over") % {"number": request.number}
        log_access(by=by, kind="privacy.request", public_id=request.public_id, fields=["copy"], reason=reason, now=now)
    return packed


def ready_export(request: DataRequest, *, now: datetime) -> DataExport | None:
    """The copy that can be fetched now: granted, its files made, not fetched, not expired."""
    if request.outcome not in GIVES:
        return None
    return packed_exports(request, now=now).first()


def packed_exports(request: DataRequest, *, now: datetime) -> QuerySet[DataExport]:
    """Copies of a request whose files lie ready."""
    return DataExport.objects.filter(
        request=request,
        packed_at__isnull=False,
        fetched_at__isnull=True,
        expires_at__gt=now,
        data_key__destroyed_at__isnull=True,
    )


def drop_expired_exports(*, now: datetime) -> int:
    """Destroy the keys of copies that nobody fetched in time. Returns how many."""
    late = DataExport.objects.filter(expires_at__lte=now, data_key__destroyed_at__isnull=True)
    rows = list(late.select_related("data_key"))
    for export in rows:
        _silence(export, now=now)
    return len(rows)


def chosen_of(request: DataRequest, records: Iterable[str]) -> list[Found]:
    """The named records among those found about the person. Raises Incomplete for none, or for one that is not."""
    found = {record_key(each): each for each in found_for(request)}
    wanted = list(dict.fromkeys(records))
    if not wanted or not set(wanted) <= set(found):
        message = _("Please choose the records that belong to this person.")
        raise Incomplete(message, missing={"records": message})
    return [found[key] for key in wanted]


def _told(request: DataRequest, chosen: list[Found], now: datetime) -> dict[str, Any]:
    rooms: dict[str, list[dict[str, str]]] = {}
    for found in chosen:
        told = {field_word(name): value for name, value in found.describe().items() if value}
        rooms.setdefault(str(found.kind.label), []).append(told)
    consents = Consent.objects.none()
    for found in chosen:
        consents |= Consent.objects.filter(subject_kind=found.kind.kind, subject_public_id=found.public_id)
    said = [
        {
            str(_("purpose")): line.purpose.title,
            str(_("said")): str(line.get_state_display()),
            str(_("when")): line.at.isoformat(),
        }
        for line in consents.select_related("purpose").order_by("at", "id")
    ]
    if said:
        rooms[str(_("Consents"))] = said
    return {
        "request": request.number,
        "made_at": now.isoformat(),
        "rooms": [{"room": room, "records": records} for room, records in rooms.items()],
    }


def _ask_for_files(export: DataExport, *, by: User | None) -> None:
    enqueue("privacy.pack_copy", params={"export": export.public_id}, by=by, key=export.public_id)


def _pk_of(public_id: str) -> int:
    return DataExport.objects.values_list("pk", flat=True).get(public_id=public_id)


def _silence(export: DataExport, *, now: datetime) -> None:
    if export.data_key and not export.data_key.is_destroyed:
        destroy_data_key(export.data_key, now=now)


def _verified(request_id: int, by: User) -> DataRequest:
    if not by.can(Permission.PRIVACY_OFFICER):
        raise NotAllowed(_("Only the data-protection officer works on such requests."))
    request = locked(DataRequest.objects.select_related("data_key"), pk=request_id)
    if request.verified_at is None or not request.is_open:
        raise IllegalMove(_("What is held is looked up after the identity is verified, and before the answer."))
    return request
