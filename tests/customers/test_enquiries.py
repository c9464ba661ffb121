"""Enquiries of the public: they make a possible customer or find the one who is there, and the visitor can't tell."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from customers.enums import EnquiryState
from customers.models import ContactPerson, Customer, Enquiry, Interaction
from customers.selectors import enquiries as reads
from customers.services import enquiries
from foundation.core import antibot
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import OutboxMessage
from foundation.privacy.models import Consent
from tests.customers.enquiring import make_enquiry
from tests.customers.factories import NOW, make_organisation, make_person
from tests.people import someone

pytestmark = pytest.mark.django_db
FORM = "/portal/enquiries/new"
ANSWERS = {
    "topic": "space", "message": "มีพื้นที่ว่างไหม", "name": "นายก้อง ภักดี", "organisation": "", "phone": "0812345678",
    "email": "", "age": "adult", "parent_name": "", "parent_phone": "", "key": "k-1", "agrees": "on",
}  # fmt: skip


def test_a_stranger_becomes_a_possible_customer_with_what_was_asked() -> None:
    enquiry = make_enquiry(name="นายก้อง ภักดี", phone="081-234-5678", email="")
    customer = enquiry.customer
    assert (customer.relation, customer.title_th, customer.name_th, customer.family_th) == (
        "prospect", "นาย", "ก้อง", "ภักดี",
    )  # fmt: skip
    assert (customer.phone, enquiry.unit.code) == ("+66812345678", "customer-market")
    assert "มีพื้นที่ชั้นล่างว่างไหม" in enquiry.interaction.summary
    assert enquiry.due_at > NOW


def test_an_organisation_comes_with_the_person_who_speaks_for_it() -> None:
    enquiry = make_enquiry(name="Kong Phakdi", organisation="Blue Sky Ltd", email="kong@example.com")
    contact = ContactPerson.objects.get()
    assert (enquiry.customer.name_en, contact.name, contact.customer) == (
        "Blue Sky Ltd",
        "Kong Phakdi",
        enquiry.customer,
    )


@pytest.mark.parametrize("by", ["phone", "email"])
def test_who_is_there_already_is_found_and_never_changed(by: str) -> None:
    known = make_person(phone="0812345678", email="kong@example.com")
    given = {"phone": "0812345678", "email": ""} if by == "phone" else {"email": "Kong@Example.com"}
    enquiry = make_enquiry(name="คนละชื่อ", **given)
    before = known.version
    known.refresh_from_db()
    assert (enquiry.customer, known.version, Customer.objects.count()) == (known, before, 1)


def test_a_contact_person_is_found_too() -> None:
    from customers import services

    company = make_organisation()
    contact = services.add_contact(
        customer_id=company.pk, values={"name": "ก้อง", "email": "kong@example.com"}, by=None, now=NOW
    )
    enquiry = make_enquiry(email="kong@example.com")
    assert (enquiry.customer, enquiry.interaction.contact) == (company, contact)


def test_a_telephone_of_two_customers_decides_nothing() -> None:
    make_person(phone="0812345678")
    make_person(phone="0812345678")
    make_enquiry(phone="0812345678", email="")
    assert Customer.objects.count() == 3


def test_the_visitor_sees_the_same_whether_known_or_not(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(antibot, "objection", lambda **_options: "")
    make_person(phone="0812345678")
    pages = []
    for key, phone in (("a", "0812345678"), ("b", "0899999999")):
        sent = client.post(FORM, {**ANSWERS, "step": "send", "key": key, "phone": phone})
        number = Enquiry.objects.latest("pk").number
        assert sent.url == f"/portal/enquiries/{number}/received"
        pages.append(client.get(sent.url).content.decode().replace(number, "N"))
    assert Customer.objects.count() == 2
    assert _without_token(pages[0]) == _without_token(pages[1])


def _without_token(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrf" not in line.casefold() and "nonce" not in line)


def test_the_receipt_goes_out_in_the_visitors_language_and_tells_nothing_else() -> None:
    make_enquiry(email="kong@example.com", language="en", message="secret plan")
    letter = OutboxMessage.objects.get(kind=enquiries.RECEIVED)
    assert "number is E-2569" in letter.body
    assert "secret plan" not in letter.body


def test_news_only_where_agreed_and_never_to_the_young() -> None:
    make_enquiry()
    assert not Consent.objects.exists()
    enquiry = make_enquiry(wants_news=True)
    assert Consent.objects.get().subject_public_id == enquiry.customer.public_id
    make_enquiry(wants_news=True, is_minor=True, parent_name="นางแม่ ใจดี", parent_phone="0811111111")
    assert Consent.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "ก" * 301}, "name"),
        ({"email": "", "phone": ""}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"email": "x"}, "email"),
        ({"message": " "}, "message"),
        ({"message": "ก" * 4001}, "message"),
        ({"topic": "x"}, "topic"),
        ({"agrees": False}, "agrees"),
        ({"notice": None}, "agrees"),
        ({"is_minor": True}, "parent_phone"),
    ],
)
def test_what_is_missing_or_wrong_is_told_beside_its_field(given: dict[str, Any], field: str) -> None:
    with pytest.raises(Incomplete) as refused:
        make_enquiry(**given)
    assert field in refused.value.missing
    assert not Customer.objects.exists()


def test_a_formula_for_a_name_stays_text() -> None:
    assert make_enquiry(name='=HYPERLINK("x")').customer.name == '=HYPERLINK("x")'


def test_nobody_answers_a_minor_before_the_parent_agreed() -> None:
    officer = someone("customer-officer")
    enquiry = make_enquiry(is_minor=True, parent_name="นางแม่ ใจดี", parent_phone="0811111111")
    assert enquiry.state == EnquiryState.PARENT
    assert "0811111111" in (enquiry.asker or "").replace("+66", "0")
    with pytest.raises(IllegalMove):
        enquiries.answer_enquiry(enquiry_id=enquiry.pk, words="ตอบ", channel="phone", by=officer, now=NOW)
    enquiries.note_parent(enquiry_id=enquiry.pk, words="คุยกับคุณแม่แล้ว", by=officer, now=NOW)
    done = enquiries.answer_enquiry(enquiry_id=enquiry.pk, words="ตอบ", channel="phone", by=officer, now=NOW)
    assert (done.state, Interaction.objects.filter(customer=enquiry.customer).count()) == (EnquiryState.ANSWERED, 3)
    with pytest.raises(IllegalMove):
        enquiries.answer_enquiry(enquiry_id=enquiry.pk, words="ตอบ", channel="phone", by=officer, now=NOW)


def test_who_may_not_and_without_words() -> None:
    enquiry = make_enquiry()
    told = {"enquiry_id": enquiry.pk, "channel": "phone", "now": NOW}
    with pytest.raises(NotAllowed):
        enquiries.answer_enquiry(words="ตอบ", by=someone("executive"), **told)
    with pytest.raises(Incomplete):
        enquiries.answer_enquiry(words=" ", by=someone("customer-officer"), **told)


def test_what_waits_is_what_the_unit_owes() -> None:
    enquiry = make_enquiry()
    officer = someone("customer-officer")
    assert list(reads.enquiries_waiting(officer)) == [enquiry]
    enquiries.answer_enquiry(enquiry_id=enquiry.pk, words="ตอบ", channel="phone", by=officer, now=NOW)
    assert list(reads.enquiries_waiting(officer)) == []


def test_one_thing_a_page_and_nothing_lost_on_the_way(client: Client) -> None:
    page = client.post(FORM, {**ANSWERS, "step": "about"}).content.decode()
    assert 'name="phone"' in page
    assert "มีพื้นที่ว่างไหม" in page
    page = client.post(FORM, {**ANSWERS, "step": "who"})
    assert page.status_code == 200
    assert "altcha" in page.content.decode()
    back = client.post(FORM, {**ANSWERS, "step": "send", "back": "1"}).content.decode()
    assert "นายก้อง ภักดี" in back


@pytest.mark.parametrize(
    ("step", "changed", "shown"),
    [("about", {"message": ""}, "message"), ("who", {"phone": ""}, "phone"), ("send", {"agrees": ""}, "agrees"),
     ("send", {"message": ""}, "message"), ("who", {"age": "minor"}, "parent_phone")],
)  # fmt: skip
def test_a_page_with_a_fault_is_shown_again(client: Client, step: str, changed: dict[str, str], shown: str) -> None:
    page = client.post(FORM, {**ANSWERS, **changed, "step": step})
    assert page.status_code == 422
    assert f'name="{shown}"' in page.content.decode()
    assert not Enquiry.objects.exists()


def test_machines_are_kept_out(client: Client) -> None:
    page = client.post(FORM, {**ANSWERS, "step": "send", antibot.HONEYPOT: "x"})
    assert (page.status_code, Enquiry.objects.count()) == (422, 0)


def test_sent_twice_makes_one(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(antibot, "objection", lambda **_options: "")
    first, again = (client.post(FORM, {**ANSWERS, "step": "send"}) for _each in range(2))
    assert (first.url, Enquiry.objects.count()) == (again.url, 1)


def test_the_officer_reads_and_answers_on_the_page(client_as: Any) -> None:
    enquiry = make_enquiry()
    officer = client_as("customer-officer")
    assert enquiry.number in officer.get("/staff/customers/enquiries/").content.decode()
    address = enquiry.get_absolute_url()
    assert "มีพื้นที่ชั้นล่างว่างไหม" in officer.get(address).content.decode()
    assert officer.post(address, {"words": "ส่งแบบแปลนแล้ว", "channel": "email"}).status_code == 302
    assert enquiry.number in officer.get("/staff/customers/enquiries/?view=answered").content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_sendings_of_one_form_at_once_make_one_enquiry() -> None:
    barrier, numbers = threading.Barrier(2), list[str]()

    def send() -> None:
        barrier.wait(10)
        try:
            numbers.append(make_enquiry(key="same", email="kong@example.com").number)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(numbers) == 2
    assert (len(set(numbers)), Enquiry.objects.count(), Customer.objects.count()) == (1, 1, 1)
