"""Recording and changing customers: rules, history, conflicts."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from customers import selectors, services
from customers.models import Customer, RelationPeriod
from customers.services.erasure import erase_customer
from foundation.accounts.models import User
from foundation.core.errors import Incomplete, Refused, StaleVersion
from foundation.core.ids import is_valid_number
from tests.customers.factories import NOW, make_interaction, make_organisation, make_person, thai_number

pytestmark = pytest.mark.django_db


def change(customer: Customer, **values: object) -> Customer:
    return services.update_customer(
        customer_id=customer.pk, shown_version=customer.version, values=values, by=None, now=NOW
    )


def test_number_bears_the_buddhist_year_and_a_check_digit() -> None:
    first, second = make_person(), make_person()
    assert first.number.startswith("K-2569-000001-")
    assert second.number.startswith("K-2569-000002-")
    assert is_valid_number(first.number)


def test_name_is_shown_as_thais_write_it() -> None:
    assert make_person(title_th="นาย", name_th="สมชาย", family_th="ใจดี").name == "นายสมชาย ใจดี"
    assert make_person(name_th="ณิชา", family_th="").name == "ณิชา"
    assert make_organisation(title_th="บริษัท", name_th="น้ำใส จำกัด").name == "บริษัท น้ำใส จำกัด"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name_th": ""}, "name_th"),
        ({"name_th": "ก" * 301}, "name_th"),
        ({"national_id": "1234545678789"}, "national_id"),
        ({"national_id": "0105536112014"}, "national_id"),
        ({"national_id": "12345"}, "national_id"),
        ({"tax_id": "0105536112014"}, "tax_id"),
        ({"phone": "0712345678"}, "phone"),
        ({"email": "ไม่ใช่อีเมล"}, "email"),
        ({"postcode": "1021"}, "postcode"),
        ({"is_limited": True}, "unit"),
        ({"relation_since": date(2027, 1, 1)}, "relation_since"),
        ({"relation": ""}, "relation"),
    ],
)
def test_what_breaks_a_rule_is_refused_beside_its_field(values: dict[str, object], field: str) -> None:
    with pytest.raises(Incomplete) as refusal:
        make_person(**values)
    assert list(refusal.value.missing) == [field]
    assert not Customer.objects.exists()


def test_identifiers_are_read_in_any_writing_and_sealed() -> None:
    customer = make_person(national_id="๑-2345-45678-78-1", phone="+66 81-234-5678", email="A@Example.COM")
    row = Customer.objects.get()
    assert (row.national_id, row.phone, row.email) == ("1234545678781", "+66812345678", "A@example.com")
    assert b"81234" not in bytes(vars(row)["phone"])
    assert selectors.masked(customer) == {
        "national_id": "x-xxxx-xxxxx-78-1",
        "phone": "08x xxx 5678",
        "email": "A…@example.com",
    }


def test_identity_number_belongs_to_one_customer() -> None:
    make_person(national_id="1234545678781")
    with pytest.raises(Incomplete, match="K-2569"):
        make_person(national_id="1234545678781")


def test_branches_of_an_organisation_are_customers_of_their_own() -> None:
    make_organisation(tax_id="0105536112014", tax_branch="00000")
    make_organisation(tax_id="0105536112014", tax_branch="1")
    with pytest.raises(Incomplete):
        make_organisation(tax_id="0105536112014")


def test_form_sent_twice_records_once() -> None:
    values = {"party": "person", "relation": "prospect", "name_th": "ณิชา"}
    first = services.create_customer(values=values, by=None, now=NOW, once="k1")
    assert services.create_customer(values=values, by=None, now=NOW, once="k1") == first
    assert Customer.objects.count() == 1


def test_stale_save_is_refused_and_history_tells_who_what_why(person) -> None:
    officer = person("customer-officer")
    customer = make_person(name_th="สมชาย")
    services.update_customer(
        customer_id=customer.pk, shown_version=1, values={"name_th": "สมศักดิ์"}, by=officer, now=NOW, reason="แก้ชื่อ"
    )
    with pytest.raises(StaleVersion):
        change(customer, name_th="สมหมาย")
    newest, first = selectors.changes_of(Customer.objects.get()).changes
    assert (newest.by, newest.reason, first.is_first) == (officer, "แก้ชื่อ", True)
    assert [(f.before, f.after) for f in newest.fields] == [("สมชาย", "สมศักดิ์")]


def test_history_never_shows_sealed_values() -> None:
    customer = make_person(phone="0812345678")
    change(customer, phone="0898765432")
    texts = [f.before + f.after for change in selectors.changes_of(customer).changes for f in change.fields]
    assert texts
    assert "8765432" not in "".join(texts)


def test_relation_periods_follow_each_other_without_gap() -> None:
    customer = make_person(relation="prospect", relation_since=date(2026, 1, 1))
    services.change_relation(customer_id=customer.pk, relation="current", since=date(2026, 3, 1), by=None, now=NOW)
    services.change_relation(customer_id=customer.pk, relation="current", since=date(2026, 4, 1), by=None, now=NOW)
    periods = RelationPeriod.objects.order_by("starts_on").values_list("relation", "starts_on", "ends_on")
    assert list(periods) == [
        ("prospect", date(2026, 1, 1), date(2026, 3, 1)),
        ("current", date(2026, 3, 1), None),
    ]


@pytest.mark.parametrize("since", [date(2025, 12, 31), date(2027, 1, 1)])
def test_relation_cannot_begin_before_the_present_one_or_tomorrow(since: date) -> None:
    customer = make_person(relation="prospect", relation_since=date(2026, 1, 1))
    with pytest.raises(Incomplete):
        services.change_relation(customer_id=customer.pk, relation="former", since=since, by=None, now=NOW)


def test_timeline_only_grows_and_is_sealed() -> None:
    entry = make_interaction(make_person(), summary="ลูกค้าขอให้โทรกลับ")
    assert entry.summary == "ลูกค้าขอให้โทรกลับ"
    assert "โทรกลับ".encode() not in bytes(vars(type(entry).objects.get())["summary"])
    with pytest.raises(Exception, match="append-only"):
        type(entry).objects.filter(pk=entry.pk).update(channel="visit")


@pytest.mark.parametrize(
    "values", [{"summary": " \u200b "}, {"summary": "ก" * 10_001}, {"at": NOW + timedelta(days=1)}]
)
def test_bad_interaction_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(Incomplete):
        make_interaction(make_person(), **values)


def test_first_contact_person_is_the_main_one_and_only_one_is() -> None:
    customer = make_organisation()
    first = services.add_contact(customer_id=customer.pk, values={"name": "สุดา"}, by=None, now=NOW)
    second = services.add_contact(customer_id=customer.pk, values={"name": "กชกร", "is_main": True}, by=None, now=NOW)
    first.refresh_from_db()
    assert (first.is_main, second.is_main) == (False, True)


def test_forgotten_person_cannot_be_read_anywhere() -> None:
    customer = make_person(title_th="นาย", name_th="สมชาย", family_th="ใจดี", phone="0812345678")
    change(customer, family_th="ใจงาม")
    entry = make_interaction(customer, summary="เรื่องส่วนตัว")
    erase_customer(customer_id=customer.pk, by=None, now=NOW)
    row = Customer.objects.get()
    assert (row.name, row.phone, row.phone_hash, row.identifier_hash) == ("", None, "", None)
    assert "สมชาย" not in row.search_text + row.sort_key
    assert type(entry).objects.get().summary is None
    for old in Customer.history.all():
        assert (old.name_th, old.family_th, old.phone) == ("", "", None)
    with pytest.raises(Refused):
        make_interaction(row)


def test_forgotten_person_stands_behind_everyone_who_has_a_name(person: Callable[..., User]) -> None:
    officer = person("customer-officer")
    forgotten, _other = make_person(name_th="กมล"), make_person(name_th="ฮานา", family_th="ฮ่า")
    erase_customer(customer_id=forgotten.pk, by=None, now=NOW)
    listed = selectors.customers_list(officer, selectors.ListQuery()).page.rows
    assert [row.pk for row in listed][-1] == forgotten.pk


def test_organisation_is_not_erased_as_a_person() -> None:
    with pytest.raises(Refused):
        erase_customer(customer_id=make_organisation().pk, by=None, now=NOW)


def test_numbers_with_fitting_check_digit_are_accepted() -> None:
    assert make_person(national_id=thai_number("3", 7)).national_id == thai_number("3", 7)
