"""The register of partners: entering, changing, retiring, and the keys by which their systems report."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.core.crypto import secret_pepper
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.ids import hash_code, new_tracking_code, normalise_code
from foundation.core.models import locked, signed
from service_charter.models import Partner, PartnerToken, ReportLink
from service_charter.partner_rules import may_keep

PARTNER_FIELDS = ("code", "name_th", "name_en", "email", "standard_codes")


@transaction.atomic
def save_partner(
    *, partner_id: int | None, shown_version: int | None, facts: Mapping[str, Any], by: User, now: dt.datetime
) -> Partner:
    """Enter a partner (`partner_id` None) or change one. The code stays: reports are told under it.

    Raises NotAllowed, StaleVersion, Incomplete without names or when the code is another's.
    """
    demand_keeper(by)
    missing = {name: _("Please fill this in.") for name in ("code", "name_th", "name_en") if not facts.get(name)}
    if partner_id is None:
        partner = Partner(created_at=now, code=facts.get("code", ""))
        if Partner.objects.filter(code=partner.code).exists():
            missing["code"] = _("Another partner has this code.")
    else:
        partner = locked(Partner.objects.all(), pk=partner_id, shown_version=shown_version)
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
    for field in PARTNER_FIELDS[1:]:
        setattr(partner, field, sorted(facts[field]) if field == "standard_codes" else facts[field])
    signed(partner, by=by, now=now).save()
    return partner


@transaction.atomic
def retire(*, partner_id: int, reason: str, by: User, now: dt.datetime) -> Partner:
    """The partner no longer works for us: its open links and its key end. What it reported stays.

    Raises NotAllowed, Incomplete without a reason, IllegalMove when it is retired already.
    """
    partner = _turned(partner_id, to_active=False, reason=reason, by=by, now=now)
    for link in ReportLink.objects.filter(partner=partner, reported_at=None, revoked_at=None):
        ended = locked(ReportLink.objects.all(), pk=link.pk)
        ended.revoked_at, ended.revoked_by = now, by
        ended.save()
    _end_tokens(partner, by, now)
    return partner


@transaction.atomic
def take_back_on(*, partner_id: int, reason: str, by: User, now: dt.datetime) -> Partner:
    """The partner works for us again. Raises NotAllowed, Incomplete, IllegalMove when it does already."""
    return _turned(partner_id, to_active=True, reason=reason, by=by, now=now)


@transaction.atomic
def new_token(*, partner_id: int, by: User, now: dt.datetime) -> str:
    """A key for the partner's system; the one before ends. It is told once and kept nowhere.

    Raises NotAllowed, IllegalMove for a partner that no longer works for us.
    """
    demand_keeper(by)
    partner = locked_active(partner_id)
    _end_tokens(partner, by, now)
    token = new_tracking_code()
    PartnerToken.objects.create(partner=partner, token_hash=token_hash(token), made_by=by, created_at=now)
    return token


@transaction.atomic
def end_token(*, partner_id: int, by: User, now: dt.datetime) -> None:
    """End the partner's key. Raises NotAllowed, IllegalMove when there is none."""
    demand_keeper(by)
    partner = Partner.objects.select_for_update().get(pk=partner_id)
    if not _end_tokens(partner, by, now):
        raise IllegalMove(_("This partner has no key."))


@transaction.atomic
def forget_mailbox(*, partner_id: int, by: User, now: dt.datetime) -> None:
    """Erase a partner's mailbox, in its history too: it was a person's. Open links lead nowhere any more."""
    partner = locked(Partner.objects.all(), pk=partner_id)
    partner.email = ""
    signed(partner, by=by, now=now).save()
    Partner.history.filter(id=partner_id).update(email="")


def partner_of_token(token: str) -> Partner | None:
    """The partner that works for us and whose key this is."""
    if not normalise_code(token):
        return None
    rows = PartnerToken.objects.select_related("partner").filter(revoked_at=None, partner__is_active=True)
    found = rows.filter(token_hash=token_hash(token)).first()
    return found.partner if found else None


def token_hash(token: str) -> str:
    """What is stored of a key."""
    return hash_code(token, pepper=secret_pepper("service_charter.partner_api"))


def demand_keeper(by: User) -> None:
    """Raise NotAllowed for a person who does not keep the register."""
    if not may_keep(by):
        raise NotAllowed(_("Your role does not allow this step."))


def locked_active(partner_id: int) -> Partner:
    """The partner, held until the transaction ends. Raises IllegalMove for one that no longer works for us."""
    partner = Partner.objects.select_for_update().get(pk=partner_id)
    if not partner.is_active:
        raise IllegalMove(_("This partner no longer works for us."))
    return partner


def _turned(partner_id: int, *, to_active: bool, reason: str, by: User, now: dt.datetime) -> Partner:
    demand_keeper(by)
    if not reason:
        raise Incomplete(_("Please say why."), missing={"reason": _("Please say why.")})
    partner = locked(Partner.objects.all(), pk=partner_id)
    if partner.is_active == to_active:
        raise IllegalMove(_("Someone was faster: the partner stands so already."))
    partner.is_active = to_active
    signed(partner, by=by, now=now, reason=reason).save()
    return partner


def _end_tokens(partner: Partner, by: User, now: dt.datetime) -> bool:
    token = PartnerToken.objects.filter(partner=partner, revoked_at=None).first()
    if token is None:
        return False
    ended = locked(PartnerToken.objects.all(), pk=token.pk)
    ended.revoked_at, ended.revoked_by = now, by
    ended.save()
    return True
