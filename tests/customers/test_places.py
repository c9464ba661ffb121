"""Addresses of customers: four parts that agree, sealed but for the province, through every door."""

import csv
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import translation

from customers import selectors, services
from customers.models import Customer
from customers.services.erasure import erase_customer
from foundation.core.errors import Incomplete
from foundation.privacy.models import AccessLog
from tests.customers.factories import NOW, make_organisation, make_person
from tests.customers.test_imports import issues, run_import, table, upload
from tests.people import someone

pytestmark = pytest.mark.django_db
LIST, NEW = "/staff/customers/", "/staff/customers/new/"
LUMPHINI = {"subdistrict": "แขวงลุมพินี", "district": "ปทุมวัน", "province": "กทม"}
TYPED = {"party": "person", "relation": "prospect", "name_th": "ณิชา", "kind": "direct", "language": "th"}


@pytest.fixture
def officer(client_as: Any) -> Any:
    return client_as("customer-officer")


def test_names_become_one_place_with_its_postcode() -> None:
    customer = make_person(address="88 ถนนวิทยุ", **LUMPHINI)
    customer.refresh_from_db()
    assert (customer.place, customer.postcode, customer.province) == ("100704", "10330", "10")
    assert customer.address == "88 ถนนวิทยุ"


def test_the_place_is_sealed_and_the_province_alone_is_plain() -> None:
    customer = make_person(**LUMPHINI)
    with connection.cursor() as cursor:
        cursor.execute("SELECT place, province FROM customers_customer WHERE id = %s", [customer.pk])
        place, province = cursor.fetchone()
        cursor.execute("SELECT place FROM customers_historicalcustomer WHERE id = %s", [customer.pk])
        kept = cursor.fetchone()[0]
    assert "100704" not in place
    assert "100704" not in kept
    assert province == "10"
    with translation.override("th"):
        assert selectors.masked(customer)["place"] == "… กรุงเทพมหานคร"


def test_a_postcode_alone_tells_the_province() -> None:
    assert make_person(postcode="50200").province == "50"
    assert make_person(postcode="13180").province == ""  # of two provinces
    assert make_person(postcode="99999").province == ""


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({**LUMPHINI, "province": "เชียงใหม่"}, "district", "กรุงเทพมหานคร"),
        ({**LUMPHINI, "district": "บางรัก"}, "subdistrict", "เขตปทุมวัน กรุงเทพมหานคร"),
        ({**LUMPHINI, "postcode": "50200"}, "postcode", "10330"),
        ({"subdistrict": "หนองบัว"}, "subdistrict", "28"),
        ({"province": "แอตแลนติส"}, "province", "จังหวัด"),
        ({"place": "999999"}, "place", "รหัส"),
    ],
)
def test_what_does_not_agree_is_said_in_words(values: dict[str, str], field: str, said: str) -> None:
    with translation.override("th"), pytest.raises(Incomplete) as refused:
        make_person(**values)
    assert list(refused.value.missing) == [field]
    assert said in str(refused.value.missing[field])


def change(customer: Customer, **values: Any) -> Customer:
    changed = services.update_customer(
        customer_id=customer.pk, shown_version=customer.version, values=values, by=None, now=NOW
    )
    changed.refresh_from_db()
    return changed


def test_a_new_place_takes_its_postcode_along_and_a_strange_postcode_is_refused() -> None:
    customer = make_person(**LUMPHINI)
    moved = change(customer, subdistrict="สุเทพ", postcode="10330")
    assert (moved.place, moved.postcode, moved.province) == ("500108", "50200", "50")
    with pytest.raises(Incomplete) as refused:
        change(moved, postcode="10330")
    assert list(refused.value.missing) == ["postcode"]
    cleared = change(moved, place="", postcode="")
    assert (cleared.place, cleared.province) == (None, "")


def test_an_address_in_one_text_stays_readable(officer: Any) -> None:
    customer = make_person(address="88 ถนนวิทยุ แขวงลุมพินี เขตปทุมวัน กรุงเทพมหานคร 10330")
    change(customer, phone="0812345678")
    address = reverse("customers:staff-reveal", args=[customer.public_id])
    assert "88 ถนนวิทยุ แขวงลุมพินี" in officer.post(address, {"reason": "โทรกลับตามที่ลูกค้าขอ"}).content.decode()


def test_the_page_hides_the_place_until_a_reason_is_given(officer: Any) -> None:
    customer = make_person(**LUMPHINI)
    assert "ลุมพินี" not in officer.get(f"{LIST}{customer.public_id}/").content.decode()
    address = reverse("customers:staff-reveal", args=[customer.public_id])
    assert "แขวงลุมพินี เขตปทุมวัน" in officer.post(address, {"reason": "โทรกลับตามที่ลูกค้าขอ"}).content.decode()
    assert "place" in AccessLog.objects.filter(subject_public_id=customer.public_id).latest("pk").fields


def test_the_form_offers_what_may_be_meant_and_takes_the_choice_without_script(officer: Any) -> None:
    several = officer.post(NEW, {**TYPED, "subdistrict": "หนองบัว", "postcode": "16140"})
    page = several.content.decode()
    assert several.status_code == 422
    assert 'value="หนองบัว"' in page  # what was typed is kept
    looked = officer.post(NEW, {**TYPED, "postcode": "10330", "find": "place"})
    assert looked.status_code == 200
    assert "แขวงลุมพินี เขตปทุมวัน กรุงเทพมหานคร" in looked.content.decode()
    assert not Customer.objects.exists()
    assert officer.post(NEW, {**TYPED, "postcode": "10330", "place": "100704"}).status_code == 302
    assert Customer.objects.get().place == "100704"


def test_a_choice_falls_with_what_it_was_offered_for(officer: Any) -> None:
    assert officer.post(NEW, {**TYPED, "subdistrict": "สุเทพ", "place": "100704"}).status_code == 302
    assert Customer.objects.get().place == "500108"


def test_the_edit_form_keeps_the_place_unless_it_is_typed_or_removed(officer: Any) -> None:
    customer = make_person(**LUMPHINI)
    address = reverse("customers:staff-edit", args=[customer.public_id])
    page = officer.get(address).content.decode()
    assert "ลุมพินี" not in page
    assert "… กรุงเทพมหานคร" in page
    sent = {"name_th": "ณิชา", "kind": "direct", "language": "th", "postcode": "10330", "version": customer.version}
    looked = officer.post(address, {**sent, "subdistrict": "สุเทพ", "find": "place"})
    assert looked.status_code == 200
    assert "ตำบลสุเทพ" in looked.content.decode()
    assert officer.post(address, sent).status_code == 302
    customer.refresh_from_db()
    assert customer.place == "100704"
    removed = {**sent, "postcode": "", "clear": ["place"], "version": customer.version}
    assert officer.post(address, removed).status_code == 302
    customer.refresh_from_db()
    assert (customer.place, customer.province) == (None, "")


def test_places_are_offered_to_who_may_write(officer: Any, client_as: Any) -> None:
    page = officer.get("/staff/customers/places/?subdistrict=lumphini", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert 'value="100704"' in page
    assert client_as("complaint-officer").get("/staff/customers/places/?subdistrict=lumphini").status_code == 403


def test_lists_are_cut_by_province(officer: Any) -> None:
    make_person(name_th="กานดา", **LUMPHINI)
    make_person(name_th="ขวัญใจ", subdistrict="สุเทพ")
    page = officer.get(f"{LIST}?province=50&column=province").content.decode()
    assert "ขวัญใจ" in page
    assert "กานดา" not in page
    assert "เชียงใหม่" in page
    assert "กานดา" in officer.get(f"{LIST}?province=nowhere").content.decode()
    assert len(officer.get("/api/v1/customers/?province=10").json()["results"]) == 1


HEAD = ["รหัสลูกค้า", "ชื่อ-นามสกุล", "ที่อยู่", "แขวง/ตำบล", "เขต/อำเภอ", "จังหวัด", "รหัสไปรษณีย์"]


def test_files_name_places_with_or_without_prefixes_or_by_postcode() -> None:
    run = upload(
        table(
            ["A1", "สมชาย ใจดี", "88 ถนนวิทยุ", "แขวงลุมพินี", "เขตปทุมวัน", "กรุงเทพฯ", ""],
            ["A2", "สุดา มีสุข", "", "สุเทพ", "เมือง", "เชียงใหม่", "50200"],
            ["A3", "มานี มานะ", "", "", "", "", "50200"],
            ["A4", "ปิติ ชูใจ", "", "ลุมพินี", "ปทุมวัน", "กรุงเทพฯ", "50200"],
            ["A5", "ชูใจ ปิติ", "", "หนองบัว", "", "", ""],
            header=HEAD,
        )
    )
    run_import(run)
    found = {row.name_th: (row.place, row.province, row.postcode) for row in Customer.objects.all()}
    assert found == {
        "สมชาย": ("100704", "10", "10330"),
        "สุดา": ("500108", "50", "50200"),
        "มานี": (None, "50", "50200"),
    }
    assert issues(run) == [(5, "รหัสไปรษณีย์", "postcode_elsewhere"), (6, "แขวง/ตำบล", "place_several")]
    assert "ลุมพินี" not in str(list(run.issues.values_list("shown", flat=True)))


def test_a_later_file_moves_the_place_and_a_strange_postcode_ends_it() -> None:
    run_import(upload(table(["A1", "สมชาย ใจดี", "", "ลุมพินี", "", "", ""], header=HEAD)))
    run_import(upload(table(["A1", "สมชาย ใจดี", "", "สุเทพ", "", "", ""], header=HEAD)))
    moved = Customer.objects.get()
    assert (moved.place, moved.province, moved.postcode) == ("500108", "50", "50200")
    run_import(upload(table(["A1", "สมชาย ใจดี", "", "", "", "", "10330"], header=HEAD)))
    ended = Customer.objects.get()
    assert (ended.place, ended.province, ended.postcode) == (None, "10", "10330")


def first_line(response: Any) -> dict[str, str]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return next(csv.DictReader(text.splitlines()))


def test_exports_hold_the_province_and_with_a_reason_the_rest(officer: Any) -> None:
    make_person(**LUMPHINI)
    plain, full = (
        first_line(officer.post(f"{LIST}export/", data))
        for data in ({"form": "csv"}, {"form": "csv", "personal": "yes", "reason": "ส่งหนังสือแจ้งปิดลานจอด"})
    )
    assert plain["province"] == "กรุงเทพมหานคร"
    assert "subdistrict" not in plain
    assert (full["subdistrict"], full["district"]) == ("ลุมพินี", "ปทุมวัน")


def test_the_api_reads_parts_and_shows_the_province(officer: Any) -> None:
    sent = {"party": "person", "relation": "current", "name_th": "ณิชา", **LUMPHINI}
    made = officer.post("/api/v1/customers/", sent, content_type="application/json")
    assert made.status_code == 201
    assert made.json()["province"] == "10"
    assert "place" in made.json()["masked"]
    wrong = officer.post("/api/v1/customers/", {**sent, "province": "เชียงใหม่"}, content_type="application/json")
    assert wrong.status_code == 400
    assert "district" in str(wrong.json())


def test_a_joined_record_may_give_its_place_and_taking_apart_gives_it_back() -> None:
    keep, gone = make_person(), make_person(address="88 ถนนวิทยุ", **LUMPHINI)
    merge = services.merge_customers(
        survivor_id=keep.pk, merged_id=gone.pk, shown_versions={keep.pk: keep.version, gone.pk: gone.version},
        taken=("address",), reason="คนเดียวกัน", by=someone("customer-officer"), now=NOW,
    )  # fmt: skip
    keep.refresh_from_db()
    assert (keep.place, keep.province, keep.postcode) == ("100704", "10", "10330")
    services.undo_merge(merge_id=merge.pk, reason="คนละคน", by=someone("customer-officer"), now=NOW)
    keep.refresh_from_db()
    assert (keep.place, keep.province) == (None, "")


def test_an_erased_person_leaves_no_place() -> None:
    customer = make_person(**LUMPHINI)
    erase_customer(customer_id=customer.pk, by=None, now=NOW)
    customer.refresh_from_db()
    assert (customer.place, customer.province, customer.postcode) == (None, "", "")
    assert not Customer.history.filter(id=customer.pk).exclude(postcode="").exists()


def test_an_organisation_has_a_place_too() -> None:
    assert make_organisation(**LUMPHINI).province == "10"
