"""People under age: who is, what a parent's word opens, and what goes wrong."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from customers import services
from customers.enums import EnquiryState
from customers.models import UnderAge
from customers.personal_data import describe_customer
from customers.rules import AGE_OF_MAJORITY, is_under_age, of_age_on
from customers.selectors.under_age import may_send, under_age
from customers.services import enquiries
from customers.services.erasure import erase_customer
from customers.services.under_age import come_of_age, end_under_age, note_guardian, note_under_age, take_back
from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.core.outbox import Outgoing
from tests.counting import statements
from tests.customers.enquiring import make_enquiry
from tests.customers.factories import NOW, make_organisation, make_person
from tests.people import someone

DAY = dt.timedelta(days=1)
TODAY = NOW.date()
BORN = dt.date(2010, 2, 28)
database = pytest.mark.django_db


def officer() -> Any:
    return someone("customer-officer")


def note(customer: Any, born: dt.date | None = BORN, **given: Any) -> UnderAge:
    return note_under_age(customer_id=customer.pk, birth_date=born, **{"by": officer(), "now": NOW, **given})


def agree(customer: Any) -> UnderAge:
    told = {"guardian": "นางสุดา ใจดี", "words": "โทรคุยกับมารดา ยินยอม"}
    return note_guardian(customer_id=customer.pk, by=officer(), now=NOW, **told)


@given(born=st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)))
def test_the_birthday_ends_it_on_one_day_for_good(born: dt.date) -> None:
    day = of_age_on(born)
    assert is_under_age(born, day - DAY)
    assert not is_under_age(born, day)
    assert day.year - born.year == AGE_OF_MAJORITY
    assert (day.month, day.day) in {(born.month, born.day), (3, 1)}


@database
@pytest.mark.parametrize(
    "born", [TODAY + DAY, dt.date(TODAY.year - 20, TODAY.month, TODAY.day), dt.date(1466, 11, 20), dt.date(1980, 1, 1)]
)
def test_a_date_to_come_of_nobody_alive_or_of_somebody_of_age_is_refused(born: dt.date) -> None:
    with pytest.raises(Incomplete) as refusal:
        note(make_person(), born)
    assert set(refusal.value.missing) == {"birth_date"}
    assert not UnderAge.objects.exists()


@database
def test_it_is_noted_once_of_people_alone_by_who_may() -> None:
    customer = make_person()
    assert note(customer, None) == note(customer)
    assert UnderAge.objects.select_related("data_key").get().birth_date == "2010-02-28"
    with pytest.raises(Refused):
        note(make_organisation())
    with pytest.raises(NotAllowed):
        note(customer, by=someone("voc-analyst"))
    row = UnderAge.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        UnderAge.objects.create(customer=customer, data_key=row.data_key)


def outgoing(customer: Any, purpose: str) -> Outgoing:
    return Outgoing("x", "email", purpose, "a@example.com", customer.data_key)


@database
def test_what_rests_on_consent_waits_for_the_parent_and_stops_when_it_is_taken_back() -> None:
    customer = make_person(email="young@example.com")
    assert may_send(outgoing(customer, "marketing")), "somebody of age is the business of the other gate"
    note(customer)
    for open_to, expected in ((None, False), (agree, True), (back, False)):
        if open_to:
            open_to(customer)
        assert may_send(outgoing(customer, "marketing")) is expected
        assert may_send(outgoing(customer, "customer-register")), "what the contract asks for is sent"
        assert may_send(outgoing(customer, "nobody-declared-it")) is expected
    end_under_age(customer_id=customer.pk, reason="แสดงบัตรแล้ว อายุ 21", by=officer(), now=NOW)
    assert may_send(outgoing(customer, "marketing"))


def back(customer: Any) -> UnderAge:
    return take_back(customer_id=customer.pk, words="มารดาโทรมายกเลิก", by=officer(), now=NOW)


@database
def test_nothing_is_taken_back_that_was_not_given_and_everything_has_its_words() -> None:
    customer = make_person()
    with pytest.raises(Refused):
        agree(customer)
    note(customer)
    with pytest.raises(Refused):
        back(customer)
    for service in (note_guardian, end_under_age):
        told = {"guardian": "", "words": " "} if service is note_guardian else {"reason": " "}
        with pytest.raises(Incomplete):
            service(customer_id=customer.pk, by=officer(), now=NOW, **told)


@database
def test_the_birthday_ends_the_note_by_itself_once() -> None:
    customer, other = make_person(), make_person()
    note(customer)
    note(other, None)
    eve = NOW.replace(year=2030, month=2, day=27)
    assert come_of_age(now=eve) == 0
    assert come_of_age(now=eve + DAY) == 1
    assert come_of_age(now=eve + DAY) == 0
    assert under_age(customer) is None
    assert under_age(other) is not None, "whose birthday nobody knows is asked"


@database
def test_an_enquiry_of_somebody_young_notes_it_and_the_parents_word_counts_for_both() -> None:
    young = {"is_minor": True, "parent_name": "นางสุดา", "parent_phone": "0812345678", "email": "a@example.com"}
    enquiry = make_enquiry(**young)
    assert (enquiry.state, under_age(enquiry.customer) is not None) == (EnquiryState.PARENT, True)
    enquiries.note_parent(enquiry_id=enquiry.pk, words="มารดายินยอม", by=officer(), now=NOW)
    row = under_age(enquiry.customer)
    assert row is not None
    assert (row.is_agreed, row.words) == (True, "มารดายินยอม")
    second = make_enquiry(**young)
    assert (second.customer, second.state, second.parent_noted_by) == (enquiry.customer, EnquiryState.OPEN, officer())


@database
def test_who_is_known_to_be_young_waits_for_the_parent_even_when_the_form_says_otherwise() -> None:
    customer = make_person(email="a@example.com")
    note(customer)
    enquiry = make_enquiry(email="a@example.com")
    assert (enquiry.customer, enquiry.state, enquiry.is_minor) == (customer, EnquiryState.PARENT, True)


@database
def test_a_person_is_told_what_is_kept_and_forgetting_silences_it() -> None:
    customer = make_person(phone="0812345678")
    note(customer)
    agree(customer)
    told = describe_customer(customer.public_id).values()
    assert any("2010-02-28" in words and "โทรคุยกับมารดา" in words for words in told)
    erase_customer(customer_id=customer.pk, by=officer(), now=NOW)
    row = UnderAge.objects.select_related("data_key").get()
    assert (row.birth_date, row.guardian, row.words) == (None, None, None)


@database
def test_the_note_follows_a_joined_record_and_still_closes_the_gate() -> None:
    keep, gone = make_person(email="k@example.com"), make_person(email="g@example.com")
    note(gone)
    services.merge_customers(
        survivor_id=keep.pk, merged_id=gone.pk, shown_versions={keep.pk: 1, gone.pk: 1}, taken=(), reason="ซ้ำ",
        by=officer(), now=NOW,
    )  # fmt: skip
    assert under_age(keep) is not None
    assert not may_send(outgoing(keep, "marketing"))


@database
def test_from_the_page_to_the_parents_word(client_as: Callable[..., Client]) -> None:
    client = client_as("customer-officer")
    customer = make_person()
    record = reverse("customers:staff-detail", args=[customer.public_id])
    price = statements(client, record)
    address = reverse("customers:under-age", args=[customer.public_id])
    assert address in client.get(record).content.decode()
    wrong = client.post(address, {"birth_date": "1/1/2520"})
    assert (wrong.status_code, "1/1/2520" in wrong.content.decode()) == (422, True)
    assert client.post(address, {"birth_date": "28/2/2553"}).status_code == 302
    page = client.get(record).content.decode()
    assert "<b>ต่ำกว่า 20 ปี</b>" in page
    assert not any(born in page + client.get(address).content.decode() for born in ("2553", "2010-02-28"))
    assert statements(client, record) == price <= 25
    agreed = reverse("customers:under-age-agreed", args=[customer.public_id])
    assert client.post(agreed, {"guardian": "นางสุดา", "words": ""}).status_code == 422
    assert client.post(agreed, {"guardian": "นางสุดา", "words": "โทรแล้ว"}).status_code == 302
    taken = reverse("customers:under-age-back", args=[customer.public_id])
    assert client.post(taken, {"words": "ยกเลิก"}).status_code == 302
    assert client.post(taken, {"words": "ยกเลิก"}).status_code == 422
    end = reverse("customers:under-age-end", args=[customer.public_id])
    assert client.post(end, {"words": "แสดงบัตรแล้ว"}).status_code == 302
    assert "<b>ต่ำกว่า 20 ปี</b>" not in client.get(record).content.decode()
    assert client.get(reverse("customers:under-age", args=[make_organisation().public_id])).status_code == 404
