"""Finding customers and their order."""

import random

import pytest
from django.db import connection

from customers import selectors, services
from customers.models import Customer
from customers.selectors import ListQuery
from customers.selectors.needles import as_written
from customers.selectors.register import COUNT_CEILING
from foundation.accounts.models import Unit
from tests.customers.factories import NOW, make_organisation, make_person

pytestmark = pytest.mark.django_db

# Words in the order of CLDR's collation for Thai, as ICU sorts them; code points don't.
THAI_ORDER = [
    "กก",
    "กรรม",
    "กรรม์",
    "กราบ",
    "กะเกณฑ์",
    "กัก",
    "ก้าว",
    "กำ",
    "กิน",
    "กี่",
    "กุน",
    "กูด",
    "เก้ง",
    "เกล้า",
    "เกลียว",
    "เก้า",
    "เกาะ",
    "เกือก",
    "แกง",
    "แกะ",
    "โกน",
    "โกร๋น",
    "ใกล้",
    "ไก่",
    "ไกล",
    "ข้น",
    "ขนาบ",
    "ข้าง",
]


@pytest.fixture
def officer(person):
    return person("customer-officer", unit=Unit.objects.get(code="customer-market"))


def found(officer, needle: str, **filters: str) -> list[str]:
    return [row.name_th for row in selectors.customers_list(officer, ListQuery(needle=needle, **filters)).page.rows]


def test_list_is_in_thai_order(officer) -> None:
    shuffled = random.Random(1).sample(THAI_ORDER, len(THAI_ORDER))
    for name in shuffled:
        make_person(name_th=name, family_th="")
    pages = selectors.customers_list(officer, ListQuery(), size=10)
    second = selectors.customers_list(officer, ListQuery(), cursor=pages.page.next, size=10)
    third = selectors.customers_list(officer, ListQuery(), cursor=second.page.next, size=10)
    names = [row.name_th for answer in (pages, second, third) for row in answer.page.rows]
    assert names == THAI_ORDER
    back = selectors.customers_list(officer, ListQuery(), cursor=second.page.previous, size=10)
    assert [row.name_th for row in back.page.rows] == THAI_ORDER[:10]


def test_the_page_and_its_choices_of_officers_are_in_thai_order(client_as, person) -> None:
    for name in random.Random(2).sample(THAI_ORDER, len(THAI_ORDER)):
        make_person(name_th=name, family_th="")
        person("customer-officer", f"officer-{name}", first_name=name)
    client = client_as("customer-officer")
    shown, address = [], "/staff/customers/"
    while address:
        page = client.get(address)
        shown += [line["name"] for line in page.context["lines"]]
        after = page.context["page"].next
        address = f"/staff/customers/?after={after}" if after else ""
    assert shown == THAI_ORDER
    form = client.get("/staff/customers/new/").context["form"]
    offered = [label for _value, label in form.fields["owner"].choices if label in THAI_ORDER]
    assert offered == THAI_ORDER


@pytest.mark.parametrize(
    "needle",
    ["น้ำใส", "น้\u0e4dาใส", "น\u0e4d้าใส", "น้ำ\u200bใส", "ครัวน้ำ", "บริษัท ครัวน้ำใส", "บริษัทครัวน้ำใส", "น้ำใส จำกัด", "คร", "ค"],
)  # fmt: skip
def test_thai_substring_is_found_however_it_was_typed(officer, needle: str) -> None:
    make_organisation(title_th="บริษัท", name_th="ครัวน้ำใส จำกัด")
    make_organisation(title_th="ร้าน", name_th="อิ่มสุข")
    assert found(officer, needle) == ["ครัวน้ำใส จำกัด"]


def test_short_needle_finds_beginnings_of_words_only(officer) -> None:
    make_person(name_th="สมชาย", family_th="ใจดี")
    make_person(name_th="อาคม", family_th="ทองสม")
    assert found(officer, "สม") == ["สมชาย"]
    assert found(officer, "ใจ") == ["สมชาย"]


@pytest.mark.parametrize("needle", ["K-2569-000001", "k-๒๕๖๙-000001", "081 234 5678", "+66812345678", "A@EXAMPLE.com"])
def test_number_phone_and_mail_are_found_exactly(officer, needle: str) -> None:
    customer = make_person(phone="0812345678", email="a@example.com")
    make_person(phone="0812345679")
    assert found(officer, needle) == [customer.name_th]


def test_identity_number_is_found_by_the_whole_only(officer) -> None:
    make_person(name_th="ณิชา", national_id="1234545678781")
    assert found(officer, "1234545678781") == ["ณิชา"]
    assert found(officer, "123454567878") == []


def test_organisation_is_found_by_tax_number_and_by_its_contact(officer) -> None:
    customer = make_organisation(tax_id="0105536112014")
    services.add_contact(customer_id=customer.pk, values={"name": "สุดา", "phone": "0898765432"}, by=None, now=NOW)
    assert found(officer, "๐๑๐๕๕๓๖") == [customer.name_th]
    assert found(officer, "089-876-5432") == [customer.name_th]


@pytest.mark.parametrize("needle", ["ทิพย์", "0898765432", "someone@example.org"])
def test_indexes_answer_a_needle(officer, needle: str) -> None:
    matching = selectors.register.customers_matching(officer, ListQuery(needle=needle)).order_by()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # a whole read is then planned only where nothing else can be
    assert "Seq Scan on customers_customer" not in matching.explain()


@pytest.mark.parametrize("needle", ["%", "_", "\\", "'; DROP", "ก" * 500, " ", "\u200b", "((("])
def test_odd_needles_do_no_harm(officer, needle: str) -> None:
    make_person()
    assert found(officer, needle) in ([], [r.name_th for r in selectors.customers_list(officer, ListQuery()).page.rows])


def test_percent_sign_is_no_wildcard(officer) -> None:
    make_person(name_th="สมชาย")
    assert found(officer, "ส%ย") == []


def test_filters_narrow_and_combine(officer) -> None:
    make_person(name_th="ณิชา", relation="prospect")
    make_organisation(name_th="อิ่มสุข", kind="resale", relation="current", unit=officer.unit)
    assert found(officer, "", relation="prospect") == ["ณิชา"]
    assert found(officer, "", kind="resale", party="organisation", unit="customer-market") == ["อิ่มสุข"]
    assert found(officer, "", kind="resale", relation="former") == []


def test_record_limited_to_a_unit_is_out_of_sight_elsewhere(officer, person) -> None:
    property_unit = Unit.objects.get(code="property")
    make_organisation(name_th="ความลับ", unit=property_unit, is_limited=True)
    assert found(officer, "ความลับ") == []
    assert found(person("auditor"), "ความลับ") == ["ความลับ"]
    assert found(person("product-manager", unit=property_unit), "ความลับ") == ["ความลับ"]


def test_count_is_exact_below_the_ceiling_and_honest_above(officer, monkeypatch: pytest.MonkeyPatch) -> None:
    for _n in range(3):
        make_person(name_th="สมชาย")
    assert selectors.customers_list(officer, ListQuery(needle="สมชาย")).count == 3
    monkeypatch.setattr("customers.selectors.register.COUNT_CEILING", 2)
    answer = selectors.customers_list(officer, ListQuery(needle="สมชาย"))
    assert (answer.count, answer.is_exact, len(answer.page.rows)) == (2, False, 3)


def test_whole_number_is_looked_up_and_asks_no_trigrams(officer) -> None:
    customer = make_person()
    assert found(officer, customer.number.lower()) == [customer.name_th]
    plan = Customer.objects.filter(as_written(customer.number)).explain()
    assert "search_text" not in plan


def test_short_word_that_many_bear_is_not_counted(officer, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it costs to find out that they are too many grows with the register; the planner knows without."""
    for name in ("สมชาย", "สมศรี", "วีระ"):
        make_person(name_th=name)
    monkeypatch.setattr("customers.selectors.register.estimated_count", lambda rows: 10**6)
    answer = selectors.customers_list(officer, ListQuery(needle="สม"))
    assert [row.name_th for row in answer.page.rows] == ["สมชาย", "สมศรี"]
    assert (answer.count, answer.is_exact) == (COUNT_CEILING, False)
