"""Proof that a decision was carried out: files by their hash, or what another person saw."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import rules, rules_closing
from complaints.enums_closing import ProofKind
from complaints.models import CarryOutProof, Complaint
from complaints.selectors.case import FILE_OWNER
from complaints.selectors.closing import proofs_in_force
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.files import attach
from foundation.core.models import Visibility, locked, signed

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from foundation.accounts.models import User


@transaction.atomic
def add_proof(
    *,
    complaint_id: int,
    kind: str,
    seen: str,
    by: "User",
    now: datetime,
    upload: "UploadedFile[Any] | None" = None,
    is_shared: bool = False,
) -> CarryOutProof:
    """Keep one proof: a photograph or document with its hash, or what a second person saw on the spot.

    With `is_shared` the complainant sees it too. Raises NotAllowed, IllegalMove before there is a decision to carry
    out, Incomplete without file or words, and for a file that is not taken.
    """
    complaint = locked(Complaint.objects.all(), pk=complaint_id)
    if not rules_closing.may_prove(by, complaint):
        raise NotAllowed(_("Your role does not include proof in this case."))
    if complaint.status not in rules_closing.PROVABLE:
        raise IllegalMove(_("Proof is added once the decision is sent, and until the case is closed."))
    _demand(kind, seen, upload)
    proof = CarryOutProof(complaint=complaint, kind=kind, seen=seen.strip(), is_shared=is_shared, by=by, at=now)
    if kind != ProofKind.CHECK and upload is not None:
        visibility = Visibility.COMPLAINANT if is_shared else Visibility.INTERNAL
        try:
            kept = attach(
                owner_kind=FILE_OWNER,
                owner_public_id=complaint.public_id,
                upload=upload,
                by=by,
                visibility=visibility,
            )
        except Refused as refusal:
            raise Incomplete(refusal.message, missing={"uploads": refusal.message}) from refusal
        proof.file_id, proof.sha256 = kept.public_id, kept.sha256
    proof.save()
    complaint.proved_at = now
    signed(complaint, by=by, now=now, reason=str(ProofKind(kind).label)).save()
    return proof


def demand_beside(complaint: Complaint, *, by: "User") -> None:
    """Whoever records that it is done needs a file, or the look of someone else. Raises Incomplete."""
    proofs = proofs_in_force(complaint)
    if proofs and not rules_closing.is_proved_beside(proofs, user_id=by.pk):
        message = _("You looked yourself. Please add a photograph or document, or let a colleague look too.")
        raise Incomplete(message, missing={"proof": message})


def share(lead: Complaint, complaint_id: int, *, by: "User", now: datetime) -> None:
    """What proves the leading case proves this one too: the same hand did the same work. Files stay in the leading
    case, so nothing of it is shown to the complainant of this one."""
    complaint = locked(Complaint.objects.all(), pk=complaint_id)
    if not rules_closing.may_prove(by, complaint) or complaint.proved_at:
        return
    proofs = proofs_in_force(lead)
    for proof in proofs:
        CarryOutProof.objects.create(
            complaint=complaint,
            kind=proof.kind,
            seen=proof.seen,
            file_id=proof.file_id,
            sha256=proof.sha256,
            shared_from=lead,
            by=proof.by,
            at=now,
        )
    if proofs:
        complaint.proved_at = now
        reason = _("Proved in %(number)s") % {"number": lead.number}
        signed(complaint, by=by, now=now, reason=reason).save()


def _demand(kind: str, seen: str, upload: object) -> None:
    missing = {}
    if kind not in ProofKind.values:
        missing["kind"] = _("Please choose what kind of proof it is.")
    elif kind == ProofKind.CHECK and not seen.strip():
        missing["seen"] = _("Please write what you saw, where and when.")
    elif kind != ProofKind.CHECK and upload is None:
        missing["uploads"] = _("Please choose the file.")
    if len(seen) > rules.REASON_LIMIT:
        missing["seen"] = _("Please shorten the text to %(limit)s characters.") % {"limit": f"{rules.REASON_LIMIT:,}"}
    if missing:
        raise Incomplete(_("This step still lacks something."), missing=missing)
