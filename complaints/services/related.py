"""Ties between cases that stay apart, and their undoing. Neither case's row, version or history changes by it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from complaints import rules
from complaints.enums import Identity
from complaints.enums_investigation import Tie
from complaints.models import CaseTie, Complaint
from complaints.services.matters import locked_cases
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed

if TYPE_CHECKING:
    from foundation.accounts.models import User


@transaction.atomic
def relate(*, complaint_id: int, other_number: str, kind: str, reason: str, by: "User", now: datetime) -> CaseTie:
    """Tie the case to another that the person sees too.

    Raises NotAllowed, Incomplete (no such case in sight, the case itself, no kind or reason; a person's wish where a
    name is not known or was told in confidence), IllegalMove where the tie is there.
    """
    other = Complaint.objects.visible_to(by).filter(number=other_number).first()
    cases = {case.pk: case for case in locked_cases([complaint_id] + ([other.pk] if other else []))}
    here = cases[complaint_id]
    _check(by, here)
    missing = {}
    if other is None or other.pk == here.pk:
        missing["number"] = _("You see no other case with this number.")
    if kind not in Tie.values:
        missing["kind"] = _("Please choose what ties the two.")
    elif kind == Tie.SAME_PERSON and other and any(case.identity != Identity.NAMED for case in cases.values()):
        missing["kind"] = _("One of the two has no name, or was told in confidence; that must not be told by a tie.")
    if not reason.strip():
        missing["reason"] = _("Please say why.")
    if missing or other is None:
        raise Incomplete(_("This step still lacks something."), missing=missing)
    first, second = (here.pk, other.pk) if kind == Tie.FOLLOWS else sorted((here.pk, other.pk))
    if CaseTie.objects.filter(first=first, second=second, kind=kind, undone_at=None).exists():
        raise IllegalMove(_("The two are tied so already."))
    return CaseTie.objects.create(first_id=first, second_id=second, kind=kind, reason=reason.strip(), by=by, at=now)


@transaction.atomic
def unrelate(*, complaint_id: int, public_id: str, reason: str, by: "User", now: datetime) -> CaseTie:
    """Undo a tie of the case; it stays on record. Raises NotAllowed, IllegalMove, Incomplete, CaseTie.DoesNotExist."""
    here = locked_cases([complaint_id])[0]
    _check(by, here)
    ties = CaseTie.objects.filter(Q(first=here) | Q(second=here))
    link = ties.select_for_update(of=("self",)).get(public_id=public_id)
    other = link.second_id if link.first_id == here.pk else link.first_id
    if not Complaint.objects.visible_to(by).filter(pk=other).exists():
        raise CaseTie.DoesNotExist
    if link.undone_at is not None:
        raise IllegalMove(_("This tie was undone already."))
    if not reason.strip():
        message = _("Please say why.")
        raise Incomplete(message, missing={"reason": message})
    link.why_undone, link.undone_by, link.undone_at = reason.strip(), by, now
    link.save()
    return link


def _check(by: "User", here: Complaint) -> None:
    if not rules.may_note(by, here) or not Complaint.objects.visible_to(by).filter(pk=here.pk).exists():
        raise NotAllowed(_("Your role does not include this step."))
