"""Nothing is written of a person who was forgotten, whichever door it comes by."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from customers import services
from customers.models import ContactPerson, Customer, FollowUp, Interaction, MarketTest, NameWord, UnderAge
from customers.services import under_age
from customers.services.erasure import erase_contact, erase_customer
from foundation.accounts.models import User
from foundation.core.errors import Refused
from tests.customers.factories import NOW, make_organisation, make_person
from tests.customers.test_pages import edit_form, url
from tests.people import someone

pytestmark = pytest.mark.django_db
SENTENCE = "เจ้าของข้อมูลขอให้ลบข้อมูลแล้ว จึงไม่บันทึกเพิ่ม"
DAY = dt.timedelta(days=1)


def forget(customer: Customer) -> Customer:
    erase_customer(customer_id=customer.pk, by=None, now=NOW)
    return Customer.objects.get(pk=customer.pk)


def is_silent(customer: Customer) -> bool:
    row = Customer.objects.get(pk=customer.pk)
    old = [(each.name_th, each.family_th, each.tags, each.attributes) for each in row.history.all()]
    return (row.name_th, row.family_th, row.tags, row.attributes) == ("", "", [], {}) and all(
        each == ("", "", [], {}) for each in old
    )


def test_a_form_that_was_open_while_the_person_was_forgotten_brings_no_name_back(
    client_as: Callable[..., Client],
) -> None:
    officer, customer = client_as("customer-officer"), make_person(name_th="สมชาย", family_th="ใจดี")
    typed = edit_form(customer, family_th="ใจงาม", phone="0812345678")
    version = forget(customer).version
    for shown in (typed, {**typed, "version": version}):
        answer = officer.post(url("staff-edit", customer), shown)
        assert answer.status_code == 409
        assert SENTENCE in answer.content.decode()
    assert officer.get(url("staff-edit", customer)).status_code == 409
    assert is_silent(customer)
    assert not NameWord.objects.filter(word__in=("สมชาย", "ใจดี", "ใจงาม")).exists()


def test_forgotten_between_the_look_and_the_lock(
    client_as: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, customer = client_as("customer-officer"), make_person(name_th="สมชาย", family_th="ใจดี")
    update = services.update_customer

    def meanwhile(**given: Any) -> Customer:
        forget(customer)
        return update(**given)

    monkeypatch.setattr(services, "update_customer", meanwhile)
    assert officer.post(url("staff-edit", customer), edit_form(customer, phone="0812345678")).status_code == 409
    assert is_silent(customer)


def test_programs_are_told_the_same(person: Callable[..., User]) -> None:
    api = APIClient()
    api.force_authenticate(person("customer-officer"))
    version = forget(customer := make_person()).version
    answer = api.patch(
        f"/api/v1/customers/{customer.public_id}/", {"version": version, "name_th": "สมชาย"}, format="json"
    )
    assert answer.status_code == 409
    assert is_silent(customer)


WRITES: dict[str, Callable[[int, User], Any]] = {
    "edit": lambda pk, by: services.update_customer(
        customer_id=pk, shown_version=Customer.objects.get(pk=pk).version, values={"name_th": "ก"}, by=by, now=NOW
    ),
    "tags": lambda pk, by: services.update_customer(
        customer_id=pk,
        shown_version=Customer.objects.get(pk=pk).version,
        values={"phone": "0812345678"},
        by=by,
        now=NOW,
    ),
    "relation": lambda pk, by: services.change_relation(
        customer_id=pk, relation="former", since=NOW.date(), by=by, now=NOW
    ),
    "contact": lambda pk, by: services.add_contact(customer_id=pk, values={"name": "สุดา"}, by=by, now=NOW),
    "log": lambda pk, by: services.log_interaction(
        customer_id=pk, channel="phone", direction="in", summary="โทรมา", by=by, now=NOW
    ),
    "follow-up": lambda pk, by: services.add_follow_up(
        customer_id=pk, what="โทรกลับ", owner=by, due_on=NOW.date() + DAY, by=by, now=NOW
    ),
    "market": lambda pk, by: services.note_market_test(
        customer_id=pk, test="need", verdict="yes", why="ถามเอง", by=by, now=NOW
    ),
    "under-age": lambda pk, by: under_age.note_under_age(customer_id=pk, birth_date=None, by=by, now=NOW),
    "guardian": lambda pk, by: under_age.note_guardian(customer_id=pk, guardian="แม่", words="ยินยอม", by=by, now=NOW),
    "taken back": lambda pk, by: under_age.take_back(customer_id=pk, words="ไม่ยินยอมแล้ว", by=by, now=NOW),
    "of age": lambda pk, by: under_age.end_under_age(customer_id=pk, reason="แสดงบัตร", by=by, now=NOW),
}


@pytest.mark.parametrize("write", sorted(WRITES))
def test_no_service_writes_of_the_forgotten(write: str) -> None:
    officer, customer = someone("customer-officer"), make_person(relation="prospect")
    if write in {"guardian", "taken back", "of age"}:
        under_age.note_under_age(customer_id=customer.pk, birth_date=None, by=officer, now=NOW)
        under_age.note_guardian(customer_id=customer.pk, guardian="แม่", words="ยินยอม", by=officer, now=NOW)
    forget(customer)
    tables = (Customer.history, ContactPerson.objects, Interaction.objects, FollowUp.objects, MarketTest.objects)
    before = [rows.count() for rows in (*tables, UnderAge.history)]
    with pytest.raises(Refused):
        WRITES[write](customer.pk, officer)
    assert [rows.count() for rows in (*tables, UnderAge.history)] == before
    assert is_silent(customer)


def test_a_forgotten_contact_person_gets_no_name_again() -> None:
    officer = someone("customer-officer")
    contact = services.add_contact(customer_id=make_organisation().pk, values={"name": "สุดา"}, by=officer, now=NOW)
    version = erase_contact(contact_id=contact.pk, by=None, now=NOW).version
    for shown in (contact.version, version):
        with pytest.raises(Refused):
            services.change_contact(
                contact_id=contact.pk, shown_version=shown, values={"name": "สุดา"}, by=officer, now=NOW
            )
    with pytest.raises(Refused):
        services.end_contact(contact_id=contact.pk, by=officer, now=NOW)
