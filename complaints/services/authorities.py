"""Complaining for somebody else with authority (4.2, 7.2): stated at receipt, checked before the outcome is told."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import rules
from complaints.enums_authority import AuthorityState, ProofKind, Relation
from complaints.models import Authority, Complaint
from foundation.core.errors import Incomplete, NotAllowed
from foundation.core.models import locked, signed
from foundation.core.thai.text import normalise

if TYPE_CHECKING:
    from foundation.accounts.models import User


def stated(complaint: Complaint, *, relation: str, proof: str, by: "User | None", now: datetime) -> Authority:
    """What the one who files says of the own right to. Raises Incomplete without relation or proof."""
    missing = {}
    if relation not in Relation.values:
        missing["relation"] = str(_("Please say in what relation you stand to the person."))
    if proof not in ProofKind.values:
        missing["proof"] = str(_("Please say what shows that you may."))
    if missing:
        raise Incomplete(str(_("Some facts are missing.")), missing=missing)
    row = Authority(complaint=complaint, relation=relation, proof=proof, created_at=now)
    signed(row, by=by, now=now).save()
    return row


@transaction.atomic
def check_authority(
    *, complaint_id: int, state: str, note: str, by: "User", now: datetime, shown_version: int | None = None
) -> Authority:
    """Say whether the authority is good; it may be put right later. What was split off goes by the first.

    Raises NotAllowed, StaleVersion, Incomplete without an answer, or without a reason where it is not good.
    """
    complaint = Complaint.objects.get(pk=complaint_id)
    row = authority_of(complaint)
    if row is None or not rules.may_work_on(by, complaint):
        raise NotAllowed(_("Your role does not include this step."))
    missing = {}
    if state not in {AuthorityState.ACCEPTED, AuthorityState.OWN}:
        missing["state"] = _("Please choose.")
    if state == AuthorityState.OWN and not note.strip():
        missing["note"] = _("Please say why.")
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
    row = locked(Authority.objects.all(), pk=row.pk, shown_version=shown_version)
    row.state, row.note = state, normalise(note)[: rules.REASON_LIMIT]
    row.checked_at, row.checked_by = now, by
    signed(row, by=by, now=now).save()
    return row


def authority_of(complaint: Complaint) -> Authority | None:
    """The authority by which a case was filed; that of the whole for a part split off. None for who speaks alone."""
    root: Complaint = complaint
    while root.split_from is not None:
        root = root.split_from
    return Authority.objects.select_related("checked_by").filter(complaint=root).first()


def demand_checked(complaint: Complaint) -> None:
    """Raises Incomplete while nobody has checked by what right the complainant speaks for another."""
    row = authority_of(complaint)
    if row is not None and row.state == AuthorityState.WAITING:
        message = _("It was filed for another person. Check the authority first: nothing personal is told before.")
        raise Incomplete(message, missing={"authority": message})
