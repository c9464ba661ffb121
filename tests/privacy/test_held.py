"""Everything held about a person: found, shown for a purpose, copied once; consents taken back."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook
from pypdf import PdfReader

from foundation.core import job_runner
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.models import Job
from foundation.core.outbox import Outgoing
from foundation.privacy import selectors, services
from foundation.privacy.copies import MOST_CHARACTERS, MOST_LINES, bounded, copy_pdf
from foundation.privacy.models import AccessLog, DataExport
from foundation.privacy.personal_data import kinds
from tests.core.test_pdf import text_of
from tests.customers.factories import make_interaction, make_person
from tests.people import someone
from tests.privacy.factories import EMAIL, PHONE, bring, make_request

pytestmark = pytest.mark.django_db
CODE = "K7QF-2MXD-1111-2222-3333-4444-5Z"
WHY = "ตอบคำขอเข้าถึงข้อมูล"


@pytest.fixture
def officer(person):
    return person("data-protection-officer")


@pytest.fixture
def customer(db):
    row = make_person(phone=PHONE, email=EMAIL)
    make_interaction(row, summary="=cmd|' /C calc'!A0 ถามเรื่องที่จอดรถ")
    return row


def working(right: str = "copy", **changes):
    return bring(make_request(right, code=CODE, **changes), "working")


def keys(held) -> list[str]:
    return [item.key for item in held]


# --- looking --------------------------------------------------------------------------------------------------------


def test_every_room_is_asked_and_every_look_is_logged(officer, customer):
    row = working()
    held = services.look_up(request_id=row.pk, reason=WHY, by=officer, now=timezone.now())
    assert keys(held) == [f"customer:{customer.public_id}"]
    assert any("ที่จอดรถ" in value for _label, value in held[0].lines)
    look = AccessLog.objects.get()
    assert (look.subject_kind, look.subject_public_id, look.by) == ("customer", customer.public_id, officer)
    assert look.reason == f"{row.number}: {WHY}"


def test_a_look_that_finds_nothing_is_logged_too(officer):
    row = working(phone="+66899999999", email="", national_id="")
    assert services.look_up(request_id=row.pk, reason=WHY, by=officer, now=timezone.now()) == []
    assert AccessLog.objects.get().subject_public_id == row.public_id


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_look_without_a_purpose_is_refused(reason, officer, customer):
    with pytest.raises(Incomplete):
        services.look_up(request_id=working().pk, reason=reason, by=officer, now=timezone.now())
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize(
    ("status", "role", "refusal"),
    [
        ("received", "data-protection-officer", IllegalMove),
        ("closed", "data-protection-officer", IllegalMove),
        ("working", "auditor", NotAllowed),
        ("working", "executive", NotAllowed),
    ],
)
def test_looks_are_for_officers_between_identity_and_answer(status, role, refusal, person, customer):
    row = make_request("access") if status == "received" else bring(make_request("access"), status)
    by = someone(role, f"looks-{role}")
    with pytest.raises(refusal):
        services.look_up(request_id=row.pk, reason=WHY, by=by, now=timezone.now())
    assert not AccessLog.objects.exists()


# --- the copy -------------------------------------------------------------------------------------------------------


def copy_for(row, officer, customer) -> DataExport:
    export = services.build_export(
        request_id=row.pk, records=[f"customer:{customer.public_id}"], by=officer, now=timezone.now()
    )
    job_runner.run_waiting()
    return export


def test_the_copy_is_fetched_once_by_the_person_and_then_gone(client, officer, customer):
    row = working()
    export = copy_for(row, officer, customer)
    client.post(reverse("privacy:portal-track"), {"number": row.number, "code": CODE})
    assert client.post(reverse("privacy:portal-copy")).status_code == 302  # not granted yet
    bring(row, "answered")
    fetched = client.post(reverse("privacy:portal-copy"))
    assert fetched["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(fetched.content))
    told = json.loads(archive.read(f"{row.number}.json"))
    assert "ที่จอดรถ" in json.dumps(told, ensure_ascii=False)
    assert "ที่จอดรถ" in text_of(archive.read(f"{row.number}.pdf"))
    book = load_workbook(io.BytesIO(archive.read(f"{row.number}.xlsx")))
    cells = [cell for line in book.active.iter_rows() for cell in line if cell.value]
    assert all(cell.data_type == "s" for cell in cells)  # what looks like a formula stays text
    assert client.post(reverse("privacy:portal-copy")).status_code == 302
    export = DataExport.objects.select_related("data_key").get(pk=export.pk)
    assert (export.content, export.packed, export.fetched_by) == (None, None, None)
    assert export.fetched_at is not None


def test_nobody_else_fetches_it(client, client_as, officer, customer):
    row = working()
    copy_for(row, officer, customer)
    bring(row, "answered")
    assert client.post(reverse("privacy:portal-copy")).url == reverse("privacy:portal-track")
    url = reverse("privacy:staff-copy", args=[row.number])
    assert client_as("auditor").post(url).status_code == 403
    assert DataExport.objects.get().fetched_at is None
    clerk = client_as("data-protection-officer", username="second-officer")
    assert clerk.post(url).status_code == 200
    assert clerk.post(url).status_code == 409
    assert DataExport.objects.get().fetched_by == clerk.user


@pytest.mark.parametrize("records", [[], ["customer:nobody"], ["complaints.complainant:x"]])
def test_only_records_of_this_person_go_into_the_copy(records, officer, customer):
    with pytest.raises(Incomplete):
        services.build_export(request_id=working().pk, records=records, by=officer, now=timezone.now())


def test_a_copy_is_made_only_where_one_was_asked_for(officer, customer):
    with pytest.raises(Refused):
        copy_for(working("correction"), officer, customer)


def test_a_copy_cannot_be_granted_before_it_is_ready(officer, customer):
    row = working()
    with pytest.raises(Incomplete):
        bring(row, "answered")
    copy_for(row, officer, customer)
    assert bring(row, "answered").outcome == "granted"


def test_a_copy_nobody_fetches_is_destroyed(officer, customer):
    row = working()
    copy_for(row, officer, customer)
    later = timezone.now() + timedelta(days=31)
    assert services.drop_expired_exports(now=later) == 1
    assert DataExport.objects.select_related("data_key").get().packed is None
    with pytest.raises(IllegalMove):
        services.fetch_export(request_id=row.pk, by=officer, now=later)


def test_the_files_are_made_by_a_worker_before_anything_is_promised(officer, customer):
    row = working()
    export = services.build_export(
        request_id=row.pk, records=[f"customer:{customer.public_id}"], by=officer, now=timezone.now()
    )
    assert export.packed_at is None
    with pytest.raises(Incomplete):
        bring(row, "answered")
    assert job_runner.run_waiting() == 1
    export = DataExport.objects.select_related("data_key").get()
    assert (export.content, export.packed_at is not None) == (None, True)
    packed = export.packed
    assert not services.pack_export(public_id=export.public_id, now=timezone.now())  # twice changes nothing
    assert DataExport.objects.select_related("data_key").get().packed == packed


def test_files_that_were_not_made_are_asked_for_again(officer, customer):
    row = working()
    services.build_export(request_id=row.pk, records=[f"customer:{customer.public_id}"], by=officer, now=timezone.now())
    Job.objects.all().delete()  # as after three failures, tidied away
    assert services.ask_for_missing_files(now=timezone.now()) == 1
    job_runner.run_waiting()
    assert DataExport.objects.get().packed_at is not None
    assert services.ask_for_missing_files(now=timezone.now()) == 0


@pytest.mark.parametrize(
    ("language", "words"),
    [("th", ("สำเนาข้อมูลส่วนบุคคลของท่าน", "น้ำประปา")), ("en", ("Copy of your personal data", "น้ำประปา"))],
)
def test_the_pdf_is_tagged_and_reads_in_the_language_of_the_person(language, words):
    told = told_of([{"เรื่อง": "น้ำประปา ค่ำ ๆ", "=1+1": "#eval(1) <x> ☕"}])
    with translation.override(language):
        paper = copy_pdf(told, language=language)
        assert copy_pdf(told, language=language) == paper
    for word in (*words, "#eval(1)<x>"):
        assert word.replace(" ", "") in text_of(paper)
    root = PdfReader(io.BytesIO(paper)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith(language)


def test_a_very_long_copy_is_bounded_and_says_so():
    told = told_of([{f"ข้อ {i}": "ก" * 50} for i in range(MOST_LINES + 7)])
    rooms, left_out = bounded(told["rooms"])
    assert (sum(len(room["shown"]) for room in rooms), left_out) == (MOST_LINES, 7)
    long, left_out = bounded(told_of([{"ยาว": "ก" * (MOST_CHARACTERS + 1)}, {"ถัดไป": "ข"}])["rooms"])
    assert len(long[0]["shown"][0]["ยาว"]) == MOST_CHARACTERS + 2
    assert left_out == 2
    with translation.override("en"):
        assert "leavesout7lines" in text_of(copy_pdf(told, language="en"))


def told_of(records: list[dict[str, str]]) -> dict:
    return {
        "request": "P-2569-000001-0",
        "made_at": "2026-10-01T02:00:00+00:00",
        "rooms": [{"room": "ข้อร้องเรียน", "records": records}],
    }


# --- consents -------------------------------------------------------------------------------------------------------


def agree(customer) -> None:
    services.record_consents(
        purposes={"marketing": True}, notice=selectors.notice_in_force("marketing"), subject_kind="customer",
        subject_public_id=customer.public_id, channel="portal", now=timezone.now(), subject_key=customer.data_key,
    )  # fmt: skip


def may_send(customer) -> bool:
    outgoing = Outgoing(kind="x", channel="email", purpose="marketing", to=EMAIL, subject_key=customer.data_key)
    return selectors.may_send(outgoing)


def test_the_person_takes_a_consent_back_once_the_identity_is_known(client, customer):
    agree(customer)
    row = make_request("access", code=CODE)
    client.post(reverse("privacy:portal-track"), {"number": row.number, "code": CODE})
    client.post(reverse("privacy:portal-take-back"), {"purpose": "marketing"})
    assert may_send(customer)  # nobody knows yet who that is
    bring(row, "verified")
    assert "marketing" in client.get(reverse("privacy:portal-request")).content.decode()
    client.post(reverse("privacy:portal-take-back"), {"purpose": "marketing"})
    assert not may_send(customer)
    said = services.consents_for(row.__class__.objects.get(pk=row.pk))
    assert [(each.purpose_key, each.is_given) for each in said] == [("marketing", False)]


def test_granting_a_withdrawal_carries_it_out(customer):
    agree(customer)
    bring(make_request("withdrawal"), "answered")
    assert not may_send(customer)


def test_the_officer_records_that_a_consent_is_taken_back(client_as, customer):
    agree(customer)
    desk, row = client_as("data-protection-officer"), working("access")
    assert desk.post(reverse("privacy:staff-take-back", args=[row.number]), {"purpose": "marketing"}).status_code == 302
    assert not may_send(customer)


# --- pages ----------------------------------------------------------------------------------------------------------


def test_the_page_asks_for_the_purpose_first(client_as, customer):
    desk, row = client_as("data-protection-officer"), working("access")
    url = reverse("privacy:staff-held", args=[row.number])
    assert customer.name_th not in desk.get(url).content.decode()
    assert desk.post(url, {"reason": " "}).status_code == 422
    assert "ที่จอดรถ" in desk.post(url, {"reason": WHY}).content.decode()
    built = desk.post(
        reverse("privacy:staff-copy-build", args=[row.number]), {"records": f"customer:{customer.public_id}"}
    )
    assert built.status_code == 302
    assert DataExport.objects.count() == 1


def test_every_kind_stands_in_the_register_under_a_notice_in_force(client_as):
    page = client_as("auditor").get(reverse("privacy:staff-processing"))
    assert page.context["undeclared"] == []
    assert len(page.context["lines"]) == len(kinds())
    assert all(line.purposes for line in page.context["lines"])
