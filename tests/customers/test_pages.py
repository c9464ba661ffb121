"""The register's pages as people use them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from customers import panels, services
from customers.models import Customer, ImportRun, Interaction
from foundation.accounts.permissions import Permission
from foundation.core import job_runner
from foundation.core.models import Job
from foundation.privacy.models import AccessLog
from tests.counting import statements
from tests.customers.factories import NOW, make_follow_up, make_interaction, make_organisation, make_person

pytestmark = pytest.mark.django_db
LIST = "/staff/customers/"


def url(name: str, customer: Customer) -> str:
    return reverse(f"customers:{name}", args=[customer.public_id])


@pytest.fixture
def officer(client_as):
    return client_as("customer-officer")


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_every_length(officer, count: int) -> None:
    for _n in range(count):
        make_organisation(phone="0812345678", owner=officer.user)
    assert statements(officer, LIST) <= 10
    assert statements(officer, f"{LIST}?q=ครัว&relation=current") <= statements(officer, LIST)


@pytest.mark.parametrize("count", [1, 3])
def test_record_costs_the_same_for_every_length_of_history(officer, count: int) -> None:
    customer = make_organisation(phone="0812345678")
    for n in range(count):
        make_follow_up(customer, interaction=make_interaction(customer))
        values = {"name": f"สุดา{n}", "phone": "0898765432"}
        services.add_contact(customer_id=customer.pk, values=values, by=officer.user, now=NOW)
    assert statements(officer, url("staff-detail", customer)) <= 25
    assert statements(officer, url("staff-history", customer)) <= 15


def test_record_costs_no_more_with_more_history(officer) -> None:
    few, many = make_organisation(), make_organisation()
    make_interaction(few)
    for _n in range(5):
        make_interaction(many)
    assert statements(officer, url("staff-detail", few)) == statements(officer, url("staff-detail", many))


def test_list_shows_names_and_no_personal_data(officer) -> None:
    make_person(title_th="นาย", name_th="สมชาย", family_th="ใจดี", phone="0812345678")
    page = officer.get(LIST).content.decode()
    assert "นายสมชาย ใจดี" in page
    assert "5678" not in page


def test_name_with_markup_is_inert(officer) -> None:
    customer = make_person(name_th="<script>alert(1)</script>", family_th="{{7*7}}")
    for address in (LIST, url("staff-detail", customer), url("staff-history", customer)):
        page = officer.get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_personal_data_are_masked_until_a_reason_is_given_and_the_look_is_logged(officer) -> None:
    customer = make_person(phone="0812345678")
    address = url("staff-reveal", customer)
    assert "081 234 5678" not in officer.get(url("staff-detail", customer)).content.decode()
    for short in ("x", "123456789"):
        assert officer.post(address, {"reason": short}).status_code == 422
    assert not AccessLog.objects.filter(viewed_on__isnull=True).exists()
    shown = officer.post(address, {"reason": "โทรกลับตามที่ลูกค้าขอ"})
    assert "081 234 5678" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    look = AccessLog.objects.get(viewed_on__isnull=True)
    assert (look.by, look.subject_public_id, look.fields) == (officer.user, customer.public_id, ["phone"])


def test_who_looked_stands_on_the_page_for_those_who_oversee_it(officer, client_as) -> None:
    customer = make_organisation(phone="0812345678", relation="prospect")
    record, why = url("staff-detail", customer), "โทรกลับตามที่ลูกค้าขอ"
    officer.post(url("staff-reveal", customer), {"reason": why})
    make_follow_up(customer, interaction=make_interaction(customer))
    auditor = client_as("auditor")
    assert why in auditor.get(record).content.decode()
    assert why not in officer.get(record).content.decode()
    newcomer = client_as("auditor", username="newcomer")
    newcomer.get(url("staff-detail", make_person()))
    with CaptureQueriesContext(connection) as first_look_of_the_day:
        newcomer.get(record)
    assert len(first_look_of_the_day) <= 25


def test_new_customer_keeps_what_was_typed_when_refused(officer) -> None:
    typed = {"party": "person", "relation": "current", "kind": "direct", "language": "th"}
    typed |= {"name_th": "ณิชา", "national_id": "1234545678789"}
    page = officer.post("/staff/customers/new/", typed)
    assert page.status_code == 422
    assert 'value="1234545678789"' in page.content.decode()
    assert not Customer.objects.exists()
    done = officer.post("/staff/customers/new/", {**typed, "national_id": "1234545678781", "once": "abc"})
    assert done.status_code == 302
    officer.post("/staff/customers/new/", {**typed, "national_id": "1234545678781", "once": "abc"})
    assert Customer.objects.get().national_id == "1234545678781"


def edit_form(customer: Customer, **changes: object) -> dict[str, object]:
    names = {"name_th": customer.name_th, "family_th": customer.family_th}
    return {"version": customer.version, "kind": "direct", "language": "th", **names, **changes}


def test_edit_leaves_sealed_fields_alone_unless_typed_or_removed(officer) -> None:
    customer = make_person(phone="0812345678", email="a@example.com")
    page = officer.get(url("staff-edit", customer)).content.decode()
    assert "08x xxx 5678" in page
    assert "812345678" not in page
    officer.post(url("staff-edit", customer), edit_form(customer, family_th="ใจงาม", clear="email"))
    customer.refresh_from_db()
    assert (customer.family_th, customer.phone, customer.email) == ("ใจงาม", "+66812345678", None)


def test_stale_edit_shows_both_sides_and_can_be_sent_again(officer) -> None:
    customer = make_person(name_th="สมชาย", family_th="ใจดี")
    services.update_customer(customer_id=customer.pk, shown_version=1, values={"family_th": "เธอแก้"}, by=None, now=NOW)
    page = officer.post(url("staff-edit", customer), edit_form(customer, family_th="ฉันแก้"))
    text = page.content.decode()
    assert page.status_code == 409
    assert "ฉันแก้" in text
    assert "เธอแก้" in text
    assert 'name="version" value="2"' in text
    officer.post(url("staff-edit", customer), edit_form(customer, family_th="ฉันแก้", version=2))
    customer.refresh_from_db()
    assert customer.family_th == "ฉันแก้"


def test_contact_is_written_down_once(officer) -> None:
    customer = make_person()
    data = {"summary": "ถามที่จอดรถ", "channel": "phone", "direction": "in", "once": "abc"}
    assert officer.post(url("staff-log", customer), data).status_code == 302
    officer.post(url("staff-log", customer), data)
    entry = Interaction.objects.get()
    assert (entry.summary, entry.by) == ("ถามที่จอดรถ", officer.user)
    empty = officer.post(url("staff-log", customer), {**data, "summary": "", "once": "abd"})
    assert empty.status_code == 422


def test_record_of_another_unit_is_not_there(officer) -> None:
    from foundation.accounts.models import Unit

    customer = make_organisation(unit=Unit.objects.get(code="property"), is_limited=True)
    for name in ("staff-detail", "staff-edit", "staff-history"):
        assert officer.get(url(name, customer)).status_code == 404
    assert officer.post(url("staff-reveal", customer), {"reason": "อยากรู้เฉย ๆ นะ"}).status_code == 404


def test_panels_of_other_rooms_need_their_permission(officer, client_as, monkeypatch) -> None:
    monkeypatch.setattr(panels, "_panels", {})
    panels.register(
        "test",
        "แผงทดสอบ",
        Permission.SEGMENT_VIEW,
        lambda user, customer: ("components/empty.html", {"text": customer.number}),
    )
    customer = make_person()
    assert "แผงทดสอบ" in officer.get(url("staff-detail", customer)).content.decode()
    assert "แผงทดสอบ" not in client_as("complaint-investigator").get(url("staff-detail", customer)).content.decode()


def test_import_in_the_browser(officer) -> None:
    text = "รหัสลูกค้า,ชื่อ-นามสกุล,โทรศัพท์\nA1,สมชาย ใจดี,0812345678\nA2,สมหญิง ใจงาม,99\n"
    file = SimpleUploadedFile("ลูกค้า.csv", text.encode("cp874"))
    assert officer.post("/staff/customers/import/", {"file": file, "source": "lease"}).status_code == 302
    run = ImportRun.objects.get()
    page = reverse("customers:import", args=[run.public_id])
    assert "สมชาย ใจดี" in officer.get(page).content.decode()
    columns = {"column_0": "external_key", "column_1": "full_name", "column_2": "phone"}
    settings = {"source": "lease", "party": "person", "relation": "current"}
    assert officer.post(page, {**settings, "column_0": "phone", "column_2": "phone"}).status_code == 422
    assert officer.post(page, {**settings, "column_1": "full_name"}).status_code == 422
    assert officer.post(page, {**settings, **columns}).status_code == 302
    job_runner.run(Job.objects.get().pk)
    assert "แถว" in officer.get(page).content.decode()
    assert not Customer.objects.exists()
    officer.post(reverse("customers:import-start", args=[run.public_id]))
    job_runner.run(Job.objects.latest("pk").pk)
    assert Customer.objects.get().name_th == "สมชาย"
    errors = b"".join(officer.get(reverse("customers:import-issues", args=[run.public_id])).streaming_content).decode()
    assert errors.splitlines()[1].startswith("3,โทรศัพท์,…,")
    assert officer.get(page).status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [("a.xls", b"\xd0\xcf\x11\xe0" + b"0" * 50, "CSV UTF-8"), ("a.xlsx", b"PK\x03\x04" + b"0" * 50, "XLSX")],
)
def test_spreadsheet_that_cannot_be_read_is_refused_kindly(officer, name: str, content: bytes, advice: str) -> None:
    page = officer.post("/staff/customers/import/", {"file": SimpleUploadedFile(name, content)})
    assert page.status_code == 422
    assert advice in page.content.decode()


def exported(client, data: dict[str, str], query: str = "") -> list[str]:
    response = client.post(f"/staff/customers/export/{query}", data)
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()


def test_export_is_logged_and_makes_formulas_harmless(officer) -> None:
    make_person(name_th='=HYPERLINK("x")', relation="current", phone="0812345678")
    make_person(name_th="ณิชา", relation="former")
    lines = exported(officer, {}, "?relation=current")
    assert len(lines) == 2
    assert "'=HYPERLINK" in lines[1]
    assert "081" not in lines[1]
    assert AccessLog.objects.get().subject_kind == "customer_export"


def test_export_with_contact_data_needs_a_reason(officer) -> None:
    make_person(phone="0812345678")
    assert officer.post("/staff/customers/export/", {"personal": "yes", "reason": ""}).status_code == 422
    lines = exported(officer, {"personal": "yes", "reason": "ส่งหนังสือแจ้งปิดน้ำ"})
    assert "081 234 5678" in lines[1]
