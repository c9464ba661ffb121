"""Opportunities: from seen to won or lost. Won makes, renews or widens a contract in the same transaction."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from customers.models import Customer
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import IllegalMove
from foundation.core.models import locked, signed
from foundation.core.numbers import claim_key, claimed_result, next_number
from foundation.core.thai.dates import be_year
from relationships.enums import LossReason, OpportunityKind
from relationships.lifecycle import OPPORTUNITY_MOVES
from relationships.models import Holding, Opportunity
from relationships.rules import search_text_of
from relationships.services.checks import demand_customer, missing_of, refuse_missing
from relationships.services.holdings import record_holding, renew_holding, widen_holding

OPPORTUNITY_FIELDS = (
    "kind", "title", "product", "holding", "programme", "value", "probability", "owner", "next_step", "next_step_on",
)  # fmt: skip
PREFIX = "O"
ONCE = "relationships.opportunity"
CERTAIN = 100


@transaction.atomic
def open_opportunity(
    *, customer: Customer, values: Mapping[str, Any], by: User, now: dt.datetime, once: str = ""
) -> Opportunity:
    """A chance seen with a customer; `values` holds OPPORTUNITY_FIELDS, the owner is `by` where none is named.

    `once` is the key of the form: sent twice, the first one is returned.
    Raises NotAllowed, Refused, Incomplete.
    """
    demand(by, Permission.RELATIONSHIP_EDIT)
    demand_customer(customer, by)
    claim = claim_key(ONCE, once) if once else None
    if once and claim is None:
        return Opportunity.objects.get(public_id=claimed_result(ONCE, once))
    today = timezone.localdate(now)
    opportunity = Opportunity(
        number=next_number(PREFIX, year=be_year(today)), customer=customer, opened_on=today, created_at=now, owner=by
    )
    _fill(opportunity, values)
    signed(opportunity, by=by, now=now).save()
    if claim:
        claim.result = opportunity.public_id
        claim.save(update_fields=["result"])
    return opportunity


@transaction.atomic
def update_opportunity(
    *, opportunity_id: int, shown_version: int, values: Mapping[str, Any], by: User, now: dt.datetime
) -> Opportunity:
    """Change an open opportunity. Raises NotAllowed, StaleVersion, IllegalMove when it is closed, Incomplete."""
    demand(by, Permission.RELATIONSHIP_EDIT)
    rows = Opportunity.objects.select_related("customer")
    opportunity = locked(rows, pk=opportunity_id, shown_version=shown_version)
    demand_customer(opportunity.customer, by)
    if not opportunity.is_open:
        raise IllegalMove(_("This opportunity is closed; it is kept as it was."))
    _fill(opportunity, values)
    signed(opportunity, by=by, now=now).save()
    return opportunity


@transaction.atomic
def qualify_opportunity(*, opportunity_id: int, by: User, now: dt.datetime) -> Opportunity:
    """The customer confirms the need. Raises NotAllowed, IllegalMove."""
    opportunity = _moved("qualify", opportunity_id, by)
    signed(opportunity, by=by, now=now).save()
    return opportunity


@transaction.atomic
def make_offer(*, opportunity_id: int, by: User, now: dt.datetime) -> Opportunity:
    """An offer is with the customer. Raises NotAllowed, IllegalMove, Incomplete without a value."""
    opportunity = _moved("offer", opportunity_id, by)
    refuse_missing(missing_of(opportunity, ("value",)))
    signed(opportunity, by=by, now=now).save()
    return opportunity


@transaction.atomic
def win_opportunity(*, opportunity_id: int, values: Mapping[str, Any], by: User, now: dt.datetime) -> Opportunity:
    """Won: a renewal renews its contract, up-selling of a contract adds its value to it, all else makes a contract.

    `values` holds what the contract needs beyond the opportunity: `starts_on`, `ends_on`, `building`, `space`, `area`.
    Raises NotAllowed, IllegalMove (also when the contract was renewed or ended meanwhile), Incomplete.
    """
    opportunity = _moved("win", opportunity_id, by)
    opportunity.result = _result(opportunity, values, by, now)
    opportunity.closed_on, opportunity.probability = timezone.localdate(now), CERTAIN
    signed(opportunity, by=by, now=now).save()
    return opportunity


@transaction.atomic
def lose_opportunity(*, opportunity_id: int, reason: str, note: str, by: User, now: dt.datetime) -> Opportunity:
    """Lost, and why. Raises NotAllowed, IllegalMove, Incomplete without a reason from the list."""
    opportunity = _moved("lose", opportunity_id, by)
    if reason not in LossReason.values:
        refuse_missing({"reason": _("Please say why it was lost.")})
    opportunity.lost_reason, opportunity.lost_note = reason, note
    opportunity.closed_on, opportunity.probability = timezone.localdate(now), 0
    signed(opportunity, by=by, now=now, reason=note).save()
    return opportunity


def _result(opportunity: Opportunity, values: Mapping[str, Any], by: User, now: dt.datetime) -> Holding:
    value = opportunity.value
    if value is None:  # an offer has one; the database holds it
        refuse_missing(missing_of(opportunity, ("value",)))
    if opportunity.kind == OpportunityKind.UPSELL and opportunity.holding_id:
        reason = f"{OpportunityKind.UPSELL.label} {opportunity.number}"
        return widen_holding(holding_id=opportunity.holding_id, more=value or 0, by=by, now=now, reason=reason)  # type: ignore[arg-type]
    if opportunity.kind == OpportunityKind.RENEWAL and opportunity.holding_id:
        if values.get("ends_on") is None:
            refuse_missing({"ends_on": _("Please fill this in.")})
        terms = {"yearly_value": value, "area": values.get("area")}
        return renew_holding(holding_id=opportunity.holding_id, ends_on=values["ends_on"], values=terms, by=by, now=now)
    terms = {
        "kind": values.get("kind") or ("lease" if values.get("space") else "service"),
        "product": opportunity.product, "subject": opportunity.title, "yearly_value": value, "owner": opportunity.owner,
        **{name: values.get(name) or "" for name in ("building", "space")},
        **{name: values.get(name) for name in ("area", "starts_on", "ends_on")},
    }  # fmt: skip
    return record_holding(customer=opportunity.customer, values=terms, by=by, now=now)


def _moved(name: str, opportunity_id: int, by: User) -> Opportunity:
    move = OPPORTUNITY_MOVES[name]
    demand(by, move.permission)
    opportunity = locked(Opportunity.objects.select_related("customer", "product", "owner"), pk=opportunity_id)
    demand_customer(opportunity.customer, by)
    opportunity.stage = move.from_(opportunity.stage)
    return opportunity


def _fill(opportunity: Opportunity, values: Mapping[str, Any]) -> None:
    """Set the fields. Raises Incomplete with a message a field."""
    for name in OPPORTUNITY_FIELDS:
        if name in values and (name != "owner" or values[name]):
            setattr(opportunity, name, values[name])
    missing = missing_of(opportunity, ("kind", "title"))
    if opportunity.kind == OpportunityKind.RENEWAL and opportunity.holding is None:
        missing["holding"] = _("Which contract is to be renewed?")
    if opportunity.holding and opportunity.holding.customer_id != opportunity.customer_id:
        missing["holding"] = _("This contract is another customer's.")
    if opportunity.value is not None and opportunity.value < 0:
        missing["value"] = _("This can't be less than nothing.")
    if not 0 <= (opportunity.probability or 0) <= CERTAIN:
        missing["probability"] = _("From 0 to 100.")
    refuse_missing(missing)
    customer = opportunity.customer
    opportunity.search_text = search_text_of(opportunity.number, opportunity.title, customer.name_th, customer.name_en)
