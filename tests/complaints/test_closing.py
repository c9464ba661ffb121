"""No phantom closing: proof before it is done, and the complainant's word afterwards."""

import io
import re
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import services
from complaints.demo_closing import picture
from complaints.models import CarryOutProof, ClosingPolicy, Complaint, Confirmation
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import Attachment, Notification, OutboxMessage
from tests.complaints.factories import Desk, make_charter, make_desk
from trdcrm.logging import STRUCK

Filed = Callable[..., Complaint]
DAYS = timedelta(days=1)


def token_of(complaint: Complaint) -> str:
    """The token in the message with the question."""
    message = OutboxMessage.objects.get(kind="complaints.confirm")
    found = re.search(r"/portal/complaints/confirm/(\w+)", str(message.body))
    assert found
    return found.group(1)


def link(complaint: Complaint) -> str:
    return reverse("complaints:portal-confirm", args=[token_of(complaint)])


def carry_out(complaint: Complaint, desk: Desk, now: datetime) -> Complaint:
    return services.carry_out(complaint_id=complaint.pk, what="เปลี่ยนแล้ว", by=desk.officer, now=now)


# --- proof ----------------------------------------------------------------------------------------------------------


def test_nothing_is_carried_out_without_proof(filed: Filed, desk: Desk, now: datetime) -> None:
    complaint = filed("accepted")
    with pytest.raises(Incomplete) as refusal:
        carry_out(complaint, desk, now)
    assert set(refusal.value.missing) == {"proof"}
    services.add_proof(
        complaint_id=complaint.pk, kind="photo", seen="", upload=picture("after"), by=desk.officer, now=now
    )
    assert carry_out(complaint, desk, now).status == "carried_out"
    proof = CarryOutProof.objects.get()
    assert proof.sha256 == Attachment.objects.get(public_id=proof.file_id).sha256


def test_nobody_vouches_for_the_own_work(filed: Filed, desk: Desk, now: datetime) -> None:
    complaint = filed("accepted")
    desk.prove(complaint, by=desk.officer)
    with pytest.raises(Incomplete) as refusal:
        carry_out(complaint, desk, now)
    assert set(refusal.value.missing) == {"proof"}
    desk.prove(complaint, by=desk.investigator)
    assert carry_out(complaint, desk, now).status == "carried_out"


def test_the_database_refuses_what_is_not_proved(filed: Filed) -> None:
    complaint = filed("accepted")
    with pytest.raises(IntegrityError, match="only with proof"), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(status="carried_out")


def test_proofs_only_grow(filed: Filed, desk: Desk) -> None:
    desk.prove(filed("accepted"))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CarryOutProof.objects.update(seen="อื่น")


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"kind": "check", "seen": " "}, {"seen"}),
        ({"kind": "photo", "seen": "x"}, {"uploads"}),
        ({"kind": "magic", "seen": "x"}, {"kind"}),
        ({"kind": "photo", "seen": "", "upload": SimpleUploadedFile("a.exe", b"MZ")}, {"uploads"}),
    ],
)
def test_a_proof_that_proves_nothing_is_refused(filed: Filed, desk: Desk, given: dict, names: set[str]) -> None:
    complaint = filed("accepted")
    with pytest.raises(Incomplete) as refusal:
        desk.prove(complaint, **{"upload": None} | given)
    assert set(refusal.value.missing) == names
    complaint.refresh_from_db()
    assert complaint.proved_at is None


def test_proof_has_its_time_and_its_people(filed: Filed, desk: Desk, person, now: datetime) -> None:
    with pytest.raises(IllegalMove):
        desk.prove(filed("investigating"))
    with pytest.raises(NotAllowed):
        desk.prove(filed("accepted"), by=person("auditor"))


def test_an_old_proof_proves_nothing_after_the_case_was_opened_again(filed: Filed, desk: Desk, now: datetime) -> None:
    complaint = filed("carried_out")
    services.reopen(complaint_id=complaint.pk, reason="ยังหยด", by=desk.manager, now=now)
    complaint.refresh_from_db()
    assert complaint.proved_at is None
    for move in ("decide", "communicate", "accept"):
        desk.step(complaint, move)
    with pytest.raises(Incomplete):
        carry_out(complaint, desk, now)


def test_a_photograph_from_the_page_is_shown_to_the_complainant(filed: Filed, desk: Desk, officer: Client) -> None:
    complaint = filed("accepted")
    address = reverse("complaints:staff-proof", args=[complaint.number])
    refused = officer.post(address, {"kind": "photo", "seen": "หลังเปลี่ยนข้อต่อ"})
    assert refused.status_code == 422
    assert "หลังเปลี่ยนข้อต่อ" in refused.content.decode()
    given = {"kind": "photo", "seen": "หลังเปลี่ยนข้อต่อ", "is_shared": "on", "uploads": picture("after")}
    assert officer.post(address, given).status_code == 302
    assert "SHA-256" in officer.get(reverse("complaints:staff-detail", args=[complaint.number])).content.decode()
    visitor = track(complaint, desk)
    page = visitor.get(reverse("complaints:portal-case")).content.decode()
    assert "หลังเปลี่ยนข้อต่อ" in page
    shown = reverse("complaints:portal-file", args=[CarryOutProof.objects.get().file_id])
    assert visitor.get(shown).status_code == 200
    hidden = desk.prove(complaint, seen="ดูกับตา ใช้ภายใน")
    assert hidden.seen not in visitor.get(reverse("complaints:portal-case")).content.decode()


def track(complaint: Complaint, desk: Desk) -> Client:
    visitor = Client()
    given = {"number": complaint.number, "code": desk.codes[complaint.pk]}
    assert visitor.post(reverse("complaints:portal-track"), given).status_code == 302
    return visitor


# --- the complainant's word -----------------------------------------------------------------------------------------


def test_opening_the_link_answers_nothing(filed: Filed, client: Client) -> None:
    complaint = filed("carried_out")
    page = client.get(link(complaint))
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page.headers["Cache-Control"]
    assert complaint.carried_out in page.content.decode()
    assert Confirmation.objects.get().answered_at is None


def test_yes_is_kept_once(filed: Filed, client: Client) -> None:
    complaint = filed("carried_out")
    answer = client.post(link(complaint), {"said": "done"})
    assert answer.status_code == 302
    assert token_of(complaint) not in answer.headers["Location"]
    assert client.get(answer.headers["Location"]).status_code == 200
    row = Confirmation.objects.get()
    assert (row.said, row.came, row.via) == ("done", "confirmed", "link")
    assert client.get(link(complaint)).status_code == 410
    assert client.post(link(complaint), {"said": "not_done", "words": "x"}).status_code == 410
    complaint.refresh_from_db()
    assert complaint.status == "carried_out"


def test_no_takes_the_case_up_again_with_words_and_picture(filed: Filed, desk: Desk, client: Client) -> None:
    complaint = filed("closed")
    assert client.post(link(complaint), {"said": "not_done"}).status_code == 422
    given = {"said": "not_done", "words": "ยังหยดอยู่สองจุด", "uploads": picture("still")}
    answer = client.post(link(complaint), given)
    assert answer.headers["Location"] == reverse("complaints:portal-confirmed", args=["reopened"])
    complaint.refresh_from_db()
    assert (complaint.status, complaint.closed_at, complaint.proved_at) == ("investigating", None, None)
    last = complaint.transitions.latest("id")
    assert (last.move, last.by, last.reason) == ("dispute", None, "ยังหยดอยู่สองจุด")
    assert Attachment.objects.filter(owner_public_id=complaint.public_id).count() == 1
    assert Notification.objects.filter(user=desk.manager, key__startswith="complaint-not-done").count() == 1
    assert "ยังหยดอยู่สองจุด" in complaint.messages.latest("id").body


def test_a_link_expires_and_a_foreign_token_opens_nothing(filed: Filed, client: Client) -> None:
    complaint = filed("carried_out")
    address = link(complaint)
    assert client.get(reverse("complaints:portal-confirm", args=["0" * 26])).status_code == 404
    Confirmation.objects.update(expires_at=complaint.updated_at - DAYS)
    assert client.get(address).status_code == 410
    assert client.post(address, {"said": "done"}).status_code == 410
    assert Confirmation.objects.get().answered_at is None


def test_a_link_ends_when_the_case_goes_another_way(filed: Filed, desk: Desk, client: Client, now: datetime) -> None:
    complaint = filed("carried_out")
    services.reopen(complaint_id=complaint.pk, reason="ดูใหม่", by=desk.manager, now=now)
    assert client.post(link(complaint), {"said": "done"}).status_code == 410


def test_the_token_is_kept_nowhere(filed: Filed, client: Client, log_lines: io.StringIO) -> None:
    complaint = filed("carried_out")
    token, address = token_of(complaint), link(complaint)
    client.post(address, {"said": "not_done"})
    assert Confirmation.objects.get().token_hash != token
    written = log_lines.getvalue()
    assert address.replace(token, STRUCK) in written  # what was asked for is told, without the token
    assert token not in written


def test_who_is_anonymous_answers_on_the_tracking_page(filed: Filed, desk: Desk) -> None:
    complaint = filed("carried_out", identity="anonymous")
    assert not OutboxMessage.objects.filter(kind="complaints.confirm").exists()
    visitor = track(complaint, desk)
    assert reverse("complaints:portal-case-confirm") in visitor.get(reverse("complaints:portal-case")).content.decode()
    address = reverse("complaints:portal-case-confirm")
    refused = visitor.post(address, {"said": "not_done", "words": ""})
    assert refused.status_code == 422
    assert visitor.post(address, {"said": "not_done", "words": "ยังไม่เสร็จ"}).status_code == 302
    complaint.refresh_from_db()
    assert complaint.status == "investigating"
    assert visitor.post(address, {"said": "done"}).status_code == 409


def test_beyond_the_policy_it_is_an_objection(filed: Filed, desk: Desk, manager: Client, now: datetime) -> None:
    complaint = filed("closed")
    late = complaint.closed_at + 61 * DAYS
    heard = services.hear(complaint_id=complaint.pk, said="not_done", words="กลับมาหยดอีก", by=None, now=late)
    complaint.refresh_from_db()
    assert (heard.came, complaint.status) == ("objection", "closed")
    address = reverse("complaints:staff-objection", args=[complaint.number, heard.public_id])
    assert manager.post(address, {"how": ""}).status_code == 422
    assert manager.post(address, {"how": "ขอนัดดูหน้างานวันจันทร์"}).status_code == 302
    heard.refresh_from_db()
    assert heard.settled_by == desk.manager
    assert "วันจันทร์" in complaint.messages.latest("id").body
    assert manager.post(address, {"how": "อีกครั้ง"}).status_code == 409


def test_so_often_and_no_more(filed: Filed, desk: Desk, now: datetime) -> None:
    ClosingPolicy.objects.update(reopen_times=0)
    complaint = filed("carried_out")
    heard = services.hear(complaint_id=complaint.pk, said="not_done", words="ยัง", by=desk.officer, now=now)
    assert (heard.came, heard.via, heard.by) == ("objection", "staff", desk.officer)
    services.reopen(complaint_id=complaint.pk, reason="ผู้จัดการเห็นด้วย", by=desk.manager, now=now)
    heard.refresh_from_db()
    assert heard.settled_how == "ผู้จัดการเห็นด้วย"


def test_an_officer_writes_down_what_was_told(filed: Filed, officer: Client) -> None:
    complaint = filed("carried_out")
    assert (
        officer.post(reverse("complaints:staff-heard", args=[complaint.number]), {"words": "โทรมาขอบคุณ"}).status_code
        == 302
    )
    assert Confirmation.objects.get().came == "confirmed"
    again = officer.post(reverse("complaints:staff-heard", args=[complaint.number]), {"words": "อีกครั้ง"})
    assert again.status_code == 422
    assert officer.post(reverse("complaints:staff-heard", args=[filed("accepted").number]), {}).status_code == 409


def test_the_database_takes_no_half_answer(filed: Filed) -> None:
    filed("carried_out")
    with pytest.raises(IntegrityError, match="complaint_confirmation_whole"), transaction.atomic():
        Confirmation.objects.update(said="not_done")


def test_erasing_a_complainant_takes_the_words(filed: Filed, desk: Desk, now: datetime) -> None:
    complaint = filed("carried_out")
    services.hear(complaint_id=complaint.pk, said="not_done", words="ฉันชื่อสุดารัตน์ ยังหยด", by=None, now=now)
    services.withdraw(complaint_id=complaint.pk, reason="ฉันชื่อสุดารัตน์ ขอถอน", by=None, now=now)
    services.erase_complainant(complainant_id=complaint.complainant.pk, by=desk.manager, now=now)
    kept = [*Confirmation.objects.values_list("words", flat=True)]
    kept += complaint.transitions.values_list("reason", flat=True)
    kept += complaint.messages.values_list("body", flat=True)
    kept += complaint.history.values_list("history_change_reason", flat=True)
    assert not [words for words in kept if words and "สุดารัตน์" in words]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_answer_once() -> None:
    make_charter()
    desk = make_desk()
    complaint = desk.advance(desk.file(), "carried_out")
    token, start, told = token_of(complaint), threading.Barrier(2), list[str]()

    def answer(said: str) -> None:
        try:
            start.wait(10)
            services.hear_by_link(token=token, said=said, words="ยัง", now=timezone.now())
            told.append("heard")
        except IllegalMove:
            told.append("late")
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=[said]) for said in ("done", "not_done")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(told) == ["heard", "late"]
    heard = Confirmation.objects.get()
    complaint.refresh_from_db()
    assert complaint.status == ("carried_out" if heard.said == "done" else "investigating")
