"""Recording and changing customers."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from customers import cells, derived, places
from customers.models import ContactPerson, Customer, RelationPeriod
from customers.services.fields import read_facts
from customers.services.name_words import learn
from customers.services.tags import read_tags
from customers.services.writable import writable_customer
from customers.words import BadValue, say
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.crypto import new_data_key
from foundation.core.errors import Incomplete
from foundation.core.models import locked
from foundation.core.numbers import claim_key, claimed_result, next_number
from foundation.core.thai.dates import be_year, format_date

SEALED = ("national_id", "phone", "email", "address", "place")
# What a form or the API may set; relation and its date have their own use case once the record exists.
EDITABLE = (
    "kind", "title_th", "name_th", "family_th", "title_en", "name_en", "family_en", "national_id", "tax_id",
    "tax_branch", "phone", "email", "address", "place", "postcode", "language", "unit", "owner", "tags", "is_limited",
    "attributes",
)  # fmt: skip
NUMBER_PREFIX = "K"
ONCE = "customers.create"


@transaction.atomic
def create_customer(*, values: Mapping[str, Any], by: User | None, now: datetime, once: str = "") -> Customer:
    """Record a customer. `values` holds `party`, `relation`, optionally `relation_since`, and EDITABLE fields; `facts`
    are answers to designed fields by their keys, of which the required ones must then be there.

    `once` is the key of the form: sent twice, the first record is returned.
    Raises Incomplete with a message per field.
    """
    claim = claim_key(ONCE, once) if once else None
    if once and claim is None:
        return Customer.with_merged.get(public_id=claimed_result(ONCE, once))
    asked = read_values({"relation_since": None, **values})
    missing = {field: say("required") for field in ("party", "relation") if not asked.get(field)}
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
    today = timezone.localdate(now)
    customer = Customer(
        number=next_number(NUMBER_PREFIX, year=be_year(today)),
        party=asked.pop("party"),
        relation=asked.pop("relation"),
        relation_since=asked.pop("relation_since") or today,
        created_at=now,
    )
    _fill(customer, asked, today=today)
    _save(customer, by=by, reason="")
    RelationPeriod.objects.create(
        customer=customer, relation=customer.relation, starts_on=customer.relation_since, recorded_by=by
    )
    if claim:
        claim.result = customer.public_id
        claim.save(update_fields=["result"])
    return customer


@transaction.atomic
def update_customer(
    *, customer_id: int, shown_version: int, values: Mapping[str, Any], by: User | None, now: datetime, reason: str = ""
) -> Customer:
    """Change what `values` names (EDITABLE fields, and `facts` by their keys) of the version that was shown.

    Raises StaleVersion when someone saved since or joined the record with another one, Incomplete with a message per
    field, Refused for an erased person.
    """
    writable_customer(customer_id)
    customer = locked(Customer.objects.select_related("data_key"), pk=customer_id, shown_version=shown_version)
    _fill(customer, read_values(values), today=timezone.localdate(now))
    _save(customer, by=by, reason=reason)
    return customer


@transaction.atomic
def change_relation(
    *, customer_id: int, relation: str, since: date, by: User | None, now: datetime, reason: str = ""
) -> Customer:
    """End the present relation at `since` and begin another one there. The same relation changes nothing.

    Raises Incomplete for a date before the present relation or in the future, Refused for an erased person,
    StaleVersion for a record that was joined with another one.
    """
    writable_customer(customer_id)
    customer = locked(Customer.objects.all(), pk=customer_id)
    if relation == customer.relation:
        return customer
    if since > timezone.localdate(now):
        raise Incomplete(say("future"), missing={"since": say("future")})
    if since < customer.relation_since:
        message = say("before_relation", {"date": format_date(customer.relation_since)})
        raise Incomplete(message, missing={"since": message})
    present = customer.relations.select_for_update().get(ends_on__isnull=True)
    present.ends_on = since
    present.save(update_fields=["ends_on"])
    RelationPeriod.objects.create(customer=customer, relation=relation, starts_on=since, reason=reason, recorded_by=by)
    customer.relation, customer.relation_since = relation, since
    _save(customer, by=by, reason=reason)
    return customer


def read_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as they are stored. Raises Incomplete with a message for each that breaks its rule."""
    read: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for field, value in values.items():
        try:
            read[field] = cells.read(field, value) if field in cells.READERS else value
        except BadValue as error:
            wrong[field] = say(error.code, error.params)
    if wrong:
        raise Incomplete(_("Some values can't be taken as they are."), missing=wrong)
    return read


def _fill(customer: Customer, values: Mapping[str, Any], *, today: date) -> None:
    values, wrong = _on_offer(customer, values)
    for field, value in placed(customer, values).items():
        if field in EDITABLE:
            setattr(customer, field, (value or None) if field in SEALED else value)
    wrong |= _broken_rules(customer, today)
    if wrong:
        raise Incomplete(_("Some values can't be taken as they are."), missing=wrong)
    if customer.data_key is None and any(vars(customer).get(field) for field in SEALED):
        customer.data_key = new_data_key()
    refresh_derived(customer)


def placed(row: Customer | ContactPerson, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with what is told of a place as one code and a postcode (`places.settle`). Raises Incomplete."""
    try:
        return places.settle(values, stored_place=row.place or "", stored_postcode=row.postcode)
    except BadValue as error:
        sentence = say(error.code, error.params)
        raise Incomplete(
            _("Some values can't be taken as they are."), missing={error.params["target"]: sentence}
        ) from error


def _on_offer(customer: Customer, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values without colleagues and tags that can't be chosen, and what is wrong with those; what stands in the
    record already may stay."""
    kept, wrong = dict(values), dict[str, str]()
    owner: User | None = values.get("owner")
    if owner and owner.pk != customer.owner_id and not (owner.is_active and owner.can(Permission.CUSTOMER_EDIT)):
        wrong["owner"] = say("owner")
    if "tags" in values:
        try:
            kept["tags"] = read_tags(customer, values["tags"])
        except BadValue as error:
            wrong["tags"] = say(error.code, error.params)
    if "facts" in kept:
        whole = customer.pk is None
        kept["attributes"], unfit = read_facts(customer, kept.pop("facts"), whole=whole)
        wrong |= unfit
    return {field: value for field, value in kept.items() if field not in wrong}, wrong


def refresh_derived(customer: Customer) -> None:
    """Compute the columns that are made from others."""
    for name, value in derived.columns({name: getattr(customer, name) for name in derived.SOURCES}).items():
        setattr(customer, name, value)


def _broken_rules(customer: Customer, today: date) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not customer.name_th and not customer.name_en:
        wrong["name_th"] = say("required")
    if customer.is_limited and customer.unit_id is None:
        wrong["unit"] = say("limited_without_unit")
    if customer.relation_since > today:
        wrong["relation_since"] = say("future")
    if customer.is_organisation and customer.national_id:
        wrong["national_id"] = say("wrong_party")
    if not customer.is_organisation and (customer.tax_id or customer.tax_branch):
        wrong["tax_id"] = say("wrong_party")
    return wrong


def _save(customer: Customer, *, by: User | None, reason: str) -> None:
    if customer.identifier_hash:
        _refuse_taken_identifier(customer, by)
    customer._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    customer._change_reason = reason or None  # type: ignore[attr-defined]
    customer.save()
    learn(customer.search_text)


def _refuse_taken_identifier(customer: Customer, by: User | None) -> None:
    holder = Customer.with_merged.filter(identifier_hash=customer.identifier_hash).exclude(pk=customer.pk).first()
    if holder is None:
        return
    seen = by is None or Customer.objects.visible_to(by).filter(pk=holder.pk).exists()
    message = say("taken", {"number": holder.number}) if seen else say("taken_hidden")
    field = "tax_id" if customer.is_organisation else "national_id"
    raise Incomplete(message, missing={field: message})
