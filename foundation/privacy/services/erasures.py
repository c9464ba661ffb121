"""Erasing a person: one officer proposes, another person approves, every room erases, a proof without names stays."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.models import DataKey, locked
from foundation.core.notifications import notify_all
from foundation.privacy.enums import RequestStatus, Right
from foundation.privacy.models import DataRequest, Erasure, ErasureProof, LegalHold
from foundation.privacy.personal_data import Found, kinds
from foundation.privacy.services.held import chosen_of, found_for, holds_of
from foundation.privacy.services.ledgers import SHORTEST_REASON

APPROVES = (Permission.PRIVACY_OFFICER, Permission.PRIVACY_APPROVE)


@transaction.atomic
def propose_erasure(*, request_id: int, records: Iterable[str], by: User, now: datetime) -> Erasure:
    """Propose to erase the chosen records. A proposal made before and not approved is replaced.

    Raises NotAllowed; IllegalMove when the request is not being worked on, asks for something else, or is done;
    Refused, with the reasons, while something stands against it.
    """
    if not by.can(Permission.PRIVACY_OFFICER):
        raise NotAllowed(_("Only the data-protection officer works on such requests."))
    request = locked(DataRequest.objects.select_related("data_key"), pk=request_id)
    _demand_working(request)
    chosen = chosen_of(request, records)
    refuse_held(request, chosen)
    Erasure.objects.filter(request=request, approved_at__isnull=True).delete()
    if Erasure.objects.filter(request=request).exists():
        raise IllegalMove(_("This erasure has been carried out."))
    erasure = Erasure.objects.create(
        request=request,
        records=[[found.kind.kind, found.public_id] for found in chosen],
        proposed_by=by,
        proposed_at=now,
    )
    others = people_holding(Permission.PRIVACY_APPROVE).exclude(pk=by.pk)
    url = reverse("privacy:staff-erasure", args=[request.number])
    notify_all(others, partial(_text_waits, request.number), url, f"erasure:{erasure.public_id}")
    return erasure


@transaction.atomic
def approve_erasure(*, request_id: int, by: User, now: datetime) -> ErasureProof:
    """Approve as the second person and carry the erasure out, in one go: it cannot be undone.

    Whatever stands against it is asked once more at this moment.
    Raises NotAllowed for the proposer and for those without the duty, IllegalMove when nothing waits, Refused with the
    reasons while a record must be kept.
    """
    if not any(by.can(permission) for permission in APPROVES):
        raise NotAllowed(_("Your role does not include approving an erasure."))
    request = locked(DataRequest.objects.select_related("data_key"), pk=request_id)
    erasure = Erasure.objects.select_for_update().filter(request=request).first()
    if erasure is None or erasure.is_done:
        raise IllegalMove(_("No erasure waits for approval here."))
    if erasure.proposed_by_id == by.pk:
        raise NotAllowed(_("You proposed this erasure, so someone else must approve it."))
    _demand_working(request)
    by_name = {kind.kind: kind for kind in kinds()}
    chosen = [Found(by_name[kind], public_id) for kind, public_id in erasure.records]
    refuse_held(request, chosen)
    for found in chosen:
        found.kind.erase(found.public_id, by=by, now=now)
    named = "\n".join(sorted(f"{found.kind.kind}:{found.public_id}" for found in chosen))
    erasure.touch()
    erasure.records, erasure.approved_by, erasure.approved_at = [], by, now
    erasure.save()
    return ErasureProof.objects.create(
        request=request,
        counts=dict(Counter(found.kind.kind for found in chosen)),
        keys_destroyed=DataKey.objects.filter(destroyed_at=now).count(),
        fingerprint=hashlib.sha256(named.encode()).hexdigest(),
        proposed_by=erasure.proposed_by,
        approved_by=by,
        at=now,
    )


def refuse_held(request: DataRequest, chosen: Iterable[Found]) -> None:
    """Raises Refused with every reason that stands against erasing the records.

    What another room says of the same record counts too: a customer with a contract in force is not erased by leaving
    the contract out.
    """
    ids = {found.public_id for found in chosen}
    rows = [found for found in found_for(request) if found.public_id in ids]
    reasons = [f"{found.kind.label}: {reason}" for found in rows for reason in holds_of(found)]
    if reasons:
        told = "; ".join(dict.fromkeys(reasons))
        raise Refused(_("Not everything may be erased now. %(reasons)s") % {"reasons": told})


@transaction.atomic
def set_hold(*, request_id: int, record: str, reason: str, by: User, now: datetime) -> LegalHold:
    """Record that a record must be kept, and why (a lawsuit, an order). Raises NotAllowed, Incomplete, IllegalMove."""
    if not by.can(Permission.PRIVACY_OFFICER):
        raise NotAllowed(_("Only the data-protection officer records legal holds."))
    reason = demand_reason(reason)
    request = DataRequest.objects.select_related("data_key").get(pk=request_id)
    (found,) = chosen_of(request, [record])
    standing = LegalHold.objects.filter(kind=found.kind.kind, record_public_id=found.public_id, lifted_at__isnull=True)
    if standing.exists():
        raise IllegalMove(_("A legal hold stands on this record already."))
    return LegalHold.objects.create(
        kind=found.kind.kind, record_public_id=found.public_id, reason=reason[:300], set_by=by, set_at=now
    )


@transaction.atomic
def lift_hold(*, hold_id: int, reason: str, by: User, now: datetime) -> LegalHold:
    """Lift a legal hold, with the reason. Raises NotAllowed, Incomplete, IllegalMove when it is lifted already."""
    if not by.can(Permission.PRIVACY_OFFICER):
        raise NotAllowed(_("Only the data-protection officer records legal holds."))
    hold = locked(LegalHold.objects.all(), pk=hold_id)
    if hold.lifted_at is not None:
        raise IllegalMove(_("This legal hold has been lifted already."))
    hold.lifted_by, hold.lifted_at, hold.lifted_why = by, now, demand_reason(reason)[:300]
    hold.save()
    return hold


def _demand_working(request: DataRequest) -> None:
    if request.right != Right.ERASURE or request.status != RequestStatus.WORKING:
        raise IllegalMove(_("An erasure belongs to a verified request for erasure that is being worked on."))


def demand_reason(text: str) -> str:
    """A reason in a few words, cleaned. Raises Incomplete."""
    reason = " ".join(text.split())
    if len(reason) < SHORTEST_REASON:
        message = _("Please say in a few words why.")
        raise Incomplete(message, missing={"reason": message})
    return reason


def _text_waits(number: str) -> str:
    return _("An erasure waits for your approval: %(number)s") % {"number": number}
