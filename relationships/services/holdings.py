"""Contracts: recording, changing, renewing, ending."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from customers.enums import Relation
from customers.models import Customer
from customers.services import change_relation
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import IllegalMove, Incomplete
from foundation.core.models import locked, signed
from foundation.core.numbers import claim_key, claimed_result, next_number
from foundation.core.thai.dates import be_year, format_date
from relationships.enums import HoldingKind, HoldingStatus, LossReason
from relationships.lifecycle import HOLDING_MOVES
from relationships.models import Holding
from relationships.rules import next_day, read_space, search_text_of
from relationships.services.checks import demand_customer, missing_of, refuse_missing

HOLDING_FIELDS = (
    "kind", "product", "subject", "building", "space", "area", "yearly_value", "starts_on", "ends_on", "owner",
)  # fmt: skip
PREFIX = "L"
ONCE = "relationships.holding"


@transaction.atomic
def record_holding(
    *, customer: Customer, values: Mapping[str, Any], by: User, now: dt.datetime, once: str = ""
) -> Holding:
    """A contract of a customer; `values` holds HOLDING_FIELDS. One that is in force makes its customer a current one.

    `once` is the key of the form: sent twice, the first one is returned.
    Raises NotAllowed, Refused for an erased person, Incomplete with a message a field (an overlapping lease: `space`).
    """
    demand(by, Permission.RELATIONSHIP_EDIT)
    demand_customer(customer, by)
    claim = claim_key(ONCE, once) if once else None
    if once and claim is None:
        return Holding.objects.get(public_id=claimed_result(ONCE, once))
    holding = _made(customer, values, by, now)
    if claim:
        claim.result = holding.public_id
        claim.save(update_fields=["result"])
    return holding


@transaction.atomic
def update_holding(
    *, holding_id: int, shown_version: int, values: Mapping[str, Any], by: User, now: dt.datetime
) -> Holding:
    """Correct a running contract.

    Raises NotAllowed, StaleVersion, IllegalMove once it is renewed or ended, Incomplete.
    """
    demand(by, Permission.RELATIONSHIP_EDIT)
    holding = locked(Holding.objects.select_related("customer"), pk=holding_id, shown_version=shown_version)
    demand_customer(holding.customer, by)
    if holding.status != HoldingStatus.RUNNING:
        raise IllegalMove(_("This contract has been renewed or ended; it is kept as it was."))
    _fill(holding, values)
    return _saved(holding, by, now)


@transaction.atomic
def renew_holding(
    *, holding_id: int, ends_on: dt.date, by: User, now: dt.datetime, values: Mapping[str, Any] | None = None
) -> Holding:
    """The contract that follows, beginning the day after; `values` may change area, value, space and the like.

    Raises NotAllowed, IllegalMove, Incomplete.
    """
    holding = _moved("renew", holding_id, by)
    signed(holding, by=by, now=now).save()
    copied = {name: getattr(holding, name) for name in HOLDING_FIELDS}
    changed = {name: value for name, value in (values or {}).items() if name in HOLDING_FIELDS and value is not None}
    dates = {"starts_on": next_day(holding.ends_on), "ends_on": ends_on}
    return _made(holding.customer, {**copied, **changed, **dates}, by, now, renewal_of=holding)


@transaction.atomic
def end_holding(*, holding_id: int, on: dt.date, reason: str, note: str, by: User, now: dt.datetime) -> Holding:
    """The contract ends without a renewal; `on` is its last day. A customer without another one becomes a former one.

    Raises NotAllowed, IllegalMove, Incomplete without a reason or for a day outside the contract.
    """
    holding = _moved("end", holding_id, by)
    missing = {} if reason in LossReason.values else {"reason": _("Please say why it was lost.")}
    if not holding.starts_on <= on <= holding.ends_on:
        missing["on"] = _("The last day lies within the contract.")
    refuse_missing(missing)
    holding.ended_on, holding.end_reason, holding.end_note = on, reason, note
    signed(holding, by=by, now=now, reason=note).save()
    _leave(holding, by, now)
    return holding


@transaction.atomic
def widen_holding(*, holding_id: int, more: Decimal, by: User, now: dt.datetime, reason: str = "") -> Holding:
    """A running contract is worth `more` baht a year from now on. Raises NotAllowed, IllegalMove."""
    demand(by, Permission.RELATIONSHIP_EDIT)
    holding = locked(Holding.objects.select_related("customer"), pk=holding_id)
    if holding.status != HoldingStatus.RUNNING:
        raise IllegalMove(_("This contract has been renewed or ended; it is kept as it was."))
    holding.yearly_value += more
    signed(holding, by=by, now=now, reason=reason).save()
    return holding


def _moved(name: str, holding_id: int, by: User) -> Holding:
    move = HOLDING_MOVES[name]
    demand(by, move.permission)
    holding = locked(Holding.objects.select_related("customer"), pk=holding_id)
    demand_customer(holding.customer, by)
    holding.status = move.from_(holding.status)
    return holding


def _made(
    customer: Customer, values: Mapping[str, Any], by: User, now: dt.datetime, renewal_of: Holding | None = None
) -> Holding:
    number = next_number(PREFIX, year=be_year(timezone.localdate(now)))
    holding = Holding(number=number, customer=customer, renewal_of=renewal_of, created_at=now)
    _fill(holding, values)
    _saved(holding, by, now)
    if holding.starts_on <= timezone.localdate(now) <= holding.ends_on:
        _join(customer, holding, by, now)
    return holding


def _fill(holding: Holding, values: Mapping[str, Any]) -> None:
    """Set the fields. Raises Incomplete with a message a field."""
    for name in HOLDING_FIELDS:
        if name in values:
            setattr(holding, name, values[name])
    holding.space = read_space(holding.space or "")
    missing = missing_of(holding, ("kind", "subject", "yearly_value", "starts_on", "ends_on"))
    if holding.kind == HoldingKind.LEASE:
        missing |= missing_of(holding, ("building", "space"))
    if holding.starts_on and holding.ends_on and holding.ends_on < holding.starts_on:
        missing["ends_on"] = _("It ends before it begins.")
    for name in ("yearly_value", "area"):
        value = getattr(holding, name)
        if value is not None and value < 0:
            missing[name] = _("This can't be less than nothing.")
    refuse_missing(missing)
    customer = holding.customer
    holding.search_text = search_text_of(
        holding.number, holding.subject, holding.place, customer.name_th, customer.name_en
    )


def _saved(holding: Holding, by: User, now: dt.datetime) -> Holding:
    """Save; two leases of a space at once are told apart by the database alone, so its refusal is read here."""
    try:
        with transaction.atomic():
            signed(holding, by=by, now=now).save()
    except IntegrityError as error:
        if "one_lease_of_a_space" not in str(error):
            raise
        raise Incomplete(_("Some facts are missing."), missing={"space": _overlap(holding)}) from error
    return holding


def _overlap(holding: Holding) -> str:
    rows = Holding.objects.filter(building=holding.building, space=holding.space, kind=HoldingKind.LEASE)
    other = rows.filter(starts_on__lte=holding.ends_on, last_day__gte=holding.starts_on).exclude(pk=holding.pk).first()
    if other is None:
        return _("This space is leased to someone else in that time.")
    return _("This space is leased from %(first)s to %(last)s by contract %(number)s.") % {
        "first": format_date(other.starts_on),
        "last": format_date(other.last_day),
        "number": other.number,
    }


def _join(customer: Customer, holding: Holding, by: User, now: dt.datetime) -> None:
    """The register says "current" from the first day of the contract, as far as its own history allows."""
    customer.refresh_from_db()
    if customer.relation == Relation.CURRENT:
        return
    since = max(holding.starts_on, customer.relation_since)
    reason = _("Contract %(number)s") % {"number": holding.number}
    change_relation(customer_id=customer.pk, relation=Relation.CURRENT, since=since, by=by, now=now, reason=reason)


def _leave(holding: Holding, by: User, now: dt.datetime) -> None:
    """With the last contract over, the register says "former" from the next day; not before that day has come."""
    last, today = holding.ended_on or holding.ends_on, timezone.localdate(now)
    others = Holding.objects.filter(customer=holding.customer, last_day__gt=last).exclude(pk=holding.pk)
    customer = Customer.objects.get(pk=holding.customer_id)
    if last >= today or others.exists() or customer.relation != Relation.CURRENT:
        return
    reason = str(LossReason(holding.end_reason).label)
    since = max(next_day(last), customer.relation_since)
    change_relation(customer_id=customer.pk, relation=Relation.FORMER, since=since, by=by, now=now, reason=reason)
