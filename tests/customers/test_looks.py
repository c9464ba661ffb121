"""Who looked at a record: opened, shown, fetched, exported; once a day, and also before it was joined."""

import re
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from customers import services
from customers.models import Customer
from customers.selectors.looks import looks_at_customer
from foundation.accounts.models import Unit
from foundation.privacy.models import AccessLog, LookBatch
from tests.counting import statements
from tests.customers.factories import NOW, make_interaction, make_organisation, make_person

pytestmark = pytest.mark.django_db
WHY = "ส่งหนังสือแจ้งปิดน้ำ"
EXPORT = "/staff/customers/export/"


def at(name: str, customer: Customer) -> str:
    return reverse(f"customers:{name}", args=[customer.public_id])


def opened() -> list[tuple[str, str]]:
    rows = AccessLog.objects.filter(viewed_on__isnull=False).order_by("pk")
    return list(rows.values_list("by__username", "subject_public_id"))


@pytest.fixture
def api(person: Any) -> Any:
    client = APIClient()
    client.force_authenticate(person("customer-officer"))
    return client


def join(keep: Customer, gone: Customer, by: Any) -> None:
    versions = {keep.pk: keep.version, gone.pk: gone.version}
    services.merge_customers(
        survivor_id=keep.pk, merged_id=gone.pk, shown_versions=versions, taken=(), reason="คนเดียวกัน", by=by, now=NOW
    )


def test_who_opens_a_record_is_written_down_once_a_day(client_as: Any) -> None:
    customer = make_person()
    officer, auditor = client_as("customer-officer"), client_as("auditor")
    for name in ("staff-detail", "staff-detail", "staff-history", "staff-edit"):
        officer.get(at(name, customer))
    auditor.get(at("staff-history", customer))
    assert opened() == [("customer-officer", customer.public_id), ("auditor", customer.public_id)]


def test_the_oldest_look_is_reached_page_by_page(client_as: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("customers.views.history.LOOKS", 2)
    customer, auditor = make_person(), client_as("auditor")
    reasons = [f"เหตุผลที่ {number} ของการดู" for number in range(5)]
    for reason in reasons:
        services.reveal_customer(customer=customer, fields=["phone"], reason=reason, by=auditor.user, now=NOW)
    address, seen = at("staff-history", customer), []
    for _page in range(4):
        html = auditor.get(address).content.decode()
        seen += [reason for reason in reversed(reasons) if reason in html]
        further = re.search(r'rel="next" href="([^"]+looks=[^"]+)"', html)
        if further is None:
            break
        address = f"{at('staff-history', customer)}{unescape(further[1])}"
    assert seen == list(reversed(reasons))


def test_what_is_not_shown_is_not_written_down(client_as: Any) -> None:
    hidden = make_organisation(unit=Unit.objects.get(code="property"), is_limited=True)
    officer = client_as("customer-officer")
    for name in ("staff-detail", "staff-history", "staff-edit"):
        assert officer.get(at(name, hidden)).status_code == 404
    assert officer.get("/staff/customers/nobody/").status_code == 404
    assert client_as("board-member").get(at("staff-detail", make_person())).status_code == 403
    assert officer.get("/staff/customers/").status_code == 200
    assert opened() == []


def test_over_the_api_it_is_written_down_too(api: Any) -> None:
    one, two, other = (make_person() for _n in range(3))
    for customer in (one, one, two):
        make_interaction(customer)
    api.get("/api/v1/interactions/")
    assert {whom for _by, whom in opened()} == {one.public_id, two.public_id}
    for rest in ("", "", "contacts/"):
        api.get(f"/api/v1/customers/{other.public_id}/{rest}")
    assert len(opened()) == 3
    assert api.get("/api/v1/customers/nobody/").status_code == 404
    api.get("/api/v1/customers/")
    assert len(opened()) == 3


def test_the_page_says_who_opened_showed_and_exported(client_as: Any) -> None:
    customer = make_organisation(phone="0812345678")
    contact = services.add_contact(
        customer_id=customer.pk, values={"name": "สุดา", "phone": "0898765432"}, by=None, now=NOW
    )
    officer, auditor = client_as("customer-officer"), client_as("auditor")
    officer.get(at("staff-detail", customer))
    officer.post(at("staff-reveal", customer), {"reason": "โทรกลับตามที่ลูกค้าขอ"})
    services.reveal_contact(contact=contact, reason="นัดตรวจพื้นที่", by=officer.user, now=NOW)
    b"".join(officer.post(EXPORT, {"personal": "yes", "reason": WHY}).streaming_content)
    b"".join(officer.post(EXPORT, {}).streaming_content)
    looks = looks_at_customer(customer, size=10).rows
    assert [look.reason for look in looks] == [WHY, "นัดตรวจพื้นที่", "โทรกลับตามที่ลูกค้าขอ", ""]
    page = auditor.get(at("staff-history", customer)).content.decode()
    for said in ("อยู่ในไฟล์ส่งออกข้อมูลส่วนบุคคล", "แสดงข้อมูล: โทรศัพท์", "ผู้ติดต่อ · แสดงข้อมูล", "เปิดดูทะเบียน", WHY):
        assert said in page
    assert WHY not in officer.get(at("staff-history", customer)).content.decode()
    assert WHY in auditor.get(at("staff-detail", customer)).content.decode()
    assert statements(auditor, at("staff-detail", customer)) <= 25


def test_an_export_names_whom_it_took_out_batch_by_batch(client_as: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("customers.services.exports.CHUNK", 2)
    inside = [make_person(relation="former") for _n in range(3)]
    outside = make_person(relation="current")
    officer = client_as("customer-officer")
    b"".join(officer.post(f"{EXPORT}?relation=former", {"personal": "yes", "reason": WHY}).streaming_content)
    assert sorted(len(batch.subject_public_ids) for batch in LookBatch.objects.all()) == [1, 2]
    assert [len(looks_at_customer(row, size=9).rows) for row in (*inside, outside)] == [1, 1, 1, 0]


def test_looks_at_what_was_joined_stand_with_the_survivor(client_as: Any) -> None:
    first, second, third = (make_person(phone="0812345678") for _n in range(3))
    officer = client_as("customer-officer")
    for row in (first, second):
        services.reveal_customer(customer=row, fields=["phone"], reason=f"โทรหา {row.number}", by=officer.user, now=NOW)
    b"".join(officer.post(EXPORT, {"personal": "yes", "reason": WHY}).streaming_content)
    join(second, first, officer.user)
    second.refresh_from_db()
    join(third, second, officer.user)
    reasons = [look.reason for look in looks_at_customer(third, size=9).rows]
    assert reasons == [WHY, f"โทรหา {second.number}", f"โทรหา {first.number}"]
    assert officer.get(at("staff-detail", first)).status_code == 302
    assert opened() == []
