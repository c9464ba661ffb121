"""The fishbone of a case: causes by branch, corrected, struck out, one held to be the root (ISO 10002, 8.2)."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import rules
from complaints.enums_fishbone import Bone
from complaints.models import BoneCause, Complaint, Evidence
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked, signed

if TYPE_CHECKING:
    from foundation.accounts.models import User


@dataclass(frozen=True)
class Named:
    """What is said of a cause."""

    bone: str
    text: str
    evidence: Evidence | None = None


@transaction.atomic
def name_cause(*, complaint_id: int, named: Named, by: "User", now: datetime) -> BoneCause:
    """Put a possible cause on its branch. Raises NotAllowed for anyone but the investigator, Incomplete."""
    complaint = _case(complaint_id, by)
    row = BoneCause(complaint=complaint, named_by=by, created_at=now)
    _fill(row, named)
    signed(row, by=by, now=now).save()
    return row


@transaction.atomic
def correct_cause(
    *, complaint_id: int, public_id: str, named: Named, by: "User", now: datetime, shown_version: int
) -> BoneCause:
    """Say it better, or put it on another branch. Raises NotAllowed, IllegalMove, StaleVersion, Incomplete."""
    row = _cause(complaint_id, public_id, by, shown_version=shown_version)
    _fill(row, named)
    signed(row, by=by, now=now).save()
    return row


@transaction.atomic
def hold_root(*, complaint_id: int, public_id: str, by: "User", now: datetime) -> BoneCause:
    """Hold one cause to be the root, in place of the one before. Raises NotAllowed, IllegalMove."""
    row = _cause(complaint_id, public_id, by)
    told = _("Held to be the root cause")
    for other in BoneCause.objects.select_for_update().filter(complaint_id=complaint_id, is_root=True):
        if other.pk == row.pk:
            return row
        other.is_root = False
        signed(other.touch(), by=by, now=now, reason=_("Another cause is held to be the root")).save()
    row.is_root = True
    signed(row, by=by, now=now, reason=told).save()
    return row


@transaction.atomic
def strike_cause(*, complaint_id: int, public_id: str, reason: str, by: "User", now: datetime) -> BoneCause:
    """Strike a cause out that turned out to be none. Raises NotAllowed, IllegalMove, Incomplete without a reason."""
    row = _cause(complaint_id, public_id, by)
    if not reason.strip():
        raise Incomplete(_("Please say why."), missing={"reason": _("Please say why.")})
    row.is_root, row.struck_at, row.struck_by, row.why_struck = False, now, by, reason.strip()
    signed(row, by=by, now=now, reason=reason.strip()).save()
    return row


def _case(complaint_id: int, by: "User") -> Complaint:
    """The case, locked before its causes, so that two of them are never root at once."""
    complaint = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint_id)
    if not rules.may_record_findings(by, complaint):
        raise NotAllowed(_("Only the investigator draws the fishbone, while the investigation runs."))
    return complaint


def _cause(complaint_id: int, public_id: str, by: "User", *, shown_version: int | None = None) -> BoneCause:
    complaint = _case(complaint_id, by)
    pk = BoneCause.objects.values_list("pk", flat=True).get(complaint=complaint, public_id=public_id)
    row = locked(BoneCause.objects.all(), pk=pk, shown_version=shown_version)
    if row.struck_at is not None:
        raise IllegalMove(_("This cause was struck out already."))
    return row


def _fill(row: BoneCause, named: Named) -> None:
    missing = {}
    if named.bone not in Bone.values:
        missing["bone"] = _("Please choose a branch.")
    if not named.text.strip():
        missing["text"] = _("Please fill this in.")
    if named.evidence is not None and named.evidence.complaint_id != row.complaint_id:
        missing["evidence"] = _("Please choose a piece of evidence of this case.")
    if missing:
        raise Incomplete(_("This step still lacks something."), missing=missing)
    row.bone, row.text, row.evidence = named.bone, named.text.strip(), named.evidence
