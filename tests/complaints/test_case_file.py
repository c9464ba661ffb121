"""The whole case as one PDF: what it says, what it keeps back, who fetches it, and that it ends."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from complaints import selectors, services
from complaints.case_file_papers import MOST_PAGES
from complaints.case_file_pdf import case_file_pdf
from complaints.models import CaseFile, Complaint
from complaints.selectors import FILE_OWNER
from foundation.core import job_runner
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.files import attach
from foundation.core.ids import new_public_id
from foundation.core.models import Attachment, Job
from foundation.privacy.models import AccessLog
from tests.complaints.factories import DECISION, Desk, make_person
from tests.complaints.test_proof import words

Filed = Callable[..., Complaint]
WHY = "ส่งฝ่ายกฎหมายตรวจ"


def ask(complaint: Complaint, desk: Desk, now: datetime, **more: bool | str) -> CaseFile:
    return services.ask_case_file(complaint_id=complaint.pk, reason=WHY, by=desk.officer, now=now, **more)  # type: ignore[arg-type]


def made(row: CaseFile) -> bytes:
    complaint = selectors.case(row.asked_by, row.complaint.number)
    assert complaint is not None
    return case_file_pdf(row, complaint)


def fetched(row: CaseFile, desk: Desk, now: datetime) -> bytes:
    body = made(row)
    assert services.keep_case_file(case_file_id=row.pk, body=body, now=now)
    return services.fetch_case_file(case_file_id=row.pk, by=desk.officer, now=now)


def test_it_tells_the_whole_case_and_masks_the_person(
    filed: Callable[..., Complaint], desk: Desk, now: datetime
) -> None:
    complaint = filed(status="rejected")
    services.tell_recourse(
        complaint_id=complaint.pk, internal="ทบทวนภายใน", external="ศูนย์ดำรงธรรม", by=desk.officer, now=now
    )
    services.add_note(complaint_id=complaint.pk, body="บันทึกลับภายใน", by=desk.officer, now=now)
    picture = BytesIO()
    Image.new("RGB", (60, 40), "red").save(picture, "PNG")
    upload = SimpleUploadedFile("หลักฐาน.png", picture.getvalue(), "image/png")
    file = attach(owner_kind=FILE_OWNER, owner_public_id=complaint.public_id, upload=upload)
    later = max(now, file.created_at)
    text = words(made(ask(complaint, desk, later)))
    for said in (
        complaint.number,
        "น้ำหยดจากฝ้าเพดาน",
        "ข้อต่อเก่า",
        "ยังรั่วอยู่",
        "ศูนย์ดำรงธรรม",
        "1.",
        "ส…ม…",
        file.sha256[:16],
    ):
        assert said in text
    assert "".join(DECISION.text.split()) in text
    for hidden in ("สุดารัตน์", "+66812345678", "sudarat@", "บันทึกลับ"):
        assert hidden not in text
    clear = words(made(ask(complaint, desk, later, unmasked=True, with_notes=True)))
    assert "สุดารัตน์" in clear
    assert "บันทึกลับ" in clear


def test_the_same_file_is_the_same_bytes_in_either_language(
    filed: Callable[..., Complaint], desk: Desk, now: datetime
) -> None:
    row = ask(filed(status="communicated"), desk, now, language="en")
    body = made(row)
    assert made(row) == body
    assert "Casefile" in words(body)


def test_each_look_is_written_down_and_only_who_asked_fetches(
    filed: Callable[..., Complaint], desk: Desk, now: datetime
) -> None:
    complaint = filed()
    row = ask(complaint, desk, now, unmasked=True)
    with pytest.raises(IllegalMove):
        services.fetch_case_file(case_file_id=row.pk, by=desk.officer, now=now)
    assert fetched(row, desk, now).startswith(b"%PDF")
    looks = AccessLog.objects.filter(subject_public_id=complaint.public_id, by=desk.officer).order_by("pk")
    assert [look.fields for look in looks] == [["case file", "contact"], ["case file fetched"]]
    assert {look.reason for look in looks} == {WHY}
    with pytest.raises(NotAllowed):
        services.fetch_case_file(case_file_id=row.pk, by=desk.manager, now=now)


def test_it_ends_after_a_day_and_with_the_erasure(filed: Callable[..., Complaint], desk: Desk, now: datetime) -> None:
    complaint = filed(status="closed")
    row, other = ask(complaint, desk, now), ask(complaint, desk, now)
    fetched(row, desk, now)
    assert services.drop_case_files(now=now) == 0
    services.erase_complainant(complainant_id=complaint.complainant.pk, by=desk.manager, now=now)
    for each in (row, other):
        each = CaseFile.objects.select_related("data_key").get(pk=each.pk)
        assert each.data_key.is_destroyed
        assert not each.packed
        assert not services.keep_case_file(case_file_id=each.pk, body=b"%PDF", now=now)
    third = ask(filed(), desk, now)
    assert services.drop_case_files(now=now + timedelta(days=1)) == 1
    assert not services.keep_case_file(case_file_id=third.pk, body=b"%PDF", now=now + timedelta(days=1))


def test_no_right_no_file(filed: Callable[..., Complaint], desk: Desk, now: datetime) -> None:
    stranger = make_person("complaint-officer", "elsewhere", type(desk.unit).objects.get(code="property"))
    complaint = filed()
    with pytest.raises(NotAllowed):
        services.ask_case_file(complaint_id=complaint.pk, reason=WHY, by=stranger, now=now)
    with pytest.raises(Incomplete):
        services.ask_case_file(complaint_id=complaint.pk, reason="", by=desk.officer, now=now)
    with pytest.raises(NotAllowed):
        ask(filed(identity="anonymous"), desk, now, unmasked=True)
    with pytest.raises(NotAllowed):
        services.ask_case_file(complaint_id=complaint.pk, reason=WHY, by=desk.investigator, now=now, unmasked=True)
    assert not CaseFile.objects.exists()


def test_from_the_page(officer: Client, filed: Callable[..., Complaint], desk: Desk, now: datetime) -> None:
    complaint = filed()
    address = reverse("complaints:staff-case-files", args=[complaint.number])
    assert address in officer.get(reverse("complaints:staff-detail", args=[complaint.number])).content.decode()
    refused = officer.post(address, {"reason": "", "language": "th", "with_notes": "on"})
    assert refused.status_code == 422
    assert "checked" in refused.content.decode()
    sent = officer.post(address, {"reason": WHY, "language": "th"})
    row = CaseFile.objects.get()
    assert sent.status_code == 302
    assert row.public_id in sent["Location"]
    fetch = reverse("complaints:staff-case-file-fetch", args=[complaint.number, row.public_id])
    assert officer.post(fetch).status_code == 409
    services.keep_case_file(case_file_id=row.pk, body=made(row), now=now)
    page = officer.get(sent["Location"])
    assert page.status_code == 200
    assert fetch in page.content.decode()
    got = officer.post(fetch)
    assert (got.status_code, got["Content-Type"]) == (200, "application/pdf")
    assert officer.get(fetch).status_code == 405


def test_a_worker_makes_it_and_looks_again_whether_the_person_may(
    filed: Callable[..., Complaint], desk: Desk, now: datetime
) -> None:
    row = ask(filed(status="investigating"), desk, now)
    hidden = ask(about := filed(), desk, now)
    Complaint.objects.filter(pk=about.pk).update(complained_about=desk.officer)
    job_runner.run_waiting()
    jobs = {job.key: job for job in Job.objects.filter(kind="complaints.case_file")}
    assert jobs[row.public_id].state == "succeeded"
    assert row.public_id in jobs[row.public_id].result["url"]
    assert services.fetch_case_file(case_file_id=row.pk, by=desk.officer, now=now).startswith(b"%PDF")
    assert jobs[hidden.public_id].state == "failed"
    hidden.refresh_from_db()
    assert hidden.packed_at is None


# --- PDF documents behind the file ----------------------------------------------------------------------------------


def a_pdf(pages: int, *, password: str = "", acts: bool = False) -> bytes:
    writer = PdfWriter()
    for _n in range(pages):
        page = writer.add_blank_page(200, 200)
        if acts:
            page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): TextStringObject("app.alert")})
    if password:
        writer.encrypt(password)
    packed = BytesIO()
    writer.write(packed)
    return packed.getvalue()


def hand_in(complaint: Complaint, name: str, body: bytes) -> Attachment:
    """A stored PDF, past the gate that would refuse some of these at the door."""
    return Attachment.objects.create(
        owner_kind=FILE_OWNER,
        owner_public_id=complaint.public_id,
        name=name,
        content_type="application/pdf",
        size=len(body),
        sha256="0" * 64,
        stored_as=default_storage.save(f"papers/{new_public_id()}", ContentFile(body)),
    )


def test_pdf_documents_stand_behind_the_file_and_say_so(desk: Desk, filed: Filed, now: datetime) -> None:
    complaint = filed("investigating")
    hand_in(complaint, "สัญญา.pdf", a_pdf(2, acts=True))
    hand_in(complaint, "ล็อก.pdf", a_pdf(1, password="ลับ"))
    hand_in(complaint, "เสีย.pdf", b"%PDF-1.7 \x00 broken")
    hand_in(complaint, "ยาว.pdf", a_pdf(MOST_PAGES))
    plain = ask(complaint, desk, now + timedelta(minutes=1))
    body = made(plain)
    read = PdfReader(BytesIO(body))
    assert [mark.title for mark in read.outline if not isinstance(mark, list)][-1] == "สัญญา.pdf"
    assert [float(page.mediabox.width) for page in read.pages[-2:]] == [200, 200]
    assert float(read.pages[-3].mediabox.width) > 200
    text = words(body)
    for said in ("2หน้า", "มีรหัสผ่านล็อกไว้", "อ่านเป็นไฟล์PDFไม่ได้", "ยาวเกินไป"):
        assert said in text
    assert b"app.alert" not in body
    assert made(plain) == body, "the same file gives the same bytes"


def test_a_file_without_documents_keeps_its_claim_to_be_accessible(desk: Desk, filed: Filed, now: datetime) -> None:
    complaint = filed()
    hand_in(complaint, "เสีย.pdf", b"%PDF-1.7 \x00 broken")
    body = made(ask(complaint, desk, now + timedelta(minutes=1)))
    assert PdfReader(BytesIO(body)).xmp_metadata is not None
    hand_in(complaint, "ดี.pdf", a_pdf(1))
    assert PdfReader(BytesIO(made(ask(complaint, desk, now + timedelta(minutes=2))))).xmp_metadata is None
