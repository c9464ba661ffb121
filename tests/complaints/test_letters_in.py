"""Letters to the mailbox: answers, new matters, machines, bounces, forged senders, and what a person sorts."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.core import mail as sent_mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from complaints import demo_letters, services
from complaints.enums import Channel, Status
from complaints.enums_incoming import Placing, Wait
from complaints.models import Category, Complaint, PlacedLetter
from complaints.selectors import public_timeline
from foundation.accounts.models import User
from foundation.core import outbox
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.files import attachments_of
from foundation.core.incoming import keeping, reply_address, take_in, work_off
from foundation.core.models import IncomingLetter, Notification, OutboxMessage, OutboxState, Visibility
from tests.complaints.corresponding import a_letter, make_letter_in, post
from tests.complaints.factories import Desk

pytestmark = pytest.mark.django_db


def picture() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (2, 2)).save(kept, "PNG")
    return kept.getvalue()


@pytest.fixture(autouse=True)
def mailbox(settings):
    """The mailbox of the desk is read."""
    settings.MAILBOX_ADDRESS = "complaints@example.go.th"


def deliver_all() -> None:
    for message in OutboxMessage.objects.filter(state=OutboxState.QUEUED):
        outbox.deliver(message.pk)


# --- answers --------------------------------------------------------------------------------------------------------


def test_an_answer_to_the_signed_address_becomes_a_message_with_its_files(filed, desk: Desk):
    case = filed("acknowledged")
    letter = a_letter("ส่งรูปเพิ่มค่ะ", subject="Re: เรื่องของฉัน", to=reply_address("complaint", case.public_id))
    letter.add_attachment(picture(), maintype="image", subtype="png", filename="../../etc/หลักฐาน.png")
    placed = post(letter)
    assert (placed.placing, placed.complaint) == (Placing.CASE, case)
    [message] = case.messages.filter(by_email=True)
    assert (message.body, message.is_verified, message.direction) == ("ส่งรูปเพิ่มค่ะ", True, "in")
    [file] = attachments_of("complaints.complaint", case.public_id)
    assert (file.name, file.visibility) == ("หลักฐาน.png", Visibility.COMPLAINANT)
    assert any(entry.body == "ส่งรูปเพิ่มค่ะ" for entry in public_timeline(case))


def test_an_answer_by_reference_ends_the_wait_and_leaves_the_quoted_letter_out(filed, desk: Desk, now):
    case = filed("investigating")
    services.send_message(complaint_id=case.pk, body="ร้านเลขที่เท่าไร", by=desk.officer, now=now, pause_for="complainant")
    ours = OutboxMessage.objects.filter(about_id=case.public_id).latest("pk")
    post(a_letter("ร้าน 214 ค่ะ\n\nOn Fri, Nov 27 2026, DAD wrote:\n> ร้านเลขที่เท่าไร", In_Reply_To=ours.message_id))
    assert case.messages.latest("at").body == "ร้าน 214 ค่ะ"
    case.refresh_from_db()
    assert not case.is_paused


def test_the_number_alone_gives_no_authority(filed, desk: Desk, now):
    case = filed("investigating")
    services.assign(complaint_id=case.pk, handler=desk.officer, by=desk.manager, now=now)
    services.send_message(complaint_id=case.pk, body="ร้านเลขที่เท่าไร", by=desk.officer, now=now, pause_for="complainant")
    letter = a_letter("ยกเลิกเรื่องนี้ได้เลย", subject=f"เรื่อง {case.number}", sender="stranger@example.net")
    letter.add_attachment(picture(), maintype="image", subtype="png", filename="a.png")
    sent_before = OutboxMessage.objects.count()
    placed = post(letter)
    assert (placed.placing, placed.complaint) == (Placing.CASE, case)
    message = case.messages.get(by_email=True)
    assert not message.is_verified
    case.refresh_from_db()
    assert case.is_paused
    assert all("ยกเลิก" not in entry.body for entry in public_timeline(case))
    assert attachments_of("complaints.complaint", case.public_id).get().visibility == Visibility.INTERNAL
    assert OutboxMessage.objects.count() == sent_before
    assert Notification.objects.filter(user=desk.officer, key=f"complaint-message:{message.public_id}").exists()


def test_a_sender_whom_the_server_disowns_is_not_verified(filed):
    case = filed()
    post(a_letter("x", subject=case.number, Authentication_Results="mx; spf=pass; dmarc=fail"))
    assert not case.messages.get(by_email=True).is_verified


def test_a_made_up_address_and_a_wrong_number_lead_to_no_case(filed):
    case = filed()
    forged = reply_address("complaint", case.public_id)[:-16] + "0@example.go.th"
    wrong = case.number[:-1] + str((int(case.number[-1]) + 1) % 10)
    placed = post(a_letter("เรื่องใหม่", subject=f"ตาม {wrong}", to=forged))
    assert placed.placing == Placing.COMPLAINT
    assert placed.complaint != case
    assert not case.messages.filter(by_email=True).exists()


def test_an_answer_follows_a_merged_case_and_waits_for_a_closed_one(filed, desk: Desk, now):
    first, second = filed(), filed()
    services.merge(complaint_id=second.pk, other_number=first.number, reason="ซ้ำ", by=desk.officer, now=now)
    assert post(a_letter("เพิ่มเติม", subject=second.number)).complaint == first
    closed = filed("closed")
    placed = post(a_letter("ยังไม่เรียบร้อย", subject=closed.number))
    assert (placed.placing, placed.wait, placed.complaint) == (Placing.WAITING, Wait.CLOSED, closed)


def test_a_letter_to_an_anonymous_case_names_nobody(filed):
    case = filed(identity="anonymous")
    post(a_letter("ผมเอง", subject=case.number))
    case.refresh_from_db()
    assert not hasattr(case, "complainant")
    assert "example.com" not in case.messages.get(by_email=True).body


# --- new matters ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "subject", "language", "words"),
    [
        ("น้ำรั่วหน้าร้าน", "น้ำรั่ว", "th", "รหัสติดตาม"),
        ("The lift at gate 2 is stuck.", "Lift", "en", "Tracking code"),
    ],
)
def test_a_new_letter_becomes_a_complaint_and_is_acknowledged(charter, text, subject, language, words):
    placed = post(a_letter(text, subject=subject))
    case = placed.complaint
    assert placed.placing == Placing.COMPLAINT
    assert (case.channel, case.language, case.category.code) == (Channel.EMAIL, language, "other")
    assert (case.description, case.subject) == (text, subject)
    assert (case.complainant.email, case.complainant.name) == ("sudarat@example.com", "สุดารัตน์ มีสุข")
    assert case.acknowledge_due_at or case.resolve_due_at
    deliver_all()
    [receipt] = sent_mail.outbox
    assert receipt.to == ["sudarat@example.com"]
    assert case.number in receipt.body
    assert words in receipt.body
    assert receipt.reply_to == [reply_address("complaint", case.public_id)]
    assert receipt.message()["X-Loop"] == "complaints@example.go.th"


def test_the_same_letter_twice_is_one_complaint(charter):
    letter = a_letter()
    first, again = post(letter), post(letter)
    assert first == again
    assert Complaint.objects.count() == 1
    assert IncomingLetter.objects.count() == 1
    assert work_off(letter_id=first.letter_id, now=timezone.now()) is False


def test_a_file_that_is_not_taken_is_named_kindly_and_the_letter_still_counts(charter):
    letter = a_letter()
    letter.add_attachment(b"MZ\x90\x00", maintype="application", subtype="x-msdownload", filename="..\\..\\virus.exe")
    case = post(letter).complaint
    assert "[ไม่ได้เก็บไฟล์ “virus.exe”" in case.description
    assert not attachments_of("complaints.complaint", case.public_id).exists()


def test_a_very_long_letter_is_kept_whole_as_a_file(charter):
    case = post(a_letter("ยาวมาก " * 3000)).complaint
    [file] = attachments_of("complaints.complaint", case.public_id)
    assert file.content_type == "text/plain"
    assert len(case.description) <= 5000
    assert file.name in case.description


def test_html_alone_becomes_words(charter):
    letter = a_letter()
    letter.set_content("<p>น้ำ&amp;ไฟ</p><script>alert(1)</script><img src=x onerror=alert(2)>", subtype="html")
    assert post(letter).complaint.description == "น้ำ&ไฟ"


# --- machines -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heads",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated (out of office)"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.example.com>"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
        {"X_Loop": "complaints@example.go.th"},
        {"sender": "no-reply@shop.example.com"},
        {"sender": "Complaints <complaints@example.go.th>"},
        {"sender": "MAILER-DAEMON@example.com"},
    ],
)
def test_machines_make_no_case_and_get_no_answer(filed, heads):
    case = filed()
    OutboxMessage.objects.all().delete()
    placed = post(a_letter("อยู่นอกสำนักงาน", subject=f"Re: {case.number}", **heads))
    assert placed.placing == Placing.MACHINE
    assert Complaint.objects.count() == 1
    assert not case.messages.filter(by_email=True).exists()
    assert not OutboxMessage.objects.exists()


def bounce(message_id: str, *, action: str = "failed") -> bytes:
    return (
        "From: MAILER-DAEMON@mx.example.com\r\nTo: no-reply@localhost\r\nSubject: Undelivered\r\n"
        f"Message-ID: <b-{action}@mx.example.com>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\n"
        f"Final-Recipient: rfc822; sudarat@example.com\r\nAction: {action}\r\nStatus: 5.1.1\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\nSubject: x\r\n--b--\r\n"
    ).encode()


def test_a_bounce_marks_the_message_and_tells_the_officer(filed, desk: Desk, now):
    case = filed("acknowledged")
    services.assign(complaint_id=case.pk, handler=desk.officer, by=desk.manager, now=now)
    deliver_all()
    ours = OutboxMessage.objects.filter(about_id=case.public_id).earliest("pk")
    assert ours.state == OutboxState.SENT
    post(bounce(ours.message_id, action="delayed"))
    ours.refresh_from_db()
    assert ours.state == OutboxState.SENT
    assert post(bounce(ours.message_id)).placing == Placing.BOUNCE
    ours.refresh_from_db()
    assert (ours.state, ours.error) == (OutboxState.FAILED, "bounced")
    assert ours in outbox.undelivered_visible_to(desk.officer)
    note = Notification.objects.get(user=desk.officer, key=f"complaint-undelivered:{ours.public_id}")
    assert case.number in note.text


def test_a_bounce_of_a_letter_that_was_never_ours_changes_nothing(filed):
    filed()
    deliver_all()
    post(bounce("<made-up@localhost>"))
    assert not OutboxMessage.objects.filter(state=OutboxState.FAILED).exists()


def test_a_flood_of_one_sender_waits_for_a_person(charter):
    at = timezone.now().replace(minute=5)
    placed = [post(a_letter(f"เรื่องที่ {n}"), now=at + timedelta(seconds=n)) for n in range(8)]
    assert [row.placing for row in placed].count(Placing.COMPLAINT) == 5
    assert {row.wait for row in placed[5:]} == {Wait.TOO_MANY}
    assert Complaint.objects.count() == 5


def test_a_letter_that_is_too_large_is_refused_kindly_once(charter):
    head = a_letter("").as_bytes().split(b"\n\n")[0] + b"\n\n"
    placed = post(head, size=60_000_000)
    assert (placed.placing, placed.wait) == (Placing.WAITING, Wait.TOO_LARGE)
    post(head, size=60_000_000)
    deliver_all()
    [answer] = sent_mail.outbox
    assert "/portal/complaints/new" in answer.body
    assert not Complaint.objects.exists()


def test_a_letter_that_cannot_be_read_waits(charter):
    row = take_in(b"Content-Type: text/plain\r\n\r\n", now=timezone.now())
    work_off(letter_id=row.pk, now=timezone.now(), unread=True)
    assert PlacedLetter.objects.get().wait == Wait.UNREADABLE


# --- sorting --------------------------------------------------------------------------------------------------------


def test_an_officer_makes_a_complaint_that_counts_from_the_letter(desk: Desk, officer: Client):
    placed = make_letter_in()
    PlacedLetter.objects.filter(pk=placed.pk).update(received_at=placed.received_at - timedelta(days=2))
    page = officer.get(placed.get_absolute_url())
    assert page.status_code == 200
    assert "sudarat@example.com" not in page.content.decode()
    assert "s…@example.com" in page.content.decode()
    building = Category.objects.get(code="building").pk
    said = {"category": building, "name": "สุดารัตน์", "language": "th", "subject": "สอบถาม", "description": "ขอสอบถามค่ะ"}
    response = officer.post(reverse("complaints:staff-letter-in-make", args=[placed.public_id]), said)
    case = Complaint.objects.get()
    assert response.status_code == 302
    assert (case.received_by, case.channel) == (desk.officer, Channel.EMAIL)
    assert timezone.now() - case.received_at > timedelta(days=1)
    assert case.complainant.email == "sudarat@example.com"
    again = officer.post(reverse("complaints:staff-letter-in-make", args=[placed.public_id]), said)
    assert again.status_code == 409
    assert Complaint.objects.count() == 1


def test_an_officer_adds_a_letter_to_a_case(filed, desk: Desk, officer: Client):
    case, placed = filed(), make_letter_in()
    url = reverse("complaints:staff-letter-in-add", args=[placed.public_id])
    assert officer.post(url, {"number": "C-2569-999999-9"}).status_code == 422
    assert officer.post(url, {"number": case.number, "is_complainant": "on"}).status_code == 302
    assert case.messages.get(by_email=True).is_verified
    placed.refresh_from_db()
    assert (placed.placing, placed.settled_by) == (Placing.CASE, desk.officer)


def test_a_letter_is_set_aside_with_a_reason_once(desk: Desk, officer: Client, now):
    placed = make_letter_in()
    url = reverse("complaints:staff-letter-in-aside", args=[placed.public_id])
    assert officer.post(url, {"reason": ""}).status_code == 422
    assert officer.post(url, {"reason": "โฆษณา"}).status_code == 302
    with pytest.raises(IllegalMove):
        services.set_letter_aside(placed_id=placed.pk, reason="x", by=desk.officer, now=now)
    with pytest.raises(NotAllowed):
        services.set_letter_aside(placed_id=placed.pk, reason="x", by=desk.investigator, now=now)


def test_the_confidential_route_stays_closed(
    filed, desk: Desk, officer: Client, signed_in: Callable[[User], Client], now
):
    case = filed(category="misconduct")
    assert case.is_misconduct
    post(a_letter("เพิ่มเติม", subject=case.number))
    assert case.messages.filter(by_email=True).exists()
    services.withdraw(complaint_id=case.pk, reason="x", by=None, now=now)
    placed = post(a_letter("ขอคืน", subject=case.number))
    assert placed.wait == Wait.CLOSED
    assert officer.get(placed.get_absolute_url()).status_code == 404
    assert "ขอคืน" not in officer.get(reverse("complaints:staff-letters-in")).content.decode()
    with pytest.raises(NotAllowed):
        services.add_letter_to_case(
            placed_id=placed.pk, number=case.number, is_complainant=True, by=desk.officer, now=now
        )


def test_the_lists_cost_the_same_for_one_and_for_many(desk: Desk, officer: Client, django_assert_max_num_queries):
    for n in range(12):
        post(a_letter(f"x{n}", sender=f"a{n}@example.com", X_Spam_Flag="YES"))
    with django_assert_max_num_queries(12):
        page = officer.get(reverse("complaints:staff-letters-in"))
    assert page.content.decode().count('class="cr"') == 12
    for view in ("settled", "machines", "nonsense"):
        assert officer.get(reverse("complaints:staff-letters-in"), {"view": view}).status_code == 200


def test_the_demonstration_shows_a_matter_an_answer_and_a_letter_to_sort_once(filed, desk: Desk, now):
    case = filed("acknowledged")
    services.assign(complaint_id=case.pk, handler=desk.officer, by=desk.manager, now=now)
    demo_letters.build(now)
    demo_letters.build(now)
    placings = sorted(PlacedLetter.objects.values_list("placing", flat=True))
    assert placings == [Placing.CASE, Placing.COMPLAINT, Placing.WAITING]
    assert not case.messages.get(by_email=True).is_verified


# --- keeping --------------------------------------------------------------------------------------------------------


def test_taken_letters_fall_silent_after_a_month_and_waiting_ones_do_not(charter, officer: Client):
    taken, waiting = post(a_letter()), make_letter_in()
    assert keeping.forget_past(now=timezone.now() + timedelta(days=29)) == 0
    assert keeping.forget_past(now=timezone.now() + timedelta(days=31)) == 1
    row = IncomingLetter.objects.select_related("data_key").get(pk=taken.letter_id)
    assert (row.body, row.sender, row.stored_as) == (None, None, "")
    assert IncomingLetter.objects.select_related("data_key").get(pk=waiting.letter_id).sender
    assert officer.get(taken.get_absolute_url()).status_code == 200


def test_erasing_the_complainant_silences_the_letters(charter, desk: Desk, now):
    placed = post(a_letter())
    services.withdraw(complaint_id=placed.complaint_id, reason="พอแล้ว", by=None, now=now)
    assert Complaint.objects.get().status == Status.WITHDRAWN
    services.erase_complainant(complainant_id=placed.complaint.complainant.pk, by=desk.manager, now=now)
    assert IncomingLetter.objects.select_related("data_key").get().body is None


def test_nobody_can_be_answered_without_a_sender(desk: Desk, now):
    placed = post(a_letter("x", sender="nobody"))
    assert placed.wait == Wait.NO_SENDER
    told = services.Sorted(
        category=Category.objects.get(code="building"),
        subject="",
        description="x",
        name="x",
        language="th",
    )
    with pytest.raises(Incomplete):
        services.letter_into_complaint(placed_id=placed.pk, told=told, by=desk.officer, now=now)
