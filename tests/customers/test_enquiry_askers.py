"""Who asks for an organisation is a person: found, told what is kept, and forgotten, while the question stays."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from customers.models import ContactPerson, Enquiry, Interaction
from customers.personal_data import describe_contact, describe_customer, find_contacts
from customers.services import add_contact
from customers.services.enquiries import RECEIVED
from customers.services.erasure import erase_contact, erase_customer
from foundation.core.append_only import writable_history
from foundation.core.models import OutboxMessage
from foundation.privacy.models import AccessLog, Consent
from foundation.privacy.personal_data import Person
from tests.customers.enquiring import make_enquiry
from tests.customers.factories import NOW, make_organisation
from tests.people import someone

pytestmark = pytest.mark.django_db
QUESTION = "มีพื้นที่ 200 ตารางเมตรไหม"
ASKER = {"name": "ก้องเกียรติ ภักดี", "phone": "0812345678", "email": "kong@example.com"}
PERSONAL = ("ก้องเกียรติ", "ภักดี", "12345678", "345-678", "kong@example.com", "นางสุดา", "11111111")
YOUNG = {"is_minor": True, "parent_name": "นางสุดา", "parent_phone": "0811111111"}


def ask(**given: Any) -> Enquiry:
    return make_enquiry(**{**ASKER, "organisation": "ฟ้าใส จำกัด", "message": QUESTION, **given})


def contact_of(enquiry: Enquiry) -> ContactPerson:
    assert enquiry.interaction.contact is not None
    return enquiry.interaction.contact


def again(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.select_related("data_key", "interaction__data_key").get(pk=enquiry.pk)


def in_clear(*pages: str) -> list[str]:
    return [word for word in PERSONAL if any(word in page for page in pages)]


def test_the_timeline_keeps_the_question_alone() -> None:
    enquiry = again(ask(**YOUNG))
    assert QUESTION in (enquiry.interaction.summary or "")
    assert in_clear(enquiry.interaction.summary or "") == []
    assert "นางสุดา" in (enquiry.asker or "")
    assert enquiry.data_key_id == contact_of(enquiry).data_key_id != enquiry.interaction.data_key_id


def test_forgetting_who_asked_leaves_nothing_of_the_person(client_as: Callable[..., Client]) -> None:
    enquiry = ask(wants_news=True)
    young = ask(**YOUNG)
    contact = contact_of(enquiry)
    assert (contact_of(young), find_contacts(Person(phone=ASKER["phone"]))) == (contact, [contact.public_id])
    told = describe_contact(contact.public_id)
    assert any(QUESTION in words and "kong@example.com" in words for words in told.values())
    assert not in_clear(*describe_customer(enquiry.customer.public_id).values())
    erase_contact(contact_id=contact.pk, by=someone("data-protection-officer"), now=NOW)
    client = client_as("customer-officer")
    pages = [client.get(row.get_absolute_url()).content.decode() for row in (enquiry, young)]
    pages += [client.get(reverse("customers:enquiries")).content.decode()]
    pages += [client.get(reverse("customers:staff-detail", args=[enquiry.customer.public_id])).content.decode()]
    assert in_clear(*pages) == []
    assert all(QUESTION in page for page in (pages[0], pages[-1]))
    assert [row.asker for row in (again(enquiry), again(young))] == [None, None]
    assert [row.asker for row in again(enquiry).history.select_related("data_key")] == [None]
    assert all(row.data_key.is_destroyed for row in OutboxMessage.objects.filter(kind=RECEIVED))
    consent = Consent.objects.get()
    assert (consent.subject_kind, consent.subject_public_id) == ("contact_person", contact.public_id)


def test_who_asks_for_an_organisation_that_knows_nobody_is_kept_but_does_not_speak_for_it() -> None:
    company = make_organisation(phone="0812345678")
    speaks = add_contact(customer_id=company.pk, values={"name": "สุดา"}, by=None, now=NOW)
    enquiry = ask(organisation="")
    contact = contact_of(enquiry)
    assert (enquiry.customer, contact.customer, contact.name) == (company, company, ASKER["name"])
    assert contact.ended_on is not None
    speaks.refresh_from_db()
    assert (speaks.is_main, contact.is_main) == (True, False)
    assert find_contacts(Person(email=ASKER["email"])) == [contact.public_id]


def test_an_entry_of_before_loses_who_asked_with_the_contact_person() -> None:
    enquiry = ask()
    entry = Interaction.objects.select_related("data_key").get(pk=enquiry.interaction_id)
    entry.summary = f"[พื้นที่] {QUESTION}\n\nข้อสอง\n\nส่งผ่านเว็บไซต์ โดย: ก้องเกียรติ ภักดี\nผู้ปกครอง: นางสุดา"
    with writable_history():
        entry.save(update_fields=["summary"])
    Enquiry.objects.filter(pk=enquiry.pk).update(data_key=None, asker=None)
    erase_contact(contact_id=contact_of(enquiry).pk, by=None, now=NOW)
    assert again(enquiry).interaction.summary == f"[พื้นที่] {QUESTION}\n\nข้อสอง"


def test_a_person_who_asks_is_told_it_and_forgotten_with_the_record() -> None:
    enquiry = ask(organisation="", **YOUNG)
    told = describe_customer(enquiry.customer.public_id)
    assert any("นางสุดา" in words for words in told.values())
    erase_customer(customer_id=enquiry.customer_id, by=None, now=NOW)
    assert again(enquiry).asker is None


@pytest.mark.parametrize("organisation", ["ฟ้าใส จำกัด", ""])
def test_who_asked_is_shown_after_a_reason_that_is_logged(client_as: Callable[..., Client], organisation: str) -> None:
    enquiry = ask(organisation=organisation)
    reveal = reverse("customers:enquiry-reveal", args=[enquiry.number])
    reader, clerk = client_as("executive"), client_as("customer-officer")
    assert reveal not in reader.get(enquiry.get_absolute_url()).content.decode()
    assert reader.post(reveal, {"reason": "ตอบคำถาม"}).status_code == 403
    page = clerk.get(enquiry.get_absolute_url()).content.decode()
    assert reveal in page
    assert "kong@example.com" not in page
    assert clerk.post(reveal, {"reason": ""}).status_code == 422
    assert not AccessLog.objects.exists()
    shown = clerk.post(reveal, {"reason": "โทรกลับตอบคำถาม"})
    assert (shown.status_code, shown["Cache-Control"]) == (200, "no-store")
    assert "kong@example.com" in shown.content.decode()
    look = AccessLog.objects.get()
    subject = contact_of(enquiry) if organisation else enquiry.customer
    assert (look.subject_public_id, look.by) == (subject.public_id, clerk.user)  # type: ignore[attr-defined]
