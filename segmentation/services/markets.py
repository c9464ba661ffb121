"""Keeping the market register (policy 1.1, 2.3)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked, signed
from segmentation import rules
from segmentation.models import Market

WORDS = ("name_th", "name_en", "buyers", "need", "purchasing_power", "willingness", "right_to_buy")
SIZE = ("size", "size_unit", "size_source", "size_on")
MARKET_FIELDS = (*WORDS, *SIZE, "trend", "competitors", "position", "owner", "review_on")
OPTIONAL = {"name_en"}


@transaction.atomic
def save_market(
    *, market_id: int | None, shown_version: int | None, values: Mapping[str, Any], by: User, now: datetime
) -> Market:
    """Add a market (`market_id` None) or change one. `values` holds MARKET_FIELDS.

    Raises NotAllowed, StaleVersion, IllegalMove for a retired one, and Incomplete: for an empty description or test of
    clause 1.1, a size without unit, source and day, a next review that is over already, or a business that is there.
    """
    _demand(by)
    row = Market(created_at=now) if market_id is None else _living(market_id, shown_version)
    for field in MARKET_FIELDS:
        setattr(row, field, values[field])
    if missing := _missing(row, now):
        raise Incomplete(_("The entry is not complete yet."), missing=missing)
    try:
        with transaction.atomic():
            signed(row, by=by, now=now).save()
    except IntegrityError as error:
        if "market_of_a_business_once" not in str(error):
            raise
        message = _("The register has this line of business already.")
        raise Incomplete(message, missing={"name_th": message}) from error
    return row


@transaction.atomic
def retire_market(*, market_id: int, shown_version: int, reason: str, by: User, now: datetime) -> Market:
    """The business has ended: the entry leaves the register and stays to be read.

    Raises NotAllowed, StaleVersion, IllegalMove when it is retired already, Incomplete without a reason.
    """
    _demand(by)
    row = _living(market_id, shown_version)
    if not reason.strip():
        message = _("Please say why.")
        raise Incomplete(message, missing={"reason": message})
    row.retired_on = timezone.localdate(now)
    signed(row, by=by, now=now, reason=reason.strip()).save()
    return row


def _demand(by: User) -> None:
    if not rules.can_keep_markets(by):
        raise NotAllowed(_("Your roles do not include keeping the market register."))


def _living(market_id: int, shown_version: int | None) -> Market:
    row = locked(Market.objects.all(), pk=market_id, shown_version=shown_version)
    if row.retired_on is not None:
        raise IllegalMove(_("This market was retired; it can only be read."))
    return row


def _missing(row: Market, now: datetime) -> dict[str, str]:
    missing = {name: _("Please fill this in.") for name in WORDS if name not in OPTIONAL and not getattr(row, name)}
    if any(getattr(row, name) not in ("", None) for name in SIZE):
        said = _("A size needs its number, unit, source and day.")
        missing |= {name: said for name in SIZE if getattr(row, name) in ("", None)}
    today = timezone.localdate(now)
    if row.size_on and row.size_on > today:
        missing["size_on"] = _("This day has not come yet.")
    if row.review_on < today:
        missing["review_on"] = _("The next review can't lie in the past.")
    return missing
