"""The whole case as one PDF: asked for with a reason, made by a worker, sealed for a day, every fetch written down."""

import base64
import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import rules
from complaints.case_file_pdf import case_file_pdf
from complaints.models import CaseFile, Complaint
from complaints.selectors import case
from foundation.core.crypto import destroy_data_key, new_data_key
from foundation.core.errors import IllegalMove, NotAllowed, Refused
from foundation.core.jobs import enqueue
from foundation.core.models import locked
from foundation.privacy.services import log_access

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from foundation.accounts.models import User

JOB = "complaints.case_file"
KEPT = timedelta(days=1)
LOOK = "complaints.complaint"


@transaction.atomic
def ask_case_file(
    *,
    complaint_id: int,
    reason: str,
    by: "User",
    now: datetime,
    language: str = "th",
    unmasked: bool = False,
    with_notes: bool = False,
) -> CaseFile:
    """Ask a worker for the file. The look is written down with its reason before anything is made.

    Raises NotAllowed for whom the case is out of sight, or who may not see the contact in clear; Incomplete without a
    reason of a few words.
    """
    complaint = Complaint.objects.visible_to(by).filter(pk=complaint_id).first()
    if complaint is None:
        raise NotAllowed(_("Your role does not include this step."))
    if unmasked and not rules.may_reveal(by, complaint):
        message = _("You may not see the contact of this complainant.")
        raise NotAllowed(message)
    contents = ["case file", *(["contact"] if unmasked else []), *(["notes"] if with_notes else [])]
    log_access(by=by, kind=LOOK, public_id=complaint.public_id, fields=contents, reason=reason, now=now)
    row = CaseFile.objects.create(
        complaint=complaint,
        language=language,
        is_masked=not unmasked,
        with_notes=with_notes,
        reason=" ".join(reason.split())[:300],
        asked_by=by,
        asked_at=now,
        data_key=new_data_key(),
        expires_at=now + KEPT,
        created_at=now,
    )
    enqueue(JOB, params={"file": row.public_id}, by=by, key=row.public_id)
    return row


def make_case_file(*, public_id: str, now: datetime) -> tuple[CaseFile, bool]:
    """Lay one file out and seal it; whether it was still wanted. Safe to run twice.

    Raises Refused when the person may no longer see the case, or the contact in clear; PdfError.
    """
    row = CaseFile.objects.select_related("complaint", "asked_by").get(public_id=public_id)
    complaint = case(row.asked_by, row.complaint.number)
    if complaint is None or (not row.is_masked and not rules.may_reveal(row.asked_by, complaint)):
        raise Refused(_("You may no longer see this complaint."))
    return row, keep_case_file(case_file_id=row.pk, body=case_file_pdf(row, complaint), now=now)


@transaction.atomic
def keep_case_file(*, case_file_id: int, body: bytes, now: datetime) -> bool:
    """Seal the PDF that a worker made. False where it is no longer wanted: made already, expired, or silenced."""
    row = locked(CaseFile.objects.select_related("data_key"), pk=case_file_id)
    if row.packed_at is not None or row.expires_at <= now or row.data_key.is_destroyed:
        return False
    row.packed, row.packed_at = base64.b64encode(body).decode(), now
    row.sha256 = hashlib.sha256(body).hexdigest()
    row.save()
    return True


@transaction.atomic
def fetch_case_file(*, case_file_id: int, by: "User", now: datetime) -> bytes:
    """The PDF, for the person who asked for it and may still see the case; the fetch is written down.

    Raises NotAllowed, IllegalMove while it is not made or when its time is over.
    """
    row = CaseFile.objects.select_related("data_key", "complaint").get(pk=case_file_id)
    visible = Complaint.objects.visible_to(by).filter(pk=row.complaint_id).exists()
    if row.asked_by_id != by.pk or not visible or (not row.is_masked and not rules.may_reveal(by, row.complaint)):
        raise NotAllowed(_("Only who asked for a case file fetches it."))
    packed = row.packed if row.packed_at and row.expires_at > now else None
    if packed is None:
        raise IllegalMove(_("This case file is not ready, or its day is over. Please ask for it again."))
    log_access(
        by=by, kind=LOOK, public_id=row.complaint.public_id, fields=["case file fetched"], reason=row.reason, now=now
    )
    return base64.b64decode(packed)


def drop_case_files(*, now: datetime) -> int:
    """Destroy the keys of files whose day is over. How many."""
    late = CaseFile.objects.filter(expires_at__lte=now, data_key__destroyed_at__isnull=True)
    return _silence(late.select_related("data_key"), now=now)


def silence_case_files(complaint: Complaint, *, now: datetime) -> int:
    """Destroy the keys of every file of a complaint whose complainant is erased."""
    rows = CaseFile.objects.filter(complaint=complaint, data_key__destroyed_at__isnull=True)
    return _silence(rows.select_related("data_key"), now=now)


def _silence(rows: "QuerySet[CaseFile]", *, now: datetime) -> int:
    found = list(rows)
    for row in found:
        destroy_data_key(row.data_key, now=now)
    return len(found)
