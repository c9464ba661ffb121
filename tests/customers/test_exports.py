"""Taking the list out as a spreadsheet: what it shows, formulas as text, nothing for others."""

import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from customers.importing.columns import guess
from customers.models import ContactPerson
from customers.selectors import ListQuery
from customers.services import add_contact, end_contact, exports, save_view
from customers.services.saved_views import Asked
from foundation.core import sheet_stream
from foundation.privacy.models import AccessLog
from tests.customers.factories import NOW, make_organisation, make_person, thai_number
from tests.customers.test_imports import run_import, upload

pytestmark = pytest.mark.django_db
EXPORT = "/staff/customers/export/"
REASON = "ส่งหนังสือแจ้งปิดลานจอด"
CONTACT = ("contact_name", "contact_role", "contact_phone", "contact_email")


def sheet(response: Any) -> list[dict[str, Any]]:
    rows = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.iter_rows(values_only=True)
    head = next(rows)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_list_as_it_was_cut_leaves_as_a_spreadsheet(client_as: Any) -> None:
    make_person(name_th='=HYPERLINK("x")', family_th="", phone="0812345678")
    make_organisation(relation="former")
    officer = client_as("customer-officer")
    response = officer.post(f"{EXPORT}?relation=current", {"form": "xlsx"})
    assert response["Content-Disposition"] == 'attachment; filename="customers.xlsx"'
    rows = sheet(response)
    assert [row["name_th"] for row in rows] == ['=HYPERLINK("x")']
    assert "phone" not in rows[0]
    assert AccessLog.objects.filter(subject_kind="customer_export").count() == 1


def test_contact_data_leave_with_a_reason_only(client_as: Any) -> None:
    make_person(phone="0812345678")
    officer = client_as("customer-officer")
    assert officer.post(EXPORT, {"form": "xlsx", "personal": "yes", "reason": ""}).status_code == 422
    rows = sheet(officer.post(EXPORT, {"form": "xlsx", "personal": "yes", "reason": "ส่งหนังสือแจ้งปิดลานจอด"}))
    assert rows[0]["phone"] == "081 234 5678"


def test_a_list_longer_than_a_sheet_goes_on_in_the_next(client_as: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_stream, "MAX_ROWS", 3)
    numbers = {make_person().number for _n in range(5)}
    response = client_as("customer-officer").post(EXPORT, {"form": "xlsx"})
    sheets = load_workbook(io.BytesIO(b"".join(response.streaming_content))).worksheets
    rows = [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in sheets]
    assert [len(each) for each in rows] == [3, 3, 2]
    assert {row[0] for row in rows} == {"number"}
    assert {number for row in rows for number in row[1:]} == numbers


def test_others_get_no_file(client_as: Any) -> None:
    assert client_as("complaint-officer").post(EXPORT, {"form": "xlsx"}).status_code == 403


def test_a_view_leaves_with_its_columns_in_its_order(client_as: Any) -> None:
    for name, kind in (("กานดา", "direct"), ("ขวัญใจ", "agency"), ("แก้วตา", "resale")):
        make_person(name_th=name, family_th="", kind=kind, postcode="10330", phone="0812345678")
    officer = client_as("customer-officer")
    view = save_view(
        name="ทั้งหมดถอยหลัง", audience="private", by=officer.user, now=NOW,
        asked=Asked({"party": "person"}, ("kind", "province"), "name_back"),
    )  # fmt: skip
    list_address = officer.get(reverse("customers:view", args=[view.public_id]))["Location"]
    address = f"{EXPORT}?{list_address.partition('?')[2]}"
    assert "จังหวัด" in officer.get(address).content.decode()
    rows = sheet(officer.post(address, {"form": "xlsx", "columns": "shown"}))
    assert list(rows[0]) == ["เลขที่ลูกค้า", "ชื่อ", "ประเภทลูกค้า", "จังหวัด"]
    assert [row["ชื่อ"] for row in rows] == ["ขวัญใจ", "แก้วตา", "กานดา"]
    assert {row["จังหวัด"] for row in rows} == {"กรุงเทพมหานคร"}
    text = b"".join(officer.post(address, {"form": "csv", "columns": "shown"}).streaming_content).decode("utf-8-sig")
    assert [line.split(",")[1] for line in text.splitlines()[1:]] == ["ขวัญใจ", "แก้วตา", "กานดา"]
    whole = sheet(officer.post(address, {"form": "xlsx"}))
    assert [row["name_th"] for row in whole] == ["ขวัญใจ", "แก้วตา", "กานดา"]
    assert "0812345678" not in text


def make_main_contact(serial: int) -> ContactPerson:
    customer = make_organisation(tax_id=thai_number("0", serial))
    values = {"name": f"สุดา{serial} มีสุข", "role": "จัดซื้อ", "phone": "0812345678", "email": "suda@example.org"}
    add_contact(customer_id=customer.pk, values={**values, "name": "มานี"}, by=None, now=NOW)
    return add_contact(customer_id=customer.pk, values={**values, "is_main": True}, by=None, now=NOW)


def test_the_main_contact_person_leaves_with_a_reason_only(client_as: Any) -> None:
    make_main_contact(1)
    ended = make_main_contact(2)
    end_contact(contact_id=ended.pk, by=None, now=NOW)
    officer = client_as("customer-officer")
    rows = sheet(officer.post(EXPORT, {"form": "xlsx", "personal": "yes", "reason": REASON}))
    shown = sorted(tuple(row[column] or "" for column in CONTACT) for row in rows)
    assert shown == [("", "", "", ""), ("สุดา1 มีสุข", "จัดซื้อ", "081 234 5678", "suda@example.org")]
    assert set(CONTACT) <= set(AccessLog.objects.get(subject_kind="customer_export").fields)
    plain = sheet(officer.post(EXPORT, {"form": "xlsx"}))
    assert not set(CONTACT) & set(plain[0])


def test_an_export_taken_in_again_finds_the_contact_persons(client_as: Any) -> None:
    contact = make_main_contact(1)
    officer = client_as("customer-officer")
    response = officer.post(EXPORT, {"form": "csv", "personal": "yes", "reason": REASON})
    data = b"".join(response.streaming_content)
    head = data.decode("utf-8-sig").splitlines()[0].split(",")
    assert set(CONTACT) <= set(guess(head, []).columns.values())
    run = upload(data)
    run_import(run)
    assert (run.counts["changed"], run.counts["refused"], ContactPerson.objects.count()) == (1, 0, 2)
    assert ContactPerson.objects.get(pk=contact.pk).version == contact.version


def test_contact_persons_cost_one_statement_a_batch(client_as: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for serial in range(1, 6):
        make_main_contact(serial)
    monkeypatch.setattr(exports, "CHUNK", 2)
    by = client_as("customer-officer").user
    with CaptureQueriesContext(connection) as asked:
        made = exports.export_customers(query=ListQuery(), by=by, now=NOW, with_personal=True, reason=REASON)
        assert len(list(made)) == 6
    assert sum("customers_contactperson" in one["sql"] for one in asked.captured_queries) == 3
    assert not any("core_datakey" in one["sql"] and "JOIN" not in one["sql"] for one in asked.captured_queries)
