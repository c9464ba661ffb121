"""Partners whose systems bring complaints: letting them in, their keys, and whose key it is."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import partner_rules
from complaints.enums_partners import PARTNER_CHANNELS
from complaints.models import PartnerGate, PartnerKey
from foundation.core.crypto import secret_pepper
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.ids import hash_code, new_tracking_code, normalise_code
from foundation.core.models import locked, signed

if TYPE_CHECKING:
    from foundation.accounts.models import User
    from service_charter.models import Partner


@transaction.atomic
def let_in(*, partner: "Partner", by: "User", now: datetime) -> PartnerGate:
    """Let a partner of the register bring complaints. Raises NotAllowed, IllegalMove where it does or is retired."""
    demand_setter(by)
    if not partner.is_active or PartnerGate.objects.filter(partner=partner).exists():
        raise IllegalMove(_("This partner brings complaints already, or no longer works for us."))
    gate = PartnerGate(partner=partner, created_at=now)
    signed(gate, by=by, now=now).save()
    return gate


@transaction.atomic
def set_gate(
    *, gate_id: int, channels: list[str], is_open: bool, by: "User", now: datetime, shown_version: int | None
) -> PartnerGate:
    """Say through which doors a partner brings complaints, and whether it does. A shut gate hears nothing either.

    Raises NotAllowed, StaleVersion, Incomplete without a door.
    """
    demand_setter(by)
    gate = locked(PartnerGate.objects.all(), pk=gate_id, shown_version=shown_version)
    chosen = [channel.value for channel in PARTNER_CHANNELS if channel in channels]
    if not chosen:
        message = _("Please choose at least one.")
        raise Incomplete(message, missing={"channels": message})
    gate.channels, gate.is_open = chosen, is_open
    signed(gate, by=by, now=now).save()
    return gate


@transaction.atomic
def new_key(*, gate_id: int, by: "User", now: datetime) -> str:
    """A key for the partner's system; the one before ends. It is told once and kept nowhere. Raises NotAllowed."""
    demand_setter(by)
    gate = locked(PartnerGate.objects.all(), pk=gate_id)
    _end_keys(gate, by=by, now=now)
    key = new_tracking_code()
    PartnerKey.objects.create(gate=gate, key_hash=_hashed(key), made_by=by, created_at=now)
    return key


@transaction.atomic
def end_key(*, gate_id: int, by: "User", now: datetime) -> None:
    """End the key of a partner's system. Raises NotAllowed, IllegalMove when there is none."""
    demand_setter(by)
    gate = locked(PartnerGate.objects.all(), pk=gate_id)
    if not _end_keys(gate, by=by, now=now):
        raise IllegalMove(_("This partner has no key."))


def gate_of_key(key: str) -> PartnerGate | None:
    """The open gate whose key this is, of a partner that works for us."""
    if not normalise_code(key):
        return None
    rows = PartnerKey.objects.select_related("gate__partner").filter(revoked_at=None)
    found = rows.filter(key_hash=_hashed(key), gate__is_open=True, gate__partner__is_active=True).first()
    return found.gate if found else None


def demand_setter(by: "User") -> None:
    """Raise NotAllowed for a person who does not say which partner brings complaints."""
    if not partner_rules.may_set(by):
        raise NotAllowed(_("Your role does not include this step."))


def _end_keys(gate: PartnerGate, *, by: "User", now: datetime) -> bool:
    key = PartnerKey.objects.filter(gate=gate, revoked_at=None).first()
    if key is None:
        return False
    ended = locked(PartnerKey.objects.all(), pk=key.pk)
    ended.revoked_at, ended.revoked_by = now, by
    ended.save()
    return True


def _hashed(key: str) -> str:
    return hash_code(key, pepper=secret_pepper("complaints.partner_api"))
