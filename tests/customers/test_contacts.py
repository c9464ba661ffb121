"""Contact persons and their addresses: checked like those of customers, sealed, masked, looked at with a reason, gone
with the person."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from customers import services
from customers.models import ContactPerson, Customer
from customers.personal_data import describe_contact
from customers.services.erasure import erase_contact
from foundation.core.errors import Incomplete, StaleVersion
from foundation.privacy.models import AccessLog
from tests.customers.factories import NOW, make_organisation

pytestmark = pytest.mark.django_db
LUMPHINI = {"subdistrict": "แขวงลุมพินี", "district": "ปทุมวัน", "province": "กทม"}
STREET = "88 ถนนวิทยุ"


@pytest.fixture
def officer(client_as: Any) -> Any:
    return client_as("customer-officer")


def make_contact(customer: Customer | None = None, **values: Any) -> ContactPerson:
    given = {"name": "สุดา มีสุข", "address": STREET, **LUMPHINI, **values}
    return services.add_contact(customer_id=(customer or make_organisation()).pk, values=given, by=None, now=NOW)


def stored(contact: ContactPerson) -> ContactPerson:
    return ContactPerson.objects.select_related("data_key").get(pk=contact.pk)


def at(name: str, contact: ContactPerson) -> str:
    return reverse(f"customers:{name}", args=[contact.customer.public_id, contact.public_id])


def test_names_become_one_place_with_its_postcode() -> None:
    contact = stored(make_contact())
    assert (contact.address, contact.place, contact.postcode) == (STREET, "100704", "10330")


def test_parts_that_do_not_agree_are_told_by_field() -> None:
    with pytest.raises(Incomplete) as refusal:
        make_contact(district="หาดใหญ่")
    assert set(refusal.value.missing) <= {"subdistrict", "district", "province"}
    with pytest.raises(Incomplete) as refusal:
        make_contact(postcode="90110")
    assert refusal.value.missing
    assert not ContactPerson.objects.exists()


def test_address_and_place_are_sealed_in_row_and_history() -> None:
    contact = make_contact()
    for table in ("customers_contactperson", "customers_historicalcontactperson"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT address, place FROM {table} WHERE id = %s", [contact.pk])  # noqa: S608
            for value in cursor.fetchone():
                assert STREET.encode() not in bytes(value)
                assert b"100704" not in bytes(value)


def test_the_page_shows_no_more_than_the_province_until_a_reason_is_given(officer: Client) -> None:
    contact = make_contact()
    page = officer.get(reverse("customers:staff-detail", args=[contact.customer.public_id])).content.decode()
    assert (STREET in page, "ลุมพินี" in page, "กรุงเทพมหานคร" in page) == (False, False, True)
    shown = officer.post(at("contact-reveal", contact), {"reason": "ส่งหนังสือสัญญาทางไปรษณีย์"}).content.decode()
    assert (STREET in shown, "ลุมพินี" in shown) == (True, True)
    look = AccessLog.objects.get(subject_kind="contact_person")
    assert {"address", "place"} <= set(look.fields)


def test_it_is_recorded_and_changed_in_the_browser(officer: Client) -> None:
    customer = make_organisation()
    new = reverse("customers:contact-new", args=[customer.public_id])
    looked = officer.post(new, {"name": "สุดา มีสุข", "postcode": "10330", "find": "place"}).content.decode()
    assert "ลุมพินี" in looked
    assert not ContactPerson.objects.exists()
    sent = {"name": "สุดา มีสุข", "address": STREET, "postcode": "10330", "place": "100704"}
    assert officer.post(new, sent).status_code == 302
    contact = stored(ContactPerson.objects.get())
    assert (contact.place, contact.is_main) == ("100704", True)
    form = officer.get(at("contact-edit", contact)).content.decode()
    assert STREET not in form
    kept = {"name": "สุดา มีสุขยิ่ง", "postcode": "10330", "version": "1", "is_main": "on"}
    assert officer.post(at("contact-edit", contact), kept).status_code == 302
    contact = stored(contact)
    assert (contact.name, contact.address, contact.place, contact.version) == ("สุดา มีสุขยิ่ง", STREET, "100704", 2)
    gone = {**kept, "version": "2", "clear": ["address", "place"]}
    assert officer.post(at("contact-edit", contact), gone).status_code == 302
    contact = stored(contact)
    assert (contact.address, contact.place) == (None, None)


def test_who_was_slower_is_told_and_loses_nothing(officer: Client) -> None:
    contact = make_contact()
    services.change_contact(contact_id=contact.pk, shown_version=1, values={"role": "บัญชี"}, by=None, now=NOW)
    with pytest.raises(StaleVersion):
        services.change_contact(contact_id=contact.pk, shown_version=1, values={"role": "จัดซื้อ"}, by=None, now=NOW)
    slow = officer.post(at("contact-edit", contact), {"name": "สุดา", "role": "จัดซื้อ", "version": "1"})
    assert (slow.status_code, "จัดซื้อ" in slow.content.decode()) == (409, True)
    assert 'name="version" value="2"' in slow.content.decode()


def test_others_may_not_change_it(client_as: Any) -> None:
    assert client_as("complaint-officer").get(at("contact-edit", make_contact())).status_code == 403


def test_the_person_is_told_what_is_held_and_forgotten_with_it() -> None:
    contact = make_contact()
    told = describe_contact(contact.public_id)
    assert (told["address"], told["postcode"], "ลุมพินี" in told["place"]) == (STREET, "10330", True)
    erase_contact(contact_id=contact.pk, by=None, now=NOW)
    contact = stored(contact)
    assert (contact.address, contact.place, contact.postcode) == (None, None, "")
    assert {row.postcode for row in contact.history.all()} == {""}
    assert {row.address for row in contact.history.select_related("data_key")} == {None}
