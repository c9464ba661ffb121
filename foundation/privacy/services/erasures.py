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
from foundation.core.errors import IllegalMove, NotAllowed
from foundation.core.models import DataKey, locked
from foundation.core.notifications import notify_all
from foundation.privacy.enums import RequestStatus, Right
from foundation.privacy.models import DataRequest, Erasure, ErasureProof
from foundation.privacy.personal_data import Found, kinds
from foundation.privacy.services.held import chosen_of
from foundation.privacy.services.holds import refusal_for, stands_against

APPROVES = (Permission.PRIVACY_OFFICER, Permission.PRIVACY_APPROVE)


def propose_erasure(*, request_id: int, records: Iterable[str], by: User, now: datetime) -> Erasure:
    """Propose to erase the chosen records. A proposal made before and not approved is replaced.

    Raises NotAllowed; IllegalMove when the request is not being worked on, asks for something else, or is done;
    Refused, with the reasons, while something stands against it, which is then recorded (`services.holds`).
    """
    if not by.can(Permission.PRIVACY_OFFICER):
        raise NotAllowed(_("Only the data-protection officer works on such requests."))
    with transaction.atomic():
        request = locked(DataRequest.objects.select_related("data_key"), pk=request_id)
        _demand_working(request)
        chosen = chosen_of(request, records)
        reasons = stands_against(request, chosen, by=by, now=now)
        if not reasons:
            return _proposed(request, chosen, by=by, now=now)
    raise refusal_for(reasons)  # behind the transaction: what was recorded stays


def _proposed(request: DataRequest, chosen: Iterable[Found], *, by: User, now: datetime) -> Erasure:
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


def approve_erasure(*, request_id: int, by: User, now: datetime) -> ErasureProof:
    """Approve as the second person and carry the erasure out, in one go: it cannot be undone.

    Whatever stands against it is asked once more at this moment.
    Raises NotAllowed for the proposer and for those without the duty, IllegalMove when nothing waits, Refused with the
    reasons while a record must be kept, which is then recorded (`services.holds`).
    """
    if not any(by.can(permission) for permission in APPROVES):
        raise NotAllowed(_("Your role does not include approving an erasure."))
    with transaction.atomic():
        request = locked(DataRequest.objects.select_related("data_key"), pk=request_id)
        erasure = Erasure.objects.select_for_update().filter(request=request).first()
        if erasure is None or erasure.is_done:
            raise IllegalMove(_("No erasure waits for approval here."))
        if erasure.proposed_by_id == by.pk:
            raise NotAllowed(_("You proposed this erasure, so someone else must approve it."))
        _demand_working(request)
        by_name = {kind.kind: kind for kind in kinds()}
        chosen = [Found(by_name[kind], public_id) for kind, public_id in erasure.records]
        reasons = stands_against(request, chosen, by=by, now=now)
        if not reasons:
            return _carried_out(request, erasure, chosen, by=by, now=now)
    raise refusal_for(reasons)


def _carried_out(
    request: DataRequest, erasure: Erasure, chosen: list[Found], *, by: User, now: datetime
) -> ErasureProof:
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


def _demand_working(request: DataRequest) -> None:
    if request.right != Right.ERASURE or request.status != RequestStatus.WORKING:
        raise IllegalMove(_("An erasure belongs to a verified request for erasure that is being worked on."))


def _text_waits(number: str) -> str:
    return _("An erasure waits for your approval: %(number)s") % {"number": number}
