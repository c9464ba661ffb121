"""What this room holds about a person, for access, correction, export and erasure (privacy.personal_data)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers import derived
from customers.enums import Relation
from customers.models import ContactPerson, Customer, Enquiry, FeedDifference, RelationshipHealth
from customers.selectors.facts import files_of_timeline
from customers.services.erasure import erase_contact, erase_customer
from customers.services.reveal import print_place
from foundation.core.contacts import BadContact, read_email, read_phone
from foundation.core.identifiers import BadIdentifier, read_national_id
from foundation.core.thai.dates import format_date, format_datetime
from foundation.privacy.enums import RetentionAction
from foundation.privacy.personal_data import Keeping, Kind, Person


def _hashes(person: Person) -> dict[str, str]:
    found: dict[str, str] = {}
    readings = (
        ("identifier_hash", person.national_id, read_national_id, derived.identifier_hash_of_person),
        ("phone_hash", person.phone, read_phone, derived.phone_hash),
        ("email_hash", person.email, read_email, derived.email_hash),
    )
    for column, given, read, hashed in readings:
        try:
            if given and (value := hashed(read(given))):
                found[column] = value
        except (BadIdentifier, BadContact):
            continue  # not such a number: nobody is found by it
    return found


def find_customers(person: Person) -> list[str]:
    """Public ids of people in the register who have the number, telephone or e-mail, joined records included."""
    rows = Customer.with_merged.filter(party="person", erased_at__isnull=True)
    found = (
        set(rows.filter(public_id=person.public_id).values_list("public_id", flat=True)) if person.public_id else set()
    )
    for column, value in _hashes(person).items():
        found |= set(rows.filter(**{column: value}).values_list("public_id", flat=True))
    return sorted(found | _standing_for(found))


def _standing_for(found: Collection[str]) -> set[str]:
    """The records into which these were joined: what hung on them is there now."""
    joined = Customer.with_merged.filter(public_id__in=found, merged_into__isnull=False)
    survivors = set(joined.values_list("merged_into__public_id", flat=True))
    return survivors | (_standing_for(survivors) if survivors else set())


def records_of(person: Person) -> "QuerySet[Customer]":
    """The records of the person in the register, with those that were joined into them."""
    found = level = set(Customer.with_merged.filter(public_id__in=find_customers(person)).values_list("pk", flat=True))
    while level:
        level = set(Customer.with_merged.filter(merged_into__in=level).values_list("pk", flat=True)) - found
        found = found | level
    return Customer.with_merged.filter(pk__in=found)


def find_contacts(person: Person) -> list[str]:
    """Public ids of contact persons who have the telephone or e-mail."""
    found: set[str] = set()
    for column, value in _hashes(person).items():
        if column != "identifier_hash":
            found |= set(ContactPerson.objects.filter(**{column: value}).values_list("public_id", flat=True))
    return sorted(found)


def former_people() -> QuerySet[Customer]:
    """Former customers who are people, with the day from which they are former."""
    rows = Customer.objects.filter(party="person", relation=Relation.FORMER, erased_at__isnull=True)
    return rows.annotate(kept_from=Cast("relation_since", DateTimeField()))


def person_behind(public_id: str) -> Person:
    """By what every open matter of a customer is found: complaints know the telephone, not the number of a customer."""
    customer = Customer.with_merged.select_related("data_key").get(public_id=public_id)
    return Person(
        national_id=customer.national_id or "",
        phone=customer.phone or "",
        email=customer.email or "",
        public_id=public_id,
    )


def describe_customer(public_id: str) -> Mapping[str, str]:
    """Everything held about a person, the timeline included."""
    customer = Customer.with_merged.select_related("data_key").get(public_id=public_id)
    names = ("number", "name", "national_id", "phone", "email", "address", "postcode", "relation", "relation_since")
    held = {name: str(getattr(customer, name) or "") for name in names}
    held["place"] = print_place(customer.place) if customer.place else ""
    held |= {f"attribute {key}": str(value) for key, value in customer.attributes.items()}
    if customer.tags:
        held["tags"] = ", ".join(customer.tags)
    for entry in customer.interactions.select_related("data_key").order_by("at"):
        held[f"{_('Contact')} {format_datetime(entry.at)} {entry.public_id}"] = entry.summary or ""
    judged = RelationshipHealth.objects.filter(customer=customer).first()
    if judged:
        held["relationship"] = judged.get_state_display()
    for file in files_of_timeline(customer):
        held[f"{_('File')} {format_datetime(file.created_at)} {file.public_id}"] = file.name
    for young in customer.minorities.select_related("data_key").order_by("pk"):
        held[f"{_('Person under age')} {young.public_id}"] = _joined(young.birth_date, young.guardian, young.words)
    for answer in customer.market_tests.select_related("data_key").order_by("at", "pk"):
        held[f"{answer.get_test_display()} {format_datetime(answer.at)}"] = _joined(
            str(answer.get_verdict_display()), answer.why
        )
    held |= _asked(customer.enquiries.filter(interaction__contact=None))
    for owed in customer.follow_ups.select_related("data_key").order_by("pk"):
        held[f"{_('Follow-up')} {format_date(owed.due_on)} {owed.public_id}"] = _joined(owed.what, owed.outcome)
    for said in FeedDifference.objects.filter(customer=customer).select_related("data_key", "run").order_by("pk"):
        held[f"{said.run.source} {format_datetime(said.run.created_at)} {said.field}"] = said.theirs or ""
    return held


def _joined(*words: str | None) -> str:
    return "\n".join(word for word in words if word)


def describe_contact(public_id: str) -> Mapping[str, str]:
    """Everything held about a contact person."""
    contact = ContactPerson.objects.select_related("data_key", "customer").get(public_id=public_id)
    names = ("name", "role", "phone", "email", "address", "postcode")
    held: dict[str, Any] = {name: getattr(contact, name) for name in names}
    held["place"] = print_place(contact.place) if contact.place else ""
    told = {**{key: value or "" for key, value in held.items()}, "customer": contact.customer.number}
    return told | _asked(Enquiry.objects.filter(interaction__contact=contact), with_question=True)


def _asked(enquiries: "QuerySet[Enquiry]", *, with_question: bool = False) -> dict[str, str]:
    """What was told of oneself with enquiries; the question stands in the timeline of the customer."""
    rows = enquiries.select_related("data_key", "interaction__data_key").order_by("pk")
    return {
        f"{_('Enquiry')} {row.number}": _joined(row.asker, row.interaction.summary if with_question else None)
        for row in rows
    }


def _erase_customer(public_id: str, *, by: Any, now: datetime) -> None:
    erase_customer(customer_id=Customer.with_merged.get(public_id=public_id).pk, by=by, now=now)


def _erase_contact(public_id: str, *, by: Any, now: datetime) -> None:
    erase_contact(contact_id=ContactPerson.objects.get(public_id=public_id).pk, by=by, now=now)


CUSTOMER = Kind(
    kind="customer",
    label=gettext_lazy("Customer register"),
    models=frozenset(
        {
            "customers.Customer",
            "customers.Enquiry",
            "customers.Interaction",
            "customers.FeedDifference",
            "customers.FollowUp",
            "customers.MarketTest",
            "customers.RelationshipHealth",
            "customers.MarketStanding",
            "customers.UnderAge",
        }
    ),
    find=find_customers,
    describe=describe_customer,
    erase=_erase_customer,
    notice="enquiry",
    keeping=Keeping(
        since=gettext_lazy("the day from which the person is a former customer"),
        ended=former_people,
        action=RetentionAction.ERASE,
        who=person_behind,
        takes_all=True,
    ),
)
CONTACT = Kind(
    kind="contact_person",
    label=gettext_lazy("Contact persons"),
    models=frozenset({"customers.ContactPerson", "customers.Enquiry"}),
    find=find_contacts,
    describe=describe_contact,
    erase=_erase_contact,
    notice="enquiry",
)
