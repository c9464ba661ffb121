"""Old values put back from the history: which, by whom, and when that is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from customers import selectors, services
from customers.models import ContactPerson, Customer
from customers.services.erasure import erase_contact, erase_customer
from customers.services.restoring import restore_values
from customers.services.restoring_contacts import restore_contact
from foundation.accounts.models import Unit, User
from foundation.core.errors import Incomplete, NotAllowed, Refused, StaleVersion
from tests.customers.factories import NOW, make_field, make_organisation, make_person, make_tag, thai_number
from tests.people import someone

pytestmark = pytest.mark.django_db
WHY = "แก้ผิดราย"


@pytest.fixture
def officer(person: Callable[..., User]) -> User:
    return person("customer-officer")


def change(customer: Customer, **values: Any) -> int:
    """Change the record; gives the id of the version that stood before."""
    before: int = customer.history.latest().history_id
    services.update_customer(
        customer_id=customer.pk, shown_version=again(customer).version, values=values, by=None, now=NOW
    )
    return before


def again(customer: Customer) -> Customer:
    return Customer.with_merged.select_related("data_key").get(pk=customer.pk)


def restore(customer: Customer, history_id: int, *groups: str, by: User, **given: Any) -> Customer:
    asked = {"shown_version": again(customer).version, "reason": WHY, "now": NOW, **given}
    return restore_values(customer_id=customer.pk, history_id=history_id, groups=groups, by=by, **asked)


def test_a_name_comes_back_whole_and_what_stood_there_is_in_the_history(officer: User) -> None:
    customer = make_person(title_th="นาย", name_th="สมชาย", family_th="ใจดี", postcode="10210")
    before = change(customer, title_th="นาง", name_th="สมหญิง", family_th="ใจงาม", postcode="10300")
    row = restore(customer, before, "name_th", by=officer)
    assert (row.title_th, row.name_th, row.family_th, row.postcode) == ("นาย", "สมชาย", "ใจดี", "10300")
    newest, then = row.history.order_by("-history_id")[:2]
    assert (newest.history_user, then.name_th) == (officer, "สมหญิง")
    assert WHY in newest.history_change_reason
    assert "สมชาย" in row.search_text
    restore(customer, then.history_id, "name_th", by=officer)
    assert again(customer).name_th == "สมหญิง"


def test_a_sealed_value_comes_back_and_is_found_again(officer: User) -> None:
    customer = make_person(phone="0812345678")
    before = change(customer, phone="0898765432")
    row = restore(customer, before, "phone", by=officer)
    assert row.phone == "+66812345678"
    assert row.phone_hash == make_person(phone="0812345678").phone_hash


def test_unit_and_colleague_come_back_but_none_who_left(officer: User) -> None:
    unit, colleague = Unit.objects.get(code="property"), someone("customer-officer")
    customer = make_organisation(unit=unit, owner=colleague)
    before = change(customer, unit=None, owner=None)
    assert restore(customer, before, "unit", by=officer).unit == unit
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    with pytest.raises(Incomplete):
        restore(customer, before, "owner", by=officer)
    assert again(customer).owner is None


def test_who_saved_meanwhile_is_not_overwritten(officer: User) -> None:
    customer = make_person(family_th="ใจดี")
    before = change(customer, family_th="มีสุข")
    with pytest.raises(StaleVersion):
        restore(customer, before, "name_th", by=officer, shown_version=1)
    assert again(customer).family_th == "มีสุข"


def test_a_number_that_another_customer_bears_by_now_stays_there(officer: User) -> None:
    number = thai_number("1", 1234)
    customer = make_person(national_id=number)
    before = change(customer, national_id="")
    make_person(national_id=number)
    with pytest.raises(Incomplete) as refusal:
        restore(customer, before, "national_id", by=officer)
    assert set(refusal.value.missing) == {"groups"}
    assert number not in refusal.value.message
    assert again(customer).national_id is None


def test_it_takes_the_right_a_reason_and_facts_that_there_are(officer: User) -> None:
    customer = make_person(family_th="ใจดี")
    before = change(customer, family_th="มีสุข")
    with pytest.raises(NotAllowed):
        restore(customer, before, "name_th", by=someone("voc-analyst"))
    for groups, reason, field in (((), WHY, "groups"), (("relation",), WHY, "groups"), (("name_th",), " - ", "reason")):
        with pytest.raises(Incomplete) as refusal:
            restore(customer, before, *groups, by=officer, reason=reason)
        assert set(refusal.value.missing) == {field}
    other = make_person()
    with pytest.raises(Refused, match=r"."):
        restore(other, before, "name_th", by=officer)
    assert again(other).history.count() == 1


def test_nothing_of_a_forgotten_person_comes_back(officer: User, client_as: Callable[..., Client]) -> None:
    customer = make_person(phone="0812345678")
    before = change(customer, phone="0898765432")
    erase_customer(customer_id=customer.pk, by=officer, now=NOW)
    with pytest.raises(Refused):
        restore(customer, before, "phone", by=officer)
    address = reverse("customers:staff-restore", args=[customer.public_id, before])
    assert client_as("product-manager").get(address).status_code in {403, 404}


def test_from_the_history_to_the_old_value_masked_on_the_way(client_as: Callable[..., Client]) -> None:
    officer = client_as("customer-officer")
    customer = make_person(phone="0812345678", family_th="ใจดี")
    before = change(customer, phone="0898765432", family_th="มีสุข")
    address = reverse("customers:staff-restore", args=[customer.public_id, before])
    assert address in officer.get(reverse("customers:staff-history", args=[customer.public_id])).content.decode()
    page = officer.get(address).content.decode()
    assert "5678" in page
    assert not any(number in page for number in ("0812345678", "812345678", "081 234 5678", "898765432"))
    typed = {"version": "1", "groups": ["name_th"], "reason": WHY}
    stale = officer.post(address, typed)
    assert (stale.status_code, WHY in stale.content.decode()) == (409, True)
    assert 'name="version" value="2"' in stale.content.decode()
    assert officer.post(address, {**typed, "version": "2", "reason": ""}).status_code == 422
    assert officer.post(address, {**typed, "version": "2"}).status_code == 302
    assert (again(customer).family_th, again(customer).phone) == ("ใจดี", "+66898765432")


def test_a_version_of_another_record_is_not_there(client_as: Callable[..., Client]) -> None:
    customer, other = make_person(), make_person(family_th="ใจดี")
    before = change(other, family_th="มีสุข")
    address = reverse("customers:staff-restore", args=[customer.public_id, before])
    assert client_as("customer-officer").get(address).status_code == 404


def history_of(client: Client, customer: Customer, query: str = "") -> str:
    return client.get(reverse("customers:staff-history", args=[customer.public_id]) + query).content.decode()


def offered(client: Client, customer: Customer, history_id: int) -> list[str]:
    page = client.get(reverse("customers:staff-restore", args=[customer.public_id, history_id]))
    return [key for key, _label in page.context["form"].fields["groups"].choices]


def test_tags_designed_fields_and_the_limit_of_a_unit_come_back(client_as: Callable[..., Client]) -> None:
    officer, unit = client_as("customer-officer"), Unit.objects.get(code="property")
    officer.user.unit = unit
    officer.user.save()
    first, second, rating, area = make_tag(), make_tag("ย้ายแล้ว", "Moved"), make_field(), make_field("Area", "number")
    customer = make_person(tags=[first.code], facts={rating.key: "gold", area.key: "12"}, unit=unit)
    before = change(
        customer, tags=[second.code], facts={rating.key: "silver", area.key: ""}, is_limited=True, family_th="มีสุข"
    )
    assert offered(officer, customer, before) == ["name_th", "unit", "fact_rating", "fact_area", "tags"]
    address = reverse("customers:staff-restore", args=[customer.public_id, before])
    page = officer.get(address).content.decode()
    assert all(said in page for said in ("ดีมาก", "ลูกค้ารายสำคัญ", "ย้ายแล้ว"))
    asked = {"version": "2", "groups": ["unit", "fact_rating", "fact_area", "tags"], "reason": WHY}
    assert officer.post(address, asked).status_code == 302
    row = again(customer)
    assert (row.tags, row.attributes, row.is_limited) == ([first.code], {"rating": "gold", "area": 12}, False)
    assert row.family_th == "มีสุข"


def test_what_is_asked_no_more_is_not_offered_and_a_retired_tag_is_refused(officer: User) -> None:
    field, tag = make_field("Area", "number"), make_tag()
    customer = make_person(facts={field.key: "12"}, tags=[tag.code])
    before = change(customer, facts={field.key: "15"}, tags=[])
    admin = someone("system-administrator")
    services.change_field(field_id=field.pk, shown_version=1, values={"is_retired": True}, by=admin, now=NOW)
    services.change_tag(
        tag_id=tag.pk, shown_version=1, name_th=tag.name_th, name_en=tag.name_en, is_retired=True, by=admin, now=NOW
    )
    then = customer.history.get(history_id=before)
    assert [row.key for row in selectors.restorable(then, again(customer))] == ["tags"]
    for group in ("fact_area", "tags"):
        with pytest.raises(Incomplete):
            restore(customer, before, group, by=officer)
    assert (again(customer).attributes, again(customer).tags) == ({"area": 15}, [])


def test_a_link_stands_only_where_something_can_be_put_back(client_as: Callable[..., Client]) -> None:
    officer = client_as("customer-officer")
    customer = make_person(relation="prospect", family_th="ใจดี")
    services.change_relation(customer_id=customer.pk, relation="current", since=NOW.date(), by=None, now=NOW)
    first = customer.history.earliest().history_id
    address = reverse("customers:staff-restore", args=[customer.public_id, first])
    assert address not in history_of(officer, customer)
    assert officer.get(address).context["facts"] == []
    change(customer, family_th="มีสุข")
    assert address in history_of(officer, customer)
    change(customer, family_th="ใจดี")
    assert address not in history_of(officer, customer)


def test_every_change_is_reached_page_by_page(client_as: Callable[..., Client]) -> None:
    officer, customer = client_as("customer-officer"), make_person(family_th="ชื่อที่ 0")
    for n in range(1, 46):
        change(customer, family_th=f"ชื่อที่ {n}")
    seen, cursor = [], ""
    for _page in range(3):
        page = selectors.changes_of(customer, cursor=cursor)
        seen += [field.after for row in page.changes for field in row.fields]
        cursor = page.next
    assert seen == [f"ชื่อที่ {n}" for n in range(45, 0, -1)]
    assert (cursor, page.changes[-1].is_first) == ("", True)
    newest = history_of(officer, customer)
    assert "earlier=" in newest
    assert "ชื่อที่ 25" in history_of(officer, customer, f"?earlier={selectors.changes_of(customer).next}")


def a_person_of(firm: Customer, **values: Any) -> ContactPerson:
    return services.add_contact(customer_id=firm.pk, values={"name": "สุดา มีสุข", **values}, by=None, now=NOW)


def same(contact: ContactPerson) -> ContactPerson:
    return ContactPerson.objects.select_related("data_key").get(pk=contact.pk)


def test_a_contact_person_is_put_back_from_the_browser_masked_on_the_way(client_as: Callable[..., Client]) -> None:
    officer, firm = client_as("customer-officer"), make_organisation()
    contact = a_person_of(firm, role="บัญชี", phone="0812345678")
    values = {"name": "สุดา มีทุกข์", "role": "จัดซื้อ", "phone": "0898765432"}
    services.change_contact(contact_id=contact.pk, shown_version=1, values=values, by=officer.user, now=NOW)
    way = reverse("customers:contact-history", args=[firm.public_id, contact.public_id])
    assert way in history_of(officer, firm)
    before = contact.history.earliest().history_id
    address = reverse("customers:contact-restore", args=[firm.public_id, contact.public_id, before])
    page = officer.get(way).content.decode()
    assert address in page
    assert "812345678" not in page + officer.get(address).content.decode()
    asked = {"version": "1", "groups": ["name", "phone"], "reason": WHY}
    assert officer.post(address, asked).status_code == 409
    assert officer.post(address, {**asked, "version": "2"})["Location"] == way
    row = same(contact)
    assert (row.name, row.phone, row.role, row.phone_hash) == (
        "สุดา มีสุข", "+66812345678", "จัดซื้อ", a_person_of(make_organisation(), phone="0812345678").phone_hash,
    )  # fmt: skip
    assert WHY in officer.get(way).content.decode()


def test_who_was_ended_by_mistake_is_the_first_to_be_contacted_again(officer: User) -> None:
    firm = make_organisation()
    first, second = a_person_of(firm), a_person_of(firm, name="วีระ")
    services.end_contact(contact_id=first.pk, by=None, now=NOW)
    services.change_contact(contact_id=second.pk, shown_version=1, values={"is_main": True}, by=None, now=NOW)
    asked = {"shown_version": 2, "groups": ["ended_on"], "reason": WHY, "by": officer, "now": NOW}
    restore_contact(contact_id=first.pk, history_id=first.history.earliest().history_id, **asked)
    assert [(row.is_main, row.ended_on) for row in (same(first), same(second))] == [(True, None), (False, None)]


def test_a_contact_person_is_put_back_by_right_with_a_reason_and_never_once_forgotten(officer: User) -> None:
    contact = a_person_of(make_organisation(), role="บัญชี")
    services.change_contact(contact_id=contact.pk, shown_version=1, values={"role": "จัดซื้อ"}, by=None, now=NOW)
    before = contact.history.earliest().history_id
    asked = {"contact_id": contact.pk, "history_id": before, "shown_version": 2, "now": NOW}
    with pytest.raises(NotAllowed):
        restore_contact(groups=["role"], reason=WHY, by=someone("voc-analyst"), **asked)
    for groups, reason in (([], WHY), (["relation"], WHY), (["role"], "-")):
        with pytest.raises(Incomplete):
            restore_contact(groups=groups, reason=reason, by=officer, **asked)
    erase_contact(contact_id=contact.pk, by=None, now=NOW)
    with pytest.raises(Refused):
        restore_contact(groups=["role"], reason=WHY, by=officer, **{**asked, "shown_version": same(contact).version})
