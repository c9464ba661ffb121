"""Records that must be kept: holds that an officer sets, and those that a refused erasure leaves behind by itself."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.models import locked
from foundation.privacy.models import DataRequest, LegalHold
from foundation.privacy.personal_data import Found, kinds
from foundation.privacy.services.held import chosen_of, found_for, holds_of, matters_of
from foundation.privacy.services.ledgers import SHORTEST_REASON

LONGEST = 300


@transaction.atomic
def set_hold(*, request_id: int, record: str, reason: str, by: User, now: datetime) -> LegalHold:
    """Record that a record must be kept, and why (a lawsuit, an order). Raises NotAllowed, Incomplete, IllegalMove."""
    if not by.can(Permission.PRIVACY_OFFICER):
        raise NotAllowed(_("Only the data-protection officer records legal holds."))
    reason = demand_reason(reason)
    request = DataRequest.objects.select_related("data_key").get(pk=request_id)
    (found,) = chosen_of(request, [record])
    if _standing(found).filter(is_automatic=False).exists():
        raise IllegalMove(_("A legal hold stands on this record already."))
    return LegalHold.objects.create(
        kind=found.kind.kind, record_public_id=found.public_id, reason=reason[:LONGEST], set_by=by, set_at=now
    )


@transaction.atomic
def lift_hold(*, hold_id: int, reason: str, by: User, now: datetime) -> LegalHold:
    """Lift a legal hold, with the reason. Raises NotAllowed, Incomplete, IllegalMove when it is lifted already or is
    lifted by nobody, since it ends with the matter that it is about."""
    if not by.can(Permission.PRIVACY_OFFICER):
        raise NotAllowed(_("Only the data-protection officer records legal holds."))
    hold = locked(LegalHold.objects.all(), pk=hold_id)
    if hold.lifted_at is not None:
        raise IllegalMove(_("This legal hold has been lifted already."))
    if hold.is_automatic:
        raise IllegalMove(_("This hold ends by itself, with the matter that it is about."))
    hold.lifted_by, hold.lifted_at, hold.lifted_why = by, now, demand_reason(reason)[:LONGEST]
    hold.save()
    return hold


def stands_against(request: DataRequest, chosen: Iterable[Found], *, by: User, now: datetime) -> list[str]:
    """Every reason against erasing the records, in words; what is open is recorded as a hold of the record, once.

    What another room says of the same record counts too: a customer with a contract in force is not erased by leaving
    the contract out. The caller commits and then refuses.
    """
    ids = {found.public_id for found in chosen}
    reasons: list[str] = []
    for found in found_for(request):
        if found.public_id in ids and (told := holds_of(found)):
            reasons += [f"{found.kind.label}: {reason}" for reason in told]
            _record(found, matters_of(found), by=by, now=now)
    return list(dict.fromkeys(reasons))


def refusal_for(reasons: Iterable[str]) -> Refused:
    """The refusal that tells them all."""
    return Refused(_("Not everything may be erased now. %(reasons)s") % {"reasons": "; ".join(reasons)})


def _record(found: Found, matters: list[str], *, by: User, now: datetime) -> None:
    if not matters:
        return  # an officer's hold is recorded already
    reason = "; ".join(matters)
    kept = reason if len(reason) <= LONGEST else f"{reason[: LONGEST - 1]}…"
    hold = _standing(found).filter(is_automatic=True).select_for_update().first()
    if hold is None:
        LegalHold.objects.get_or_create(
            kind=found.kind.kind, record_public_id=found.public_id, is_automatic=True, lifted_at=None,
            defaults={"reason": kept, "set_by": by, "set_at": now},
        )  # fmt: skip
    elif hold.reason != kept:
        hold.touch().reason = kept
        hold.save()


def release_holds(*, now: datetime) -> int:
    """Lift the holds of refused erasures whose matters are over; how many. A second run finds none.

    What is said against a record is asked of its room again, row by row: of those that were refused, not of everybody.
    """
    by_name = {kind.kind: kind for kind in kinds()}
    released = 0
    for pk in LegalHold.objects.filter(lifted_at__isnull=True, is_automatic=True).values_list("pk", flat=True):
        with transaction.atomic():
            hold = locked(LegalHold.objects.all(), pk=pk)
            if hold.lifted_at or matters_of(Found(by_name[hold.kind], hold.record_public_id)):
                continue
            hold.lifted_at, hold.lifted_why = now, _("What stood against the erasure is over.")
            hold.save()
            released += 1
    return released


def demand_reason(text: str) -> str:
    """A reason in a few words, cleaned. Raises Incomplete."""
    reason = " ".join(text.split())
    if len(reason) < SHORTEST_REASON:
        message = _("Please say in a few words why.")
        raise Incomplete(message, missing={"reason": message})
    return reason


def _standing(found: Found) -> QuerySet[LegalHold]:
    return LegalHold.objects.filter(kind=found.kind.kind, record_public_id=found.public_id, lifted_at__isnull=True)
